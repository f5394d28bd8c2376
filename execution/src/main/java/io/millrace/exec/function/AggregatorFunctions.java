package io.millrace.exec.function;

import io.millrace.api.encoding.Shape;
import io.millrace.api.encoding.Shape.Bean;
import io.millrace.api.encoding.Shape.Member;
import io.millrace.api.encoding.Shape.Scalar;
import io.millrace.api.encoding.Shape.Struct;
import io.millrace.api.table.Aggregator;
import io.millrace.api.table.Encoder;
import io.millrace.api.types.DataType;
import io.millrace.plan.catalog.Overload;
import io.millrace.plan.catalog.Overload.ParameterType;
import io.millrace.plan.catalog.UserFunction.JavaAggregate;
import io.millrace.plan.expression.AggregateCode;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes aggregates of Aggregators. */
final class AggregatorFunctions {
  private final FunctionSource source;
  private final Aggregator<Object, Object, Object> aggregator;

  @SuppressWarnings("unchecked")
  AggregatorFunctions(FunctionSource source, Aggregator<?, ?, ?> aggregator) {
    this.source = source;
    this.aggregator = (Aggregator<Object, Object, Object>) aggregator;
  }

  JavaAggregate make(Encoder<?> inputEncoder) {
    Shape input = inputEncoder.shape();
    List<ParameterType> types = new ArrayList<>();
    List<Boolean> skipped = new ArrayList<>();
    for (Shape part : parts(input)) {
      if (!(part instanceof Scalar scalar)) {
        throw source
            .invalid("its input has a part of class " + part.javaType().getName())
            .hint("an input is a simple value, or a record or bean of such values")
            .build();
      }
      types.add(Parameters.of(source, scalar.javaType()));
      skipped.add(scalar.javaType().isPrimitive());
    }
    if (!(aggregator.outputEncoder().shape() instanceof Scalar output)) {
      throw source.invalid("its result is no value of one column").build();
    }
    DataType result = FunctionTraits.NONE.resultOf(source, output.javaType()).withNullable(true);
    String signature = source.name() + Overload.list(types) + " " + result.sql();
    AggregateCode code =
        new AggregatorCode(
            aggregator,
            maker(input),
            signature,
            "encoder " + aggregator.bufferEncoder().shape().signature(),
            skipped);
    return new JavaAggregate(
        source.name(), List.of(new Overload<>(types, result, code)), "", source.origin());
  }

  private static List<Shape> parts(Shape input) {
    if (input instanceof Struct struct) {
      return struct.members().stream().map(Member::shape).toList();
    }
    if (input instanceof Bean bean) {
      return bean.members().stream().map(Member::shape).toList();
    }
    return List.of(input);
  }

  /** Makes an input of the values of columns. */
  @FunctionalInterface
  interface Maker {
    @Nullable Object make(@Nullable Object[] values) throws Throwable;
  }

  private Maker maker(Shape input) {
    try {
      if (input instanceof Struct struct) {
        Constructor<?> constructor = struct.constructor();
        constructor.setAccessible(true);
        return constructor::newInstance;
      }
      if (input instanceof Bean bean) {
        bean.constructor().setAccessible(true);
        List<Method> setters =
            bean.members().stream().map(member -> member.setter().orElseThrow()).toList();
        setters.forEach(setter -> setter.setAccessible(true));
        return values -> {
          Object made = bean.constructor().newInstance();
          for (int i = 0; i < values.length; i++) {
            setters.get(i).invoke(made, values[i]);
          }
          return made;
        };
      }
    } catch (InaccessibleObjectException e) {
      throw source.invalid("its input cannot be made: " + e.getMessage()).cause(e).build();
    }
    return values -> values[0];
  }
}
