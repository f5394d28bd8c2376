package io.millrace.state;

import io.millrace.api.types.DataType;
import java.util.List;
import java.util.Optional;

/**
 * Opens the tables of one operator's partition, each under a name that is never changed lightly.
 */
public interface StateTables {

  /**
   * A keyed table.
   *
   * @param keyTypes of the key's columns
   * @param stateWords words that the operator keeps for each key
   * @param horizon when keys expire; empty if never
   */
  default KeyedTable keyed(
      String name, List<DataType> keyTypes, int stateWords, Optional<KeyHorizon> horizon) {
    return keyed(name, new KeyLayout(keyTypes), stateWords, horizon);
  }

  /** A keyed table whose keys lie as given, and are dealt out as the layout says. */
  default KeyedTable keyed(
      String name, KeyLayout layout, int stateWords, Optional<KeyHorizon> horizon) {
    return keyed(name, layout, List.of(new StateField("words", stateWords)), horizon);
  }

  /**
   * A keyed table whose keys lie as given, and are dealt out as the layout says.
   *
   * @param fields of the words that the operator keeps for each key, in order
   */
  KeyedTable keyed(
      String name, KeyLayout layout, List<StateField> fields, Optional<KeyHorizon> horizon);

  /**
   * A table of values with weights by group.
   *
   * @param groups the table whose slots name the groups. A group's values live as long as its key:
   *     they are removed first, and written and read with it
   * @param ordered whether {@link MultisetTable#extreme} will be asked
   */
  MultisetTable multiset(
      String name, KeyedTable groups, List<DataType> valueTypes, boolean ordered);

  /**
   * A table of rows with weights by group, in an order.
   *
   * @param groups the table whose slots name the groups. A group's rows live as long as its key:
   *     they are removed first, and written and read with it
   * @param types of a row's columns
   * @param orders of the first of them; the others are ascending, NULLs first
   */
  OrderedTable ordered(
      String name, KeyedTable groups, List<DataType> types, List<SortOrder> orders);

  /**
   * A table of timers.
   *
   * @param keys the table whose slots name the keys. Timers live as long as their key: they are
   *     removed first, and written and read with it
   */
  TimerTable timers(String name, KeyedTable keys);

  /**
   * Begins a batch for all tables: no key counts as touched. What earlier batches wrote since the
   * last commit remains part of the epoch, which captures it.
   */
  void beginBatch();

  /** Heap that all tables use, roughly. */
  long memoryBytes();

  /**
   * The horizon of a key: the value of a key column of layout LONG or INT in units, plus an offset.
   * A key that is NULL there has none.
   *
   * @param unit how much one of the column's values is: 1 for times, a day for dates
   */
  record KeyHorizon(int column, long unit, long offset) {
    /** A horizon whose column counts in the offset's unit. */
    public KeyHorizon(int column, long offset) {
      this(column, 1, offset);
    }

    /** The sum, held at the ends of the range. */
    public long of(long units) {
      long value = unit == 1 ? units : scaled(units);
      long sum = value + offset;
      if (((value ^ sum) & (offset ^ sum)) < 0) {
        return offset < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
      }
      return sum;
    }

    private long scaled(long units) {
      long low = units * unit;
      boolean fits = Math.multiplyHigh(units, unit) == low >> Long.SIZE - 1;
      return fits ? low : units < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }
}
