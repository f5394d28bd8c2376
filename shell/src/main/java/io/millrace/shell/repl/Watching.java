package io.millrace.shell.repl;

import io.millrace.shell.render.Screen;
import io.millrace.shell.render.Showing;
import org.jline.terminal.Terminal;

/**
 * Where something is watched.
 *
 * @param terminal takes keys and tells its size; while a statement runs nobody else reads from it
 * @param screen takes lines, as wide as the terminal was when the statement began
 * @param showing how values are shown
 * @param statement its text, without the semicolon
 */
public record Watching(Terminal terminal, Screen screen, Showing showing, String statement) {}
