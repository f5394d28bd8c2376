package io.millrace.plan.logical;

import java.util.List;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * {@code NULL IN (query)} is unknown if the query has rows, else false, and so is NULL compared
 * with ANY of them. What is built for it is unknown always if the query reads columns from around
 * it.
 */
final class NullOperands {
  private NullOperands() {}

  /** The same plan, in which such a condition asks for the existence of rows. */
  static RelNode resolve(RelNode rel) {
    return rel.accept(
        new RelHomogeneousShuttle() {
          @Override
          public RelNode visit(RelNode other) {
            RelNode visited = super.visit(other);
            return visited.accept(expressions(visited));
          }
        });
  }

  private static RexShuttle expressions(RelNode rel) {
    RexBuilder rex = rel.getCluster().getRexBuilder();
    return new RexShuttle() {
      @Override
      public RexNode visitSubQuery(RexSubQuery query) {
        RexSubQuery resolved = query.clone(resolve(query.rel));
        boolean compared = query.getKind() == SqlKind.IN || query.getKind() == SqlKind.SOME;
        if (compared
            && query.getOperands().size() == 1
            && RexUtil.isNullLiteral(query.getOperands().get(0), true)) {
          return rex.makeCall(
              SqlStdOperatorTable.CASE,
              List.of(
                  RexSubQuery.exists(resolved.rel),
                  rex.makeNullLiteral(query.getType()),
                  rex.makeLiteral(false)));
        }
        return super.visitSubQuery(resolved);
      }
    };
  }
}
