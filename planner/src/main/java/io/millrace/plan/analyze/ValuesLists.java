package io.millrace.plan.analyze;

import java.util.Locale;
import java.util.Set;

/**
 * Spark's rows without parentheses around them, {@code FROM VALUES (1, 2), (3, 4) AS t (a, b)}, in
 * the words of the standard: {@code FROM (VALUES (1, 2), (3, 4)) AS t (a, b)}. Columns without a
 * name are col1, col2 and so on.
 */
final class ValuesLists {
  private static final Set<String> BEFORE = Set.of("FROM", "JOIN", ",", "LATERAL");

  /** What comes behind rows and is no other name of them. */
  private static final Set<String> BEHIND =
      Set.of(
          ")",
          ";",
          "WHERE",
          "GROUP",
          "HAVING",
          "ORDER",
          "LIMIT",
          "OFFSET",
          "FETCH",
          "UNION",
          "EXCEPT",
          "INTERSECT",
          "MINUS",
          "JOIN",
          "LEFT",
          "RIGHT",
          "FULL",
          "INNER",
          "CROSS",
          "NATURAL",
          "SEMI",
          "ANTI",
          "LATERAL",
          "ON",
          "USING",
          "WINDOW",
          "QUALIFY",
          "PIVOT",
          "UNPIVOT",
          "TABLESAMPLE",
          "SELECT");

  private final QueryEdits query;
  private int unnamed;

  private ValuesLists(QueryEdits query) {
    this.query = query;
  }

  /** Rewrites all that there are. */
  static void rewrite(QueryEdits query) {
    new ValuesLists(query).rewrite();
  }

  private void rewrite() {
    for (int i = 1; i + 1 < query.size(); i++) {
      if (query.is(i, "VALUES") && BEFORE.contains(upper(i - 1)) && !isName(i)) {
        rows(i);
      }
    }
  }

  /** Whether the word is the name of a table. */
  private boolean isName(int values) {
    return query.is(values + 1, ".")
        || query.is(values + 1, ",")
        || BEHIND.contains(upper(values + 1));
  }

  private void rows(int values) {
    int at = values + 1;
    int columns = query.is(at, "(") ? columns(at) : 1;
    int end = endOfRow(at);
    while (query.is(end, ",") && beginsRow(end + 1)) {
      end = endOfRow(end + 1);
    }
    query.insertBefore(values, "(");
    query.insertBehind(end - 1, ")");
    name(end, columns);
  }

  private boolean beginsRow(int at) {
    return at < query.size()
        && (query.is(at, "(") && !query.is(at + 1, "SELECT")
            || query.get(at).isNumber()
            || query.get(at).isText()
            || query.is(at, "-")
            || query.is(at, "NULL"));
  }

  private int endOfRow(int from) {
    int depth = 0;
    for (int i = from; i < query.size(); i++) {
      String word = upper(i);
      if (depth == 0
          && (word.equals(",")
              || word.equals("AS")
              || BEHIND.contains(word)
              || i > from && isAlias(i))) {
        return i;
      }
      depth += opens(word) ? 1 : closes(word) ? -1 : 0;
    }
    return query.size();
  }

  /** A name directly behind a value. */
  private boolean isAlias(int at) {
    String before = query.get(at - 1).text();
    char last = before.charAt(before.length() - 1);
    return query.isName(at) && (last == ')' || last == '\'' || Character.isDigit(last));
  }

  /** How many values there are between parentheses. */
  private int columns(int open) {
    int depth = 0;
    int count = 1;
    for (int i = open; i < query.size(); i++) {
      String word = upper(i);
      depth += opens(word) ? 1 : closes(word) ? -1 : 0;
      if (depth == 0) {
        break;
      }
      if (depth == 1 && word.equals(",")) {
        count++;
      }
    }
    return count;
  }

  private static boolean opens(String word) {
    return word.equals("(") || word.equals("[") || word.equals("{");
  }

  private static boolean closes(String word) {
    return word.equals(")") || word.equals("]") || word.equals("}");
  }

  private void name(int at, int columns) {
    int alias = query.is(at, "AS") ? at + 1 : at;
    boolean named = alias < query.size() && query.isName(alias) && !BEHIND.contains(upper(alias));
    if (!named) {
      // A name that nobody writes.
      query.insertBehind(at - 1, " AS \"\u00b7" + unnamed++ + "\"" + names(columns));
    } else if (!query.is(alias + 1, "(")) {
      query.insertBehind(alias, names(columns));
    }
  }

  private static String names(int columns) {
    StringBuilder names = new StringBuilder(" (");
    for (int i = 1; i <= columns; i++) {
      names.append(i == 1 ? "" : ", ").append("col").append(i);
    }
    return names.append(")").toString();
  }

  private String upper(int token) {
    return token < query.size() ? query.get(token).text().toUpperCase(Locale.ROOT) : ";";
  }
}
