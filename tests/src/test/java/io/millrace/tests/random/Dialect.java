package io.millrace.tests.random;

import java.util.regex.Pattern;

/**
 * Texts that differ between the engines: {@code «ours¦theirs»} stands for the one or the other. No
 * such place lies in another.
 */
final class Dialect {
  private static final Pattern EITHER = Pattern.compile("«([^«»¦]*)¦([^«»¦]*)»");

  private Dialect() {}

  static String either(String ours, String theirs) {
    return "«" + ours + "¦" + theirs + "»";
  }

  /** In the words of Millrace. */
  static String ours(String sql) {
    return EITHER.matcher(sql).replaceAll("$1");
  }

  /** In the words of DuckDB. */
  static String theirs(String sql) {
    return EITHER.matcher(sql).replaceAll("$2");
  }
}
