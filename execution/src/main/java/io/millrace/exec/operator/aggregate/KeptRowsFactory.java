package io.millrace.exec.operator.aggregate;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import io.millrace.plan.physical.AggregateCall;
import io.millrace.plan.physical.AggregateCall.OrderKey;
import io.millrace.state.KeyedTable;
import io.millrace.state.OrderedTable;
import io.millrace.state.SortOrder;
import io.millrace.state.StateTables;
import java.util.List;
import java.util.Optional;

/** Makes the state of calls that keep values in order. */
final class KeptRowsFactory {
  private static final DataType NUMBER = DataType.BIGINT.notNull();

  private final Schema input;
  private final boolean insertOnly;

  KeptRowsFactory(Schema input, boolean insertOnly) {
    this.input = input;
    this.insertOnly = insertOnly;
  }

  Accumulator create(
      AggregateCall call, String name, KeyedTable table, int offset, StateTables tables) {
    return switch (call.function()) {
      case FIRST, LAST, ARG_MIN, ARG_MAX ->
          new LastRowAccumulator(table, offset, rows(call, name, table, tables));
      case PERCENTILE_CONT, PERCENTILE_DISC ->
          new PercentileAccumulator(table, offset, call, rows(call, name, table, tables));
      case STRING_AGG -> new TextsAccumulator(table, offset, call, rows(call, name, table, tables));
      case ARRAY_AGG -> new ListAccumulator(table, offset, call, rows(call, name, table, tables));
      case MODE -> mode(call, name, table, offset, tables);
      default -> throw new IllegalArgumentException(call.function() + " keeps no rows");
    };
  }

  private KeptRows rows(AggregateCall call, String name, KeyedTable table, StateTables tables) {
    RowsPlan plan = RowsPlan.of(call, input, insertOnly);
    OrderedTable rows = tables.ordered(name + " rows", table, plan.types(), plan.orders());
    Optional<OrderedTable> arrivals =
        plan.byArrival() && !insertOnly
            ? Optional.of(
                tables.ordered(
                    name + " arrivals",
                    table,
                    List.of(plan.types().get(1), NUMBER),
                    List.of(SortOrder.ASCENDING, SortOrder.ASCENDING)))
            : Optional.empty();
    return new KeptRows(plan, rows, arrivals);
  }

  /** Of several values that occur equally often the first one in order comes last. */
  private Accumulator mode(
      AggregateCall call, String name, KeyedTable table, int offset, StateTables tables) {
    int argument = call.arguments().get(0);
    DataType type = input.type(argument).notNull();
    boolean descending = call.detail().order().stream().anyMatch(OrderKey::descending);
    return new ModeAccumulator(
        table,
        offset,
        argument,
        tables.ordered(name + " values", table, List.of(type), List.of(SortOrder.ASCENDING)),
        tables.ordered(
            name + " weights",
            table,
            List.of(NUMBER, type),
            List.of(SortOrder.ASCENDING, new SortOrder(!descending, descending))));
  }
}
