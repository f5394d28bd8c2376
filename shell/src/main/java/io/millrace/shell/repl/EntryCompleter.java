package io.millrace.shell.repl;

import io.millrace.api.Millrace;
import io.millrace.api.catalog.CatalogTable;
import io.millrace.api.completion.Completion;
import io.millrace.api.completion.Proposal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** What fits at the cursor: statements are the session's business, commands the shell's. */
final class EntryCompleter {
  /** The session may still be starting; whoever presses Tab waits so long for it. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Engine engine;
  private final Supplier<List<Command>> commands;

  /**
   * A completer.
   *
   * @param commands of the shell
   */
  EntryCompleter(Engine engine, Supplier<List<Command>> commands) {
    this.engine = engine;
    this.commands = commands;
  }

  /**
   * Something to put in the place of a word.
   *
   * @param text to write
   * @param shown in the list; the text or a part of it
   * @param help may be empty
   * @param whole whether a blank may follow
   */
  record Choice(String text, String shown, String help, boolean whole) {}

  /**
   * What fits.
   *
   * @param start where the word begins that is replaced, up to the cursor
   */
  record Choices(int start, List<Choice> choices) {}

  Choices at(String line, int cursor) {
    if (EntryParser.isCommand(line)) {
      return command(line.substring(0, cursor));
    }
    Optional<Millrace> session = engine.within(PATIENCE);
    if (session.isEmpty()) {
      return new Choices(cursor, List.of());
    }
    Completion completion = session.get().complete(line, cursor);
    String written = line.substring(completion.start(), cursor);
    List<Choice> choices = new ArrayList<>();
    for (Proposal proposal : completion.proposals()) {
      choices.add(choice(proposal, line, cursor));
    }
    if (completion.path()) {
      choices.addAll(FileChoices.of(written, "'"));
    }
    return new Choices(completion.start(), choices);
  }

  private static Choice choice(Proposal proposal, String line, int cursor) {
    String text = proposal.text();
    boolean open =
        switch (proposal.kind()) {
          case FUNCTION -> text.endsWith("(");
          case OPTION -> true;
          case VALUE -> text.endsWith("'") && cursor < line.length() && line.charAt(cursor) == '\'';
          default -> false;
        };
    // The quote that is there already is not written again.
    String written =
        proposal.kind() == Proposal.Kind.VALUE && open
            ? text.substring(0, text.length() - 1)
            : text;
    return new Choice(written, text.strip(), proposal.help(), !open);
  }

  private Choices command(String written) {
    int blank = written.lastIndexOf(' ');
    if (blank < 0) {
      return new Choices(0, names(written));
    }
    String word = written.substring(blank + 1);
    String name = written.substring(0, written.indexOf(' '));
    List<Choice> choices = new ArrayList<>();
    for (Command command : commands.get()) {
      if (command.names().contains(name)) {
        argument(command, word, choices);
      }
    }
    return new Choices(blank + 1, choices);
  }

  private List<Choice> names(String prefix) {
    List<Choice> choices = new ArrayList<>();
    for (Command command : commands.get()) {
      for (String name : command.names()) {
        if (name.startsWith(prefix)) {
          choices.add(new Choice(name, name, command.help(), true));
        }
      }
    }
    return choices;
  }

  private void argument(Command command, String prefix, List<Choice> choices) {
    switch (command.parameter()) {
      case "FILE" -> choices.addAll(FileChoices.of(prefix, ""));
      case "[NAME]" -> tables(prefix, choices);
      case "[COMMAND]" -> choices.addAll(names(prefix));
      default -> {
        for (String word : command.parameter().split("[\\[\\]|]+")) {
          if (!word.isEmpty() && word.startsWith(prefix) && word.equals(lower(word))) {
            choices.add(new Choice(word, word, "", true));
          }
        }
      }
    }
  }

  private static String lower(String word) {
    return word.toLowerCase(Locale.ROOT);
  }

  private void tables(String prefix, List<Choice> choices) {
    List<CatalogTable> tables =
        engine.within(PATIENCE).map(session -> session.catalog().listTables()).orElse(List.of());
    for (CatalogTable table : tables) {
      if (lower(table.name()).startsWith(lower(prefix))) {
        choices.add(new Choice(table.name(), table.name(), lower(table.kind().name()), true));
      }
    }
  }
}
