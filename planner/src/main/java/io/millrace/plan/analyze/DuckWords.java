package io.millrace.plan.analyze;

import java.util.Locale;
import java.util.Set;

/**
 * DuckDB's spellings, most of which PostgreSQL or Spark share, in words that the parser knows:
 *
 * <ul>
 *   <li>{@code FROM t} and {@code FROM t SELECT a WHERE b}: {@code SELECT * FROM t}, {@code SELECT
 *       a FROM t WHERE b};
 *   <li>{@code WITH q AS [NOT] MATERIALIZED (…)}: {@code WITH q AS (…)}, for how a query is run is
 *       ours to say;
 *   <li>{@code lambda x : x + 1}: {@code x -> x + 1};
 *   <li>{@code range(…)}, a word of the grammar, as a name;
 *   <li>{@code GROUP BY ALL} and {@code ORDER BY ALL}: a name that {@link AllColumns} finds;
 *   <li>{@code time}, {@code date} and {@code timestamp} as names of columns.
 * </ul>
 */
final class DuckWords {
  private static final Set<String> CLAUSES =
      Set.of("WHERE", "GROUP", "HAVING", "QUALIFY", "WINDOW", "ORDER", "LIMIT", "OFFSET", "FETCH");

  private static final Set<String> SET_OPERATIONS = Set.of("UNION", "EXCEPT", "INTERSECT");

  /** What may stand behind ALL in ORDER BY. */
  private static final Set<String> ENDS =
      Set.of(
          ")",
          ";",
          "HAVING",
          "QUALIFY",
          "WINDOW",
          "ORDER",
          "LIMIT",
          "OFFSET",
          "FETCH",
          "UNION",
          "EXCEPT",
          "INTERSECT",
          "ASC",
          "DESC",
          "NULLS");

  /** Words behind which a name cannot be the type of what stands before it. */
  private static final Set<String> BEFORE_COLUMNS =
      Set.of(
          "SELECT",
          "DISTINCT",
          "WHERE",
          "AND",
          "OR",
          "NOT",
          "BY",
          "ON",
          "CASE",
          "WHEN",
          "THEN",
          "ELSE",
          "BETWEEN",
          "HAVING",
          "IN",
          "LIKE",
          "SET",
          "FROM",
          "JOIN");

  private static final String SIGNS = ",(=<>+-*/|.";

  private DuckWords() {}

  static void rewrite(QueryEdits query) {
    for (int i = 0; i < query.size(); i++) {
      switch (query.get(i).text().toUpperCase(Locale.ROOT)) {
        case "FROM" -> from(query, i);
        case "MATERIALIZED" -> materialized(query, i);
        case "LAMBDA" -> lambda(query, i);
        case "RANGE" -> {
          if (query.is(i + 1, "(") || beginsValue(query, i) && !beginsFrame(query, i + 1)) {
            query.replace(i, "\"range\"");
          }
        }
        case "ALL" -> all(query, i);
        case "TIME", "DATE", "TIMESTAMP" -> column(query, i);
        default -> {}
      }
    }
  }

  /** Whether the query at a place begins with FROM. */
  static boolean beginsQuery(QueryEdits query, int from) {
    return from == 0
        || query.is(from - 1, "(") && !query.is(from - 2, "EXTRACT") && !isCall(query, from - 1)
        || query.is(from - 1, "UNION")
        || query.is(from - 1, "ALL") && query.is(from - 2, "UNION");
  }

  private static boolean isCall(QueryEdits query, int open) {
    return open > 0
        && query.isName(open - 1)
        && !BEFORE_COLUMNS.contains(query.get(open - 1).text().toUpperCase(Locale.ROOT))
        && !Set.of(
                "FROM",
                "AS",
                "EXISTS",
                "JOIN",
                "ANY",
                "ALL",
                "LATERAL",
                "UNION",
                "EXCEPT",
                "INTERSECT")
            .contains(query.get(open - 1).text().toUpperCase(Locale.ROOT));
  }

  private static void from(QueryEdits query, int from) {
    if (!beginsQuery(query, from)) {
      return;
    }
    int select = find(query, from + 1, Set.of("SELECT"));
    int end = find(query, from + 1, SET_OPERATIONS);
    if (select >= end) {
      query.insertBefore(from, "SELECT * ");
      return;
    }
    int listEnd = Math.min(end, find(query, select + 1, CLAUSES));
    query.insertBefore(from, query.text(select, listEnd) + " ");
    for (int i = select; i < listEnd; i++) {
      query.replace(i, "");
    }
  }

  /** The next of these words of the same query; where the query ends if there is none. */
  private static int find(QueryEdits query, int from, Set<String> words) {
    int depth = 0;
    for (int i = from; i < query.size(); i++) {
      String word = query.get(i).text().toUpperCase(Locale.ROOT);
      if (depth == 0 && (word.equals(")") || words.contains(word))) {
        return i;
      }
      depth += word.equals("(") ? 1 : word.equals(")") ? -1 : 0;
    }
    return query.size();
  }

  private static void materialized(QueryEdits query, int at) {
    boolean not = query.is(at - 1, "NOT");
    if (query.is(at + 1, "(") && query.is(not ? at - 2 : at - 1, "AS")) {
      query.replace(at, "");
      if (not) {
        query.replace(at - 1, "");
      }
    }
  }

  private static void lambda(QueryEdits query, int at) {
    int colon = at + 2;
    while (query.is(colon, ",") && query.isName(colon + 1)) {
      colon += 2;
    }
    if (query.isName(at + 1) && query.is(colon, ":") && !query.is(colon + 1, ":")) {
      boolean one = colon == at + 2;
      query.replace(at, one ? "" : "(");
      query.replace(colon, one ? "->" : ") ->");
    }
  }

  private static void all(QueryEdits query, int at) {
    boolean by = query.is(at - 1, "BY") && (query.is(at - 2, "GROUP") || query.is(at - 2, "ORDER"));
    boolean ends =
        at + 1 >= query.size() || ENDS.contains(query.get(at + 1).text().toUpperCase(Locale.ROOT));
    if (by && ends) {
      query.replace(at, '"' + AllColumns.MARK + '"');
    }
  }

  private static boolean beginsFrame(QueryEdits query, int at) {
    return query.is(at, "BETWEEN")
        || query.is(at, "UNBOUNDED")
        || query.is(at, "CURRENT")
        || query.is(at, "INTERVAL")
        || at < query.size() && query.get(at).isNumber();
  }

  /** Whether a value or the name of one begins there, and no type. */
  private static boolean beginsValue(QueryEdits query, int at) {
    if (at == 0) {
      return false;
    }
    String before = query.get(at - 1).text().toUpperCase(Locale.ROOT);
    return BEFORE_COLUMNS.contains(before)
        || SIGNS.contains(before)
        || before.equals("AS") && !isCast(query, at - 1);
  }

  /** Whether AS belongs to a CAST. */
  private static boolean isCast(QueryEdits query, int as) {
    int depth = 0;
    for (int i = as - 1; i > 0; i--) {
      depth += query.is(i, ")") ? 1 : query.is(i, "(") ? -1 : 0;
      if (depth < 0) {
        return query.get(i - 1).text().toUpperCase(Locale.ROOT).endsWith("CAST");
      }
    }
    return false;
  }

  /** A name of a column, if neither a literal nor a type is meant. */
  private static void column(QueryEdits query, int at) {
    boolean typed =
        query.isText(at + 1)
            || query.is(at + 1, "(")
            || query.is(at + 1, "WITH")
            || query.is(at + 1, "WITHOUT")
            || query.is(at + 1, "ZONE")
            || query.is(at + 1, "[")
            || query.is(at + 1, "'")
            || query.is(at - 1, "AT")
            || query.is(at - 1, ":")
            || query.is(at - 1, "WITH")
            || query.is(at - 1, "LOCAL");
    if (typed || at == 0) {
      return;
    }
    if (beginsValue(query, at) && !isArgumentOfType(query, at)) {
      query.replace(at, '"' + query.get(at).text() + '"');
    }
  }

  /** Whether a word is a type inside another, {@code MAP<date, int>} or {@code ROW(a date)}. */
  private static boolean isArgumentOfType(QueryEdits query, int at) {
    for (int i = at - 1; i > 0; i--) {
      if (query.is(i, "<")) {
        return query.is(i - 1, "MAP") || query.is(i - 1, "ARRAY") || query.is(i - 1, "STRUCT");
      }
      if (query.is(i, "(")) {
        return query.is(i - 1, "MAP") || query.is(i - 1, "STRUCT") || query.is(i - 1, "ROW");
      }
      if (!query.is(i, ",") && !query.isName(i)) {
        return false;
      }
    }
    return false;
  }
}
