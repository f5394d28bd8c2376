package io.millrace.shell.repl;

import io.millrace.api.error.Suggestions;
import io.millrace.shell.repl.Command.Group;
import java.util.List;
import java.util.Optional;

/** What {@code .help} shows. */
final class Help {
  private static final String HEAD =
      """
      Statements end with ;   Tab completes, Ctrl-R searches the history, Ctrl-C stops, Ctrl-D leaves
      """;

  private Help() {}

  /** All commands, by groups; narrow lines for a narrow terminal. */
  static String text(List<Command> commands, int columns) {
    StringBuilder text = new StringBuilder();
    for (String part : HEAD.strip().split(" {3}|, ")) {
      boolean fits = text.length() - text.lastIndexOf("\n") + part.length() + 1 < columns;
      text.append(text.length() == 0 ? "" : fits ? ", " : ",\n").append(part);
    }
    text.append('\n');
    int width = commands.stream().mapToInt(command -> usage(command).length()).max().orElse(0);
    for (Group group : Group.values()) {
      text.append(group.title()).append('\n');
      for (Command command : commands) {
        if (command.group() == group) {
          String usage = usage(command);
          text.append("  ").append(usage).append(" ".repeat(width - usage.length() + 2));
          text.append(command.help()).append('\n');
        }
      }
    }
    return text.toString();
  }

  private static String usage(Command command) {
    return (String.join(", ", command.names()) + " " + command.parameter()).strip();
  }

  /** One command. */
  static String of(List<Command> commands, String name) {
    List<String> names = commands.stream().flatMap(command -> command.names().stream()).toList();
    Optional<Command> found =
        commands.stream()
            .filter(
                command -> command.names().contains(name) || command.names().contains("." + name))
            .findFirst();
    return found
        .map(command -> usage(command) + "   " + command.help() + "\n")
        .orElseGet(
            () ->
                "there is no command "
                    + name
                    + Suggestions.nearest(name, names)
                        .map(near -> "; did you mean " + near + "?")
                        .orElse("; statements are described in docs/reference/statements.md")
                    + "\n");
  }
}
