package io.millrace.plan.analyze;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.plan.catalog.Catalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * {@code GROUP BY ALL} as all that is selected and holds no aggregate, and {@code ORDER BY ALL
 * [DESC]} as all that is selected, from left to right.
 */
final class AllColumns extends SqlShuttle {
  /** What {@link DuckWords} puts in the place of ALL. */
  static final String MARK = "$all";

  private static final Set<String> PLAIN = Set.of("COUNT", "SUM", "AVG", "MIN", "MAX");

  private final Catalog catalog;

  AllColumns(Catalog catalog) {
    this.catalog = catalog;
  }

  @Override
  public @Nullable SqlNode visit(SqlCall call) {
    SqlNode visited = super.visit(call);
    if (visited instanceof SqlSelect select) {
      SqlNodeList group = select.getGroup();
      if (group != null && group.size() == 1 && isMark(group.get(0))) {
        select.setGroupBy(groups(select, group.getParserPosition()));
      }
      SqlNodeList order = select.getOrderList();
      if (order != null && order.size() == 1 && isMarked(order.get(0))) {
        select.setOrderBy(order(select, order.get(0)));
      }
    } else if (visited instanceof SqlOrderBy order
        && order.orderList.size() == 1
        && isMarked(order.orderList.get(0))) {
      return new SqlOrderBy(
          order.getParserPosition(),
          order.query,
          order(order.query, order.orderList.get(0)),
          order.offset,
          order.fetch);
    }
    return visited;
  }

  private static boolean isMark(SqlNode node) {
    return node instanceof SqlIdentifier name && name.isSimple() && name.getSimple().equals(MARK);
  }

  /** ALL, with or without a direction. */
  private static boolean isMarked(SqlNode node) {
    boolean directed =
        node.getKind() == SqlKind.DESCENDING
            || node.getKind() == SqlKind.NULLS_FIRST
            || node.getKind() == SqlKind.NULLS_LAST;
    return directed ? isMarked(((SqlCall) node).operand(0)) : isMark(node);
  }

  private SqlNodeList groups(SqlSelect select, SqlParserPos position) {
    List<SqlNode> groups = new ArrayList<>();
    for (SqlNode item : select.getSelectList()) {
      SqlNode value = item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
      if (value instanceof SqlIdentifier name && name.isStar()) {
        throw refused("GROUP BY ALL with *", value);
      }
      if (!holdsAggregate(value) && value.getKind() != SqlKind.LITERAL) {
        groups.add(value);
      }
    }
    return new SqlNodeList(groups, position);
  }

  private static SqlNodeList order(SqlNode query, SqlNode mark) {
    SqlNode first = query;
    while (first.getKind() == SqlKind.UNION
        || first.getKind() == SqlKind.EXCEPT
        || first.getKind() == SqlKind.INTERSECT) {
      first = ((SqlCall) first).operand(0);
    }
    List<SqlNode> columns = new ArrayList<>();
    if (first instanceof SqlSelect select) {
      for (SqlNode item : select.getSelectList()) {
        if (item instanceof SqlIdentifier name && name.isStar()) {
          throw refused("ORDER BY ALL with *", item);
        }
        columns.add(directed(mark, columns.size() + 1));
      }
    }
    if (columns.isEmpty()) {
      throw refused("ORDER BY ALL here", mark);
    }
    return new SqlNodeList(columns, mark.getParserPosition());
  }

  private static SqlNode directed(SqlNode mark, int number) {
    SqlParserPos position = mark.getParserPosition();
    return isMark(mark)
        ? SqlLiteral.createExactNumeric(Integer.toString(number), position)
        : ((SqlCall) mark)
            .getOperator()
            .createCall(position, directed(((SqlCall) mark).operand(0), number));
  }

  private static MillraceException refused(String what, SqlNode place) {
    return error(ErrorCode.NOT_SUPPORTED, what)
        .at(Positions.of(place.getParserPosition()))
        .hint("write the columns out")
        .build();
  }

  private boolean holdsAggregate(SqlNode value) {
    boolean[] found = new boolean[1];
    value.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          @SuppressWarnings("NullAway")
          public Void visit(SqlCall call) {
            if (call.getKind() == SqlKind.OVER || call.isA(SqlKind.QUERY)) {
              return null;
            }
            String name = call.getOperator().getName();
            found[0] |=
                call.getOperator().isAggregator()
                    || PLAIN.contains(name.toUpperCase(Locale.ROOT))
                    || OwnAggregates.isAggregate(name)
                    || catalog
                        .findFunction(name)
                        .flatMap(UserOperators::of)
                        .filter(operator -> operator.isAggregator())
                        .isPresent();
            return super.visit(call);
          }
        });
    return found[0];
  }
}
