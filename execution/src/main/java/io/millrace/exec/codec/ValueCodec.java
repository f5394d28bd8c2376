package io.millrace.exec.codec;

import io.millrace.state.StateInput;
import io.millrace.state.StateOutput;
import org.jspecify.annotations.Nullable;

/** Writes and reads values of one shape. */
interface ValueCodec {

  void write(@Nullable Object value, StateOutput output) throws Throwable;

  @Nullable Object read(StateInput input) throws Throwable;
}
