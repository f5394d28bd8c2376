package io.millrace.exec.expression.runtime;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Functions of regular expressions outside of the fast path. */
public final class RegexLibrary {
  private RegexLibrary() {}

  /** How many times the expression is found, one behind the other. */
  public static Integer count(PatternMemory memory, String text, String expression) {
    Matcher matcher = memory.compiled(expression, 0).matcher(text);
    int count = 0;
    while (matcher.find()) {
      count++;
    }
    return count;
  }

  /** A group of the first that is found, from 1, or 0 for the whole; else the empty text. */
  public static String extract(
      PatternMemory memory, String text, String expression, Integer group) {
    Matcher matcher = memory.compiled(expression, 0).matcher(text);
    if (group < 0 || group > matcher.groupCount()) {
      throw new IllegalArgumentException(
          "the expression has " + matcher.groupCount() + " groups, asked for is " + group);
    }
    if (!matcher.find()) {
      return "";
    }
    String found = matcher.group(group);
    return found == null ? "" : found;
  }

  public static Boolean like(PatternMemory memory, String text, String expression, String flags) {
    return memory.compiled(expression, flags(flags)).matcher(text).find();
  }

  /** The first that is found, or with the flag g all; {@code \1} is the first group. */
  public static String replace(
      PatternMemory memory, String text, String expression, String with, String flags) {
    Matcher matcher = memory.compiled(expression, flags(flags.replace("g", ""))).matcher(text);
    String replacement = replacement(with);
    return flags.contains("g")
        ? matcher.replaceAll(replacement)
        : matcher.replaceFirst(replacement);
  }

  private static int flags(String text) {
    int flags = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      flags |=
          switch (c) {
            case 'i' -> Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
            case 'c' -> 0;
            case 's' -> Pattern.DOTALL;
            default -> throw new IllegalArgumentException("no flag: " + c);
          };
    }
    return flags;
  }

  /** A backslash and a digit are a group; nothing else has a meaning. */
  private static String replacement(String with) {
    StringBuilder result = new StringBuilder();
    for (int i = 0; i < with.length(); i++) {
      char c = with.charAt(i);
      char next = i + 1 < with.length() ? with.charAt(i + 1) : ' ';
      if (c == '\\' && Character.isDigit(next)) {
        result.append('$').append(next);
        i++;
      } else if (c == '\\' && next == '&') {
        result.append("$0");
        i++;
      } else if (c == '\\' && next == '\\') {
        result.append("\\\\");
        i++;
      } else {
        result.append(Matcher.quoteReplacement(String.valueOf(c)));
      }
    }
    return result.toString();
  }
}
