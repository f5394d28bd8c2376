package io.millrace.plan.analyze;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A join with USING, or a NATURAL one, whose left side is such an outer join: its column is that of
 * whichever side has a row. Calcite would compare the column of the left side alone, so the left
 * side becomes a query, which has the one column:
 *
 * <pre>
 *   SELECT * FROM a FULL JOIN b USING (k) FULL JOIN c USING (k)
 *   →  SELECT * FROM (SELECT * FROM a FULL JOIN b USING (k)) $merged FULL JOIN c USING (k)
 * </pre>
 *
 * <p>Where columns of its tables are named by their tables, it is refused.
 */
final class MergedColumns extends SqlShuttle {
  private static final String MERGED = "$merged";

  private int made;

  @Override
  @SuppressWarnings("NullAway")
  public @Nullable SqlNode visit(SqlCall call) {
    SqlNode visited = super.visit(call);
    if (visited instanceof SqlSelect select && select.getFrom() instanceof SqlJoin join) {
      merge(join, select);
    }
    return visited;
  }

  private void merge(SqlJoin join, SqlSelect select) {
    if (join.getRight() instanceof SqlJoin right) {
      merge(right, select);
    }
    if (!(join.getLeft() instanceof SqlJoin left)) {
      return;
    }
    merge(left, select);
    if (names(join) && choosesSide(left)) {
      refuseTables(left, select);
      SqlParserPos position = left.getParserPosition();
      SqlNode query = Selects.of(position, SqlNodeList.of(SqlIdentifier.star(position)), left);
      join.setLeft(
          SqlStdOperatorTable.AS.createCall(
              position, query, new SqlIdentifier(MERGED + made++, position)));
    }
  }

  private static boolean names(SqlJoin join) {
    return join.isNatural() || join.getConditionType() == JoinConditionType.USING;
  }

  /** Whether a column of a join is that of its left or of its right side, row by row. */
  private static boolean choosesSide(SqlNode from) {
    if (!(from instanceof SqlJoin join)) {
      return false;
    }
    boolean outer = join.getJoinType() == JoinType.FULL || join.getJoinType() == JoinType.RIGHT;
    return outer && names(join) || choosesSide(join.getLeft()) || choosesSide(join.getRight());
  }

  private static void refuseTables(SqlJoin left, SqlSelect select) {
    Set<String> tables = new HashSet<>();
    tables(left, tables);
    select.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          @SuppressWarnings("NullAway")
          public Void visit(SqlIdentifier column) {
            boolean named =
                column.names.size() > 1
                    && tables.contains(column.names.get(0).toLowerCase(Locale.ROOT));
            if (named) {
              throw error(
                      ErrorCode.NOT_SUPPORTED,
                      "the name of a table before a column, where USING follows an outer join with"
                          + " USING,")
                  .at(Positions.of(column.getParserPosition()))
                  .hint(
                      "make the first join a query:   FROM (SELECT … FROM a FULL JOIN b USING (k)) AS q")
                  .build();
            }
            return null;
          }
        });
  }

  /** The names by which the tables of a join are called, in lower case. */
  static void tables(SqlNode from, Set<String> names) {
    if (from instanceof SqlJoin join) {
      tables(join.getLeft(), names);
      tables(join.getRight(), names);
    } else if (from.getKind() == SqlKind.AS) {
      names.add(((SqlCall) from).operand(1).toString().toLowerCase(Locale.ROOT));
    } else if (from instanceof SqlIdentifier table) {
      names.add(table.names.get(table.names.size() - 1).toLowerCase(Locale.ROOT));
    }
  }
}
