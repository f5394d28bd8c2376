package io.millrace.api.udf;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Writes accumulators into checkpoints and reads them back. Used by several threads at once.
 *
 * @param <A> the accumulator
 */
public interface AccumulatorCodec<A> {

  void write(A accumulator, DataOutput output) throws IOException;

  /** Reads what {@link #write} wrote; in a new object. */
  A read(DataInput input) throws IOException;

  /**
   * Names the form that is written. A query goes on with a checkpoint only if the name is the same;
   * the name of the codec's class unless overridden.
   */
  default String format() {
    return getClass().getName();
  }

  /** Java serialization; its format is the class of the accumulator and its serialVersionUID. */
  @SuppressWarnings("unchecked")
  static <A> AccumulatorCodec<A> serialization() {
    return (AccumulatorCodec<A>) SerializationCodec.INSTANCE;
  }
}
