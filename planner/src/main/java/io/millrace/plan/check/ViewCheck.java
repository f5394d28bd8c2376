package io.millrace.plan.check;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.connector.OutputMode;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expressions;
import io.millrace.plan.incremental.FilterNode;
import io.millrace.plan.incremental.GroupStateNode;
import io.millrace.plan.incremental.JoinNode;
import io.millrace.plan.incremental.LimitNode;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.incremental.ProjectNode;
import io.millrace.plan.incremental.pass.TopNConversion;
import io.millrace.plan.physical.QueryPlan.ChangeKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Refuses what cannot follow rows that go: an expression over a row must have the value again that
 * it had when the row came, or else what was made of the row stays.
 */
public final class ViewCheck {
  private ViewCheck() {}

  /**
   * How a materialized view keeps its rows: by the changes of its query, in no order.
   *
   * @throws MillraceException NOT_SUPPORTED
   */
  public static ModeChoice choose(ModeRequest request) {
    TriggerCheck.check(request.clauses());
    if (request.clauses().mode().isPresent()) {
      throw error(ErrorCode.NOT_SUPPORTED, "an output mode of a materialized view")
          .at(request.place())
          .hint("leave it out: whoever reads the view gets its rows")
          .build();
    }
    // an order counts where it says which rows there are
    PlanNode whole =
        request
            .ordering()
            .filter(ordering -> ordering.limit().isPresent() || ordering.offset() > 0)
            .map(ordering -> TopNConversion.cut(request.root(), ordering))
            .orElse(request.root());
    List<Integer> columns = IntStream.range(0, request.visibleColumns()).boxed().toList();
    boolean allVisible = columns.size() == whole.output().size();
    PlanNode root = allVisible ? whole : ProjectNode.columns(whole, columns);
    check(root);
    return new ModeChoice(
        root, OutputMode.CHANGELOG, "kept by a materialized view", Optional.empty());
  }

  private static void check(PlanNode node) {
    if (node.inputs().stream().anyMatch(input -> input.traits().kind() != ChangeKind.INSERT)) {
      expressions(node).forEach(ViewCheck::check);
      if (node instanceof GroupStateNode) {
        throw refused("a program that keeps state over rows that may go").build();
      }
      if (node instanceof LimitNode) {
        throw new IllegalStateException("a cut of rows as they come, over rows that may go");
      }
    }
    node.inputs().forEach(ViewCheck::check);
  }

  /** The expressions that a node computes of its rows. */
  static List<Expression> expressions(PlanNode node) {
    if (node instanceof FilterNode filter) {
      return List.of(filter.condition());
    } else if (node instanceof ProjectNode project) {
      return project.projections();
    } else if (node instanceof JoinNode join) {
      return join.condition().map(List::of).orElse(List.of());
    }
    return List.of();
  }

  private static void check(Expression expression) {
    if (Expressions.readsBatchTime(expression)) {
      throw refused("the current time over rows that may go")
          .hint("store the time with the row:  a column with DEFAULT CURRENT_TIMESTAMP")
          .build();
    }
    if (!Expressions.isDeterministic(expression)) {
      throw refused("a function that is NOT DETERMINISTIC over rows that may go")
          .hint("declare it DETERMINISTIC, if it is")
          .build();
    }
  }

  private static MillraceException.Builder refused(String what) {
    return error(ErrorCode.NOT_SUPPORTED, what + ", in a materialized view")
        .detail("when a row goes, what was made of it must be found again");
  }
}
