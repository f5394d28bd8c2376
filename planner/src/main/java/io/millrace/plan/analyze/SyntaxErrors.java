package io.millrace.plan.analyze;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.error.Suggestions;
import io.millrace.sql.statement.QueryText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * What the parser says, in a sentence: at most five expected things, and the word that was meant.
 */
final class SyntaxErrors {
  private static final int MAX_EXPECTED = 5;
  private static final String DID_YOU_MEAN_FROM = "did you mean FROM?";
  private static final Pattern FROM = Pattern.compile("(?i)\\bfrom\\b");
  private static final Pattern BEHIND_FROM = Pattern.compile("(?i)^from\\s+(\\w+)");
  private static final Pattern KEYWORD =
      Pattern.compile("Incorrect syntax near the keyword '(\\w+)'");
  private static final Pattern ENCOUNTERED =
      Pattern.compile("Encountered \"(.*?)\" at line", Pattern.DOTALL);
  private static final Pattern LEXICAL =
      Pattern.compile(
          "Lexical error at line \\d+, column \\d+\\.\\s+Encountered: (.*?)(?:,| after)",
          Pattern.DOTALL);
  private static final List<String> CLAUSES =
      List.of(
          "SELECT",
          "DISTINCT",
          "FROM",
          "WHERE",
          "GROUP",
          "BY",
          "HAVING",
          "ORDER",
          "LIMIT",
          "OFFSET",
          "UNION",
          "ALL",
          "VALUES",
          "WITH",
          "AS",
          "CASE",
          "WHEN",
          "THEN",
          "ELSE",
          "END",
          "AND",
          "OR",
          "NOT",
          "IN",
          "IS",
          "NULL",
          "LIKE",
          "BETWEEN",
          "INTERVAL",
          "TABLE",
          "JOIN",
          "ON",
          "USING",
          "FILTER",
          "FETCH",
          "DESC",
          "ASC");

  private SyntaxErrors() {}

  static MillraceException translate(SqlParseException failure, QueryText text) {
    Token token = misspeltFrom(token(failure, text), text);
    MillraceException.Builder result = error(ErrorCode.SYNTAX_ERROR, summary(failure, token, text));
    result.at(token.position());
    hint(failure, token, text).ifPresent(result::hint);
    return result.build();
  }

  /**
   * "SELECT a FORM t": the misspelt FROM was taken for an alias, and the error stands one word
   * behind.
   */
  private static Token misspeltFrom(Token token, QueryText query) {
    String line = line(query.text(), token.position().line());
    String before = wordBefore(query.text(), token.position());
    int at = before.isEmpty() ? -1 : line.lastIndexOf(before, token.position().column() - 2);
    boolean meantFrom = near(before).equals(Optional.of(DID_YOU_MEAN_FROM));
    if (at < 0 || !meantFrom || FROM.matcher(query.text()).find()) {
      return token;
    }
    int place = token.position().line();
    return new Token(before, new SourcePosition(place, at + 1, place, at + before.length()));
  }

  /** The offending token; empty text at the end of the query. */
  private record Token(String text, SourcePosition position) {}

  private static Token token(SqlParseException failure, QueryText query) {
    SqlParserPos reported = failure.getPos();
    SourcePosition end = end(query);
    if (reported == null) {
      return new Token("", end);
    }
    String message = failure.getMessage() == null ? "" : failure.getMessage();
    Matcher encountered = ENCOUNTERED.matcher(message);
    if (encountered.find()) {
      List<String> words = List.of(encountered.group(1).trim().split("\\s+"));
      if (words.get(words.size() - 1).equals("<EOF>")) {
        return new Token("", end);
      }
    }
    SourcePosition position =
        Positions.of(reported)
            .orElse(SourcePosition.of(query.position().line(), query.position().column()));
    String line = line(query.text(), position.line());
    int from = Math.min(line.length(), position.column() - 1);
    // The parser reports the first token it could not use together with those before it that began
    // the same construct; the last word of its report is the one that is wrong.
    Matcher lexical = LEXICAL.matcher(message);
    boolean isLexical = lexical.find();
    if (!isLexical && encountered.reset().find()) {
      String report = encountered.group(1).trim().replaceAll("\\\\(.)", "$1");
      String[] words = report.split("\\s+");
      if (words.length > 1) {
        int at =
            line.toLowerCase(Locale.ROOT)
                .indexOf(words[words.length - 1].toLowerCase(Locale.ROOT), from);
        if (at >= 0) {
          from = at;
        }
      }
    }
    Matcher behindFrom = BEHIND_FROM.matcher(line.substring(from));
    if (KEYWORD.matcher(message).find() && behindFrom.find() && isClause(behindFrom.group(1))) {
      // FROM is right; the keyword behind it, which should be a name, is not.
      from += behindFrom.start(1);
    }
    int to = from;
    if (from < line.length() && Character.isJavaIdentifierPart(line.charAt(from))) {
      while (to < line.length() && Character.isJavaIdentifierPart(line.charAt(to))) {
        to++;
      }
    } else if (from < line.length() && line.charAt(from) == '\'') {
      int close = line.indexOf('\'', from + 1);
      to = close < 0 ? line.length() : close + 1;
    } else {
      to = Math.min(line.length(), from + 1);
    }
    if (from >= line.length()) {
      return new Token("", end);
    }
    return new Token(
        line.substring(from, to),
        new SourcePosition(position.line(), from + 1, position.line(), Math.max(from + 1, to)));
  }

  /** The last character of the query. */
  private static SourcePosition end(QueryText query) {
    String text = query.text().stripTrailing();
    int lineStart = text.lastIndexOf('\n') + 1;
    int line = (int) text.chars().filter(c -> c == '\n').count() + 1;
    return SourcePosition.of(line, Math.max(1, text.length() - lineStart));
  }

  private static String line(String text, int number) {
    String[] lines = text.split("\n", -1);
    return number <= lines.length ? lines[number - 1] : "";
  }

  private static String summary(SqlParseException failure, Token token, QueryText query) {
    String message = failure.getMessage() == null ? "" : failure.getMessage();
    if (message.startsWith("Non-query expression")) {
      return "a query must begin with SELECT, VALUES, WITH or TABLE, not with \""
          + token.text()
          + "\"";
    }
    if (token.text().isEmpty()) {
      return "the query ends too early" + expected(failure);
    }
    if (token.text().startsWith("'")
        && !(token.text().length() > 1 && token.text().endsWith("'"))) {
      return "the text in quotes has no end";
    }
    String shown = WindowWords.show(token.text());
    if (message.startsWith("Incorrect syntax near the keyword")) {
      boolean isName = wordBefore(query.text(), token.position()).equalsIgnoreCase("from");
      return token.position().equals(tokenAtEnd(query, token)) && !isName
          ? "the query ends too early"
          : "the keyword " + shown + " is not expected here";
    }
    if (message.contains("Encountered") || message.contains("Lexical error")) {
      return "\"" + shown + "\" is not expected here" + expected(failure);
    }
    String first =
        message.split("\n", 2)[0].replaceAll(" at line \\d+, column \\d+\\.?", "").trim();
    return Character.toLowerCase(first.isEmpty() ? 'n' : first.charAt(0))
        + (first.isEmpty() ? "ot valid SQL" : first.substring(1));
  }

  /** Where the token would be if it were the last one. */
  private static SourcePosition tokenAtEnd(QueryText query, Token token) {
    SourcePosition end = end(query);
    return new SourcePosition(
        end.line(),
        Math.max(1, end.column() - token.text().length() + 1),
        end.line(),
        end.column());
  }

  private static String expected(SqlParseException failure) {
    List<String> names = new ArrayList<>();
    if (failure.getExpectedTokenNames() != null) {
      for (String name : failure.getExpectedTokenNames()) {
        String plain = plain(name);
        if (!plain.isEmpty() && !names.contains(plain)) {
          names.add(plain);
        }
      }
    }
    if (names.isEmpty() || names.size() > MAX_EXPECTED) {
      return "";
    }
    return ": expected " + String.join(", ", names);
  }

  private static String plain(String token) {
    String text = token.replace("\"", "").trim();
    if (text.contains("IDENTIFIER") || text.contains("<QUOTED")) {
      return "a name";
    }
    if (text.startsWith("<")) {
      return text.contains("LITERAL") ? "a value" : "";
    }
    return text;
  }

  private static Optional<String> hint(SqlParseException failure, Token token, QueryText query) {
    Optional<String> near = near(token.text());
    if (near.isPresent()) {
      return near;
    }
    // "a frm t": the misspelt word was taken for an alias, and the error stands one word behind.
    String before = wordBefore(query.text(), token.position());
    Optional<String> earlier = near(before);
    if (earlier.isPresent()) {
      return earlier;
    }
    if (before.equalsIgnoreCase("from") && isClause(token.text())) {
      return Optional.of(
          "a name that is a keyword stands in double quotes:   \"" + token.text() + "\"");
    }
    if (token.text().equals(",") && before.isEmpty()) {
      return Optional.of("remove the comma");
    }
    return failure.getMessage() != null && token.text().equalsIgnoreCase("from")
        ? Optional.of("is there a comma too many before FROM?")
        : Optional.empty();
  }

  private static boolean isClause(String word) {
    return CLAUSES.contains(word.toUpperCase(Locale.ROOT));
  }

  private static Optional<String> near(String word) {
    if (word.length() < 3 || isClause(word)) {
      return Optional.empty();
    }
    return Suggestions.nearest(word, CLAUSES).map(found -> "did you mean " + found + "?");
  }

  private static String wordBefore(String text, SourcePosition position) {
    String line = line(text, position.line());
    int end = Math.min(line.length(), position.column() - 1);
    while (end > 0 && Character.isWhitespace(line.charAt(end - 1))) {
      end--;
    }
    int from = end;
    while (from > 0 && Character.isJavaIdentifierPart(line.charAt(from - 1))) {
      from--;
    }
    return line.substring(from, end);
  }
}
