package io.millrace.plan.incremental.pass;

import io.millrace.plan.expression.Expression;
import io.millrace.plan.incremental.FilterNode;
import io.millrace.plan.incremental.PlanNode;
import org.apache.calcite.rel.core.Filter;

/** WHERE and HAVING. */
final class FilterConversion {
  private FilterConversion() {}

  static PlanNode convert(RelConverter converter, Filter filter) {
    PlanNode input = converter.convert(filter.getInput());
    Expression condition =
        new ExpressionConverter(converter.context(), input.output(), input.isStateful())
            .convert(filter.getCondition());
    return FilterNode.of(input, condition);
  }
}
