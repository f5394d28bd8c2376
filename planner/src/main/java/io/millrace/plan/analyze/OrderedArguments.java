package io.millrace.plan.analyze;

import java.util.Locale;
import java.util.Set;

/**
 * An order among the arguments of any aggregate, {@code first(x ORDER BY y)}, which the parser
 * takes in a few functions only: the call becomes one of these, with the name as its first
 * argument. {@link AggregateRewriter} turns it back.
 */
final class OrderedArguments {
  /** What the name of the function stands behind. */
  static final String MARKER = "$aggregate:";

  /**
   * The functions that the parser takes an order in, and words before parentheses that hold one.
   */
  private static final Set<String> OTHERS =
      Set.of(
          "STRING_AGG",
          "GROUP_CONCAT",
          "ARRAY_AGG",
          "ARRAY_CONCAT_AGG",
          "JSON_ARRAYAGG",
          "OVER",
          "GROUP",
          "AS",
          "IN",
          "EXISTS",
          "ANY",
          "ALL",
          "SOME",
          "FROM",
          "JOIN",
          "AND",
          "OR",
          "NOT",
          "ON",
          "WHERE",
          "SELECT",
          "BY",
          "TABLE",
          "LATERAL",
          "UNION",
          "INTERSECT",
          "EXCEPT",
          "MINUS",
          "WITH",
          "MATCH_RECOGNIZE",
          "ARRAY",
          "MAP",
          "MULTISET",
          "UNNEST",
          "USING");

  private static final Set<String> QUERIES =
      Set.of("SELECT", "WITH", "VALUES", "TABLE", "PARTITION");

  private OrderedArguments() {}

  static void rewrite(QueryEdits query) {
    for (int i = 0; i + 2 < query.size(); i++) {
      String name = query.get(i).text();
      if (query.is(i + 1, "(")
          && query.isName(i)
          && !name.startsWith("\"")
          && !OTHERS.contains(name.toUpperCase(Locale.ROOT))
          && hasOrder(query, i + 1)) {
        String first = "'" + MARKER + name + "', ";
        query.replace(i, "STRING_AGG");
        if (query.is(i + 2, "DISTINCT") || query.is(i + 2, "ALL")) {
          query.replace(i + 2, query.get(i + 2).text() + " " + first);
        } else {
          query.replace(i + 1, "(" + first);
        }
      }
    }
  }

  /** Whether the arguments that begin with a parenthesis end with ORDER BY. */
  private static boolean hasOrder(QueryEdits query, int open) {
    if (QUERIES.contains(query.get(open + 1).text().toUpperCase(Locale.ROOT))) {
      return false;
    }
    int end = query.behindParenthesis(open) - 1;
    int depth = 0;
    for (int i = open + 1; i < end; i++) {
      if (query.is(i, "(")) {
        depth++;
      } else if (query.is(i, ")")) {
        depth--;
      } else if (depth == 0 && i > open + 1 && query.is(i, "ORDER") && query.is(i + 1, "BY")) {
        return true;
      }
    }
    return false;
  }
}
