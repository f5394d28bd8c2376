package io.millrace.plan.analyze;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;

/**
 * Nested values and their types as other dialects write them, in words that the parser knows:
 *
 * <ul>
 *   <li>{@code [1, 2]}: {@code ARRAY[1, 2]}; {@code {'a': 1}}: {@code named_struct('a', 1)}; {@code
 *       MAP {'a': 1}}: {@code MAP['a', 1]};
 *   <li>{@code INT[]} and {@code ARRAY<INT>}: {@code INT ARRAY}; {@code STRUCT<a: INT>}: {@code
 *       ROW(a INT)};
 *   <li>{@code unnest(…)}, {@code filter(…)} and {@code exists(a, x -> …)}, which are words of the
 *       grammar, as names.
 * </ul>
 */
final class NestedWords {
  /** Words behind which a value begins. */
  private static final Set<String> BEFORE_VALUES =
      Set.of(
          "SELECT",
          "WHERE",
          "AND",
          "OR",
          "NOT",
          "IN",
          "THEN",
          "ELSE",
          "WHEN",
          "ON",
          "BY",
          "VALUES",
          "CASE",
          "HAVING",
          "FROM",
          "DISTINCT",
          "ALL",
          "LIKE",
          "BETWEEN",
          "IS",
          "SET");

  private static final Set<String> QUERIES = Set.of("SELECT", "WITH", "VALUES", "TABLE", "(");

  private final QueryEdits query;

  /** What ends the brackets and angles that are open. */
  private final Deque<String> ends = new ArrayDeque<>();

  private NestedWords(QueryEdits query) {
    this.query = query;
  }

  static void rewrite(QueryEdits query) {
    new NestedWords(query).rewrite();
  }

  private void rewrite() {
    for (int i = 0; i < query.size(); i++) {
      String word = query.get(i).text().toUpperCase(Locale.ROOT);
      switch (word) {
        case "UNNEST" -> {
          if (query.is(i + 1, "(") && !query.is(query.behindParenthesis(i + 1), "WITH")) {
            query.replace(i, "\"unnest\"");
          }
        }
        case "FILTER" -> {
          if (query.is(i + 1, "(") && !query.is(i + 2, "WHERE")) {
            query.replace(i, "\"filter\"");
          }
        }
        case "EXISTS" -> {
          boolean call = query.is(i + 1, "(") && i + 2 < query.size();
          if (call && !QUERIES.contains(query.get(i + 2).text().toUpperCase(Locale.ROOT))) {
            query.replace(i, "\"exists\"");
          }
        }
        case "ARRAY", "STRUCT" -> {
          if (query.is(i + 1, "<")) {
            type(i, word);
            i++;
          }
        }
        case "MAP" -> {
          if (query.is(i + 1, "<")) {
            ends.push(">");
            i++;
          } else if (query.is(i + 1, "{")) {
            query.replace(i + 1, "[");
            ends.push("]");
            i++;
          }
        }
        case "[" -> bracket(i);
        case "{" -> {
          query.replace(i, "named_struct(");
          ends.push(")");
          key(i + 1);
        }
        case "}" -> {
          if (!ends.isEmpty()) {
            query.replace(i, ends.pop());
          }
        }
        case "(" -> ends.push("(");
        case ")" -> {
          if ("(".equals(ends.peek())) {
            ends.pop();
          }
        }
        case ":" -> i = colon(i);
        case "," -> {
          if (")".equals(ends.peek())) {
            key(i + 1);
          }
        }
        case ">" -> {
          if (!ends.isEmpty() && isType(ends.peek())) {
            String end = ends.pop();
            if (!end.equals(">")) {
              query.replace(i, end);
            }
          }
        }
        default -> {}
      }
    }
  }

  private static boolean isType(String end) {
    return end.equals(">") || end.equals(" ARRAY") || end.equals(" )");
  }

  private void type(int word, String name) {
    boolean array = name.equals("ARRAY");
    query.replace(word, array ? "" : "ROW");
    query.replace(word + 1, array ? "" : "(");
    ends.push(array ? " ARRAY" : " )");
  }

  private void bracket(int at) {
    boolean value = at == 0 || beginsValue(at - 1);
    if (query.is(at + 1, "]")) {
      if (value) {
        query.insertBefore(at, "ARRAY");
      } else if (!query.is(at - 1, "ARRAY") && !query.is(at - 1, "MAP")) {
        query.replace(at, " ARRAY");
        query.replace(at + 1, "");
      }
    } else if (value) {
      query.insertBefore(at, "ARRAY");
    }
  }

  private boolean beginsValue(int token) {
    return beginsValue(query, token);
  }

  /** Whether a value begins behind a token. */
  static boolean beginsValue(QueryEdits query, int token) {
    String before = query.get(token).text().toUpperCase(Locale.ROOT);
    char last = before.charAt(before.length() - 1);
    boolean operand =
        Character.isJavaIdentifierPart(last)
            || last == ')'
            || last == ']'
            || last == '"'
            || last == '\''
            || last == '`'
            || last == '}';
    return !operand || BEFORE_VALUES.contains(before);
  }

  /** Between a key and its value; two are a cast. */
  private int colon(int at) {
    if (query.is(at + 1, ":")) {
      return at + 1;
    }
    if (!ends.isEmpty()) {
      switch (ends.peek()) {
        case ")", "]" -> query.replace(at, ",");
        case " )" -> query.replace(at, " ");
        default -> {}
      }
    }
    return at;
  }

  /** The name of a field of a struct that is written without quotes. */
  private void key(int at) {
    if (at + 1 < query.size() && query.isName(at) && query.is(at + 1, ":")) {
      String name = query.get(at).text();
      query.replace(at, name.startsWith("\"") ? name.replace('"', '\'') : "'" + name + "'");
    }
  }
}
