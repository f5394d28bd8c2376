package io.millrace.exec.operator.aggregate;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import io.millrace.plan.physical.AggregateCall;
import io.millrace.plan.physical.AggregateCall.AggregateFunction;
import io.millrace.plan.physical.AggregateCall.OrderKey;
import io.millrace.state.SortOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * How a call keeps rows: what they are ordered by, and the value last. Where one row decides, that
 * is the last one in order, so that the others can go if no row is ever taken back.
 *
 * @param arguments columns of the input, apart from the arrival
 * @param types of the table's columns, that of the arrival among them
 * @param keepsBest whether only the last row matters, now and later
 * @param keepsFirst whether a group that has a row needs no other
 */
record RowsPlan(
    int[] arguments,
    List<DataType> types,
    List<SortOrder> orders,
    boolean byArrival,
    boolean keepsBest,
    boolean keepsFirst) {

  static RowsPlan of(AggregateCall call, Schema input, boolean insertOnly) {
    AggregateFunction function = call.function();
    boolean decided =
        switch (function) {
          case FIRST, LAST, ARG_MIN, ARG_MAX -> true;
          default -> false;
        };
    boolean reversed = function == AggregateFunction.FIRST || function == AggregateFunction.ARG_MIN;
    boolean byArrival = call.isByArrival();
    int value = call.arguments().get(0);
    List<Integer> arguments = new ArrayList<>();
    List<DataType> types = new ArrayList<>();
    List<SortOrder> orders = new ArrayList<>();
    if (byArrival) {
      types.add(DataType.BIGINT.notNull());
      orders.add(order(false, true, reversed));
    }
    for (OrderKey key : keys(call)) {
      arguments.add(key.column());
      types.add(input.type(key.column()));
      orders.add(order(key.descending(), key.nullsFirst(), reversed));
    }
    boolean sortedByValue = !arguments.isEmpty() && arguments.contains(value) && !decided;
    if (!sortedByValue || arguments.get(arguments.size() - 1) != value) {
      arguments.add(value);
      types.add(call.detail().keepsNulls() ? input.type(value) : input.type(value).notNull());
      orders.add(valueOrder(function));
    }
    return new RowsPlan(
        arguments.stream().mapToInt(Integer::intValue).toArray(),
        types,
        orders,
        byArrival,
        decided && insertOnly,
        function == AggregateFunction.FIRST && byArrival);
  }

  /** What rows are ordered by before their value. */
  private static List<OrderKey> keys(AggregateCall call) {
    return switch (call.function()) {
      case ARG_MIN, ARG_MAX -> List.of(new OrderKey(call.arguments().get(1), false, true));
      case PERCENTILE_CONT, PERCENTILE_DISC ->
          // the argument itself, which may be another type of the column in the order
          List.of(
              new OrderKey(
                  call.arguments().get(0),
                  call.detail().order().stream().anyMatch(OrderKey::descending),
                  true));
      default -> call.detail().order();
    };
  }

  private static SortOrder order(boolean descending, boolean nullsFirst, boolean reversed) {
    return new SortOrder(descending ^ reversed, nullsFirst ^ reversed);
  }

  /** Of several rows that are first, the one with the smallest value is. */
  private static SortOrder valueOrder(AggregateFunction function) {
    boolean smallestLast =
        switch (function) {
          case FIRST, ARG_MIN, ARG_MAX -> true;
          default -> false;
        };
    return smallestLast ? new SortOrder(true, false) : SortOrder.ASCENDING;
  }
}
