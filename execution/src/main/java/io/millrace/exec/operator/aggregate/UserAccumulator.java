package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.ColumnBuilder;
import io.millrace.plan.physical.AggregateCall;
import io.millrace.state.KeyedTable;
import io.millrace.state.SlotExtension;
import io.millrace.state.StateInput;
import io.millrace.state.StateOutput;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate in the user's code that can take back what it adds, or never has to: an object of
 * the user's for each group, beside the table. A group without one has had no row that counts.
 */
final class UserAccumulator extends Accumulator implements SlotExtension {
  static final int WORDS = 0;

  /** Nobody knows how large an object of the user's is. */
  private static final int OBJECT_BYTES = 64;

  private final int[] arguments;
  private final UserCalls calls;
  private @Nullable Object[] accumulators = {};
  private int held;

  UserAccumulator(KeyedTable table, int offset, AggregateCall call) {
    super(table, offset);
    this.arguments = call.arguments().stream().mapToInt(Integer::intValue).toArray();
    this.calls = new UserCalls(call);
  }

  @Override
  void update(Contributions input) {
    for (int i = 0; i < input.count; i++) {
      for (int k = 0; k < arguments.length; k++) {
        calls.argument(k, input.batch.column(arguments[k]), input.rows[i]);
      }
      int slot = input.slots[i];
      keep(slot, calls.add(held(slot), input.weights[i]));
    }
  }

  /** Parts stay as they are: the function changes only what it merges into. */
  @Override
  void merge(Accumulator source, int[] from, int[] to, int count) {
    UserAccumulator parts = (UserAccumulator) source;
    for (int i = 0; i < count; i++) {
      Object part = from[i] < 0 ? find(~from[i]) : parts.find(from[i]);
      if (part != null) {
        keep(to[i], calls.merge(held(to[i]), part));
      }
    }
  }

  @Override
  void appendResults(int[] slots, int from, int to, ColumnBuilder target) {
    for (int i = from; i < to; i++) {
      calls.appendResult(held(slots[i]), target);
    }
  }

  private @Nullable Object find(int slot) {
    return slot < accumulators.length ? accumulators[slot] : null;
  }

  private Object held(int slot) {
    Object accumulator = find(slot);
    return accumulator == null ? calls.create() : accumulator;
  }

  private void keep(int slot, Object accumulator) {
    if (slot >= accumulators.length) {
      accumulators = Arrays.copyOf(accumulators, Math.max(slot + 1, 2 * accumulators.length));
    }
    if (accumulators[slot] == null) {
      held++;
    }
    accumulators[slot] = accumulator;
  }

  @Override
  public void release(int slot) {
    if (find(slot) != null) {
      accumulators[slot] = null;
      held--;
    }
  }

  /** Whether there is an object, and what the function's codec writes of it. */
  @Override
  public void write(int slot, StateOutput output) {
    Object accumulator = find(slot);
    output.writeByte(accumulator == null ? 0 : 1);
    if (accumulator != null) {
      calls.write(accumulator, output);
    }
  }

  @Override
  public void read(int slot, StateInput input) {
    if (input.readByte() == 0) {
      release(slot);
    } else {
      keep(slot, calls.read(input));
    }
  }

  @Override
  public long memoryBytes() {
    return 4L * accumulators.length + (long) OBJECT_BYTES * held;
  }
}
