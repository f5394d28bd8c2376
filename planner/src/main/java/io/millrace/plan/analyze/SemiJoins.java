package io.millrace.plan.analyze;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/**
 * Spark's and Hive's {@code a LEFT SEMI JOIN b ON c} as {@code a WHERE EXISTS (SELECT 1 FROM b
 * WHERE c)}, and LEFT ANTI JOIN with NOT EXISTS. Columns in the condition are qualified: within the
 * inner query a bare name that both sides have would silently be one of {@code b}.
 */
final class SemiJoins extends SqlShuttle {
  @Override
  @SuppressWarnings("NullAway")
  public @Nullable SqlNode visit(SqlCall call) {
    SqlNode visited = super.visit(call);
    if (!(visited instanceof SqlSelect select) || !(select.getFrom() instanceof SqlJoin)) {
      return visited;
    }
    List<SqlNode> conditions = new ArrayList<>();
    SqlNode from = without(select.getFrom(), conditions);
    if (conditions.isEmpty()) {
      return visited;
    }
    SqlSelect result = (SqlSelect) select.clone(select.getParserPosition());
    result.setFrom(from);
    SqlNode where = select.getWhere();
    for (SqlNode condition : conditions) {
      where =
          where == null
              ? condition
              : SqlStdOperatorTable.AND.createCall(condition.getParserPosition(), condition, where);
    }
    result.setWhere(where);
    return result;
  }

  /** What is joined, with the conditions that rows of semi joins fulfil set apart. */
  private static SqlNode without(SqlNode from, List<SqlNode> conditions) {
    if (!(from instanceof SqlJoin join)) {
      return from;
    }
    JoinType type = join.getJoinType();
    if (isSemi(type)) {
      SqlNode left = without(join.getLeft(), conditions);
      conditions.add(exists(join, left));
      return left;
    }
    boolean left = type != JoinType.RIGHT && type != JoinType.FULL;
    boolean right = type != JoinType.LEFT && type != JoinType.FULL;
    SqlJoin result = (SqlJoin) join.clone(join.getParserPosition());
    result.setLeft(left ? without(join.getLeft(), conditions) : plain(join.getLeft()));
    result.setRight(right ? without(join.getRight(), conditions) : plain(join.getRight()));
    return result;
  }

  private static boolean isSemi(JoinType type) {
    return type == JoinType.LEFT_SEMI_JOIN || type == JoinType.LEFT_ANTI_JOIN;
  }

  /** What an outer join may lack: a condition on it cannot go into WHERE. */
  private static SqlNode plain(SqlNode joined) {
    if (joined instanceof SqlJoin join) {
      if (isSemi(join.getJoinType())) {
        throw refused(join, "a semi join within the optional side of an outer join");
      }
      plain(join.getLeft());
      plain(join.getRight());
    }
    return joined;
  }

  private static SqlNode exists(SqlJoin join, SqlNode left) {
    SqlParserPos at = join.getParserPosition();
    SqlNodeList one = SqlNodeList.of(SqlLiteral.createExactNumeric("1", at));
    SqlNode inner =
        new SqlSelect(
            at,
            null,
            one,
            join.getRight(),
            condition(join, left),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    SqlNode exists = SqlStdOperatorTable.EXISTS.createCall(at, inner);
    return join.getJoinType() == JoinType.LEFT_SEMI_JOIN
        ? exists
        : SqlStdOperatorTable.NOT.createCall(at, exists);
  }

  private static @Nullable SqlNode condition(SqlJoin join, SqlNode left) {
    SqlNode condition = join.getCondition();
    if (join.isNatural()) {
      throw refused(join, "NATURAL with a semi join");
    }
    if (condition == null) {
      return null;
    }
    if (join.getConditionType() == JoinConditionType.ON) {
      condition.accept(new QualifiedNames());
      return condition;
    }
    String one = name(join, left);
    String other = name(join, join.getRight());
    SqlNode all = null;
    for (SqlNode column : (SqlNodeList) condition) {
      SqlParserPos at = column.getParserPosition();
      String name = ((SqlIdentifier) column).getSimple();
      SqlNode equal =
          SqlStdOperatorTable.EQUALS.createCall(
              at,
              new SqlIdentifier(List.of(one, name), at),
              new SqlIdentifier(List.of(other, name), at));
      all = all == null ? equal : SqlStdOperatorTable.AND.createCall(at, all, equal);
    }
    return all;
  }

  private static String name(SqlJoin join, SqlNode relation) {
    SqlNode named = relation.getKind() == SqlKind.AS ? ((SqlCall) relation).operand(1) : relation;
    if (named instanceof SqlIdentifier identifier) {
      return identifier.names.get(identifier.names.size() - 1);
    }
    throw refused(join, "USING with a semi join of what has no name");
  }

  private static MillraceException refused(SqlJoin join, String what) {
    SqlNode type = join.getJoinTypeNode();
    return error(ErrorCode.NOT_SUPPORTED, what)
        .at(Positions.of(type.getParserPosition()))
        .hint("WHERE EXISTS (SELECT 1 FROM b WHERE b.k = a.k)")
        .build();
  }

  /** Refuses bare names of columns. */
  private static final class QualifiedNames extends SqlBasicVisitor<Void> {
    @Override
    @SuppressWarnings("NullAway")
    public Void visit(SqlIdentifier name) {
      if (name.isSimple() && !name.isStar()) {
        throw error(ErrorCode.NOT_SUPPORTED, "a column without its table in a semi join")
            .at(Positions.of(name.getParserPosition()))
            .hint("write the table before it:   a." + name.getSimple())
            .build();
      }
      return null;
    }
  }
}
