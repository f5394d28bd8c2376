package io.millrace.exec.fluent;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.table.tree.TableTree;
import io.millrace.sql.statement.Statement.PlanStage;
import java.util.Locale;

/** The words that explain() takes: EXPLAIN's stages and Spark's modes. */
final class ExplainModes {
  private ExplainModes() {}

  static String explain(Engine engine, TableTree tree, String mode) {
    return switch (mode.toLowerCase(Locale.ROOT)) {
      case "simple", "formatted", "incremental" -> engine.explain(tree, PlanStage.INCREMENTAL);
      case "extended" ->
          engine.explain(tree, PlanStage.LOGICAL)
              + "\n\n"
              + engine.explain(tree, PlanStage.INCREMENTAL);
      case "logical" -> engine.explain(tree, PlanStage.LOGICAL);
      case "physical" -> engine.explain(tree, PlanStage.PHYSICAL);
      case "state" -> engine.explain(tree, PlanStage.STATE);
      case "changelog" -> engine.explain(tree, PlanStage.CHANGELOG);
      default ->
          throw error(ErrorCode.NOT_SUPPORTED, "explain(\"" + mode + "\")")
              .hint("modes: simple, extended, logical, incremental, physical, state, changelog")
              .build();
    };
  }
}
