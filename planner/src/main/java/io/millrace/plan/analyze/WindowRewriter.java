package io.millrace.plan.analyze;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.util.Litmus;

/**
 * Turns every form of window into a table function over which one groups by ordinary columns.
 *
 * <p>Before: {@code SELECT TUMBLE_START(ts, s), k FROM t WHERE c GROUP BY TUMBLE(ts, s), k}.
 *
 * <p>After: {@code SELECT window_start, k FROM $ASSIGN_WINDOWS((SELECT * FROM t WHERE c),
 * DESCRIPTOR(ts), s, s, 0) AS t GROUP BY window_start, window_end, k}. Spark's {@code window(ts,
 * s)} and {@code window.start} likewise; positions stay those of what was written.
 */
final class WindowRewriter extends SqlShuttle {
  private static final String TIME_INPUT = "$window_input";

  private final Predicate<String> isTableFunction;

  /**
   * @param isTableFunction whether a name is that of a table function of the user's
   */
  WindowRewriter(Predicate<String> isTableFunction) {
    this.isTableFunction = isTableFunction;
  }

  @Override
  public SqlNode visit(SqlCall call) {
    if (call.getKind() == SqlKind.ORDER_BY && ((SqlOrderBy) call).query instanceof SqlSelect) {
      return orderBy((SqlOrderBy) call);
    }
    if (call instanceof SqlSelect select) {
      return select(select, SqlNodeList.EMPTY).select();
    }
    if (call.getKind() == SqlKind.COLLECTION_TABLE
        && call.operand(0) instanceof SqlBasicCall function
        && function.getOperator() != WindowTableFunction.INSTANCE
        && !isTableFunction.test(function.getOperator().getName())) {
      SqlCall windowed = WindowCall.ofTableFunction(function);
      return SqlStdOperatorTable.COLLECTION_TABLE.createCall(
          call.getParserPosition(), super.visit(windowed));
    }
    return super.visit(call);
  }

  private SqlNode orderBy(SqlOrderBy order) {
    Rewritten rewritten = select((SqlSelect) order.query, order.orderList);
    return new SqlOrderBy(
        order.getParserPosition(),
        rewritten.select(),
        rewritten.order(),
        order.offset,
        order.fetch);
  }

  /** A SELECT and the ORDER BY around it. */
  private record Rewritten(SqlSelect select, SqlNodeList order) {}

  private Rewritten select(SqlSelect original, SqlNodeList order) {
    SqlSelect select = (SqlSelect) super.visit(original);
    SqlNodeList group = select.getGroup();
    List<SqlCall> calls = new ArrayList<>();
    if (group != null) {
      for (SqlNode item : group) {
        if (item instanceof SqlCall call && WindowCall.ofGroupFunction(call).isPresent()) {
          calls.add(call);
        }
      }
    }
    if (calls.isEmpty()) {
      StrayWindowFunctions.check(select, order);
      return new Rewritten(select, order);
    }
    if (calls.size() > 1) {
      throw error(ErrorCode.NOT_SUPPORTED, "more than one window in one GROUP BY")
          .at(Positions.of(calls.get(1).getParserPosition()))
          .hint("nest them: a window over window_time of an inner query")
          .build();
    }
    return group(select, order, calls.get(0));
  }

  private static Rewritten group(SqlSelect select, SqlNodeList order, SqlCall call) {
    WindowCall window =
        WindowCall.ofGroupFunction(call).orElseThrow(() -> new IllegalStateException("no window"));
    SqlNode from = select.getFrom();
    if (from == null) {
      throw error(ErrorCode.WINDOW_INVALID, "a window needs a FROM clause")
          .at(Positions.of(call.getParserPosition()))
          .build();
    }
    SqlIdentifier column;
    Optional<SqlNode> extra = Optional.empty();
    if (window.time() instanceof SqlIdentifier id) {
      column = WindowCall.simple(id);
    } else {
      SqlParserPos position = window.time().getParserPosition();
      column = new SqlIdentifier(TIME_INPUT, position);
      extra = Optional.of(SqlStdOperatorTable.AS.createCall(position, window.time(), column));
    }
    SqlSelect input =
        WindowCall.selectAll(
            extra, from, Optional.ofNullable(select.getWhere()), from.getParserPosition());
    SqlNode table =
        SqlStdOperatorTable.COLLECTION_TABLE.createCall(
            call.getParserPosition(),
            WindowCall.tableCall(
                input,
                column,
                window.size(),
                window.slide(),
                window.offset(),
                call.getParserPosition()));
    Optional<SqlIdentifier> alias = alias(from);
    if (alias.isPresent()) {
      table = SqlStdOperatorTable.AS.createCall(from.getParserPosition(), table, alias.get());
    }
    WindowColumns columns = new WindowColumns(call, window);
    SqlNodeList list = (SqlNodeList) select.getSelectList().accept(columns);
    SqlNode having = select.getHaving() == null ? null : select.getHaving().accept(columns);
    SqlNodeList newOrder = order.isEmpty() ? order : (SqlNodeList) order.accept(columns);
    SqlNodeList group = new SqlNodeList(select.getGroup().getParserPosition());
    for (SqlNode item : select.getGroup()) {
      if (item == call) {
        group.add(column("window_start", call.getParserPosition()));
        group.add(column("window_end", call.getParserPosition()));
        if (columns.usesTime) {
          group.add(column("window_time", call.getParserPosition()));
        }
      } else {
        group.add(item);
      }
    }
    SqlSelect result = (SqlSelect) select.clone(select.getParserPosition());
    result.setSelectList(list);
    result.setFrom(table);
    result.setWhere(null);
    result.setGroupBy(group);
    result.setHaving(having);
    return new Rewritten(result, newOrder);
  }

  static SqlIdentifier column(String name, SqlParserPos position) {
    return new SqlIdentifier(name, position);
  }

  private static Optional<SqlIdentifier> alias(SqlNode from) {
    if (from instanceof SqlIdentifier id) {
      return Optional.of(WindowCall.simple(id));
    }
    if (from.getKind() == SqlKind.AS && ((SqlCall) from).operand(1) instanceof SqlIdentifier id) {
      return Optional.of(id);
    }
    return Optional.empty();
  }

  /** Replaces what a query says about its window by the columns of the table function. */
  private static final class WindowColumns extends SqlShuttle {
    private final SqlCall windowCall;
    private final WindowCall window;
    private boolean usesTime;

    WindowColumns(SqlCall windowCall, WindowCall window) {
      this.windowCall = windowCall;
      this.window = window;
    }

    @Override
    public SqlNode visit(SqlIdentifier id) {
      if (!id.names.get(0).equals(WindowWords.MARKER)) {
        return id;
      }
      if (id.names.size() == 2) {
        switch (id.names.get(1).toLowerCase(Locale.ROOT)) {
          case "start" -> {
            return column("window_start", id.getParserPosition());
          }
          case "end" -> {
            return column("window_end", id.getParserPosition());
          }
          default ->
              throw error(
                      ErrorCode.COLUMN_NOT_FOUND,
                      "window." + id.names.get(1),
                      ": a window has start and end")
                  .at(Positions.of(id.getParserPosition()))
                  .build();
        }
      }
      throw StrayWindowFunctions.bareWindow(id);
    }

    @Override
    public SqlNode visit(SqlCall call) {
      if (call instanceof SqlSelect) {
        return call;
      }
      String name = WindowCall.name(call);
      SqlParserPos position = call.getParserPosition();
      switch (name) {
        case "TUMBLE_START", "HOP_START" -> {
          return bound("window_start", call);
        }
        case "TUMBLE_END", "HOP_END" -> {
          return bound("window_end", call);
        }
        case "TUMBLE_ROWTIME", "HOP_ROWTIME" -> {
          usesTime = true;
          return bound("window_time", call);
        }
        case "WINDOW_TIME" -> {
          usesTime = true;
          return column("window_time", position);
        }
        case "TUMBLE", "HOP", "WINDOW" -> throw StrayWindowFunctions.bareWindow(call);
        default -> {
          // AS keeps the alias as it is.
          if (call.getKind() == SqlKind.AS) {
            List<SqlNode> operands = new ArrayList<>(call.getOperandList());
            operands.set(0, Objects.requireNonNull(operands.get(0).accept(this)));
            return call.getOperator().createCall(position, operands);
          }
          return Objects.requireNonNull(super.visit(call));
        }
      }
    }

    private SqlNode bound(String column, SqlCall call) {
      if (!call.getOperandList().isEmpty()) {
        List<SqlNode> expected = windowCall.getOperandList();
        List<SqlNode> given = call.getOperandList();
        boolean same = expected.size() == given.size();
        for (int i = 0; same && i < given.size(); i++) {
          same = given.get(i).equalsDeep(expected.get(i), Litmus.IGNORE);
        }
        if (!same) {
          throw mismatch(call);
        }
      }
      return column(column, call.getParserPosition());
    }

    private MillraceException mismatch(SqlCall call) {
      String group = windowCall.toString().replace("`", "").replace("$", "").replace('\n', ' ');
      return error(
              ErrorCode.WINDOW_INVALID,
              WindowCall.name(call) + " does not belong to the window of GROUP BY")
          .at(Positions.of(call.getParserPosition()))
          .detail(
              "GROUP BY has "
                  + WindowWords.show(group)
                  + ", of size "
                  + window.size() / 1000
                  + " ms.")
          .hint("give it the same arguments")
          .build();
    }
  }
}
