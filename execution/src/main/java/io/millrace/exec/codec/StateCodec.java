package io.millrace.exec.codec;

import io.millrace.api.encoding.Shape;
import io.millrace.api.table.Encoder;
import io.millrace.state.StateInput;
import io.millrace.state.StateOutput;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes bytes of objects and objects of bytes, for state. The first byte tells the version of the
 * form; what the others mean is told by the signature of the encoder's shape, which a checkpoint
 * keeps. Used by one thread.
 */
public final class StateCodec {
  private static final byte VERSION = 1;

  private final ValueCodec codec;
  private final String name;
  private final StateOutput output = new StateOutput();
  private final StateInput input = new StateInput();

  public StateCodec(Encoder<?> encoder) {
    Shape shape = encoder.shape();
    this.codec = ValueCodecs.of(shape);
    this.name = shape.javaType().getSimpleName();
  }

  /** The bytes of an object; null is one if the type is simple. */
  public byte[] encode(@Nullable Object object) {
    output.clear();
    output.writeByte(VERSION);
    try {
      codec.write(object, output);
    } catch (Throwable e) {
      throw Thrown.as(e);
    }
    return Arrays.copyOf(output.array(), output.size());
  }

  /** The object of bytes that {@link #encode} made. */
  public @Nullable Object decode(byte[] bytes) {
    input.set(bytes, 0, bytes.length);
    byte version = input.readByte();
    if (version != VERSION) {
      throw new IllegalStateException("state of " + name + " in form " + version);
    }
    try {
      return codec.read(input);
    } catch (Throwable e) {
      throw Thrown.as(e);
    }
  }

  /** As {@link #decode}, of an object that is there. */
  public Object decodePresent(byte[] bytes) {
    return Objects.requireNonNull(decode(bytes));
  }
}
