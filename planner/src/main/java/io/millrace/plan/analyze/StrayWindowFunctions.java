package io.millrace.plan.analyze;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import java.util.Locale;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** Refuses window functions where GROUP BY has no window. */
final class StrayWindowFunctions extends SqlBasicVisitor<Void> {
  private StrayWindowFunctions() {}

  static void check(SqlSelect select, SqlNodeList order) {
    StrayWindowFunctions visitor = new StrayWindowFunctions();
    select.getSelectList().accept(visitor);
    visit(select.getWhere(), visitor);
    visit(select.getGroup(), visitor);
    visit(select.getHaving(), visitor);
    order.accept(visitor);
  }

  private static void visit(
      @org.jspecify.annotations.Nullable SqlNode node, StrayWindowFunctions visitor) {
    if (node != null) {
      node.accept(visitor);
    }
  }

  @Override
  @SuppressWarnings("NullAway")
  public Void visit(SqlCall call) {
    if (call instanceof SqlSelect) {
      return null;
    }
    if (call instanceof SqlWindow) {
      // that of OVER
      return super.visit(call);
    }
    String name = WindowCall.name(call);
    switch (name) {
      case "TUMBLE", "HOP", "WINDOW", "SESSION" -> throw outside(call, name);
      case "TUMBLE_START", "TUMBLE_END", "TUMBLE_ROWTIME", "HOP_START", "HOP_END", "HOP_ROWTIME" ->
          throw error(
                  ErrorCode.WINDOW_INVALID,
                  name + " needs " + name.substring(0, name.indexOf('_')) + " in GROUP BY")
              .at(Positions.of(call.getParserPosition()))
              .hint(
                  "group by the window, with the same arguments:   GROUP BY "
                      + name.substring(0, name.indexOf('_'))
                      + "(ts, INTERVAL '1' MINUTE)")
              .build();
      case "SESSION_START", "SESSION_END", "SESSION_ROWTIME" ->
          throw error(ErrorCode.NOT_SUPPORTED, "a session window")
              .at(Positions.of(call.getParserPosition()))
              .build();
      default -> {
        return super.visit(call);
      }
    }
  }

  private static MillraceException outside(SqlCall call, String name) {
    return error(
            ErrorCode.WINDOW_INVALID,
            (name.equals("WINDOW") ? "window(…)" : name) + " can only stand in GROUP BY")
        .at(Positions.of(call.getParserPosition()))
        .hint("to give each row its windows:   FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(time), size))")
        .build();
  }

  @Override
  @SuppressWarnings("NullAway")
  public Void visit(SqlIdentifier id) {
    if (id.names.get(0).equals(WindowWords.MARKER)) {
      if (id.names.size() == 1) {
        // An ordinary column of that name.
        return null;
      }
      throw error(
              ErrorCode.WINDOW_INVALID,
              "window." + id.names.get(1).toLowerCase(Locale.ROOT) + " needs window(…) in GROUP BY")
          .at(Positions.of(id.getParserPosition()))
          .hint("of a table function the columns are window_start and window_end")
          .build();
    }
    return null;
  }

  /** A window as a value, which it is not. */
  static MillraceException bareWindow(SqlNode node) {
    return error(ErrorCode.NOT_SUPPORTED, "a whole window as a value")
        .at(Positions.of(node.getParserPosition()))
        .hint("select its ends: window.start, window.end")
        .build();
  }
}
