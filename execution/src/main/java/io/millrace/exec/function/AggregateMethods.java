package io.millrace.exec.function;

import io.millrace.api.udf.AccumulatorCodec;
import io.millrace.api.udf.AggregateFunction;
import io.millrace.plan.expression.AggregateCode;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An aggregate by the methods of a class. */
record AggregateMethods(
    FunctionSource source,
    String signature,
    String stateFormat,
    MethodHandle accumulate,
    Optional<MethodHandle> retract,
    Optional<MethodHandle> merge,
    List<Boolean> skipped)
    implements AggregateCode {

  @Override
  public boolean skipsNull(int parameter) {
    return skipped.get(parameter);
  }

  @Override
  public boolean canRetract() {
    return retract.isPresent();
  }

  @Override
  public boolean canMerge() {
    return merge.isPresent();
  }

  @Override
  public Instance newInstance() {
    return new Worker(source.object());
  }

  /** The function of one worker. */
  private final class Worker implements Instance {
    private final AggregateFunction<Object, Object> function;
    private final AccumulatorCodec<Object> codec;
    private final MethodHandle adder;
    private final @Nullable MethodHandle remover;
    private final @Nullable MethodHandle merger;

    @SuppressWarnings("unchecked")
    Worker(Object object) {
      this.function = (AggregateFunction<Object, Object>) object;
      this.codec = function.codec();
      this.adder = changing(accumulate, object);
      this.remover = retract.map(method -> changing(method, object)).orElse(null);
      this.merger =
          merge
              .map(method -> method.bindTo(object).asType(MethodType.genericMethodType(2)))
              .orElse(null);
    }

    /** (Object accumulator, Object[] arguments) to the accumulator to go on with. */
    private static MethodHandle changing(MethodHandle method, Object object) {
      MethodHandle bound = method.bindTo(object);
      boolean changesInPlace = bound.type().returnType() == void.class;
      MethodHandle generic =
          changesInPlace
              ? bound.asType(bound.type().generic().changeReturnType(void.class))
              : bound.asType(bound.type().generic());
      int arguments = generic.type().parameterCount() - 1;
      MethodHandle spread = generic.asSpreader(Object[].class, arguments);
      if (!changesInPlace) {
        return spread;
      }
      MethodHandle same =
          MethodHandles.dropArguments(MethodHandles.identity(Object.class), 1, Object[].class);
      return MethodHandles.foldArguments(same, spread);
    }

    @Override
    public Object create() {
      return function.create();
    }

    @Override
    public Object accumulate(Object accumulator, @Nullable Object[] arguments) throws Throwable {
      return (Object) adder.invokeExact(accumulator, arguments);
    }

    @Override
    public Object retract(Object accumulator, @Nullable Object[] arguments) throws Throwable {
      if (remover == null) {
        throw new IllegalStateException(signature + " cannot take rows back");
      }
      return (Object) remover.invokeExact(accumulator, arguments);
    }

    @Override
    public Object merge(Object into, Object other) throws Throwable {
      if (merger == null) {
        throw new IllegalStateException(signature + " cannot be merged");
      }
      return (Object) merger.invokeExact(into, other);
    }

    @Override
    public @Nullable Object result(Object accumulator) {
      return function.result(accumulator);
    }

    @Override
    public void write(Object accumulator, DataOutput output) throws IOException {
      codec.write(accumulator, output);
    }

    /** The codec finds the program's classes by the thread's loader. */
    @Override
    public Object read(DataInput input) throws IOException {
      Thread thread = Thread.currentThread();
      ClassLoader before = thread.getContextClassLoader();
      thread.setContextClassLoader(source.type().getClassLoader());
      try {
        return codec.read(input);
      } finally {
        thread.setContextClassLoader(before);
      }
    }
  }
}
