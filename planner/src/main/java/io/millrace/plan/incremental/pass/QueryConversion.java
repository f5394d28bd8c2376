package io.millrace.plan.incremental.pass;

import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expression.ColumnReference;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.incremental.ProjectNode;
import io.millrace.plan.incremental.pass.ConversionContext.ComputedColumns;
import io.millrace.plan.incremental.pass.ConversionContext.Steps;
import io.millrace.plan.incremental.pass.RootConversion.Root;
import io.millrace.plan.logical.LogicalPlanner.LogicalPlan;
import io.millrace.plan.physical.PlanRules;
import io.millrace.plan.physical.RecursionLimits;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** The border behind which there are no Calcite types: logical plans go in, ours come out. */
public final class QueryConversion {
  private QueryConversion() {}

  /** A whole query. */
  public static Root query(
      LogicalPlan plan,
      ZoneId zone,
      RecursionLimits recursionLimits,
      PlanRules rules,
      ComputedColumns computedColumns,
      Steps steps) {
    ConversionContext context =
        new ConversionContext(
            plan.rexBuilder(), zone, computedColumns, steps, recursionLimits, rules);
    return RootConversion.convert(new RelConverter(context), plan.root());
  }

  /** A list of expressions, planned as the columns of a SELECT. */
  public static List<Expression> expressions(LogicalPlan plan, ZoneId zone) {
    ConversionContext context =
        new ConversionContext(
            plan.rexBuilder(),
            zone,
            relation -> List.of(),
            derived -> {
              throw new IllegalStateException("a step in an expression");
            },
            RecursionLimits.DEFAULT,
            PlanRules.NEWEST);
    PlanNode node = new RelConverter(context).convert(plan.root().rel);
    if (node instanceof ProjectNode project) {
      return project.projections();
    }
    // Columns as they are have no projection.
    List<Expression> columns = new ArrayList<>();
    for (int i = 0; i < node.output().size(); i++) {
      columns.add(new ColumnReference(i, node.output().type(i)));
    }
    return columns;
  }
}
