package io.millrace.plan.analyze;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/**
 * Several functions that give rows in one list of what is selected: their rows come side by side,
 * and those of the shorter are NULL at the end, as in PostgreSQL and DuckDB:
 *
 * <pre>
 *   SELECT a, UNNEST(b), UNNEST(c) FROM t
 *   →  SELECT a, $rows.unnest, $rows.unnest_2 FROM t CROSS JOIN LATERAL TABLE(UNNEST(b, c)) $rows
 * </pre>
 */
final class SeveralRows {
  private SeveralRows() {}

  /** Finds the call of a function that gives rows. */
  interface Finder extends Function<SqlNode, Optional<SqlCall>> {}

  /**
   * Refuses such a function beside another over a window: PostgreSQL makes the rows behind it, and
   * others before it.
   */
  static void check(SqlSelect select, Finder finder) {
    List<SqlCall> found = found(select, finder);
    if (found.isEmpty()) {
      return;
    }
    boolean over = select.getQualify() != null;
    for (SqlNode item : select.getSelectList()) {
      over |= hasOver(item);
    }
    if (over) {
      throw error(ErrorCode.NOT_SUPPORTED, "a function that gives rows beside OVER or DISTINCT ON")
          .at(Positions.of(found.get(0).getParserPosition()))
          .hint("the rows first:   SELECT …, OVER … FROM t, UNNEST(t.a) AS u (x)")
          .hint("or OVER first:   SELECT …, UNNEST(q.a) FROM (SELECT …, OVER … FROM t) AS q")
          .build();
    }
  }

  private static List<SqlCall> found(SqlSelect select, Finder finder) {
    List<SqlCall> found = new ArrayList<>();
    for (SqlNode item : select.getSelectList()) {
      finder.apply(value(item)).ifPresent(found::add);
    }
    return found;
  }

  private static SqlNode value(SqlNode item) {
    return item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
  }

  private static boolean hasOver(SqlNode item) {
    boolean[] over = new boolean[1];
    item.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          @SuppressWarnings("NullAway")
          public Void visit(SqlCall call) {
            over[0] |= call.getKind() == SqlKind.OVER;
            return call.isA(SqlKind.QUERY) ? null : super.visit(call);
          }
        });
    return over[0];
  }

  /** Moves the functions into FROM, in place, if there are several. */
  static void zip(SqlSelect select, Finder finder, String alias) {
    List<SqlCall> calls = found(select, finder);
    if (calls.size() < 2 || select.getGroup() != null) {
      return;
    }
    List<SqlNode> arrays = new ArrayList<>();
    for (SqlCall call : calls) {
      arrays.add(array(call));
    }
    SqlNodeList list = select.getSelectList();
    int number = 0;
    for (int i = 0; i < list.size(); i++) {
      SqlNode item = list.get(i);
      Optional<SqlCall> call = finder.apply(value(item));
      if (call.isPresent()) {
        list.set(i, column(item, call.get(), alias, ++number));
      }
    }
    SqlParserPos position = calls.get(0).getParserPosition();
    SqlNode rows =
        SqlStdOperatorTable.AS.createCall(
            position,
            SqlStdOperatorTable.LATERAL.createCall(
                position,
                SqlStdOperatorTable.COLLECTION_TABLE.createCall(
                    position, TableFunctions.ofSeveral().createCall(position, arrays))),
            new SqlIdentifier(alias, position));
    select.setFrom(
        select.getFrom() == null
            ? rows
            : TableFunctions.crossJoin(select.getFrom(), rows, position));
  }

  private static SqlNode array(SqlCall call) {
    boolean series = TableFunctions.isSeries(call);
    if (!series && !(TableFunctions.name(call).equals("UNNEST") && call.operandCount() == 1)) {
      throw error(ErrorCode.NOT_SUPPORTED, "several functions that give rows in one SELECT")
          .at(Positions.of(call.getParserPosition()))
          .detail("Only UNNEST and GENERATE_SERIES may stand side by side.")
          .hint("every row with every other:   FROM t, UNNEST(t.a) AS u (x), UNNEST(t.b) AS v (y)")
          .build();
    }
    return series ? TableFunctions.series(call) : call.operand(0);
  }

  private static SqlNode column(SqlNode item, SqlCall call, String alias, int number) {
    SqlParserPos position = call.getParserPosition();
    String column = TableFunctions.ofSeveral().columnName() + (number == 1 ? "" : "_" + number);
    SqlNode name =
        item.getKind() == SqlKind.AS
            ? ((SqlCall) item).operand(1)
            : new SqlIdentifier(TableFunctions.name(call).toLowerCase(Locale.ROOT), position);
    return SqlStdOperatorTable.AS.createCall(
        item.getParserPosition(), new SqlIdentifier(List.of(alias, column), position), name);
  }
}
