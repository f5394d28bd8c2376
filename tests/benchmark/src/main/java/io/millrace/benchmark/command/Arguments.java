package io.millrace.benchmark.command;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What stands behind the name of a command.
 *
 * @param words everything that is no option, in order
 * @param options the value of each option that the command takes, given or default
 */
public record Arguments(List<String> words, Map<String, String> options) {
  public Arguments {
    words = List.copyOf(words);
    options = Map.copyOf(options);
  }

  /**
   * Sorts arguments into words and options.
   *
   * @throws UsageException if there is an option that the command does not take
   */
  public static Arguments parse(List<String> arguments, List<Option> options) {
    Map<String, String> values = new LinkedHashMap<>();
    options.forEach(option -> values.put(option.name(), option.defaultValue()));
    for (String argument : arguments) {
      int sign = argument.indexOf('=');
      if (sign >= 0 && values.replace(argument.substring(0, sign), after(argument, sign)) == null) {
        throw new UsageException(
            "unknown option " + argument + "; there are " + String.join(", ", values.keySet()));
      }
    }
    return new Arguments(arguments.stream().filter(word -> word.indexOf('=') < 0).toList(), values);
  }

  private static String after(String argument, int sign) {
    return argument.substring(sign + 1);
  }

  /** The word at a place. */
  public String word(int index, String meaning) {
    if (index >= words.size()) {
      throw new UsageException(meaning + " is missing");
    }
    return words.get(index);
  }

  public String text(String option) {
    return options.get(option);
  }

  /** The value of an option that is one of a few words. */
  public String choice(String option, String... choices) {
    String value = text(option);
    if (!List.of(choices).contains(value)) {
      throw new UsageException(option + "=" + value + " is none of " + String.join(", ", choices));
    }
    return value;
  }

  public boolean truth(String option) {
    return choice(option, "true", "false").equals("true");
  }

  /** A number above zero. */
  public long number(String option) {
    return number(option, text(option));
  }

  /** Numbers above zero, with commas between them. */
  public List<Long> numbers(String option) {
    return Arrays.stream(text(option).split(",")).map(value -> number(option, value)).toList();
  }

  /** The words of an option with commas between them. */
  public List<String> list(String option) {
    return List.of(text(option).split(","));
  }

  /** The options as they would be written. */
  public List<String> written(String... names) {
    return Arrays.stream(names).map(name -> name + "=" + text(name)).toList();
  }

  private static long number(String option, String value) {
    try {
      long number = Long.parseLong(value.replace("_", ""));
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new UsageException(option + "=" + value + " is not a whole number");
    }
    throw new UsageException(option + "=" + value + " is not above zero");
  }
}
