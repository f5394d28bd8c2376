package io.millrace.plan.analyze;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.types.DataType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Small things of other dialects that the parser does not know, or reads as something else:
 *
 * <ul>
 *   <li>{@code SELECT 1 WHERE x}, without FROM: one row to filter;
 *   <li>{@code SELECT * EXCEPT (a)}: {@code * EXCLUDE (a)};
 *   <li>{@code CAST(a AS DECIMAL)}, without digits: those of a column that is declared so;
 *   <li>{@code a SEMI JOIN b}, in which SEMI would be another name of {@code a}: {@code a LEFT SEMI
 *       JOIN b};
 *   <li>{@code a AS 'x'}: {@code a AS "x"};
 *   <li>{@code a // b}, which the parser takes for a comment, and {@code a ^ b}, a power here and
 *       an exclusive OR there, are refused, and {@code EXTRACT(DOW …)}, which is 1 or 0 for Sunday.
 * </ul>
 */
final class DialectWords {
  private static final Set<String> BEHIND_FROM =
      Set.of("WHERE", "HAVING", "UNION", "EXCEPT", "INTERSECT", "MINUS", "ORDER", "LIMIT", "GROUP");

  private static final Set<String> DECIMALS = Set.of("DECIMAL", "NUMERIC", "DEC");

  /** Those of a DECIMAL that is written without any. */
  static final String DIGITS =
      "(" + DataType.BARE_DECIMAL.precision() + ", " + DataType.BARE_DECIMAL.scale() + ")";

  /** One row, under a name that nobody writes. */
  private static final String ONE_ROW = "FROM (VALUES (0)) AS \"\u00b7\" (\"\u00b7\") ";

  private DialectWords() {}

  static void rewrite(QueryEdits query) {
    Deque<Boolean> selects = new ArrayDeque<>();
    selects.push(false);
    // The depths of queries that begin with FROM, and have their SELECT behind it.
    Set<Integer> fromFirst = new HashSet<>();
    for (int i = 0; i < query.size(); i++) {
      String word = query.get(i).text().toUpperCase(Locale.ROOT);
      if (word.equals("AS") && query.isText(i + 1)) {
        query.replace(i + 1, '"' + query.get(i + 1).value().replace("\"", "\"\"") + '"');
      } else if (isShortSemiJoin(query, i)) {
        query.insertBefore(i, "LEFT ");
      }
      if (word.equals("FROM") && DuckWords.beginsQuery(query, i)) {
        fromFirst.add(selects.size());
      }
      if (word.equals("(")) {
        selects.push(false);
        fromFirst.remove(selects.size());
      } else if (word.equals(")") && selects.size() > 1) {
        selects.pop();
      } else if (word.equals("SELECT")) {
        boolean read = fromFirst.contains(selects.size());
        selects.pop();
        selects.push(!read);
      } else if (word.equals("FROM") || word.equals(";")) {
        selects.pop();
        selects.push(false);
      } else if (BEHIND_FROM.contains(word) && selects.peek()) {
        if (word.equals("EXCEPT") && query.is(i - 1, "*") && query.is(i + 1, "(")) {
          star(query, i);
          continue;
        }
        if (word.equals("WHERE") || word.equals("HAVING")) {
          query.insertBefore(i, ONE_ROW);
        }
        selects.pop();
        selects.push(false);
      }
    }
  }

  private static boolean isShortSemiJoin(QueryEdits query, int at) {
    return (query.is(at, "SEMI") || query.is(at, "ANTI"))
        && query.is(at + 1, "JOIN")
        && at > 0
        && !query.is(at - 1, "LEFT")
        && !query.is(at - 1, "RIGHT")
        && !query.is(at - 1, "NATURAL")
        && !query.is(at - 1, "AS");
  }

  private static void star(QueryEdits query, int except) {
    if (!query.is(except + 2, "SELECT") && !query.is(except + 2, "VALUES")) {
      query.replace(except, "EXCLUDE");
    }
  }

  /** Gives the DECIMAL of a cast its digits; the parser would have none behind the point. */
  static void digits(QueryEdits query) {
    for (int i = 1; i < query.size(); i++) {
      boolean cast = query.is(i - 1, "AS") || query.is(i - 1, ":");
      if (cast && DECIMALS.contains(query.get(i).text().toUpperCase(Locale.ROOT))) {
        if (!query.is(i + 1, "(")) {
          query.insertBehind(i, DIGITS);
        }
      }
    }
  }

  /** Refuses what would be read as something else than was meant. */
  static void refuse(QueryEdits query) {
    for (int i = 0; i < query.size(); i++) {
      refuse(query, i);
    }
  }

  private static void refuse(QueryEdits query, int at) {
    if (query.is(at, "/")
        && query.is(at + 1, "/")
        && query.get(at).end() == query.get(at + 1).start()) {
      throw error(ErrorCode.NOT_SUPPORTED, "the operator //")
          .at(query.position(at))
          .hint("integers divided by / give an integer; else FLOOR(a / b). Comments begin with --")
          .build();
    }
    if (query.is(at, "EXTRACT") && query.is(at + 1, "(") && query.is(at + 2, "DOW")) {
      throw ExactExtract.refuseDow(Optional.of(query.position(at + 2)));
    }
    if (query.is(at, "^")) {
      throw error(ErrorCode.NOT_SUPPORTED, "the operator ^, which has two meanings,")
          .at(query.position(at))
          .hint("the power of a number:   POWER(a, b)")
          .hint("exclusive OR of bits:   BITXOR(a, b)")
          .build();
    }
  }
}
