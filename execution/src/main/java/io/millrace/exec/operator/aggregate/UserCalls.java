package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.exec.expression.runtime.UserFailures;
import io.millrace.exec.operator.JavaColumns;
import io.millrace.plan.expression.AggregateCode;
import io.millrace.plan.physical.AggregateCall;
import io.millrace.plan.physical.AggregateCall.UserAggregate;
import io.millrace.state.StateInput;
import io.millrace.state.StateOutput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Calls an aggregate in the user's code; what it throws becomes an error of the function. */
final class UserCalls {
  private final AggregateCall call;
  private final String name;
  private final AggregateCode.Instance function;
  private final @Nullable Object[] arguments;

  UserCalls(AggregateCall call) {
    UserAggregate user = call.user().orElseThrow();
    this.call = call;
    this.name = user.name();
    this.function = user.code().newInstance();
    this.arguments = new Object[call.arguments().size()];
  }

  Object create() {
    try {
      return function.create();
    } catch (Throwable thrown) {
      throw UserFailures.of(name, call.position(), thrown);
    }
  }

  /** Puts an argument of the next row in its place. */
  void argument(int index, Column column, int row) {
    arguments[index] = JavaColumns.read(column, row);
  }

  /** Adds the row so often, or takes it back if that is negative. */
  Object add(Object accumulator, long times) {
    Object current = accumulator;
    try {
      for (long i = times; i > 0; i--) {
        current = function.accumulate(current, arguments);
      }
      for (long i = times; i < 0; i++) {
        current = function.retract(current, arguments);
      }
    } catch (Throwable thrown) {
      throw UserFailures.of(name, call.position(), thrown);
    }
    return current;
  }

  Object merge(Object into, Object other) {
    try {
      return function.merge(into, other);
    } catch (Throwable thrown) {
      throw UserFailures.of(name, call.position(), thrown);
    }
  }

  void appendResult(Object accumulator, ColumnBuilder target) {
    Object result;
    try {
      result = function.result(accumulator);
    } catch (Throwable thrown) {
      throw UserFailures.of(name, call.position(), thrown);
    }
    try {
      JavaColumns.append(target, result);
    } catch (RuntimeException thrown) {
      throw UserFailures.ofResult(name, call.position(), thrown);
    }
  }

  /** The length of what the function's codec writes, and that. */
  void write(Object accumulator, StateOutput output) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      function.write(accumulator, new DataOutputStream(bytes));
    } catch (IOException | RuntimeException thrown) {
      throw UserFailures.of(name, call.position(), thrown);
    }
    output.writeVarInt(bytes.size());
    output.writeBytes(bytes.toByteArray(), 0, bytes.size());
  }

  Object read(StateInput input) {
    int length = input.readVarInt();
    int start = input.skip(length);
    try {
      return function.read(
          new DataInputStream(new ByteArrayInputStream(input.array(), start, length)));
    } catch (IOException | RuntimeException thrown) {
      throw UserFailures.of(name, call.position(), thrown);
    }
  }
}
