package io.millrace.plan.analyze;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.util.Litmus;

/**
 * {@code ROLLUP (a, a)} and {@code CUBE (a, a)} as the grouping sets that they stand for: {@code
 * GROUPING SETS ((a, a), (a), ())}. Otherwise sets of the same columns would be taken for one.
 */
final class RepeatedGroups extends SqlShuttle {
  /** A cube of more has more sets than anybody means. */
  private static final int MOST = 10;

  @Override
  @SuppressWarnings("NullAway")
  public SqlNode visit(SqlCall original) {
    SqlNode visited = Objects.requireNonNull(super.visit(original));
    boolean sets = original.getKind() == SqlKind.ROLLUP || original.getKind() == SqlKind.CUBE;
    if (!sets || !(visited instanceof SqlCall call) || !repeats(call.getOperandList())) {
      return visited;
    }
    List<List<SqlNode>> all =
        call.getKind() == SqlKind.ROLLUP
            ? rollup(call.getOperandList())
            : cube(call.getOperandList());
    SqlParserPos position = call.getParserPosition();
    return SqlStdOperatorTable.GROUPING_SETS.createCall(
        position, all.stream().map(set -> row(set, position)).toList());
  }

  private static boolean repeats(List<SqlNode> groups) {
    List<SqlNode> columns = groups.stream().flatMap(group -> columns(group).stream()).toList();
    for (int i = 0; i < columns.size(); i++) {
      for (int k = 0; k < i; k++) {
        if (groups.size() <= MOST && mayBeSame(columns.get(i), columns.get(k))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Columns of one name may be the same, whatever stands before it. */
  private static boolean mayBeSame(SqlNode a, SqlNode b) {
    if (a instanceof SqlIdentifier first && b instanceof SqlIdentifier second) {
      return last(first).equalsIgnoreCase(last(second));
    }
    return a.equalsDeep(b, Litmus.IGNORE);
  }

  private static String last(SqlIdentifier name) {
    return name.names.get(name.names.size() - 1);
  }

  /** The columns of one element, which may be several in parentheses. */
  private static List<SqlNode> columns(SqlNode group) {
    if (group.getKind() == SqlKind.ROW) {
      return ((SqlCall) group).getOperandList();
    }
    return group instanceof SqlNodeList list ? list.getList() : List.of(group);
  }

  private static List<List<SqlNode>> rollup(List<SqlNode> groups) {
    List<List<SqlNode>> sets = new ArrayList<>();
    for (int end = groups.size(); end >= 0; end--) {
      sets.add(groups.subList(0, end).stream().flatMap(g -> columns(g).stream()).toList());
    }
    return sets;
  }

  private static List<List<SqlNode>> cube(List<SqlNode> groups) {
    List<List<SqlNode>> sets = new ArrayList<>();
    for (int chosen = (1 << groups.size()) - 1; chosen >= 0; chosen--) {
      List<SqlNode> set = new ArrayList<>();
      for (int i = 0; i < groups.size(); i++) {
        if ((chosen & 1 << groups.size() - 1 - i) != 0) {
          set.addAll(columns(groups.get(i)));
        }
      }
      sets.add(set);
    }
    return sets;
  }

  private static SqlNode row(List<SqlNode> columns, SqlParserPos position) {
    return columns.size() == 1
        ? columns.get(0)
        : SqlStdOperatorTable.ROW.createCall(position, columns);
  }
}
