package io.millrace.exec.session;

import io.millrace.api.StatementResult.Changes.Finality;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.physical.OperatorSpec;
import io.millrace.plan.physical.OperatorSpec.AggregateSpec;
import io.millrace.plan.physical.OperatorSpec.CalcSpec;
import io.millrace.plan.physical.OperatorSpec.DistinctSpec;
import io.millrace.plan.physical.OperatorSpec.Horizon;
import java.util.List;
import java.util.Optional;

/** From when on the rows of a result change no more, where a column of the result says so. */
final class FinalRows {
  private FinalRows() {}

  /**
   * The horizon of the operator that makes the rows, if the column it goes by comes through to the
   * result.
   */
  static Optional<Finality> of(OperatorSpec spec) {
    if (spec instanceof CalcSpec calc) {
      return of(calc.input()).flatMap(below -> through(calc.projections(), below));
    } else if (spec instanceof AggregateSpec aggregate) {
      return aggregate.horizon().flatMap(horizon -> of(aggregate, horizon));
    } else if (spec instanceof DistinctSpec distinct) {
      return distinct
          .horizon()
          .map(h -> new Finality(h.column(), h.unitMicros(), h.offsetMicros()));
    }
    return Optional.empty();
  }

  /** The horizon goes by a column of the input that is a key, which the output has in front. */
  private static Optional<Finality> of(AggregateSpec aggregate, Horizon horizon) {
    int key = aggregate.keys().indexOf(horizon.column());
    return key < 0
        ? Optional.empty()
        : Optional.of(new Finality(key, horizon.unitMicros(), horizon.offsetMicros()));
  }

  private static Optional<Finality> through(List<Expression> projections, Finality below) {
    for (int i = 0; i < projections.size(); i++) {
      if (projections.get(i) instanceof Expression.ColumnReference column
          && column.index() == below.column()) {
        return Optional.of(new Finality(i, below.unitMicros(), below.offsetMicros()));
      }
    }
    return Optional.empty();
  }
}
