package io.millrace.shell.command;

import io.millrace.api.error.Suggestions;
import io.millrace.shell.render.OutputFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the command line.
 *
 * <p>By hand, because it is on the way of every start: eight options through picocli took 53 ms
 * with an archive of its classes and 56 ms without (JDK 17, best of five), this takes none that can
 * be measured, and the whole of {@code SELECT 1} is to take less than 600.
 */
public final class ArgumentParser {
  private static final Map<String, Option> OPTIONS = options();

  private final String[] words;
  private final List<ScriptInput> inputs = new ArrayList<>();
  private final Map<String, String> settings = new LinkedHashMap<>();

  /** What the prompt calls tables. */
  private static final String BOX = "box";

  private Optional<OutputFormat> format = Optional.empty();
  private boolean keepGoing;
  private boolean help;
  private boolean version;
  private int next;

  private enum Option {
    FILE,
    EXECUTE,
    FORMAT,
    KEEP_GOING,
    SET,
    HELP,
    VERSION;

    boolean takesValue() {
      return switch (this) {
        case FILE, EXECUTE, FORMAT, SET -> true;
        case KEEP_GOING, HELP, VERSION -> false;
      };
    }
  }

  private ArgumentParser(String[] words) {
    this.words = words;
  }

  /**
   * What the words after {@code millrace} ask for.
   *
   * @throws UsageException if they are wrong
   */
  public static Arguments parse(String... words) throws UsageException {
    return new ArgumentParser(words).parse();
  }

  private static Map<String, Option> options() {
    Map<String, Option> options = new LinkedHashMap<>();
    options.put("-f", Option.FILE);
    options.put("--file", Option.FILE);
    options.put("-e", Option.EXECUTE);
    options.put("-c", Option.EXECUTE);
    options.put("--execute", Option.EXECUTE);
    options.put("--format", Option.FORMAT);
    options.put("--keep-going", Option.KEEP_GOING);
    options.put("--set", Option.SET);
    options.put("-h", Option.HELP);
    options.put("--help", Option.HELP);
    options.put("-V", Option.VERSION);
    options.put("--version", Option.VERSION);
    return options;
  }

  private Arguments parse() throws UsageException {
    while (next < words.length) {
      String word = words[next++];
      if (!word.startsWith("-") || word.equals("-")) {
        throw new UsageException(
            "\"" + word + "\" is not an option",
            word.endsWith(".sql") ? "run a script with   millrace -f " + word : "");
      }
      int equals = word.startsWith("--") ? word.indexOf('=') : -1;
      String name = equals < 0 ? word : word.substring(0, equals);
      Option option = option(name);
      if (option.takesValue()) {
        takeValue(option, name, equals < 0 ? value(name) : word.substring(equals + 1));
      } else if (equals >= 0) {
        throw new UsageException(name + " takes no value");
      } else {
        takeFlag(option);
      }
    }
    return new Arguments(inputs, format, keepGoing, settings, help, version);
  }

  private static Option option(String name) throws UsageException {
    Option option = OPTIONS.get(name);
    if (option == null) {
      throw new UsageException(
          "unknown option " + name,
          Suggestions.nearest(name, OPTIONS.keySet())
              .map(near -> "did you mean " + near + "?")
              .orElse(""));
    }
    return option;
  }

  private String value(String name) throws UsageException {
    if (next == words.length) {
      throw new UsageException(name + " needs a value");
    }
    return words[next++];
  }

  private void takeFlag(Option option) {
    switch (option) {
      case KEEP_GOING -> keepGoing = true;
      case HELP -> help = true;
      case VERSION -> version = true;
      case FILE, EXECUTE, FORMAT, SET -> throw new IllegalStateException(option + " is no flag");
    }
  }

  private void takeValue(Option option, String name, String value) throws UsageException {
    switch (option) {
      case FILE ->
          inputs.add(
              value.equals("-") ? new ScriptInput.StandardInput() : new ScriptInput.File(value));
      case EXECUTE -> inputs.add(new ScriptInput.Text(value));
      case FORMAT -> format = Optional.of(format(value));
      case SET -> takeSetting(name, value);
      case KEEP_GOING, HELP, VERSION -> throw new IllegalStateException(option + " takes a value");
    }
  }

  private static OutputFormat format(String value) throws UsageException {
    if (value.equals(BOX)) {
      return OutputFormat.TABLE;
    }
    List<String> names = new ArrayList<>();
    for (OutputFormat format : OutputFormat.values()) {
      String name = format.name().toLowerCase(Locale.ROOT);
      if (name.equals(value)) {
        return format;
      }
      names.add(name);
    }
    throw new UsageException(
        "--format cannot be \"" + value + "\": one of " + String.join(", ", names),
        Suggestions.nearest(value, names).map(near -> "did you mean " + near + "?").orElse(""));
  }

  private void takeSetting(String name, String value) throws UsageException {
    int equals = value.indexOf('=');
    if (equals < 1) {
      throw new UsageException(name + " needs name=value, not \"" + value + "\"");
    }
    settings.put(value.substring(0, equals).strip(), value.substring(equals + 1).strip());
  }
}
