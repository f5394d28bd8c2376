package io.millrace.exec.function;

import io.millrace.api.table.Aggregator;
import io.millrace.exec.codec.StateCodec;
import io.millrace.plan.expression.AggregateCode;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An aggregate by an Aggregator, whose buffers its encoder writes. */
record AggregatorCode(
    Aggregator<Object, Object, Object> aggregator,
    AggregatorFunctions.Maker maker,
    String signature,
    String stateFormat,
    List<Boolean> skipped)
    implements AggregateCode {

  @Override
  public boolean skipsNull(int parameter) {
    return skipped.get(parameter);
  }

  @Override
  public boolean canRetract() {
    return false;
  }

  @Override
  public boolean canMerge() {
    return true;
  }

  @Override
  public Instance newInstance() {
    return new Worker(new StateCodec(aggregator.bufferEncoder()));
  }

  /** The aggregate of one worker, with a codec of its own. */
  private final class Worker implements Instance {
    private final StateCodec codec;

    Worker(StateCodec codec) {
      this.codec = codec;
    }

    @Override
    public Object create() {
      return aggregator.zero();
    }

    @Override
    public Object accumulate(Object accumulator, @Nullable Object[] arguments) throws Throwable {
      return aggregator.reduce(accumulator, maker.make(arguments));
    }

    @Override
    public Object retract(Object accumulator, @Nullable Object[] arguments) {
      throw new IllegalStateException(signature + " cannot take rows back");
    }

    @Override
    public Object merge(Object into, Object other) {
      return aggregator.merge(into, other);
    }

    @Override
    public @Nullable Object result(Object accumulator) {
      return aggregator.finish(accumulator);
    }

    @Override
    public void write(Object accumulator, DataOutput output) throws IOException {
      byte[] bytes = codec.encode(accumulator);
      output.writeInt(bytes.length);
      output.write(bytes);
    }

    @Override
    public Object read(DataInput input) throws IOException {
      byte[] bytes = new byte[input.readInt()];
      input.readFully(bytes);
      return Objects.requireNonNull(codec.decode(bytes));
    }
  }
}
