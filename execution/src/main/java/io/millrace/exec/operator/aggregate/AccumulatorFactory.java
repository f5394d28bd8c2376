package io.millrace.exec.operator.aggregate;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Layout;
import io.millrace.api.types.Schema;
import io.millrace.plan.physical.AggregateCall;
import io.millrace.plan.physical.AggregateCall.AggregateFunction;
import io.millrace.state.KeyedTable;
import io.millrace.state.SlotExtension;
import io.millrace.state.StateTables;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Chooses the state of the aggregate calls of one operator by function, type and whether rows can
 * be taken back.
 */
final class AccumulatorFactory {
  private final Schema input;
  private final boolean insertOnly;
  private final Map<DistinctKey, DistinctValues> distinct = new HashMap<>();

  /** What rows and values a DISTINCT aggregate counts. */
  private record DistinctKey(List<Integer> arguments, OptionalInt filter, boolean keepsNulls) {}

  AccumulatorFactory(Schema input, boolean insertOnly) {
    this.input = input;
    this.insertOnly = insertOnly;
  }

  /** The words that a call needs in the slot of a group. */
  int words(AggregateCall call) {
    if (countsRows(call)) {
      return 0;
    }
    return switch (call.function()) {
      case COUNT -> CountAccumulator.WORDS;
      case SUM, AVG ->
          argumentType(call).kind().isFloating()
              ? FloatingSumAccumulator.WORDS
              : ExactSumAccumulator.WORDS;
      case MIN, MAX -> extremeWords(argumentType(call).layout());
      case USER -> UserAccumulator.WORDS;
      case BIT_AND, BIT_OR, BIT_XOR -> BitsAccumulator.words(call, argumentType(call), insertOnly);
      case MODE -> ModeAccumulator.WORDS;
      case FIRST, LAST, ARG_MIN, ARG_MAX, PERCENTILE_CONT, PERCENTILE_DISC, STRING_AGG, ARRAY_AGG ->
          KeptRowsAccumulator.WORDS;
      default -> MomentsAccumulator.WORDS;
    };
  }

  /** Whether the result of a call is the number of rows. */
  boolean countsRows(AggregateCall call) {
    return call.function() == AggregateFunction.COUNT
        && !call.distinct()
        && call.filter().isEmpty()
        && call.arguments().stream().noneMatch(column -> input.type(column).nullable());
  }

  private int extremeWords(Layout layout) {
    if (!insertOnly) {
      return RetractingExtremeAccumulator.WORDS;
    }
    return switch (layout) {
      case BOOLEAN, INT, LONG, DOUBLE -> ExtremeAccumulator.WORDS;
      case INT128 -> WideExtremeAccumulator.WORDS;
      case BYTES -> BytesExtremeAccumulator.WORDS;
    };
  }

  /**
   * Makes the state of a call.
   *
   * @param name of the call's own tables
   * @param offset of its first word in a slot
   */
  Accumulator create(
      AggregateCall call, String name, KeyedTable table, int offset, StateTables tables) {
    boolean extreme =
        call.function() == AggregateFunction.MIN || call.function() == AggregateFunction.MAX;
    Accumulator plain = createPlain(call, name, table, offset, tables);
    if (plain instanceof SlotExtension extension) {
      table.extend(extension);
    }
    if (!call.distinct() || extreme || call.arguments().isEmpty()) {
      return plain;
    }
    DistinctKey key = new DistinctKey(call.arguments(), call.filter(), call.detail().keepsNulls());
    DistinctValues shared = distinct.get(key);
    if (shared != null) {
      return new DistinctAccumulator(shared, false, plain);
    }
    DistinctValues values =
        new DistinctValues(
            call.arguments().stream().mapToInt(Integer::intValue).toArray(),
            tables.multiset(name, table, types(key), false));
    distinct.put(key, values);
    return new DistinctAccumulator(values, true, plain);
  }

  private List<DataType> types(DistinctKey key) {
    return key.arguments().stream()
        .map(input::type)
        .map(type -> key.keepsNulls() ? type : type.notNull())
        .toList();
  }

  private Accumulator createPlain(
      AggregateCall call, String name, KeyedTable table, int offset, StateTables tables) {
    return switch (call.function()) {
      case COUNT -> new CountAccumulator(table, offset);
      case SUM, AVG ->
          argumentType(call).kind().isFloating()
              ? new FloatingSumAccumulator(table, offset, call)
              : new ExactSumAccumulator(
                  table,
                  offset,
                  call.arguments().get(0),
                  new ExactSumResult(call, argumentType(call)));
      case MIN, MAX -> createExtreme(call, name, table, offset, tables);
      case USER -> createUser(call, name, table, offset, tables);
      case BIT_AND, BIT_OR, BIT_XOR ->
          new BitsAccumulator(table, offset, call, argumentType(call), insertOnly);
      case FIRST,
          LAST,
          ARG_MIN,
          ARG_MAX,
          MODE,
          PERCENTILE_CONT,
          PERCENTILE_DISC,
          STRING_AGG,
          ARRAY_AGG ->
          new KeptRowsFactory(input, insertOnly).create(call, name, table, offset, tables);
      default -> new MomentsAccumulator(table, offset, call);
    };
  }

  /** A function without arguments has rows that are all the same. */
  private Accumulator createUser(
      AggregateCall call, String name, KeyedTable table, int offset, StateTables tables) {
    boolean keepsRows =
        !insertOnly
            && !call.user().orElseThrow().code().canRetract()
            && !call.arguments().isEmpty();
    if (!keepsRows) {
      return new UserAccumulator(table, offset, call);
    }
    List<DataType> types = call.arguments().stream().map(input::type).toList();
    return new RecomputingUserAccumulator(
        table, offset, call, types, tables.ordered(name + " rows", table, types, List.of()));
  }

  private Accumulator createExtreme(
      AggregateCall call, String name, KeyedTable table, int offset, StateTables tables) {
    int argument = call.arguments().get(0);
    boolean largest = call.function() == AggregateFunction.MAX;
    if (!insertOnly) {
      return new RetractingExtremeAccumulator(
          table,
          offset,
          argument,
          largest,
          tables.multiset(name, table, List.of(argumentType(call).notNull()), true));
    }
    return switch (argumentType(call).layout()) {
      case BOOLEAN, INT, LONG, DOUBLE -> new ExtremeAccumulator(table, offset, argument, largest);
      case INT128 -> new WideExtremeAccumulator(table, offset, argument, largest);
      case BYTES -> new BytesExtremeAccumulator(table, offset, argument, largest);
    };
  }

  private DataType argumentType(AggregateCall call) {
    return input.type(call.arguments().get(0));
  }
}
