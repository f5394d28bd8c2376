package io.millrace.plan.analyze;

import io.millrace.plan.analyze.QueryWords.Word;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Which word the parser could not use, and what it could have used there.
 *
 * <p>The parser looks several words ahead and reports the first of them, which may be right. What
 * it expected are sequences: the wrong word is the one behind the longest beginning that fits.
 *
 * @param wrong the index of the word; the number of words if the query ends too early
 * @param tokens what could stand there, as the grammar names it: {@code FROM}, {@code <IDENTIFIER>}
 */
record Expectation(int wrong, Set<String> tokens) {
  private static final int MOST = 5;
  private static final String NUMBER = "a number";

  static Expectation of(SqlParseException failure, QueryWords words, Predicate<String> reserved) {
    SqlParserPos reported = failure.getPos();
    int first =
        reported == null ? words.size() : words.at(reported.getLineNum(), reported.getColumnNum());
    int[][] sequences = failure.getExpectedTokenSequences();
    String[] images = failure.getTokenImages();
    if (sequences == null || images == null) {
      return new Expectation(first, Set.of());
    }
    List<int[]> alive = Arrays.asList(sequences);
    int depth = 0;
    while (true) {
      List<int[]> further = fitting(alive, depth, words, first + depth, images, reserved);
      if (further.isEmpty()) {
        break;
      }
      alive = further;
      depth++;
    }
    Set<String> tokens = new LinkedHashSet<>();
    for (int[] sequence : alive) {
      if (sequence.length > depth) {
        tokens.add(plain(images[sequence[depth]]));
      }
    }
    int wrong = first + depth;
    if (words.has(wrong) && tokens.contains(words.get(wrong).text().toUpperCase(Locale.ROOT))) {
      // The word fits; the parser gave up over what comes behind it, and does not say what fits
      // there.
      return new Expectation(wrong + 1, Set.of());
    }
    return new Expectation(wrong, tokens);
  }

  private static List<int[]> fitting(
      List<int[]> sequences,
      int depth,
      QueryWords words,
      int index,
      String[] images,
      Predicate<String> reserved) {
    List<int[]> fitting = new ArrayList<>();
    for (int[] sequence : sequences) {
      if (sequence.length > depth + 1
          && words.has(index)
          && fits(plain(images[sequence[depth]]), words.get(index), reserved)) {
        fitting.add(sequence);
      }
    }
    return fitting;
  }

  private static boolean fits(String token, Word word, Predicate<String> reserved) {
    if (!token.startsWith("<") || token.length() < 3) {
      return token.equalsIgnoreCase(word.text());
    }
    return switch (word.kind()) {
      case WORD ->
          token.equals("<IDENTIFIER>") && !reserved.test(word.text().toUpperCase(Locale.ROOT));
      case QUOTED_NAME -> token.contains("IDENTIFIER") && !token.equals("<IDENTIFIER>");
      case TEXT -> token.contains("STRING");
      case NUMBER -> token.contains("NUMERIC") || token.contains("INTEGER");
      case SIGN, BLANK -> false;
    };
  }

  private static String plain(String image) {
    return image.startsWith("\"") && image.endsWith("\"") && image.length() > 2
        ? image.substring(1, image.length() - 1)
        : image;
  }

  boolean has(String token) {
    return tokens.contains(token);
  }

  /** What could stand there, in words; empty if that is too much to say. */
  String phrase() {
    boolean name = tokens.stream().anyMatch(token -> token.contains("IDENTIFIER"));
    if (name && tokens.stream().anyMatch(token -> token.contains("NUMERIC"))) {
      return "an expression";
    }
    if (has("LATERAL") || has("UNNEST")) {
      return "a table";
    }
    if (has("SELECT") && has("VALUES")) {
      return "a query";
    }
    if (name) {
      return "a name";
    }
    if (has("YEAR") && has("DAY")) {
      return "a unit such as DAY or SECOND";
    }
    List<String> told = new ArrayList<>();
    for (String token : tokens) {
      String shown = shown(token);
      if (!shown.isEmpty() && !told.contains(shown)) {
        told.add(shown);
      }
    }
    if (told.contains(NUMBER)) {
      // The other forms of numbers that the grammar has are of no help.
      return NUMBER;
    }
    if (told.isEmpty() || told.size() > MOST) {
      return "";
    }
    int last = told.size() - 1;
    return last == 0
        ? told.get(0)
        : String.join(", ", told.subList(0, last)) + " or " + told.get(last);
  }

  private static String shown(String token) {
    if (token.equals("<EOF>")) {
      return "the end of the query";
    }
    if (token.startsWith("<") && token.length() > 2) {
      String name = token.toUpperCase(Locale.ROOT);
      if (name.contains("NUMERIC") || name.contains("INTEGER")) {
        return NUMBER;
      }
      return name.contains("STRING") || name.contains("LITERAL") ? "a text in quotes" : "";
    }
    return Character.isLetter(token.charAt(0)) ? token : "\"" + token + "\"";
  }
}
