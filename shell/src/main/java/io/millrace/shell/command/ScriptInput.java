package io.millrace.shell.command;

/** Where a script comes from. */
public sealed interface ScriptInput {

  /** {@code -f FILE}. */
  record File(String path) implements ScriptInput {}

  /** {@code -e SQL}. */
  record Text(String sql) implements ScriptInput {}

  /** {@code -f -}, or no option at all behind a pipe. */
  record StandardInput() implements ScriptInput {}
}
