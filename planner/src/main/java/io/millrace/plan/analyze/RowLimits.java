package io.millrace.plan.analyze;

import io.millrace.plan.analyze.QueryEdits.Token;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.parser.SqlParseException;

/**
 * Spellings of "the first rows" that the parser has no rules for, in those it has:
 *
 * <ul>
 *   <li>{@code SELECT TOP 3 a FROM t} is {@code SELECT a FROM t FETCH NEXT 3 ROWS ONLY}
 *   <li>{@code SELECT DISTINCT ON (a) b FROM t ORDER BY a, b} is {@code SELECT b FROM t QUALIFY
 *       ROW_NUMBER() OVER (PARTITION BY a ORDER BY a, b) = 1 ORDER BY a, b}
 *   <li>{@code FETCH FIRST ROW ONLY} fetches one row
 *   <li>{@code LIMIT 2 * 5} is {@code LIMIT 10}; {@code LIMIT NULL} is all
 *   <li>{@code WITH TIES} becomes a larger number, with a fraction of zero ({@link #isWithTies}):
 *       they may be any number of rows, and none of them may be taken for the only one
 * </ul>
 */
public final class RowLimits {
  private static final Set<String> SET_OPERATIONS = Set.of("UNION", "EXCEPT", "INTERSECT", "MINUS");
  private static final Set<String> CUTS = Set.of("LIMIT", "OFFSET", "FETCH");
  private static final Set<String> ENDS_OF_NUMBERS =
      Set.of(
          "LIMIT",
          "OFFSET",
          "FETCH",
          "ROW",
          "ROWS",
          ",",
          ")",
          "UNION",
          "EXCEPT",
          "INTERSECT",
          "MINUS",
          "FOR");

  /** Marks a number of rows with ties, besides a fraction of zero. */
  private static final BigDecimal TIES = BigDecimal.TEN.pow(15);

  private final QueryEdits edits;

  private RowLimits(QueryEdits edits) {
    this.edits = edits;
  }

  /** Rewrites all that there are. */
  static void rewrite(QueryEdits query) {
    new RowLimits(query).rewrite();
  }

  /** Replaces tokens, each on its own, for they may stand on several lines. */
  private void replace(int from, int to, String replacement) {
    for (int i = from; i < to; i++) {
      edits.replace(i, i == from ? replacement : "");
    }
  }

  /** Whether a number of rows was written with ties: no other has a fraction of zero. */
  public static boolean isWithTies(BigDecimal rows) {
    return rows.scale() == 1 && rows.compareTo(TIES) >= 0;
  }

  /** The number of rows as it was written. */
  public static BigDecimal written(BigDecimal rows) {
    return isWithTies(rows) ? rows.subtract(TIES) : rows;
  }

  private static String marked(BigDecimal rows, boolean ties) {
    return ties ? rows.add(TIES).setScale(1).toPlainString() : rows.toPlainString();
  }

  private void rewrite() {
    for (int i = 0; i < edits.size(); i++) {
      if (edits.is(i, "SELECT")) {
        boolean quantified = edits.is(i + 1, "ALL") || edits.is(i + 1, "DISTINCT");
        int next = quantified ? i + 2 : i + 1;
        if (edits.is(next, "TOP")) {
          top(next);
        } else if (edits.is(i + 1, "DISTINCT") && edits.is(i + 2, "ON") && edits.is(i + 3, "(")) {
          new DistinctOn(i).rewrite();
        }
      } else if (edits.is(i, "FETCH") && (edits.is(i + 1, "FIRST") || edits.is(i + 1, "NEXT"))) {
        fetch(i + 2);
      } else if (edits.is(i, "LIMIT") || edits.is(i, "OFFSET")) {
        number(i + 1, edits.is(i, "LIMIT") ? "ALL" : "0", false);
      }
    }
  }

  private void fetch(int from) {
    int rows = endOfNumber(from);
    if (!edits.is(rows, "ROW") && !edits.is(rows, "ROWS")) {
      return;
    }
    boolean ties = edits.is(rows + 1, "WITH") && edits.is(rows + 2, "TIES");
    if (ties) {
      replace(rows + 1, rows + 3, "ONLY");
    }
    if (rows == from) {
      edits.insertBefore(rows, marked(BigDecimal.ONE, ties) + " ");
    } else {
      number(from, "", ties);
    }
  }

  /** Folds the expression that begins there. */
  private void number(int from, String forNull, boolean ties) {
    int to = endOfNumber(from);
    boolean plain = to == from + 1 && edits.get(from).text().chars().allMatch(Character::isDigit);
    if (to == from || plain && !ties) {
      return;
    }
    if (to == from + 1 && edits.is(from, "NULL") && !forNull.isEmpty()) {
      edits.replace(from, forNull);
      return;
    }
    folded(from, to).ifPresent(number -> replace(from, to, marked(number, ties)));
  }

  private int endOfNumber(int from) {
    int depth = 0;
    for (int i = from; i < edits.size(); i++) {
      Token token = edits.get(i);
      if (depth == 0 && ENDS_OF_NUMBERS.contains(upper(token))) {
        return i;
      }
      depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
    }
    return edits.size();
  }

  private Optional<BigDecimal> folded(int from, int to) {
    try {
      return fold(QueryParser.plainExpression(edits.text(from, to)))
          .filter(number -> number.signum() >= 0)
          .map(number -> number.setScale(0, RoundingMode.HALF_UP));
    } catch (SqlParseException e) {
      // the parser says what it is about the query as a whole
      return Optional.empty();
    }
  }

  private static Optional<BigDecimal> fold(SqlNode node) {
    if (node instanceof SqlNumericLiteral literal) {
      return Optional.ofNullable(literal.bigDecimalValue());
    }
    if (node instanceof SqlLiteral literal && node.getKind() == SqlKind.LITERAL) {
      String text = literal.toValue();
      boolean digits = text != null && !text.isEmpty() && text.chars().allMatch(Character::isDigit);
      return digits ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }
    if (!(node instanceof SqlCall call)) {
      return Optional.empty();
    }
    if (call.getKind() == SqlKind.CAST || call.getKind() == SqlKind.PLUS_PREFIX) {
      return fold(call.operand(0));
    }
    if (call.operandCount() != 2) {
      return Optional.empty();
    }
    Optional<BigDecimal> left = fold(call.operand(0));
    Optional<BigDecimal> right = fold(call.operand(1));
    if (left.isEmpty() || right.isEmpty()) {
      return Optional.empty();
    }
    return switch (call.getKind()) {
      case PLUS -> Optional.of(left.get().add(right.get()));
      case MINUS -> Optional.of(left.get().subtract(right.get()));
      case TIMES -> Optional.of(left.get().multiply(right.get()));
      case DIVIDE ->
          right.get().signum() == 0
              ? Optional.empty()
              : Optional.of(left.get().divide(right.get(), 0, RoundingMode.DOWN));
      default -> Optional.empty();
    };
  }

  /** TOP moves to where the query ends. */
  private void top(int at) {
    int from = at + 1;
    int to = edits.is(from, "(") ? edits.behindParenthesis(from) : from + 1;
    if (to >= edits.size() || !edits.is(from, "(") && !edits.get(from).isNumber()) {
      return;
    }
    boolean ties = edits.is(to, "WITH") && edits.is(to + 1, "TIES");
    int items = ties ? to + 2 : to;
    int end = find(items, Set.of());
    boolean selects =
        items < edits.size()
            && (edits.get(items).isName()
                || edits.get(items).isNumber()
                || "*('`".indexOf(edits.get(items).text().charAt(0)) >= 0)
            && !edits.is(items, "FROM")
            && !edits.is(items, "AS");
    Optional<BigDecimal> number = folded(from, to);
    if (!selects || number.isEmpty() || find(items, SET_OPERATIONS) < end) {
      return;
    }
    replace(at, items, "");
    edits.insertBehind(end - 1, " FETCH NEXT " + marked(number.get(), ties) + " ROWS ONLY");
  }

  /** The next of these words that belongs to the query itself; its end if there is none. */
  private int find(int from, Set<String> words) {
    int depth = 0;
    for (int i = from; i < edits.size(); i++) {
      Token token = edits.get(i);
      if (depth == 0 && (token.is(")") || words.contains(upper(token)))) {
        return i;
      }
      depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
    }
    return edits.size();
  }

  /** The beginnings of the items of a list, and the place behind the last. */
  private List<Integer> items(int from, int to) {
    List<Integer> starts = new ArrayList<>();
    starts.add(from);
    for (int comma = find(from, Set.of(",")); comma < to; comma = find(comma + 1, Set.of(","))) {
      starts.add(comma + 1);
    }
    starts.add(to + 1);
    return starts;
  }

  private static String upper(Token token) {
    return token.text().toUpperCase(java.util.Locale.ROOT);
  }

  /** SELECT DISTINCT ON (…). */
  private final class DistinctOn {
    private final int select;
    private final int close;
    private final int from;

    DistinctOn(int select) {
      this.select = select;
      this.close = edits.behindParenthesis(select + 3) - 1;
      this.from = find(close + 1, Set.of("FROM"));
    }

    void rewrite() {
      int body = Math.min(from, edits.size());
      int order = find(body, Set.of("ORDER"));
      int set = find(body, SET_OPERATIONS);
      int cut = find(body, CUTS);
      int end = find(body, Set.of());
      int place = Math.min(Math.min(order, set), Math.min(cut, end));
      Optional<String> partition = list(select + 4, close, false);
      Optional<String> sorted =
          place == order && order < end && edits.is(order + 1, "BY")
              ? list(order + 2, find(order + 2, CUTS), true)
              : Optional.of("");
      if (partition.isEmpty() || sorted.isEmpty()) {
        return;
      }
      replace(select + 1, close + 1, "");
      edits.insertBehind(
          place - 1,
          " QUALIFY ROW_NUMBER() OVER (PARTITION BY "
              + partition.get()
              + (sorted.get().isEmpty() ? "" : " ORDER BY " + sorted.get())
              + ") = 1");
    }

    /** A list of expressions in which names and numbers of what is selected are spelled out. */
    private Optional<String> list(int listFrom, int listTo, boolean ordered) {
      List<Integer> starts = items(listFrom, listTo);
      List<String> parts = new ArrayList<>();
      for (int i = 0; i + 1 < starts.size(); i++) {
        int start = starts.get(i);
        int end = starts.get(i + 1) - 1;
        int direction = ordered ? direction(start, end) : end;
        Optional<String> expression = expression(start, direction);
        if (expression.isEmpty()) {
          return Optional.empty();
        }
        parts.add(expression.get() + " " + edits.text(direction, end));
      }
      return Optional.of(String.join(", ", parts));
    }

    /** Where ASC, DESC or NULLS begin. */
    private int direction(int start, int end) {
      int at = end;
      if (edits.is(at - 2, "NULLS")) {
        at -= 2;
      }
      return at > start && (edits.is(at - 1, "ASC") || edits.is(at - 1, "DESC")) ? at - 1 : at;
    }

    private Optional<String> expression(int start, int end) {
      if (end != start + 1) {
        return Optional.of(edits.text(start, end));
      }
      Token token = edits.get(start);
      List<Integer> selected = items(close + 1, from);
      if (token.isNumber()) {
        int number = token.text().length() < 6 ? Integer.parseInt(token.text()) : 0;
        return number < 1 || number >= selected.size() || hasStar(selected)
            ? Optional.empty()
            : Optional.of(item(selected, number - 1));
      }
      for (int i = 0; i + 1 < selected.size(); i++) {
        int last = selected.get(i + 1) - 2;
        if (last > selected.get(i) && edits.is(last, token.text()) && !edits.is(last - 1, ".")) {
          return Optional.of(item(selected, i));
        }
      }
      return Optional.of(token.text());
    }

    private boolean hasStar(List<Integer> selected) {
      for (int i = 0; i + 1 < selected.size(); i++) {
        if (edits.is(selected.get(i + 1) - 2, "*")) {
          return true;
        }
      }
      return false;
    }

    /** An item of what is selected, without its name. */
    private String item(List<Integer> selected, int item) {
      int start = selected.get(item);
      int end = selected.get(item + 1) - 1;
      if (end - start >= 3 && edits.is(end - 2, "AS")) {
        return edits.text(start, end - 2);
      }
      boolean named =
          end - start >= 2
              && edits.get(end - 1).isName()
              && !edits.is(end - 1, "END")
              && !edits.is(end - 2, ".")
              && (edits.get(end - 2).isName() || edits.is(end - 2, ")"));
      return edits.text(start, named ? end - 1 : end);
    }
  }
}
