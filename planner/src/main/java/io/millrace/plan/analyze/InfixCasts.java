package io.millrace.plan.analyze;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * {@code a::type} as {@code CAST(a AS type)}. The parser's own reading takes all that stands before
 * the operand into the cast: {@code 7 / a::DOUBLE} would be {@code CAST(7 / a AS DOUBLE)}.
 *
 * <p>Runs behind all other changes of the text, on what they have made of it.
 */
final class InfixCasts {
  private static final Set<String> SECOND_WORDS = Set.of("PRECISION", "VARYING");
  private static final Set<String> NESTED_TYPES =
      Set.of("MAP", "ARRAY", "ROW", "STRUCT", "MULTISET");
  private static final Set<String> TIMES = Set.of("DATE", "TIME", "TIMESTAMP", "INTERVAL");

  /** What comes behind a call and belongs to it; the last word before a parenthesis or name. */
  private static final Set<String> CALL_CLAUSES = Set.of("OVER", "FILTER");

  /** Words before a parenthesis or bracket that are no functions. */
  private static final Set<String> WORDS =
      Set.of(
          "ALL",
          "AND",
          "ANY",
          "AS",
          "BETWEEN",
          "BY",
          "CASE",
          "DISTINCT",
          "DIV",
          "ELSE",
          "EXCEPT",
          "FROM",
          "HAVING",
          "ILIKE",
          "IN",
          "INTERSECT",
          "IS",
          "LIKE",
          "LIMIT",
          "NOT",
          "OFFSET",
          "ON",
          "OR",
          "RETURNING",
          "RLIKE",
          "SELECT",
          "SET",
          "SIMILAR",
          "SOME",
          "THEN",
          "TO",
          "UNION",
          "USING",
          "VALUES",
          "WHEN",
          "WHERE");

  private final QueryEdits query;

  /** Where the whole of a cast begins, by the last token of its type. */
  private final Map<Integer, Integer> casts = new HashMap<>();

  private InfixCasts(QueryEdits query) {
    this.query = query;
  }

  static void rewrite(QueryEdits query) {
    InfixCasts infix = new InfixCasts(query);
    for (int i = 1; i + 2 < query.size(); i++) {
      if (query.is(i, ":") && query.is(i + 1, ":") && query.touch(i)) {
        infix.rewrite(i);
        i++;
      }
    }
  }

  private void rewrite(int colons) {
    int first = begin(colons - 1);
    int last = typeEnd(colons + 2) - 1;
    casts.put(last, first);
    query.insertAround(first, "CAST(");
    query.replace(colons, " AS");
    query.replace(colons + 1, " ");
    query.insertBehind(last, ")");
  }

  /** The first token of the operand that ends with a token. */
  private int begin(int last) {
    if (casts.containsKey(last)) {
      return casts.get(last);
    }
    if (query.is(last, ")") || query.is(last, "]")) {
      return beginOfBrackets(last);
    }
    if (query.is(last, "END") && !query.is(last - 1, ".")) {
      return beginOfCase(last);
    }
    if (query.isText(last) || query.get(last).isEscapedText()) {
      return beginOfText(last);
    }
    if (query.is(last - 1, ".") && last > 1) {
      return begin(last - 2);
    }
    if (query.is(last - 1, "OVER") && last > 1) {
      return begin(behindNulls(last - 2));
    }
    boolean unit = last > 1 && query.isText(last - 1) && query.is(last - 2, "INTERVAL");
    return unit ? last - 2 : last;
  }

  private int beginOfBrackets(int close) {
    int open = open(close);
    if (open == 0) {
      return open;
    }
    String before = query.get(open - 1).text().toUpperCase(Locale.ROOT);
    if (query.is(close, ")") && CALL_CLAUSES.contains(before) && open > 1) {
      return begin(behindNulls(open - 2));
    }
    if (query.is(close, ")") && before.equals("GROUP") && query.is(open - 2, "WITHIN")) {
      return begin(open - 3);
    }
    boolean indexed = query.is(close, "]") && (before.equals(")") || before.equals("]"));
    boolean called = query.isName(open - 1) && !WORDS.contains(before);
    return indexed || called ? begin(open - 1) : open;
  }

  /**
   * What stands before {@code IGNORE NULLS} or {@code RESPECT NULLS}, if that ends with a token.
   */
  private int behindNulls(int last) {
    return query.is(last, "NULLS") && !query.is(last - 1, ".") ? last - 2 : last;
  }

  private int beginOfCase(int end) {
    int depth = 0;
    for (int i = end; i >= 0; i--) {
      if (query.is(i, "END")) {
        depth++;
      } else if (query.is(i, "CASE") && --depth == 0) {
        return i;
      }
    }
    return end;
  }

  /** {@code 'it''s'}, {@code x'0a'}, {@code U&'…'}, {@code DATE '…'}. */
  private int beginOfText(int text) {
    int first = text;
    while (first > 0 && query.isText(first - 1) && query.touch(first - 1)) {
      first--;
    }
    if (first > 1 && query.is(first - 1, "&") && query.is(first - 2, "U")) {
      return first - 2;
    }
    if (first > 0 && query.isName(first - 1) && query.touch(first - 1)) {
      return first - 1;
    }
    int type = query.is(first - 1, "ZONE") ? beforeZone(first - 1) : first - 1;
    return type >= 0 && TIMES.contains(upper(type)) ? type : first;
  }

  /** The token before {@code WITH [LOCAL] TIME ZONE}, which ends with a token. */
  private int beforeZone(int zone) {
    return query.is(zone - 2, "LOCAL") ? zone - 4 : zone - 3;
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

  /** The token behind the type that begins with a token. */
  private int typeEnd(int first) {
    String name = upper(first);
    int at = first + 1;
    if (name.equals("INTERVAL")) {
      return intervalEnd(at);
    }
    if (at < query.size() && SECOND_WORDS.contains(upper(at))) {
      at++;
    }
    at = behindArguments(at, NESTED_TYPES.contains(name));
    if (name.equals("TIME") || name.equals("TIMESTAMP")) {
      at = behindZone(at);
    }
    while (query.is(at, "[") && query.is(at + 1, "]")) {
      at += 2;
    }
    while (query.is(at, "ARRAY") || query.is(at, "MULTISET")) {
      at++;
    }
    return at;
  }

  private String upper(int token) {
    return query.get(token).text().toUpperCase(Locale.ROOT);
  }

  private int behindZone(int at) {
    if (!query.is(at, "WITH") && !query.is(at, "WITHOUT")) {
      return at;
    }
    int time = query.is(at + 1, "LOCAL") ? at + 2 : at + 1;
    return query.is(time, "TIME") && query.is(time + 1, "ZONE") ? time + 2 : at;
  }

  private int intervalEnd(int from) {
    int at = from;
    if (at < query.size() && IntervalTexts.isUnit(query, at)) {
      at = behindArguments(at + 1, false);
      if (query.is(at, "TO")) {
        at = behindArguments(at + 2, false);
      }
    }
    return at;
  }

  /** Behind {@code (10, 2)} or {@code <INT>}, if that comes. */
  private int behindArguments(int at, boolean nested) {
    if (query.is(at, "(")) {
      return query.behindParenthesis(at);
    }
    if (!nested || !query.is(at, "<")) {
      return at;
    }
    int depth = 0;
    for (int i = at; i < query.size(); i++) {
      depth += query.is(i, "<") ? 1 : query.is(i, ">") ? -1 : 0;
      if (depth == 0) {
        return i + 1;
      }
    }
    return query.size();
  }
}
