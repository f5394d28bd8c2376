package io.millrace.exec.operator.program;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.function.MapFunction;
import io.millrace.api.types.Schema;
import io.millrace.exec.codec.RowDecoder;
import io.millrace.exec.operator.InputRows;
import io.millrace.plan.physical.OperatorSpec.GroupStateSpec.InitialStates;
import io.millrace.state.EncodedKeys;
import io.millrace.state.KeyedTable;
import it.unimi.dsi.fastutil.ints.IntLinkedOpenHashSet;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Gives keys the states that they begin with. */
final class InitialRows {
  private final String method;
  private final KeyedTable table;
  private final EncodedKeys keys;
  private final int[] keyColumns;
  private final RowDecoder decoder;
  private final RowDecoder keyDecoder;
  private final Optional<MapFunction<Object, Object>> stateFunction;
  private final Target target;

  /** The slots of the keys that have got one. */
  private final IntLinkedOpenHashSet given = new IntLinkedOpenHashSet();

  /** Takes states. */
  @FunctionalInterface
  interface Target {
    void set(int slot, Object state);
  }

  /**
   * @param table of the groups, in which keys are made
   * @param keys encodes them
   */
  @SuppressWarnings("unchecked")
  InitialRows(
      InitialStates spec, String method, KeyedTable table, EncodedKeys keys, Target target) {
    Schema input = spec.input().output();
    this.method = method;
    this.table = table;
    this.keys = keys;
    this.keyColumns = spec.keys().stream().mapToInt(Integer::intValue).toArray();
    this.decoder = new RowDecoder(spec.keying().row(), input, spec.read());
    this.keyDecoder = new RowDecoder(spec.keying().key(), input, spec.keys());
    this.stateFunction =
        spec.keying().valueFunction().map(function -> (MapFunction<Object, Object>) function);
    this.target = target;
  }

  void take(InputRows input) {
    int[] slots = new int[input.count()];
    keys.encode(input.batch(), keyColumns, input.rows(), input.count(), input.hashes());
    table.upsert(keys, slots);
    decoder.bind(input.batch());
    for (int i = 0; i < input.count(); i++) {
      int row = input.rows()[i];
      if (!given.add(slots[i]) || input.batch().weight(row) != 1) {
        keyDecoder.bind(input.batch());
        throw error(
                ErrorCode.VALUE_INVALID,
                "the initial state of "
                    + method
                    + " has two states for key "
                    + keyDecoder.decode(row))
            .hint("leave one for each key:  dropDuplicates(\"key\")")
            .build();
      }
      target.set(slots[i], state(row));
    }
  }

  private Object state(int row) {
    Object state;
    try {
      Object object = decoder.decode(row);
      state = stateFunction.isPresent() ? stateFunction.get().call(object) : object;
    } catch (Throwable e) {
      throw UserCode.failed(method, e);
    }
    if (state == null) {
      throw error(ErrorCode.VALUE_INVALID, "the initial state of " + method + " has a NULL state")
          .hint("leave such rows out:  filter(…)")
          .build();
    }
    return state;
  }

  /** Takes out the slots of which something holds, and forgets the others. */
  int[] takeSlots(IntPredicate wanted) {
    int[] slots = given.intStream().filter(wanted).toArray();
    given.clear();
    return slots;
  }
}
