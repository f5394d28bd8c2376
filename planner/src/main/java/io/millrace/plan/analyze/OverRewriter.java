package io.millrace.plan.analyze;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * Puts what the validator refuses of functions over windows into words that it takes:
 *
 * <ul>
 *   <li>{@code SUM(x) FILTER (WHERE c) OVER w} becomes {@code SUM(CASE WHEN c THEN x END) OVER w};
 *   <li>ranks have no frame, so that which stands there goes;
 *   <li>ranks without ORDER BY are ranks of rows that are all alike;
 *   <li>values behind EXCLUDE may be NULL, for the frame may be empty;
 *   <li>those of LAG and LEAD may be NULL, whatever is given where there is no such row.
 * </ul>
 */
final class OverRewriter extends SqlShuttle {
  private static final Set<String> WITHOUT_FRAME =
      Set.of(
          "ROW_NUMBER", "RANK", "DENSE_RANK", "PERCENT_RANK", "CUME_DIST", "NTILE", "LAG", "LEAD");

  /** Aggregates that pass over rows whose first argument is NULL. */
  private static final Set<String> SKIPPING_NULL =
      Set.of(
          "COUNT",
          "SUM",
          "AVG",
          "MIN",
          "MAX",
          "STDDEV",
          "STDDEV_POP",
          "STDDEV_SAMP",
          "VARIANCE",
          "VAR_POP",
          "VAR_SAMP",
          "COVAR_POP",
          "COVAR_SAMP",
          "CORR",
          "BOOL_AND",
          "BOOL_OR",
          "EVERY",
          "SOME",
          "BIT_AND",
          "BIT_OR",
          "BIT_XOR");

  private final Deque<SqlSelect> selects = new ArrayDeque<>();

  @Override
  @SuppressWarnings("NullAway")
  public SqlNode visit(SqlCall call) {
    SqlCall scope = call instanceof SqlOrderBy order ? (SqlCall) order.query : call;
    if (scope instanceof SqlSelect select) {
      // ORDER BY sees the windows of its query
      selects.push(select);
      SqlNode visited = super.visit(call);
      selects.pop();
      return visited;
    }
    SqlCall visited = (SqlCall) super.visit(call);
    return visited.getKind() == SqlKind.OVER ? over(visited) : visited;
  }

  private SqlNode over(SqlCall over) {
    SqlNode function = over.operand(0);
    SqlNode window = over.operand(1);
    if (function.getKind() == SqlKind.FILTER) {
      function = filtered((SqlCall) function);
    }
    SqlCall plain =
        function.getKind() == SqlKind.IGNORE_NULLS || function.getKind() == SqlKind.RESPECT_NULLS
            ? ((SqlCall) function).operand(0)
            : (SqlCall) function;
    if (WITHOUT_FRAME.contains(name(plain))) {
      window = withoutFrame(window);
      if (plain.operandCount() == 3) {
        function =
            function == plain ? mayBeNull(plain) : wrapped((SqlCall) function, mayBeNull(plain));
      }
    } else if (window instanceof SqlWindow written && excludes(written)) {
      function = function == plain ? nullable(plain) : wrapped((SqlCall) function, nullable(plain));
    }
    return over.getOperator().createCall(over.getParserPosition(), function, window);
  }

  private static String name(SqlCall call) {
    return call.getOperator().getName().toUpperCase(Locale.ROOT);
  }

  private static SqlCall wrapped(SqlCall around, SqlNode inner) {
    return around.getOperator().createCall(around.getParserPosition(), inner);
  }

  /** LAG and LEAD with what is given where there is no such row, which may be NULL. */
  private static SqlCall mayBeNull(SqlCall call) {
    List<SqlNode> operands = new ArrayList<>(call.getOperandList());
    SqlParserPos place = call.getParserPosition();
    SqlNode always = SqlLiteral.createBoolean(true, place);
    operands.set(
        2,
        new SqlCase(
            place,
            null,
            SqlNodeList.of(always),
            SqlNodeList.of(operands.get(2)),
            SqlLiteral.createNull(place)));
    return call.getOperator().createCall(place, operands);
  }

  private static SqlCall filtered(SqlCall filter) {
    SqlCall aggregate = filter.operand(0);
    SqlNode condition = filter.operand(1);
    if (!SKIPPING_NULL.contains(name(aggregate))) {
      throw error(ErrorCode.NOT_SUPPORTED, "FILTER of " + name(aggregate) + " over a window")
          .at(Positions.of(filter.getParserPosition()))
          .hint("filter in a query in FROM")
          .build();
    }
    return withFirst(aggregate, condition);
  }

  private static SqlCall nullable(SqlCall call) {
    boolean counts = name(call).equals("COUNT");
    return counts || call.operandCount() == 0
        ? call
        : withFirst(call, SqlLiteral.createBoolean(true, call.getParserPosition()));
  }

  /** A call whose first argument is NULL where a condition is not true. */
  private static SqlCall withFirst(SqlCall call, SqlNode condition) {
    List<SqlNode> operands = new ArrayList<>(call.getOperandList());
    SqlParserPos place = call.getParserPosition();
    SqlNode value = operands.get(0);
    boolean star = value instanceof SqlIdentifier identifier && identifier.isStar();
    operands.set(
        0,
        new SqlCase(
            place,
            null,
            SqlNodeList.of(condition),
            SqlNodeList.of(star ? SqlLiteral.createExactNumeric("1", place) : value),
            SqlLiteral.createNull(place)));
    return new SqlBasicCall(call.getOperator(), operands, place, call.getFunctionQuantifier());
  }

  private static boolean excludes(SqlWindow window) {
    return window.getOperandList().stream()
        .anyMatch(
            operand ->
                operand instanceof SqlLiteral literal
                    && literal.getValue() instanceof Enum<?> value
                    && value.name().startsWith("EXCLUDE")
                    && !value.name().startsWith("EXCLUDE_NO"));
  }

  /** The window without a frame, and with an order if it had none. */
  private SqlNode withoutFrame(SqlNode window) {
    Optional<SqlWindow> found = definition(window);
    if (found.isEmpty()) {
      return window;
    }
    SqlWindow written = found.get();
    boolean ordered = !written.getOrderList().isEmpty();
    if (written.getLowerBound() == null && (ordered || written.getRefName() != null)) {
      return window;
    }
    SqlParserPos place = window.getParserPosition();
    return SqlWindow.create(
        null,
        written.getRefName(),
        written.getPartitionList(),
        ordered || written.getRefName() != null
            ? written.getOrderList()
            : SqlNodeList.of(SqlLiteral.createBoolean(true, place)),
        SqlLiteral.createBoolean(false, place),
        null,
        null,
        null,
        place);
  }

  /** What a window is; empty if it is named and nobody knows it. */
  private Optional<SqlWindow> definition(SqlNode window) {
    if (window instanceof SqlWindow written) {
      return Optional.of(written);
    }
    String name = ((SqlIdentifier) window).getSimple();
    SqlSelect select = selects.peek();
    if (select == null) {
      return Optional.empty();
    }
    return select.getWindowList().stream()
        .map(SqlWindow.class::cast)
        .filter(
            each -> Objects.requireNonNull(each.getDeclName()).getSimple().equalsIgnoreCase(name))
        .findFirst();
  }
}
