package io.millrace.exec.function;

import io.millrace.api.types.DataType;
import io.millrace.api.udf.ScalarFunction;
import io.millrace.plan.catalog.Overload;
import io.millrace.plan.catalog.Overload.ParameterType;
import io.millrace.plan.catalog.UserFunction.JavaScalar;
import io.millrace.plan.expression.ScalarCode;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Makes scalar functions of classes and lambdas. */
final class ScalarFunctions {
  static final Set<String> METHODS = Set.of("eval", "call");

  private final FunctionSource source;
  private final FunctionTraits traits;

  ScalarFunctions(FunctionSource source, FunctionTraits traits) {
    this.source = source;
    this.traits = traits;
  }

  /** A function by the methods of its class. */
  JavaScalar byMethods() {
    List<Overload<ScalarCode>> overloads = new ArrayList<>();
    for (Method method : source.methods(METHODS)) {
      overloads.add(
          overload(
              source.handle(method),
              Modifier.isStatic(method.getModifiers()),
              List.of(method.getParameterTypes()),
              method.getReturnType(),
              List.of()));
    }
    if (overloads.isEmpty()) {
      throw source
          .invalid("it has no public method eval or call")
          .hint("write for example   public int eval(String text) { return text.length(); }")
          .build();
    }
    return function(overloads);
  }

  /**
   * A function by its interface's one method.
   *
   * @param types of the lambda's parameters, then of its result
   * @param declared types of the arguments; empty to go by the lambda's
   */
  JavaScalar byLambda(Method method, List<Class<?>> types, List<DataType> declared) {
    int count = types.size() - 1;
    if (!declared.isEmpty() && declared.size() != count) {
      throw source
          .invalid("it takes " + count + " arguments, and types are given for " + declared.size())
          .build();
    }
    return function(
        List.of(
            overload(
                source.handle(method),
                false,
                types.subList(0, count),
                types.get(count),
                declared)));
  }

  private JavaScalar function(List<Overload<ScalarCode>> overloads) {
    boolean deterministic =
        traits
            .deterministic()
            .orElseGet(
                () ->
                    !(ScalarFunction.class.isAssignableFrom(source.type()))
                        || ((ScalarFunction) source.object()).isDeterministic());
    return new JavaScalar(
        source.name(), overloads, deterministic, traits.comment(), source.origin());
  }

  private Overload<ScalarCode> overload(
      MethodHandle method,
      boolean isStatic,
      List<Class<?>> parameters,
      Class<?> result,
      List<DataType> declared) {
    if (parameters.size() > ScalarCode.MAX_PARAMETERS) {
      throw source.invalid("it has more than " + ScalarCode.MAX_PARAMETERS + " parameters").build();
    }
    List<ParameterType> types = new ArrayList<>();
    List<Boolean> skipped = new ArrayList<>();
    for (int i = 0; i < parameters.size(); i++) {
      types.add(
          declared.isEmpty()
              ? Parameters.of(source, parameters.get(i))
              : Parameters.declared(source, parameters.get(i), declared.get(i)));
      skipped.add(parameters.get(i).isPrimitive());
    }
    DataType type = traits.resultOf(source, result);
    String signature = source.name() + Overload.list(types) + " " + type.sql();
    return new Overload<>(
        types, type, new ScalarMethod(source, signature, method, isStatic, skipped));
  }
}
