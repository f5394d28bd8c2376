package io.millrace.tests.sqllogic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A file in the language of <a href="https://www.sqlite.org/sqllogictest">sqllogictest</a>:
 *
 * <pre>
 * statement ok                 or: statement error
 * CREATE TABLE t (a INT)
 *
 * query IT rowsort             types I, R, T; nosort, rowsort or valuesort
 * SELECT a, b FROM t
 * ----
 * 1
 * x
 * </pre>
 *
 * <p>A result has a value in each line, or is {@code 30 values hashing to} an MD5 sum. {@code
 * skipif name} and {@code onlyif name} concern one record; {@code halt} ends the file.
 */
record SqlLogicFile(Path path, List<Entry> entries) {
  private static final Pattern BLANK = Pattern.compile("\\s+");

  /** Whose records run. */
  private static final String NAME = "postgresql";

  /** A statement or query. */
  sealed interface Entry {
    int line();

    String sql();
  }

  /**
   * @param fails whether it has to
   */
  record Change(int line, String sql, boolean fails) implements Entry {}

  /**
   * @param types a letter for each column
   * @param expected a value in each line
   */
  record Query(int line, String sql, String types, Sorting sorting, List<String> expected)
      implements Entry {}

  enum Sorting {
    NOSORT,
    ROWSORT,
    VALUESORT
  }

  static SqlLogicFile read(Path path) throws IOException {
    return new SqlLogicFile(path, new Reader(Files.readAllLines(path)).entries());
  }

  private static final class Reader {
    private final List<String> lines;
    private final List<Entry> entries = new ArrayList<>();
    private int at;

    Reader(List<String> lines) {
      this.lines = lines;
    }

    List<Entry> entries() {
      boolean skipped = false;
      while (at < lines.size()) {
        String[] words = BLANK.split(lines.get(at).replaceFirst("#.*", "").strip());
        at++;
        switch (words[0]) {
          case "skipif" -> skipped |= words[1].equals(NAME);
          case "onlyif" -> skipped |= !words[1].equals(NAME);
          case "halt" -> {
            if (!skipped) {
              return entries;
            }
            skipped = false;
          }
          case "statement", "query" -> {
            Entry entry = entry(words);
            if (!skipped) {
              entries.add(entry);
            }
            skipped = false;
          }
          default -> {}
        }
      }
      return entries;
    }

    private Entry entry(String[] words) {
      int line = at;
      String sql = String.join("\n", untilBlank(true)).strip().replaceFirst(";$", "");
      boolean result = at < lines.size() && lines.get(at).strip().equals("----");
      List<String> expected = List.of();
      if (result) {
        at++;
        expected = untilBlank(false);
      }
      boolean fails = words.length > 1 && words[1].equals("error");
      if (words[0].equals("statement") || fails) {
        return new Change(line, sql, fails);
      }
      Sorting sorting = Sorting.NOSORT;
      for (int i = 2; i < words.length; i++) {
        for (Sorting each : Sorting.values()) {
          sorting = words[i].equalsIgnoreCase(each.name()) ? each : sorting;
        }
      }
      return new Query(line, sql, words.length > 1 ? words[1] : "", sorting, expected);
    }

    private List<String> untilBlank(boolean orResult) {
      List<String> found = new ArrayList<>();
      while (at < lines.size()
          && !lines.get(at).isBlank()
          && !(orResult && lines.get(at).strip().equals("----"))) {
        found.add(lines.get(at++));
      }
      return found;
    }
  }
}
