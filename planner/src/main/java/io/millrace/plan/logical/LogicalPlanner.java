package io.millrace.plan.logical;

import io.millrace.api.error.SourcePosition;
import io.millrace.api.error.SourceText;
import io.millrace.plan.analyze.Analyzed;
import io.millrace.plan.analyze.Analyzer;
import io.millrace.plan.catalog.Catalog;
import io.millrace.plan.catalog.UserFunction;
import io.millrace.plan.physical.PlanRules;
import io.millrace.sql.statement.QueryText;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.sql.SqlExplainLevel;
import org.apache.calcite.sql2rel.SqlToRelConverter;

/**
 * Turns queries into relational plans as they are written: nothing is folded or reordered here,
 * because Calcite computes constants in milliseconds and forgets which condition guards what. The
 * plan over changes is improved by our own passes.
 */
public final class LogicalPlanner {
  private final Analyzer analyzer;
  private final RelOptCluster cluster;
  private final PlanRules rules;

  /** Plans by the newest rules. */
  public LogicalPlanner(Catalog catalog, SourceText script) {
    this(catalog, script, PlanRules.NEWEST);
  }

  public LogicalPlanner(Catalog catalog, SourceText script, PlanRules rules) {
    this.rules = rules;
    this.analyzer =
        new Analyzer(
            catalog,
            script,
            (view, cluster, keepPositions) -> {
              RelRoot root = convert(view, cluster);
              return keepPositions ? root.project() : PositionStripper.strip(root.project());
            });
    HepPlanner planner = new HepPlanner(HepProgram.builder().build());
    // Constants stay as they are written; ours are computed by the engine.
    planner.setExecutor((builder, constants, reduced) -> reduced.addAll(constants));
    this.cluster = RelOptCluster.create(planner, new RexBuilder(analyzer.typeFactory()));
  }

  /**
   * A relational plan.
   *
   * @param columns where the columns of the result are written; empty if not one by one
   */
  public record LogicalPlan(RelRoot root, RexBuilder rexBuilder, List<SourcePosition> columns) {
    /** The plan as EXPLAIN LOGICAL prints it. */
    public String text() {
      return "Logical plan\n"
          + RelOptUtil.toString(root.project(), SqlExplainLevel.EXPPLAN_ATTRIBUTES)
              .replace("Logical", "")
              .stripTrailing();
    }

    /** The same as a tree. */
    public LogicalNode tree() {
      return LogicalNode.of(root.project());
    }
  }

  /** The plan of a query. */
  public LogicalPlan query(QueryText text) {
    return plan(analyzer.query(text));
  }

  private LogicalPlan plan(Analyzed query) {
    return new LogicalPlan(
        convert(query, cluster), cluster.getRexBuilder(), query.writtenColumns());
  }

  /** The names of the columns of a query. */
  public List<String> names(QueryText text) {
    return analyzer.query(text).rowType().getFieldNames();
  }

  /** Checks a function in SQL. */
  public void check(UserFunction.Macro macro) {
    analyzer.check(macro);
  }

  /** Expressions over one relation of the catalog, or over nothing, as the columns of a plan. */
  public LogicalPlan expressions(List<QueryText> expressions, Optional<String> relation) {
    return plan(analyzer.expressions(expressions, relation));
  }

  private RelRoot convert(Analyzed analyzed, RelOptCluster cluster) {
    SqlToRelConverter converter =
        new SqlToRelConverter(
            (rowType, text, schemaPath, viewPath) -> {
              throw new IllegalStateException("views are expanded by their table");
            },
            analyzed.validator(),
            analyzed.reader(),
            cluster,
            Convertlets.INSTANCE,
            SqlToRelConverter.config()
                .withExpand(false)
                .withTrimUnusedFields(false)
                // a LIMIT around a query in FROM takes the first rows in its order
                .withRemoveSortInSubQuery(false)
                .withInSubQueryThreshold(Integer.MAX_VALUE)
                .withCreateValuesRel(true)
                .withRelBuilderConfigTransform(
                    config ->
                        config
                            .withSimplify(false)
                            .withSimplifyValues(false)
                            .withSimplifyLimit(false)
                            .withPruneInputOfAggregate(false)
                            .withPushJoinCondition(false)
                            .withBloat(-1)));
    RelRoot root = converter.convertQuery(analyzed.query(), false, true);
    return root.withRel(SubQueries.unnest(root.rel, cluster, rules));
  }
}
