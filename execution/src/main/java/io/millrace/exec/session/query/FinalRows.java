package io.millrace.exec.session.query;

import io.millrace.api.StatementResult.Changes.Finality;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.physical.OperatorSpec;
import io.millrace.plan.physical.OperatorSpec.AggregateSpec;
import io.millrace.plan.physical.OperatorSpec.CalcSpec;
import io.millrace.plan.physical.OperatorSpec.DistinctSpec;
import io.millrace.plan.physical.OperatorSpec.Horizon;
import io.millrace.plan.physical.OperatorSpec.WatermarkSpec;
import io.millrace.plan.physical.OperatorSpec.WindowSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** From when on the rows of a result change no more, where a column of the result says so. */
final class FinalRows {
  private FinalRows() {}

  /**
   * The horizon of the operator that makes the rows, if the column it goes by comes through to the
   * result, or another bound of the same window.
   */
  static Optional<Finality> of(OperatorSpec spec) {
    return candidates(spec).stream().findFirst();
  }

  /** The same by each column that can say it. */
  private static List<Finality> candidates(OperatorSpec spec) {
    if (spec instanceof CalcSpec calc) {
      List<Finality> below = candidates(calc.input());
      return below.stream().flatMap(f -> through(calc.projections(), f).stream()).toList();
    } else if (spec instanceof AggregateSpec aggregate && aggregate.horizon().isPresent()) {
      return ofKeys(aggregate, aggregate.horizon().get());
    } else if (spec instanceof DistinctSpec distinct && distinct.horizon().isPresent()) {
      Horizon horizon = distinct.horizon().get();
      return List.of(new Finality(horizon.column(), horizon.unitMicros(), horizon.offsetMicros()));
    }
    return List.of();
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

  /** The horizon goes by a column of the input that is a key, which the output has in front. */
  private static List<Finality> ofKeys(AggregateSpec aggregate, Horizon horizon) {
    int key = aggregate.keys().indexOf(horizon.column());
    if (key < 0) {
      return List.of();
    }
    List<Finality> keys = new ArrayList<>();
    keys.add(new Finality(key, horizon.unitMicros(), horizon.offsetMicros()));
    OptionalLong own = behindStart(aggregate, key);
    for (int i = 0; i < aggregate.keys().size() && horizon.unitMicros() == 1; i++) {
      OptionalLong other = behindStart(aggregate, i);
      if (i != key && own.isPresent() && other.isPresent()) {
        long between = own.getAsLong() - other.getAsLong();
        keys.add(new Finality(i, 1, horizon.offsetMicros() + between));
      }
    }
    return keys;
  }

  /** How far behind the start of its window a key of an aggregate lies, if it is a bound of one. */
  private static OptionalLong behindStart(AggregateSpec aggregate, int key) {
    if (aggregate.slicing().isPresent()) {
      long size = aggregate.slicing().get().sizeMicros();
      return switch (aggregate.slicing().get().keys().get(key)) {
        case VALUE -> OptionalLong.empty();
        case START -> OptionalLong.of(0);
        case END -> OptionalLong.of(size);
        case TIME -> OptionalLong.of(size - 1);
      };
    }
    return behindStart(aggregate.input(), aggregate.keys().get(key));
  }

  private static OptionalLong behindStart(OperatorSpec spec, int column) {
    if (spec instanceof CalcSpec calc) {
      return calc.projections().get(column) instanceof Expression.ColumnReference reference
          ? behindStart(calc.input(), reference.index())
          : OptionalLong.empty();
    } else if (spec instanceof WatermarkSpec watermark) {
      return behindStart(watermark.input(), column);
    } else if (spec instanceof WindowSpec window) {
      return switch (column - window.input().output().size()) {
        case 0 -> OptionalLong.of(0);
        case 1 -> OptionalLong.of(window.sizeMicros());
        case 2 -> OptionalLong.of(window.sizeMicros() - 1);
        default -> OptionalLong.empty();
      };
    }
    return OptionalLong.empty();
  }
}
