package io.millrace.plan.analyze;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import io.millrace.plan.analyze.QueryWords.Word;
import io.millrace.sql.statement.QueryText;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.calcite.sql.parser.SqlParseException;

/**
 * What the parser says, in a sentence: the word it could not use, at most five expected things, and
 * the word that was meant.
 */
final class SyntaxErrors {
  private SyntaxErrors() {}

  /**
   * @param text the text as the parser got it
   * @param reserved whether a word cannot be a name without quotes
   * @param written where something was written that the parser found at a place
   */
  static MillraceException translate(
      SqlParseException failure,
      QueryText text,
      Predicate<String> reserved,
      UnaryOperator<SourcePosition> written) {
    QueryWords words = new QueryWords(text.text());
    Expectation expectation = Expectation.of(failure, words, reserved);
    SyntaxHints hints = new SyntaxHints(words, expectation, reserved);
    int place = hints.place();
    MillraceException.Builder result =
        error(ErrorCode.SYNTAX_ERROR, summary(failure, words, expectation, place))
            .at(written.apply(words.position(place)));
    result.hint(hints.hint().orElseGet(() -> "write for example   " + example(words, place)));
    return result.build();
  }

  /** A clause such as the one the place is in. */
  private static String example(QueryWords words, int place) {
    for (int i = Math.min(place, words.size()) - 1; i >= 0; i--) {
      String example =
          switch (words.get(i).text().toUpperCase(Locale.ROOT)) {
            case "SELECT" -> "SELECT id, name FROM t";
            case "FROM" -> "FROM t";
            case "JOIN" -> "FROM t JOIN u ON t.id = u.id";
            case "ON" -> "ON t.id = u.id";
            case "WHERE" -> "WHERE id = 1 AND name LIKE 'a%'";
            case "HAVING" -> "HAVING count(*) > 1";
            case "GROUP" -> "GROUP BY id, name";
            case "ORDER" -> "ORDER BY id DESC, name";
            case "LIMIT", "FETCH", "OFFSET" -> "LIMIT 10 OFFSET 20";
            case "WITH" -> "WITH u AS (SELECT id FROM t) SELECT id FROM u";
            case "VALUES" -> "VALUES (1, 'a'), (2, 'b')";
            case "CASE" -> "CASE WHEN id = 1 THEN 'one' ELSE 'many' END";
            case "CAST" -> "CAST(id AS STRING)";
            case "OVER" -> "OVER (PARTITION BY id ORDER BY name)";
            default -> "";
          };
      if (!example.isEmpty()) {
        return example;
      }
    }
    return "SELECT id, name FROM t";
  }

  private static String summary(
      SqlParseException failure, QueryWords words, Expectation expectation, int place) {
    if (place != expectation.wrong()) {
      return unexpected(words.get(place), "");
    }
    String message = failure.getMessage() == null ? "" : failure.getMessage();
    if (message.startsWith("Non-query expression") && words.has(place)) {
      return unexpected(words.get(place), "a query: SELECT, VALUES, WITH or TABLE");
    }
    String expected = expectation.phrase();
    if (!words.has(place)) {
      return "the query ends too early" + (expected.isEmpty() ? "" : ": expected " + expected);
    }
    return saidByGrammar(message)
        .map(WindowWords::show)
        .orElseGet(() -> unexpected(words.get(place), expected));
  }

  private static String unexpected(Word word, String expected) {
    String text = WindowWords.show(word.text());
    boolean quoted = text.startsWith("'") || text.startsWith("\"");
    return "unexpected "
        + (quoted ? text : '"' + text + '"')
        + (expected.isEmpty() ? "" : ": expected " + expected);
  }

  /** What the grammar's own code refuses, which is more than a word out of place. */
  private static Optional<String> saidByGrammar(String message) {
    boolean ofParser =
        message.isEmpty()
            || message.contains("Encountered")
            || message.contains("Lexical error")
            || message.startsWith("Incorrect syntax near the keyword");
    if (ofParser) {
      return Optional.empty();
    }
    String first =
        message.split("\n", 2)[0].replaceAll(" at line \\d+, column \\d+\\.?", "").trim();
    return first.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Character.toLowerCase(first.charAt(0)) + TypeWords.unquote(first).substring(1));
  }
}
