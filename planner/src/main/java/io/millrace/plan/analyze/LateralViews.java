package io.millrace.plan.analyze;

/**
 * Hive's and Spark's {@code LATERAL VIEW [OUTER] f(x) a [AS b, c]} in the words of the standard,
 * {@code CROSS JOIN LATERAL TABLE(f(x)) AS a (b, c)}.
 */
final class LateralViews {
  private LateralViews() {}

  /** Rewrites all that there are. */
  static void rewrite(QueryEdits query) {
    for (int i = 0; i + 1 < query.size(); i++) {
      if (query.is(i, "LATERAL") && query.is(i + 1, "VIEW")) {
        rewrite(query, i);
      }
      boolean nested = query.is(i + 1, "(") && query.isName(i + 2) && query.is(i + 3, "(");
      if (nested && TableFunctions.isName(query.get(i).text())) {
        // a call as first argument, which the parser would take for the type of a column
        query.insertBefore(i + 2, "(");
        query.insertBehind(query.behindParenthesis(i + 3) - 1, ")");
      }
    }
  }

  private static void rewrite(QueryEdits query, int lateral) {
    int at = lateral + 2;
    boolean outer = query.is(at, "OUTER");
    int open = at + (outer ? 2 : 1);
    if (!query.is(open, "(")) {
      return;
    }
    int close = query.behindParenthesis(open) - 1;
    int alias = close + 1;
    if (!query.isName(alias)) {
      return;
    }
    query.replace(lateral, outer ? "LEFT JOIN LATERAL" : "CROSS JOIN LATERAL");
    query.replace(lateral + 1, "TABLE(");
    if (outer) {
      query.replace(at, "");
    }
    query.insertBehind(close, ")");
    int last = alias;
    query.insertBefore(alias, "AS ");
    if (query.is(alias + 1, "AS")) {
      query.replace(alias + 1, "(");
      last = alias + 2;
      while (query.is(last + 1, ",")) {
        last += 2;
      }
      query.insertBehind(Math.min(last, query.size() - 1), ")");
    }
    if (outer) {
      query.insertBehind(Math.min(last, query.size() - 1), " ON TRUE");
    }
  }
}
