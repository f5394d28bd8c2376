package io.millrace.exec.function;

import io.millrace.api.types.DataType;
import io.millrace.api.udf.AccumulatorCodec;
import io.millrace.api.udf.AggregateFunction;
import io.millrace.plan.catalog.Overload;
import io.millrace.plan.catalog.Overload.ParameterType;
import io.millrace.plan.catalog.UserFunction.JavaAggregate;
import io.millrace.plan.expression.AggregateCode;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectStreamClass;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes aggregates of classes. */
final class AggregateFunctions {
  private final FunctionSource source;
  private final FunctionTraits traits;
  private final AggregateFunction<Object, Object> function;

  @SuppressWarnings("unchecked")
  AggregateFunctions(FunctionSource source, FunctionTraits traits) {
    this.source = source;
    this.traits = traits;
    this.function = (AggregateFunction<Object, Object>) source.object();
  }

  JavaAggregate byMethods() {
    Class<?> accumulator = GenericTypes.argument(source.type(), AggregateFunction.class, 0);
    Class<?> result = GenericTypes.argument(source.type(), AggregateFunction.class, 1);
    DataType type = traits.resultOf(source, result).withNullable(true);
    String stateFormat = stateFormat(accumulator);
    List<Method> retracts = source.methods(Set.of("retract"));
    Optional<MethodHandle> merge =
        source.methods(Set.of("merge")).stream()
            .filter(method -> method.getParameterCount() == 2)
            .findFirst()
            .map(source::handle);
    List<Overload<AggregateCode>> overloads = new ArrayList<>();
    for (Method accumulate : source.methods(Set.of("accumulate"))) {
      overloads.add(
          overload(
              accumulate, accumulator, type, stateFormat, retract(accumulate, retracts), merge));
    }
    if (overloads.isEmpty()) {
      throw source
          .invalid("it has no public method accumulate")
          .hint(
              "write for example   public void accumulate("
                  + accumulator.getSimpleName()
                  + " accumulator, long value) { … }")
          .build();
    }
    return new JavaAggregate(source.name(), overloads, traits.comment(), source.origin());
  }

  private Optional<MethodHandle> retract(Method accumulate, List<Method> retracts) {
    return retracts.stream()
        .filter(method -> Arrays.equals(method.getParameterTypes(), accumulate.getParameterTypes()))
        .findFirst()
        .map(source::handle);
  }

  private Overload<AggregateCode> overload(
      Method accumulate,
      Class<?> accumulator,
      DataType result,
      String stateFormat,
      Optional<MethodHandle> retract,
      Optional<MethodHandle> merge) {
    Class<?>[] parameters = accumulate.getParameterTypes();
    if (parameters.length == 0 || !parameters[0].isAssignableFrom(accumulator)) {
      throw source
          .invalid(
              "its method accumulate does not take the accumulator, a "
                  + accumulator.getName()
                  + ", first")
          .build();
    }
    if (parameters.length == 1 && retract.isEmpty()) {
      throw source
          .invalid(
              "its method accumulate takes nothing but the accumulator, and retract is missing")
          .hint("rows that are not looked at cannot be kept: write retract, too")
          .build();
    }
    List<ParameterType> types = new ArrayList<>();
    List<Boolean> skipped = new ArrayList<>();
    for (Class<?> parameter : Arrays.asList(parameters).subList(1, parameters.length)) {
      types.add(Parameters.of(source, parameter));
      skipped.add(parameter.isPrimitive());
    }
    String signature = source.name() + Overload.list(types) + " " + result.sql();
    return new Overload<>(
        types,
        result,
        new AggregateMethods(
            source, signature, stateFormat, source.handle(accumulate), retract, merge, skipped));
  }

  /** Tries the codec, so that it does not fail when the first checkpoint is written. */
  private String stateFormat(Class<?> accumulator) {
    AccumulatorCodec<Object> codec = function.codec();
    Object sample = function.create();
    try {
      codec.write(sample, new DataOutputStream(new ByteArrayOutputStream()));
    } catch (IOException e) {
      throw source
          .invalid("its accumulator cannot be written: " + e)
          .hint(
              "let class "
                  + sample.getClass().getName()
                  + " implement java.io.Serializable, or override codec()")
          .cause(e)
          .build();
    }
    if (codec != AccumulatorCodec.serialization()) {
      return codec.format();
    }
    Class<?> type = accumulator == Object.class ? sample.getClass() : accumulator;
    ObjectStreamClass form = ObjectStreamClass.lookupAny(type);
    return type.getName() + " " + Long.toHexString(form.getSerialVersionUID());
  }
}
