package io.millrace.plan.logical;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.plan.physical.PlanRules;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rel.metadata.DefaultRelMetadataProvider;
import org.apache.calcite.rel.metadata.ProxyingMetadataHandlerProvider;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rex.LogicVisitor;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql2rel.CorrelateProjectExtractor;
import org.apache.calcite.sql2rel.RelDecorrelator;

/**
 * Queries inside expressions become joins: that of IN a join with the query's rows, each once; one
 * that reads columns from around it a join on those.
 */
final class SubQueries {
  private SubQueries() {}

  /** The same plan without queries in expressions; the plan itself if it has none. */
  static RelNode unnest(RelNode written, RelOptCluster cluster, PlanRules rules) {
    if (!new Finder().isIn(written)) {
      return written;
    }
    // Generating and compiling code for metadata takes longer than planning.
    cluster.setMetadataQuerySupplier(
        () ->
            new RelMetadataQuery(
                new ProxyingMetadataHandlerProvider(DefaultRelMetadataProvider.INSTANCE)));
    cluster.invalidateMetadataQuery();
    checkRows(written);
    RelNode resolved = NullOperands.resolve(written);
    RelNode known = rules == PlanRules.FIRST ? resolved : ExistsJoins.of(resolved);
    if (!new Finder().isIn(known)) {
      return known;
    }
    HepPlanner planner =
        new HepPlanner(
            HepProgram.builder()
                // Together, because a query that has become a join may have queries of its own.
                .addRuleCollection(
                    List.of(
                        CoreRules.FILTER_SUB_QUERY_TO_CORRELATE,
                        CoreRules.PROJECT_SUB_QUERY_TO_CORRELATE,
                        CoreRules.JOIN_SUB_QUERY_TO_CORRELATE))
                .build());
    planner.setRoot(known);
    RelNode around =
        OptionalSides.handOver(EmptyGroups.count(planner.findBestExp()))
            .accept(new CorrelateProjectExtractor(RelFactories.LOGICAL_BUILDER));
    RelNode correlated = OrderedCalls.hide(ConstantGroups.hide(ColumnsFromAround.once(around)));
    checkWindows(correlated);
    RelNode plain =
        OrderedCalls.show(
            ConstantGroups.show(
                RelDecorrelator.decorrelateQuery(
                    correlated, RelFactories.LOGICAL_BUILDER.create(cluster, null))));
    checkPlain(plain);
    return plain;
  }

  /**
   * Refuses a function over a window of rows that are others for each row around them: as a join
   * they would all be in one window.
   */
  private static void checkWindows(RelNode rel) {
    if (rel instanceof Correlate correlate && hasWindowOf(correlate, correlate.getRight())) {
      throw error(
              ErrorCode.NOT_SUPPORTED,
              "OVER in a query inside an expression that reads columns from around it")
          .hint("write it as a join with a query that has PARTITION BY")
          .build();
    }
    rel.getInputs().forEach(SubQueries::checkWindows);
  }

  private static boolean hasWindowOf(Correlate correlate, RelNode rel) {
    boolean windows =
        rel instanceof Project project && RexOver.containsOver(project.getProjects(), null);
    return windows && RelOptUtil.getVariablesUsed(rel).contains(correlate.getCorrelationId())
        || rel.getInputs().stream().anyMatch(input -> hasWindowOf(correlate, input));
  }

  /**
   * Refuses rows of several columns in IN where it matters whether it is false or unknown, if a
   * column may be NULL: (1, NULL) IN ((2, 3)) is false, and what is built takes it for unknown.
   */
  private static void checkRows(RelNode rel) {
    rel.accept(
        new RexShuttle() {
          @Override
          public RexNode visitSubQuery(RexSubQuery query) {
            if (query.getKind() == SqlKind.IN
                && query.getOperands().size() > 1
                && mayBeNull(query)
                && !isOnlyTrue(rel, query)) {
              throw error(
                      ErrorCode.NOT_SUPPORTED,
                      "IN with rows of several columns that may be NULL, but as a condition that"
                          + " rows fulfil,")
                  .hint("write it with EXISTS or NOT EXISTS")
                  .build();
            }
            checkRows(query.rel);
            return query;
          }
        });
    rel.getInputs().forEach(SubQueries::checkRows);
  }

  private static boolean mayBeNull(RexSubQuery query) {
    return query.getOperands().stream().anyMatch(operand -> operand.getType().isNullable())
        || query.rel.getRowType().getFieldList().stream()
            .anyMatch(field -> field.getType().isNullable());
  }

  private static boolean isOnlyTrue(RelNode rel, RexSubQuery query) {
    return rel instanceof Filter filter
        && LogicVisitor.find(RelOptUtil.Logic.TRUE, List.of(filter.getCondition()), query)
            == RelOptUtil.Logic.TRUE;
  }

  private static void checkPlain(RelNode rel) {
    if (rel instanceof Correlate correlate && dependsOnRows(correlate)) {
      throw error(ErrorCode.NOT_SUPPORTED, "a query inside an expression that depends on it so")
          .detail("It could not be turned into a join with the rows around it.")
          .hint("write it as a join")
          .build();
    }
    rel.getInputs().forEach(SubQueries::checkPlain);
  }

  /** Whether it is a query that is asked anew for each row, rather than a function. */
  private static boolean dependsOnRows(Correlate correlate) {
    RelNode right = correlate.getRight();
    while (right.getInputs().size() == 1) {
      right = right.getInput(0);
    }
    return !(right instanceof TableFunctionScan);
  }

  /** Looks for queries in expressions and behind LATERAL. */
  private static final class Finder extends RelHomogeneousShuttle {
    private boolean found;

    boolean isIn(RelNode rel) {
      rel.accept(this);
      return found;
    }

    @Override
    public RelNode visit(RelNode other) {
      found |= other instanceof Correlate correlate && dependsOnRows(correlate);
      other.accept(
          new RexShuttle() {
            @Override
            public RexNode visitSubQuery(RexSubQuery query) {
              found = true;
              return query;
            }
          });
      return found ? other : super.visit(other);
    }
  }
}
