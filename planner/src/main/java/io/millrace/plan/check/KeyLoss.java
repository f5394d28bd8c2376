package io.millrace.plan.check;

import io.millrace.plan.expression.Expression;
import io.millrace.plan.incremental.AggregateNode;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.incremental.ProjectNode;
import io.millrace.plan.incremental.UnionAllNode;
import java.util.ArrayList;
import java.util.List;

/** Says where a result lost its key. */
final class KeyLoss {
  private KeyLoss() {}

  static String explain(PlanNode node) {
    if (node.inputs().isEmpty()) {
      return "its rows have none";
    }
    PlanNode input = node.inputs().get(0);
    if (node instanceof UnionAllNode) {
      return "UNION ALL mixes rows whose keys may be equal";
    }
    if (node instanceof ProjectNode project && input.traits().key().isPresent()) {
      List<String> lost = new ArrayList<>();
      for (int column : input.traits().key().get()) {
        boolean kept =
            project.projections().stream()
                .anyMatch(e -> e instanceof Expression.ColumnReference c && c.index() == column);
        if (!kept) {
          lost.add(input.output().name(column));
        }
      }
      String what = input instanceof AggregateNode ? "of GROUP BY " : "";
      return "column " + String.join(", ", lost) + " " + what + "is not selected";
    }
    return explain(input);
  }
}
