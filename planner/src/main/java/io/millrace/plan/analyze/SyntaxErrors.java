package io.millrace.plan.analyze;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.plan.analyze.QueryWords.Word;
import io.millrace.sql.statement.QueryText;
import java.util.Optional;
import java.util.function.Predicate;
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
   */
  static MillraceException translate(
      SqlParseException failure, QueryText text, Predicate<String> reserved) {
    QueryWords words = new QueryWords(text.text());
    Expectation expectation = Expectation.of(failure, words, reserved);
    SyntaxHints hints = new SyntaxHints(words, expectation, reserved);
    int place = hints.place();
    MillraceException.Builder result =
        error(ErrorCode.SYNTAX_ERROR, summary(failure, words, expectation, place))
            .at(words.position(place));
    hints.hint().ifPresent(result::hint);
    return result.build();
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
