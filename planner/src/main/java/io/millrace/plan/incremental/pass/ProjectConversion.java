package io.millrace.plan.incremental.pass;

import io.millrace.plan.expression.Expression;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.incremental.ProjectNode;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;

/** SELECT's expressions. */
final class ProjectConversion {
  private ProjectConversion() {}

  static PlanNode convert(RelConverter converter, Project project) {
    return convert(converter, project, converter.convert(project.getInput()));
  }

  /** A projection over what its input has become. */
  static PlanNode convert(RelConverter converter, Project project, PlanNode input) {
    if (RexOver.containsOver(project.getProjects(), null)) {
      return OverConversion.convert(converter, project, input);
    }
    return convert(converter, input, project.getProjects(), project.getRowType().getFieldNames());
  }

  static PlanNode convert(
      RelConverter converter, PlanNode input, List<RexNode> nodes, List<String> names) {
    ExpressionConverter expressions =
        new ExpressionConverter(converter.context(), input.output(), input.isStateful());
    List<Expression> projections = new ArrayList<>();
    for (RexNode node : nodes) {
      projections.add(expressions.convert(node));
    }
    return ProjectNode.of(input, projections, names);
  }
}
