package io.millrace.exec.operator.program;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.exec.codec.RowEncoder;
import io.millrace.exec.codec.StateCodec;
import io.millrace.exec.operator.Emission;
import io.millrace.plan.physical.OperatorSpec.GroupStateSpec;
import io.millrace.state.StateInput;
import io.millrace.state.StateOutput;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the function gives, as rows in an order that does not depend on the number of partitions. If
 * rows take the place of others, the bytes of those of the last call that gave any are what the
 * operator keeps of a key, so that they can be taken back.
 */
final class GroupOutput {
  private final RowEncoder encoder;
  private final StateCodec codec;
  private final Emission emission = new Emission();
  private final BatchBuilder built;
  private final LongArrayList majors = new LongArrayList();
  private final LongArrayList minors = new LongArrayList();
  private final StateOutput bytes = new StateOutput();
  private final StateInput input = new StateInput();
  private long major;
  private long minor;

  GroupOutput(GroupStateSpec spec) {
    this.encoder = new RowEncoder(spec.program().output());
    this.codec = new StateCodec(spec.program().output());
    this.built = new BatchBuilder(spec.output());
  }

  Emission emission() {
    return emission;
  }

  /** Says where the rows of the next call stand among all rows. */
  void at(long newMajor, long newMinor) {
    major = newMajor;
    minor = newMinor;
  }

  /** Gives rows that stay. */
  void give(Iterator<?> objects) {
    while (objects.hasNext()) {
      give(objects.next(), 1);
    }
  }

  private void give(@Nullable Object object, int weight) {
    encoder.encode(object, built);
    built.endRow(weight);
    majors.add(major);
    minors.add(minor);
    if (built.size() == ColumnBatch.MAX_ROWS) {
      flush();
    }
  }

  /**
   * Gives rows that take the place of others.
   *
   * @param old what this gave back for the last call of the key; null if there was none
   * @return what is to be kept of the key; {@code old} if the function gave nothing
   */
  byte @Nullable [] replace(byte @Nullable [] old, Iterator<?> objects) {
    if (!objects.hasNext()) {
      return old;
    }
    List<@Nullable Object> given = new ArrayList<>();
    bytes.clear();
    while (objects.hasNext()) {
      Object object = objects.next();
      given.add(object);
      byte[] one = codec.encode(object);
      bytes.writeVarInt(one.length);
      bytes.writeBytes(one, 0, one.length);
    }
    byte[] kept = Arrays.copyOf(bytes.array(), bytes.size());
    if (!Arrays.equals(kept, old)) {
      if (old != null) {
        takeBack(old);
      }
      given.forEach(object -> give(object, 1));
    }
    return kept;
  }

  private void takeBack(byte[] old) {
    input.set(old, 0, old.length);
    while (input.remaining() > 0) {
      int length = input.readVarInt();
      int start = input.skip(length);
      give(codec.decode(Arrays.copyOfRange(old, start, start + length)), -1);
    }
  }

  /** Lets go what waits to become a batch. */
  void flush() {
    if (built.size() > 0) {
      emission.add(built.build(), majors.toLongArray(), minors.toLongArray());
      majors.clear();
      minors.clear();
    }
  }
}
