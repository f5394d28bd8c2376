package io.millrace.plan.analyze;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * PostgreSQL's operators over JSON and Databricks' paths, which the parser does not know, as calls:
 *
 * <ul>
 *   <li>{@code j -> 'a' ->> 0}: {@code "$->>"("$->"(j, 'a'), 0)}; so too {@code #>}, {@code #>>},
 *       {@code @>}, {@code <@}, {@code ?}, {@code ?|} and {@code ?&};
 *   <li>{@code v:a.b[0]}: {@code "$:"(v, '$.a.b[0]')};
 *   <li>{@code JSONB '…'}: a cast.
 * </ul>
 *
 * <p>In other than PostgreSQL's grammar they bind stronger than every operator but {@code ::};
 * where that makes a difference, parentheses are asked for.
 */
final class JsonOperators {
  /** Longer ones first. */
  private static final List<String> SIGNS =
      List.of("->>", "->", "#>>", "#>", "@>", "<@", "?|", "?&", "?");

  private static final Map<String, String> CALLS =
      Map.of(
          "->", "$->",
          "->>", "$->>",
          "#>", "$#>",
          "#>>", "$#>>",
          "@>", "JSONB_CONTAINS",
          "<@", "JSONB_CONTAINED",
          "?", "JSONB_EXISTS",
          "?|", "JSONB_EXISTS_ANY",
          "?&", "JSONB_EXISTS_ALL");

  private static final Set<String> ARITHMETIC = Set.of("+", "-", "*", "/", "%");

  /** Words that no operand ends with. */
  private static final Set<String> WORDS =
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
          "CASE",
          "HAVING",
          "DISTINCT",
          "ALL",
          "LIKE",
          "BETWEEN",
          "IS",
          "AS",
          "FROM",
          "SET",
          "VALUES");

  private static final Set<String> TYPES = Set.of("JSON", "JSONB", "VARIANT");

  private final QueryEdits query;

  /** Where the whole call begins, by the first token of its right operand. */
  private final Map<Integer, Integer> calls = new HashMap<>();

  private JsonOperators(QueryEdits query) {
    this.query = query;
  }

  static void rewrite(QueryEdits query) {
    JsonOperators operators = new JsonOperators(query);
    for (int i = 1; i < query.size(); i++) {
      String word = query.get(i).text();
      if (operators.isTyped(i)) {
        operators.literal(i);
      } else if (word.equals(":")) {
        operators.path(i);
      } else if ("-#@<?".contains(word)) {
        Optional<String> sign = operators.sign(i);
        if (sign.isPresent() && operators.isOperator(i, sign.get())) {
          operators.call(i, sign.get());
          i += sign.get().length() - 1;
        }
      }
    }
  }

  /** Whether a text has the name of its type before it. */
  private boolean isTyped(int text) {
    return query.isText(text)
        && TYPES.contains(query.get(text - 1).text().toUpperCase(Locale.ROOT));
  }

  /** {@code JSONB '…'}. */
  private void literal(int text) {
    if (text < 2 || !query.is(text - 2, ":") && !query.is(text - 2, "AS")) {
      String type = query.get(text - 1).text();
      query.replace(text - 1, "CAST(");
      query.insertBehind(text, " AS " + type + ")");
    }
  }

  private boolean touches(int token) {
    return token + 1 < query.size() && query.get(token).end() == query.get(token + 1).start();
  }

  private Optional<String> sign(int at) {
    for (String sign : SIGNS) {
      boolean found = true;
      for (int k = 0; k < sign.length(); k++) {
        found &= query.is(at + k, sign.substring(k, k + 1));
        found &= k == 0 || touches(at + k - 1);
      }
      if (found) {
        return Optional.of(sign);
      }
    }
    return Optional.empty();
  }

  /** Whether it stands between operands; an arrow behind a parameter makes a lambda. */
  private boolean isOperator(int at, String sign) {
    if (!endsOperand(at - 1)) {
      return false;
    }
    return !sign.equals("->") || !isLambda(at);
  }

  private boolean endsOperand(int token) {
    String text = query.get(token).text();
    char last = text.charAt(text.length() - 1);
    boolean word = Character.isJavaIdentifierPart(last);
    return word && !WORDS.contains(text.toUpperCase(Locale.ROOT))
        || last == ')'
        || last == ']'
        || last == '"'
        || last == '\'';
  }

  private boolean isLambda(int arrow) {
    int first = arrow - 1;
    if (query.is(first, ")")) {
      first = open(first);
      if (first > 0 && query.isName(first - 1)) {
        return false;
      }
    } else if (!query.isName(first) || query.is(first - 1, ".") || query.is(first - 1, ":")) {
      return false;
    }
    if (!query.is(first - 1, "(") && !query.is(first - 1, ",")) {
      return false;
    }
    int depth = 0;
    for (int i = first - 1; i > 0; i--) {
      if (query.is(i, ")") || query.is(i, "]")) {
        depth++;
      } else if (query.is(i, "[")) {
        depth--;
      } else if (query.is(i, "(") && --depth < 0) {
        String name = query.get(i - 1).text().replace("\"", "").toUpperCase(Locale.ROOT);
        return query.isName(i - 1) && NestedOperators.takesLambda(name);
      }
    }
    return false;
  }

  private void call(int at, String sign) {
    int from = begin(at - 1);
    int right = at + sign.length();
    if (right >= query.size()) {
      return;
    }
    int to = end(right);
    if (to < query.size() && isArithmetic(to)
        || from > 0 && isArithmetic(from - 1) && endsOperand(Math.max(0, from - 2))) {
      throw error(ErrorCode.NOT_SUPPORTED, "the operator " + sign + " beside + - * / %")
          .at(query.position(at))
          .detail("Whether it is computed first differs from engine to engine.")
          .hint("put it in parentheses:   (j " + sign + " …) + …")
          .build();
    }
    calls.put(right, from);
    query.insertAround(from, "(\"" + CALLS.get(sign) + "\"(");
    query.replace(at, at + sign.length() - 1, ",");
    if (sign.startsWith("#") && query.isText(right)) {
      query.insertBefore(right, "CAST(");
      query.insertBehind(to - 1, " AS VARCHAR ARRAY)))");
    } else {
      query.insertBehind(to - 1, "))");
    }
  }

  private boolean isArithmetic(int token) {
    return ARITHMETIC.contains(query.get(token).text()) && sign(token).isEmpty();
  }

  /** The first token of the operand that ends with a token. */
  private int begin(int last) {
    int first = last;
    if (query.is(first, ")") || query.is(first, "]")) {
      first = open(first);
      boolean called =
          first > 0
              && (query.isName(first - 1) || query.is(first - 1, ")") || query.is(first - 1, "]"))
              && !WORDS.contains(query.get(first - 1).text().toUpperCase(Locale.ROOT));
      if (called) {
        return begin(first - 1);
      }
    }
    if (first > 1 && query.is(first - 1, ".")) {
      return begin(first - 2);
    }
    if (first > 2 && query.is(first - 1, ":") && query.is(first - 2, ":")) {
      return begin(first - 3);
    }
    if (first > 1 && query.is(first - 1, ":") && isPath(first - 1)) {
      return begin(first - 2);
    }
    if (first > 0 && isTyped(first)) {
      return first - 1;
    }
    return calls.getOrDefault(first, first);
  }

  /** The token behind the operand that begins with a token. */
  private int end(int first) {
    int at = first;
    if (query.is(at, "-")) {
      at++;
    }
    if (isTyped(at + 1)) {
      at += 2;
    } else if (query.is(at, "(")) {
      at = query.behindParenthesis(at);
    } else if (query.is(at, "[")) {
      at = close(at) + 1;
    } else {
      at++;
    }
    boolean more = true;
    while (more && at < query.size()) {
      if (query.is(at, "(") && query.isName(at - 1)) {
        at = query.behindParenthesis(at);
      } else if (query.is(at, "[")) {
        at = close(at) + 1;
      } else if (query.is(at, ".")) {
        at += 2;
      } else if (query.is(at, ":") && query.is(at + 1, ":")) {
        at += 3;
      } else {
        more = false;
      }
    }
    return Math.min(at, query.size());
  }

  /** What opens the parenthesis or bracket that a token closes. */
  private int open(int close) {
    int depth = 0;
    for (int i = close; i >= 0; i--) {
      if (query.is(i, ")") || query.is(i, "]")) {
        depth++;
      } else if ((query.is(i, "(") || query.is(i, "[")) && --depth == 0) {
        return i;
      }
    }
    return 0;
  }

  private int close(int open) {
    int depth = 0;
    for (int i = open; i < query.size(); i++) {
      if (query.is(i, "[")) {
        depth++;
      } else if (query.is(i, "]") && --depth == 0) {
        return i;
      }
    }
    return query.size() - 1;
  }

  /** {@code v:a.b[0]['c']}, not in a struct or slice. */
  private void path(int colon) {
    if (!isPath(colon)) {
      return;
    }
    int at = colon + 1;
    StringBuilder path = new StringBuilder("$");
    if (query.isName(at)) {
      path.append(member(at++));
    }
    boolean more = true;
    while (more && at < query.size()) {
      if (query.is(at, ".") && query.isName(at + 1)) {
        path.append(member(at + 1));
        at += 2;
      } else if (query.is(at, "[") && query.is(at + 2, "]")) {
        path.append('[').append(query.get(at + 1).text().replace("'", "''")).append(']');
        at += 3;
      } else {
        more = false;
      }
    }
    query.insertAround(begin(colon - 1), "(\"$:\"(");
    query.replace(colon, at - 1, ", '" + path + "'))");
  }

  /** Whether a colon parts a value from a path, and not a name from a value. */
  private boolean isPath(int colon) {
    return touches(colon - 1)
        && touches(colon)
        && colon + 1 < query.size()
        && !query.is(colon - 1, ":")
        && !query.isText(colon - 1)
        && endsOperand(colon - 1)
        && (query.isName(colon + 1) || query.is(colon + 1, "["))
        && !insideBraces(colon)
        && !isMember(colon);
  }

  /** Whether it is directly in a JSON_OBJECT or JSON_OBJECTAGG. */
  private boolean isMember(int colon) {
    int depth = 0;
    for (int i = colon; i > 0; i--) {
      if (query.is(i, ")")) {
        depth++;
      } else if (query.is(i, "(") && --depth < 0) {
        return query.is(i - 1, "JSON_OBJECT") || query.is(i - 1, "JSON_OBJECTAGG");
      }
    }
    return false;
  }

  private String member(int token) {
    String name = query.get(token).text();
    return name.startsWith("\"")
        ? "[''" + name.substring(1, name.length() - 1) + "'']"
        : "." + name;
  }

  private boolean insideBraces(int at) {
    int depth = 0;
    for (int i = at; i >= 0; i--) {
      String text = query.get(i).text();
      if (text.equals("}") || text.equals("]") || text.equals(">")) {
        depth++;
      } else if (text.equals("{") || text.equals("[") || text.equals("<")) {
        if (--depth < 0) {
          return true;
        }
      }
    }
    return false;
  }
}
