package io.millrace.exec.operator.topn;

import io.millrace.exec.operator.StatefulOperator;
import io.millrace.plan.physical.OperatorSpec.TopNSpec;
import io.millrace.state.StateTables;

/** Chooses the operator for a rule. */
public final class TopNOperators {
  private TopNOperators() {}

  /** The cheapest operator that does it. */
  public static StatefulOperator create(TopNSpec spec, StateTables tables) {
    return spec.rule().isOfFirstRows(spec.insertOnly())
        ? new FirstRowsTopN(spec, tables)
        : new TopNOperator(spec, tables);
  }
}
