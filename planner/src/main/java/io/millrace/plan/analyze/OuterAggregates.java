package io.millrace.plan.analyze;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/**
 * Refuses aggregates in a query within an expression that are made of columns from around it alone:
 * by the standard such an aggregate is one of the query around it, and Calcite takes it for one of
 * the inner query. Looks at validated queries.
 */
final class OuterAggregates extends SqlBasicVisitor<Void> {
  private OuterAggregates() {}

  static void refuse(SqlNode query) {
    query.accept(new OuterAggregates());
  }

  @Override
  @SuppressWarnings("NullAway")
  public Void visit(SqlCall call) {
    if (call instanceof SqlSelect select) {
      Set<String> tables = new HashSet<>();
      if (select.getFrom() != null) {
        MergedColumns.tables(select.getFrom(), tables);
      }
      for (SqlNode item : select.getSelectList()) {
        inSelect(item, tables);
      }
      if (select.getHaving() != null) {
        inSelect(select.getHaving(), tables);
      }
    }
    return super.visit(call);
  }

  private void inSelect(SqlNode node, Set<String> tables) {
    node.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          @SuppressWarnings("NullAway")
          public Void visit(SqlCall call) {
            if (call.isA(SqlKind.QUERY)) {
              return null;
            }
            boolean aggregate =
                call.getOperator().isAggregator() || call.getKind() == SqlKind.FILTER;
            if (aggregate && call.getKind() != SqlKind.OVER) {
              check(call, tables);
              return null;
            }
            return super.visit(call);
          }
        });
  }

  private static void check(SqlCall aggregate, Set<String> tables) {
    boolean[] columns = new boolean[2];
    aggregate.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          @SuppressWarnings("NullAway")
          public Void visit(SqlIdentifier column) {
            if (!column.isStar() && column.names.size() > 1) {
              columns[tables.contains(column.names.get(0).toLowerCase(Locale.ROOT)) ? 0 : 1] = true;
            }
            return null;
          }
        });
    if (columns[1] && !columns[0]) {
      throw error(
              ErrorCode.NOT_SUPPORTED,
              "an aggregate of columns from around the query that it stands in")
          .at(Positions.of(aggregate.getParserPosition()))
          .hint("compute it in the query around:   SELECT …, MAX(t.a) AS m FROM t GROUP BY …")
          .build();
    }
  }
}
