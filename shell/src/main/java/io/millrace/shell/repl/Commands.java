package io.millrace.shell.repl;

import io.millrace.api.Millrace;
import io.millrace.api.StatementResult.Rows;
import io.millrace.api.catalog.CatalogColumn;
import io.millrace.api.catalog.CatalogFunction;
import io.millrace.api.catalog.CatalogTable;
import io.millrace.api.error.SourceText;
import io.millrace.api.error.Suggestions;
import io.millrace.shell.log.LogFile;
import io.millrace.shell.render.OutputFormat;
import io.millrace.shell.repl.Command.CommandException;
import io.millrace.shell.repl.Command.Group;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jline.utils.InfoCmp.Capability;

/**
 * The commands of the shell: they begin with a dot as in DuckDB, or with a backslash as in psql.
 */
final class Commands {
  private final PromptTerminal terminal;
  private final Evaluation evaluation;
  private final Modes modes;
  private final LogFile log;
  private final List<Command> commands = new ArrayList<>();

  Commands(PromptTerminal terminal, Evaluation evaluation, Modes modes, LogFile log) {
    this.terminal = terminal;
    this.evaluation = evaluation;
    this.modes = modes;
    this.log = log;
    lookingCommands();
    resultCommands();
    otherCommands();
  }

  private void lookingCommands() {
    add(Group.LOOK, "", "tables, sources, sinks and views", a -> tables(), ".tables", "\\dt");
    add(Group.LOOK, "[NAME]", "columns of one, or all tables", this::describe, "\\d");
    add(Group.LOOK, "[NAME]", "columns of all tables, or of one", this::schema, ".schema");
    add(
        Group.LOOK,
        "[TEXT]",
        "functions with this in their names",
        this::functions,
        ".functions",
        "\\df");
    add(Group.LOOK, "", "queries that run or have run", a -> queries(), ".queries");
  }

  private void resultCommands() {
    add(Group.RESULTS, "[box|line|csv|json|auto]", "the format", this::mode, ".mode");
    add(Group.RESULTS, "", "a line for each value, or not", a -> expand(), "\\x");
    add(Group.RESULTS, "[N|all]", "rows shown of a long result", this::maxRows, ".maxrows");
    add(
        Group.RESULTS,
        "[on|off]",
        "how long statements take",
        a -> flag(".timing", a, modes.timing(), modes::timing),
        ".timing",
        "\\timing");
    add(
        Group.RESULTS,
        "[on|off]",
        "stack traces of errors",
        a -> flag(".debug", a, modes.debug(), modes::debug),
        ".debug");
  }

  private void otherCommands() {
    add(Group.REST, "FILE", "runs a script", this::read, ".read", "\\i");
    add(Group.REST, "", "where errors are logged", a -> log(), ".log");
    add(Group.REST, "", "clears the screen", a -> clear(), ".clear");
  }

  private void add(
      Group group, String parameter, String help, Command.Action action, String... names) {
    commands.add(new Command(group, List.of(names), parameter, help, action));
  }

  /** Adds a command that is not only about what is shown. */
  void add(String parameter, String help, Command.Action action, String... names) {
    add(Group.REST, parameter, help, action, names);
  }

  /** The commands in the order of the help. */
  List<Command> all() {
    return List.copyOf(commands);
  }

  /** Does what an entry says that is a command. */
  void run(String entry) {
    String text = EntryParser.withoutSemicolon(entry.strip());
    int blank = 0;
    while (blank < text.length() && !Character.isWhitespace(text.charAt(blank))) {
      blank++;
    }
    String name = text.substring(0, blank).toLowerCase(Locale.ROOT);
    try {
      find(name).action().run(text.substring(blank).strip());
    } catch (CommandException e) {
      terminal.screen().status(e.getMessage());
    }
  }

  private Command find(String name) throws CommandException {
    List<String> names = new ArrayList<>();
    for (Command command : commands) {
      if (command.names().contains(name)) {
        return command;
      }
      names.addAll(command.names());
    }
    throw new CommandException(
        "unknown command "
            + name
            + Suggestions.nearest(name, names)
                .map(near -> "; did you mean " + near + "?")
                .orElse("; .help lists them"));
  }

  private void sql(String statement) {
    evaluation.run(new SourceText("", statement));
  }

  private void tables() {
    evaluation.list(
        session -> {
          Listing listing = new Listing("name", "kind", "connector", "format");
          for (CatalogTable table : session.catalog().listTables()) {
            String kind = table.kind().name().toLowerCase(Locale.ROOT);
            listing.row(table.name(), kind, table.connector(), table.format());
          }
          return listing;
        });
  }

  private void describe(String name) {
    if (name.isEmpty()) {
      tables();
    } else {
      sql("DESCRIBE " + name);
    }
  }

  private void schema(String name) {
    evaluation.list(
        session -> {
          Listing listing = new Listing("table", "column", "type", "extra");
          List<CatalogTable> tables =
              name.isEmpty()
                  ? session.catalog().listTables()
                  : List.of(session.catalog().getTable(name));
          tables.forEach(table -> columns(session, table, listing));
          return listing;
        });
  }

  private static void columns(Millrace session, CatalogTable table, Listing listing) {
    for (CatalogColumn column : session.catalog().listColumns(table.name())) {
      String type = column.dataType() + (column.nullable() ? "" : " NOT NULL");
      String key = column.key() ? "PRIMARY KEY" : "";
      String extra = key.isEmpty() ? column.extra() : (key + " " + column.extra()).strip();
      listing.row(table.name(), column.name(), type, extra);
    }
  }

  /** What fits on a line of each query; SHOW QUERIES tells all. */
  private void queries() {
    evaluation.list(session -> QueryList.of((Rows) session.sql("SHOW QUERIES"), session.zone()));
  }

  private void functions(String part) {
    evaluation.list(
        session -> {
          Listing listing = new Listing("function", "called as");
          for (CatalogFunction function : session.catalog().listFunctions()) {
            if (lower(function.name()).contains(lower(part))) {
              listing.row(function.name(), String.join("  ", function.signatures()));
            }
          }
          return listing;
        });
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private void mode(String name) throws CommandException {
    List<String> names = List.of("auto", "box", "line", "csv", "json");
    String wanted = name.toLowerCase(Locale.ROOT);
    switch (wanted) {
      case "" -> {
        String now =
            modes.format().map(format -> format.name().toLowerCase(Locale.ROOT)).orElse("auto");
        terminal.screen().status("mode " + (now.equals("table") ? "box" : now));
      }
      case "auto" -> modes.format(Optional.empty());
      case "box", "table" -> modes.format(Optional.of(OutputFormat.TABLE));
      case "line" -> modes.format(Optional.of(OutputFormat.LINE));
      case "csv" -> modes.format(Optional.of(OutputFormat.CSV));
      case "json" -> modes.format(Optional.of(OutputFormat.JSON));
      default ->
          throw new CommandException(
              ".mode cannot be "
                  + name
                  + ": one of "
                  + String.join(", ", names)
                  + Suggestions.nearest(name, names)
                      .map(near -> "; did you mean " + near + "?")
                      .orElse(""));
    }
  }

  private void expand() {
    boolean line = modes.format().filter(format -> format == OutputFormat.LINE).isPresent();
    modes.format(line ? Optional.empty() : Optional.of(OutputFormat.LINE));
    terminal.screen().status(line ? "rows in boxes" : "a line for each value");
  }

  private void maxRows(String text) throws CommandException {
    if (text.isEmpty()) {
      int rows = modes.maxRows();
      terminal.screen().status("maxrows " + (rows == 0 ? "all" : rows));
    } else if (text.equalsIgnoreCase("all")) {
      modes.maxRows(0);
    } else if (text.length() <= 8 && text.chars().allMatch(Character::isDigit)) {
      modes.maxRows(Integer.parseInt(text));
    } else {
      throw new CommandException(".maxrows needs a number or all, not " + text);
    }
  }

  private void flag(String name, String text, boolean now, Consumer<Boolean> setter)
      throws CommandException {
    switch (text.toLowerCase(Locale.ROOT)) {
      case "on" -> setter.accept(true);
      case "off" -> setter.accept(false);
      case "" -> {
        setter.accept(!now);
        terminal.screen().status(name.substring(1) + (now ? " off" : " on"));
      }
      default -> throw new CommandException(name + " is on or off, not " + text);
    }
  }

  private void read(String name) throws CommandException {
    if (name.isEmpty()) {
      throw new CommandException(".read needs the name of a script");
    }
    String file =
        name.length() > 1 && name.startsWith("'") && name.endsWith("'")
            ? name.substring(1, name.length() - 1)
            : name;
    try {
      evaluation.run(new SourceText(file, Files.readString(Path.of(file))));
    } catch (NoSuchFileException e) {
      throw new CommandException("script " + file + " does not exist");
    } catch (IOException | InvalidPathException e) {
      throw new CommandException("script " + file + " cannot be read: " + e.getMessage());
    }
  }

  private void log() {
    Path file = log.path().toAbsolutePath().normalize();
    String state = Files.exists(file) ? "" : " (nothing is written yet)";
    terminal.screen().status(file + state);
  }

  private void clear() {
    terminal.terminal().puts(Capability.clear_screen);
    terminal.terminal().flush();
  }
}
