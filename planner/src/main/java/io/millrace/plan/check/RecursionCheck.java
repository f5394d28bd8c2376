package io.millrace.plan.check;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expressions;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.incremental.RecursionNode;
import io.millrace.plan.incremental.pass.FollowedSources;
import io.millrace.plan.physical.QueryPlan.ChangeKind;

/**
 * Refuses in recursive parts what has another value in each batch, if rows of rounds may go: with
 * UNION they also do when they are found on a shorter way.
 */
public final class RecursionCheck {
  private RecursionCheck() {}

  /**
   * Checks all recursive queries of a plan.
   *
   * @throws io.millrace.api.error.MillraceException NOT_SUPPORTED
   */
  public static void check(PlanNode node) {
    if (node instanceof RecursionNode recursion
        && recursion.step().traits().kind() != ChangeKind.INSERT
        // tables in memory are read in one batch
        && !(recursion.traits().ends() && FollowedSources.areTables(recursion))) {
      checkStep(recursion.step());
    }
    node.inputs().forEach(RecursionCheck::check);
  }

  private static void checkStep(PlanNode node) {
    for (Expression expression : ViewCheck.expressions(node)) {
      boolean hasTime = Expressions.readsBatchTime(expression);
      if (hasTime || !Expressions.isDeterministic(expression)) {
        throw error(
                ErrorCode.NOT_SUPPORTED,
                (hasTime ? "the current time" : "a function that is NOT DETERMINISTIC")
                    + " in the recursive part of WITH RECURSIVE, over rows that may go,")
            .hint("compute it in a column of the first part, which the recursive part hands on")
            .build();
      }
    }
    node.inputs().forEach(RecursionCheck::checkStep);
  }
}
