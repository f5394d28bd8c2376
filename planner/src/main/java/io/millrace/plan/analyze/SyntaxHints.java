package io.millrace.plan.analyze;

import io.millrace.api.error.Suggestions;
import io.millrace.plan.analyze.QueryWords.Kind;
import io.millrace.plan.analyze.QueryWords.Word;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The way out of a syntax error, if it is one of those that people make. */
final class SyntaxHints {
  /** The keywords of queries that are worth a guess. */
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
          "EXCEPT",
          "INTERSECT",
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
          "EXISTS",
          "INTERVAL",
          "TABLE",
          "JOIN",
          "INNER",
          "LEFT",
          "RIGHT",
          "FULL",
          "OUTER",
          "CROSS",
          "ON",
          "USING",
          "FILTER",
          "FETCH",
          "OVER",
          "PARTITION",
          "DESC",
          "ASC");

  /** Keywords that go on with BY. */
  private static final Set<String> BY = Set.of("GROUP", "ORDER", "PARTITION");

  private static final String MEANT = "did you mean %s?";

  private final QueryWords words;
  private final Expectation expectation;
  private final Predicate<String> reserved;
  private final int wrong;

  SyntaxHints(QueryWords words, Expectation expectation, Predicate<String> reserved) {
    this.words = words;
    this.expectation = expectation;
    this.reserved = reserved;
    this.wrong = expectation.wrong();
  }

  /**
   * The word to blame. In {@code a FORM t} and {@code t WERE a = 1} the misspelt keyword was taken
   * for an alias, and the parser stumbles over the word behind it.
   */
  int place() {
    boolean mistakenForAlias =
        isName(wrong - 1) && takesAlias(wrong - 2) && near(wrong - 1).isPresent();
    return mistakenForAlias ? wrong - 1 : wrong;
  }

  Optional<String> hint() {
    return near(place())
        .map(keyword -> String.format(MEANT, keyword))
        .or(this::missingWord)
        .or(this::nameThatIsKeyword)
        .or(this::brackets)
        .or(this::comma);
  }

  private boolean takesAlias(int index) {
    return isName(index)
        || words.isSign(index, ")")
        || words.isSign(index, "*")
        || (words.has(index)
            && Set.of(Kind.QUOTED_NAME, Kind.NUMBER, Kind.TEXT).contains(words.get(index).kind()));
  }

  private boolean isName(int index) {
    return words.has(index)
        && words.get(index).kind() == Kind.WORD
        && !isReserved(words.get(index).text());
  }

  private boolean isReserved(String word) {
    return reserved.test(word.toUpperCase(Locale.ROOT));
  }

  private Optional<String> near(int index) {
    if (!words.has(index) || words.get(index).kind() != Kind.WORD) {
      return Optional.empty();
    }
    String word = words.get(index).text();
    if (word.length() < 3 || isClause(word)) {
      return Optional.empty();
    }
    return Suggestions.nearest(word, CLAUSES)
        .filter(
            found -> index != wrong || expectation.tokens().isEmpty() || expectation.has(found));
  }

  private static boolean isClause(String word) {
    return CLAUSES.contains(word.toUpperCase(Locale.ROOT));
  }

  private Optional<String> missingWord() {
    if (words.has(wrong - 1) && BY.contains(upper(wrong - 1)) && !words.is(wrong, "BY")) {
      return Optional.of(upper(wrong - 1) + " BY " + following());
    }
    if (words.isSign(wrong, "=") && words.isSign(wrong - 1, "=")) {
      return Optional.of("equality is written with one =");
    }
    if (words.is(wrong - 1, "IN") && !words.isSign(wrong, "(")) {
      return Optional.of("write the values in parentheses:   IN (1, 2)");
    }
    if (isInterval()) {
      return Optional.of(
          "say of what, for example INTERVAL " + words.get(wrong - 1).text() + " DAY");
    }
    if (openCast()) {
      return Optional.of("a conversion is written CAST(value AS TYPE)");
    }
    if (words.is(wrong - 2, "BETWEEN") && !words.is(wrong, "AND")) {
      return Optional.of("write BETWEEN low AND high");
    }
    if (words.is(wrong - 1, "LIMIT") || words.is(wrong - 1, "OFFSET")) {
      return Optional.of(upper(wrong - 1) + " takes a number of rows, from 0");
    }
    if (isCountOfDistinct()) {
      return Optional.of("name what to count:   COUNT(DISTINCT column)");
    }
    return openCase() ? Optional.of("a CASE ends with END") : Optional.empty();
  }

  private boolean isInterval() {
    return words.is(wrong - 2, "INTERVAL") && words.get(wrong - 1).kind() == Kind.TEXT;
  }

  private boolean isCountOfDistinct() {
    return words.isSign(wrong, "*")
        && words.is(wrong - 1, "DISTINCT")
        && words.isSign(wrong - 2, "(");
  }

  /** CAST(a, …: the word is a comma directly inside the parentheses of a CAST. */
  private boolean openCast() {
    if (!words.isSign(wrong, ",")) {
      return false;
    }
    int depth = 0;
    for (int i = wrong - 1; i >= 0; i--) {
      depth += words.isSign(i, ")") ? 1 : words.isSign(i, "(") ? -1 : 0;
      if (depth < 0) {
        return words.is(i - 1, "CAST") || words.is(i - 1, "TRY_CAST");
      }
    }
    return false;
  }

  private boolean openCase() {
    int open = 0;
    for (int i = 0; i < Math.min(wrong, words.size()); i++) {
      open += words.is(i, "CASE") ? 1 : words.is(i, "END") ? -1 : 0;
    }
    return open > 0 && !expectation.has("THEN");
  }

  private Optional<String> nameThatIsKeyword() {
    if (!words.has(wrong) || !isReserved(words.get(wrong).text())) {
      return Optional.empty();
    }
    boolean behindFrom =
        words.is(wrong - 1, "FROM") || words.is(wrong - 1, "JOIN") || words.is(wrong - 1, "AS");
    boolean queryGoesOn = words.is(wrong, "FROM") || words.is(wrong, "WHERE");
    if (behindFrom && !queryGoesOn) {
      return Optional.of(
          "a name that is a keyword stands in double quotes:   \"" + words.get(wrong).text() + '"');
    }
    if (words.is(wrong - 1, "AS")) {
      return Optional.of("a name is missing between AS and " + upper(wrong));
    }
    return Optional.empty();
  }

  private Optional<String> brackets() {
    int open = 0;
    int last = -1;
    for (int i = 0; i < Math.min(wrong, words.size()); i++) {
      if (words.isSign(i, "(")) {
        open++;
        last = i;
      } else if (words.isSign(i, ")")) {
        open--;
      }
    }
    if (words.isSign(wrong, ")")) {
      return open <= 0 ? Optional.of("there is no ( for this )") : Optional.empty();
    }
    boolean clause = !words.has(wrong) || words.is(wrong, "FROM") || words.is(wrong, "WHERE");
    if (open > 0 && clause && !words.isSign(wrong - 1, ",")) {
      Word behind = words.get(Math.min(last + 1, words.size() - 1));
      return Optional.of("the ( before " + WindowWords.show(behind.text()) + " is not closed");
    }
    return Optional.empty();
  }

  private Optional<String> comma() {
    if (words.isSign(wrong - 1, ",") && words.has(wrong)) {
      return Optional.of("is there a comma too many before " + upper(wrong) + "?");
    }
    if (words.is(wrong - 1, "SELECT") && words.is(wrong, "FROM")) {
      return Optional.of("say which columns, or write SELECT *");
    }
    boolean listOfColumns = expectation.has("FROM") && expectation.has(",");
    return listOfColumns && isName(wrong)
        ? Optional.of("is there a comma missing before " + words.get(wrong).text() + "?")
        : Optional.empty();
  }

  private String upper(int index) {
    return words.get(index).text().toUpperCase(Locale.ROOT);
  }

  private String following() {
    return words.has(wrong) ? words.get(wrong).text() : "…";
  }
}
