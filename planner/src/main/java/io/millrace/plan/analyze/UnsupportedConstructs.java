package io.millrace.plan.analyze;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Suggestions;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUserDefinedTypeNameSpec;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/**
 * Refuses, by its name in SQL and at its place, every construct that is valid SQL and not built
 * yet. Runs on the tree as parsed, where places are exact.
 */
final class UnsupportedConstructs extends SqlBasicVisitor<Void> {
  private static final Set<String> WINDOWS = Set.of("TUMBLE", "HOP", "CUMULATE", "SESSION");
  private static final Set<JoinType> LATERAL_JOINS =
      Set.of(JoinType.COMMA, JoinType.CROSS, JoinType.INNER, JoinType.LEFT);

  private UnsupportedConstructs() {}

  static void check(SqlNode query) {
    query.accept(new UnsupportedConstructs());
  }

  private static MillraceException refuse(String what, SqlNode place) {
    return error(ErrorCode.NOT_SUPPORTED, what).at(Positions.of(place.getParserPosition())).build();
  }

  @Override
  @SuppressWarnings("NullAway")
  public Void visit(SqlCall call) {
    switch (call.getKind()) {
      case JOIN -> checkJoin((SqlJoin) call);
      case OVER -> checkOver(call);
      case TABLESAMPLE -> throw refuse("TABLESAMPLE", call);
      case MATCH_RECOGNIZE -> throw refuse("MATCH_RECOGNIZE", call);
      case SNAPSHOT -> throw refuse("FOR SYSTEM_TIME AS OF", call);
      case ARRAY_QUERY_CONSTRUCTOR -> throw refuse("ARRAY of a query", call);
      case MAP_QUERY_CONSTRUCTOR -> throw refuse("MAP of a query", call);
      case MULTISET_VALUE_CONSTRUCTOR, MULTISET_QUERY_CONSTRUCTOR -> throw refuse("MULTISET", call);
      case WITHIN_DISTINCT -> throw refuse("WITHIN DISTINCT", call);
      case EXTEND -> throw refuse("EXTEND", call);
      case WITH -> checkWith((SqlWith) call);
      case SOME, ALL -> checkQuantified(call);
      case SELECT -> checkSelect((SqlSelect) call);
      case OTHER_FUNCTION -> HiddenNames.refuse(call);
      default -> {}
    }
    return super.visit(call);
  }

  @Override
  @SuppressWarnings("NullAway")
  public Void visit(SqlDataTypeSpec type) {
    if (type.getTypeNameSpec() instanceof SqlUserDefinedTypeNameSpec
        && SqlTypes.named(type.getTypeName().toString()).isEmpty()) {
      String name = type.getTypeName().toString();
      MillraceException.Builder unknown =
          error(ErrorCode.TYPE_NOT_FOUND, name).at(Positions.of(type.getParserPosition()));
      Suggestions.nearest(name, SqlTypes.NAMES)
          .ifPresent(near -> unknown.hint("did you mean " + near + "?"));
      throw unknown.build();
    }
    return null;
  }

  private static boolean isUserFunction(SqlNode from) {
    return from.getKind() == SqlKind.COLLECTION_TABLE
        && ((SqlCall) from).operand(0) instanceof SqlCall call
        && !WINDOWS.contains(WindowCall.name(call));
  }

  /** Joins with the rows that a table function makes of each row are no joins. */
  private static void checkJoin(SqlJoin join) {
    SqlNode right = join.getRight();
    SqlNode joined = right.getKind() == SqlKind.AS ? ((SqlCall) right).operand(0) : right;
    SqlNode condition = join.getCondition();
    boolean plain =
        condition == null
            || condition instanceof SqlLiteral literal && Boolean.TRUE.equals(literal.getValue());
    boolean made = joined.getKind() == SqlKind.LATERAL || isUserFunction(joined);
    if (made && plain && LATERAL_JOINS.contains(join.getJoinType())) {
      return;
    }
    if (made && !plain) {
      throw error(ErrorCode.NOT_SUPPORTED, "a condition between a table function and its input")
          .at(Positions.of(condition.getParserPosition()))
          .hint(
              // in WHERE it would take away what has no row on the other side
              join.getJoinType() == JoinType.LEFT
                  ? "put it into a query:   LEFT JOIN LATERAL (SELECT … WHERE …) AS q ON TRUE"
                  : "write ON TRUE, and the condition into WHERE")
          .build();
    }
    switch (join.getJoinType()) {
      case INNER, LEFT, RIGHT, FULL, CROSS, COMMA, LEFT_SEMI_JOIN, LEFT_ANTI_JOIN -> {}
      default -> throw refuse(join.getJoinType().name().replace('_', ' ') + " JOIN", placeOf(join));
    }
  }

  private static SqlNode placeOf(SqlJoin join) {
    SqlNode type = join.getJoinTypeNode();
    return type.getParserPosition().getLineNum() > 0 ? type : join;
  }

  private static void checkOver(SqlCall over) {
    over.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          @SuppressWarnings("NullAway")
          public Void visit(SqlCall call) {
            if (call.isA(SqlKind.QUERY)) {
              throw refuse("a query inside OVER", call)
                  .withHint("make it a column of a query in FROM");
            }
            return super.visit(call);
          }
        });
  }

  /** Rows are compared part by part, which is right for IN and NOT IN alone. */
  private static void checkQuantified(SqlCall call) {
    boolean in =
        call.getOperator() == SqlStdOperatorTable.SOME_EQ
            || call.getOperator() == SqlStdOperatorTable.ALL_NE;
    boolean rows =
        call.operandCount() == 2
            && (call.operand(0).getKind() == SqlKind.ROW || columns(call.operand(1)) > 1);
    if (rows && !in) {
      throw refuse("a row compared by " + call.getOperator().getName(), call)
          .withHint("write it with EXISTS, and compare the columns there");
    }
  }

  /** How many columns a query is seen to have; 0 if that is not seen. */
  private static int columns(SqlNode query) {
    return query instanceof SqlSelect select ? select.getSelectList().size() : 0;
  }

  private static void checkWith(SqlWith with) {
    Set<String> names = new HashSet<>();
    for (SqlNode item : with.withList) {
      SqlIdentifier name = ((SqlWithItem) item).name;
      if (!names.add(name.getSimple().toLowerCase(Locale.ROOT))) {
        throw error(ErrorCode.QUERY_INVALID, "WITH gives the name " + name.getSimple() + " twice")
            .at(Positions.of(name.getParserPosition()))
            .hint("give one of the queries another name")
            .build();
      }
    }
  }

  private static void checkSelect(SqlSelect select) {
    if (select.hasHints()) {
      throw refuse("a hint", select.getHints() == null ? select : select.getHints());
    }
  }
}
