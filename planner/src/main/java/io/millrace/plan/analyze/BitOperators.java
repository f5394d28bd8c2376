package io.millrace.plan.analyze;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Operators over bits that the parser has no rules for, as calls: {@code a | b} is {@code BITOR(a,
 * b)}, {@code a # b} is {@code BITXOR(a, b)}, {@code a << b} and {@code a >> b} shift, {@code ~a}
 * is {@code BITNOT(a)}; and {@code @a}, which is {@code ABS(a)}. All bind looser than {@code + - *
 * /} and tighter than comparisons. Among themselves they bind alike in one dialect and not in
 * another: where that makes a difference they are refused.
 */
final class BitOperators {
  /** An operator between two operands: its first sign, its length, its function, how it binds. */
  private record Binary(int at, int length, String function, int strength) {}

  private static final Map<String, String> FUNCTIONS =
      Map.of("|", "BITOR", "#", "BITXOR", "&", "BITAND", "<<", "SHIFTLEFT", ">>", "SHIFTRIGHT");

  /** Where the strengths differ, the larger binds tighter in C and Spark. */
  private static final Map<String, Integer> STRENGTHS =
      Map.of("|", 1, "#", 2, "&", 3, "<<", 4, ">>", 4);

  /** Words that end an operand on their left, and begin none. */
  private static final Set<String> BORDERS =
      Set.of(
          "SELECT",
          "DISTINCT",
          "ALL",
          "FROM",
          "WHERE",
          "GROUP",
          "ORDER",
          "BY",
          "HAVING",
          "LIMIT",
          "OFFSET",
          "UNION",
          "EXCEPT",
          "INTERSECT",
          "MINUS",
          "ON",
          "AND",
          "OR",
          "NOT",
          "IN",
          "LIKE",
          "ILIKE",
          "BETWEEN",
          "IS",
          "WHEN",
          "THEN",
          "ELSE",
          "AS",
          "ASC",
          "DESC",
          "NULLS",
          "VALUES",
          "SET",
          "QUALIFY",
          "WINDOW",
          "FETCH",
          "USING",
          "ESCAPE",
          "SIMILAR",
          "RETURNING",
          "FILTER",
          "OVER",
          "RLIKE",
          "PRECEDING",
          "FOLLOWING",
          "ROWS",
          "RANGE",
          "JOIN",
          "WITH",
          "TO",
          "SYMMETRIC",
          "DIV");

  private static final Set<String> SIGNS = Set.of(",", ";", "=", "<", ">", "!", "(", "[", "{", "|");

  private final QueryEdits query;

  private BitOperators(QueryEdits query) {
    this.query = query;
  }

  static void rewrite(QueryEdits query) {
    BitOperators operators = new BitOperators(query);
    for (int i = 0; i < query.size(); i++) {
      operators.prefix(i);
    }
    int i = 0;
    while (i < query.size()) {
      i = operators.isBinary(i) ? operators.chain(i) : i + 1;
    }
  }

  private void prefix(int at) {
    boolean first = at == 0 || !endsOperand(at - 1);
    boolean alone = !query.is(at + 1, "*") && !query.is(at + 1, "=") && !query.is(at + 1, ">");
    if (first && alone && (query.is(at, "~") || query.is(at, "@")) && !isPattern(at)) {
      query.replace(at, query.is(at, "~") ? "BITNOT(" : "ABS(");
      query.insertBehind(primary(at + 1) - 1, ")");
    }
  }

  /** Whether a sign belongs to an operator such as {@code !~}. */
  private boolean isPattern(int at) {
    return at > 0
        && adjacent(at - 1)
        && "!~<=@?#&|".indexOf(query.get(at - 1).text().charAt(0)) >= 0
        && !query.get(at - 1).isName();
  }

  /** Whether an operator between two operands begins there that the parser does not know. */
  private boolean isBinary(int at) {
    if (at == 0 || !endsOperand(at - 1)) {
      return false;
    }
    return (single(at, "|") || single(at, "#") || isShift(at)) && at + 1 < query.size();
  }

  private boolean single(int at, String sign) {
    return query.is(at, sign)
        && !(adjacent(at) && "|>#-&=?@".indexOf(query.get(at + 1).text().charAt(0)) >= 0)
        && !(at > 0 && adjacent(at - 1) && "|&<@?#".contains(query.get(at - 1).text()));
  }

  private boolean isShift(int at) {
    boolean two =
        (query.is(at, ">") && query.is(at + 1, ">") || query.is(at, "<") && query.is(at + 1, "<"))
            && adjacent(at);
    return two
        && !(at + 2 < query.size() && adjacent(at + 1) && query.is(at + 2, query.get(at).text()));
  }

  /** Whether no blank stands between a token and the next. */
  private boolean adjacent(int at) {
    return at + 1 < query.size() && query.get(at).end() == query.get(at + 1).start();
  }

  private int length(int at) {
    return isShift(at) ? 2 : 1;
  }

  /** Rewrites all operators of the chain that one belongs to; gives where it ends. */
  private int chain(int some) {
    int start = some;
    while (start > 0 && !isBorder(start - 1)) {
      start = before(start - 1);
    }
    List<Binary> found = new ArrayList<>();
    int end = start;
    while (end < query.size() && !(end > start && isEnd(end))) {
      boolean between = end > start && endsOperand(end - 1);
      if (between && (isBinary(end) || single(end, "&"))) {
        int length = length(end);
        String sign = query.get(end).text().repeat(length);
        found.add(new Binary(end, length, FUNCTIONS.get(sign), STRENGTHS.get(sign)));
        end += length;
      } else {
        end = behind(end);
      }
    }
    demandOneMeaning(found);
    for (int i = found.size() - 1; i >= 0; i--) {
      Binary operator = found.get(i);
      query.insertBefore(start, operator.function() + "(");
      query.replace(operator.at(), ",");
      if (operator.length() == 2) {
        query.replace(operator.at() + 1, "");
      }
      int last = (i + 1 < found.size() ? found.get(i + 1).at() : end) - 1;
      query.insertBehind(last, ")");
    }
    return Math.max(end, some + 1);
  }

  private void demandOneMeaning(List<Binary> operators) {
    for (int i = 1; i < operators.size(); i++) {
      if (operators.get(i).strength() > operators.get(i - 1).strength()) {
        throw error(ErrorCode.NOT_SUPPORTED, "this row of operators, which has two meanings,")
            .at(query.position(operators.get(i).at()))
            .hint("say by parentheses what belongs together:   a | (b & c)   or   (a | b) & c")
            .build();
      }
    }
  }

  /** Whether an operand cannot reach back over a token. */
  private boolean isBorder(int at) {
    String text = query.get(at).text();
    if (text.equals(">") && at > 0 && query.is(at - 1, ">") && adjacent(at - 1)
        || text.equals("<") && at > 0 && query.is(at - 1, "<") && adjacent(at - 1)) {
      return false;
    }
    return SIGNS.contains(text) && !single(at, "|")
        || BORDERS.contains(text.toUpperCase(Locale.ROOT))
        || text.equalsIgnoreCase("CASE");
  }

  /** Whether an operand cannot reach forward over a token. */
  private boolean isEnd(int at) {
    String text = query.get(at).text();
    if (text.equals(")") || text.equals("]") || text.equals("}") || text.equalsIgnoreCase("END")) {
      return true;
    }
    if (isShift(at) || single(at, "|") || text.equals("(") || text.equals("[")) {
      return false;
    }
    if (SIGNS.contains(text) || BORDERS.contains(text.toUpperCase(Locale.ROOT))) {
      return true;
    }
    // Another name of the column, without AS.
    return query.isName(at) && endsOperand(at - 1) && !query.is(at - 1, ".") && !isTypeOrUnit(at);
  }

  private boolean isTypeOrUnit(int at) {
    return query.is(at, "AT")
        || query.is(at, "ZONE")
        || query.is(at - 1, "AT")
        || query.is(at - 1, "TIME")
        || query.is(at, "PRECISION");
  }

  /** The first token of what ends with a token: of parentheses, or the token itself. */
  private int before(int at) {
    int depth = 0;
    for (int i = at; i >= 0; i--) {
      String text = query.get(i).text();
      if (text.equals(")") || text.equals("]") || text.equalsIgnoreCase("END")) {
        depth++;
      } else if (text.equals("(") || text.equals("[") || text.equalsIgnoreCase("CASE")) {
        depth--;
      }
      if (depth <= 0) {
        return i;
      }
    }
    return 0;
  }

  /** Behind what begins with a token. */
  private int behind(int at) {
    int depth = 0;
    for (int i = at; i < query.size(); i++) {
      String text = query.get(i).text();
      if (text.equals("(") || text.equals("[") || text.equalsIgnoreCase("CASE")) {
        depth++;
      } else if (text.equals(")") || text.equals("]") || text.equalsIgnoreCase("END")) {
        depth--;
      }
      if (depth <= 0) {
        return i + 1;
      }
    }
    return query.size();
  }

  /**
   * Behind a value with its sign, names before it and subscripts, arguments and casts behind it.
   */
  private int primary(int at) {
    int i = at;
    while (query.is(i, "-") || query.is(i, "+") || query.is(i, "~") || query.is(i, "@")) {
      i++;
    }
    if (i >= query.size()) {
      return i;
    }
    i = behind(i);
    while (i < query.size()) {
      if (query.is(i, "(") && query.isName(i - 1) || query.is(i, "[")) {
        i = behind(i);
      } else if (query.is(i, ".") || query.is(i, ":") && query.is(i + 1, ":")) {
        i = behind(query.is(i, ".") ? i + 1 : i + 2);
      } else {
        break;
      }
    }
    return i;
  }

  private boolean endsOperand(int at) {
    String text = query.get(at).text();
    char last = text.charAt(text.length() - 1);
    boolean operand = Character.isJavaIdentifierPart(last) || ")]}'\"`".indexOf(last) >= 0;
    return operand
        && !BORDERS.contains(text.toUpperCase(Locale.ROOT))
        && !text.equalsIgnoreCase("CASE");
  }
}
