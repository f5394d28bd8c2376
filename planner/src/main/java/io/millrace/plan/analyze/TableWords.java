package io.millrace.plan.analyze;

import java.util.Locale;
import java.util.Set;

/**
 * Functions that give rows, as other dialects write them in FROM, in the words of the standard:
 *
 * <ul>
 *   <li>{@code LATERAL f(x)}: {@code LATERAL TABLE(f(x))};
 *   <li>{@code generate_series(1, 9) WITH ORDINALITY}: UNNEST of the series, which may have it;
 *   <li>{@code tumble(t, ts, …)} and {@code hop(t, ts, …)}: {@code TUMBLE(TABLE t, DESCRIPTOR(ts),
 *       …)}.
 * </ul>
 */
final class TableWords {
  /** Words behind LATERAL that are no functions. */
  private static final Set<String> LATERALS = Set.of("VIEW", "TABLE", "(", "SUBQUERY");

  private TableWords() {}

  static void rewrite(QueryEdits query) {
    for (int i = 0; i + 1 < query.size(); i++) {
      String word = query.get(i).text().toUpperCase(Locale.ROOT);
      boolean call = query.is(i + 1, "(");
      if (word.equals("LATERAL")) {
        lateral(query, i + 1);
      } else if (word.equals("GENERATE_SERIES") && call) {
        series(query, i);
      } else if ((word.equals("TUMBLE") || word.equals("HOP")) && call) {
        window(query, i + 2);
      }
    }
  }

  private static void lateral(QueryEdits query, int at) {
    boolean function =
        query.isName(at)
            && query.is(at + 1, "(")
            && !LATERALS.contains(query.get(at).text().toUpperCase(Locale.ROOT));
    int behind = function ? query.behindParenthesis(at + 1) : at;
    if (function && !query.is(behind, "WITH")) {
      query.insertBefore(at, "TABLE(");
      query.insertBehind(behind - 1, ")");
    }
  }

  private static void series(QueryEdits query, int at) {
    int behind = query.behindParenthesis(at + 1);
    if (query.is(behind, "WITH") && query.is(behind + 1, "ORDINALITY")) {
      query.insertBefore(at, "UNNEST(");
      query.insertBehind(behind - 1, ")");
    }
  }

  private static void window(QueryEdits query, int table) {
    boolean names =
        query.isName(table)
            && query.is(table + 1, ",")
            && query.isName(table + 2)
            && query.is(table + 3, ",");
    if (names) {
      query.insertBefore(table, "TABLE ");
      query.insertBefore(table + 2, "DESCRIPTOR(");
      query.insertBehind(table + 2, ")");
    }
  }
}
