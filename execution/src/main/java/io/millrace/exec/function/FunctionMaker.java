package io.millrace.exec.function;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.table.UserDefinedFunction;
import io.millrace.api.types.DataType;
import io.millrace.api.udf.AggregateFunction;
import io.millrace.api.udf.TableFunction;
import io.millrace.plan.catalog.UserFunction;
import io.millrace.sql.statement.Statement.FunctionKind;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Makes functions of classes, objects and lambdas.
 *
 * <p>All methods throw {@link MillraceException} FUNCTION_INVALID for what can be no function.
 */
public final class FunctionMaker {
  private FunctionMaker() {}

  /**
   * A function by its class, of which each worker gets an object.
   *
   * @param kind what it is said to be
   * @param position of the class's name in the script
   */
  public static UserFunction ofClass(
      String name,
      Class<?> type,
      Optional<FunctionKind> kind,
      FunctionTraits traits,
      Optional<SourcePosition> position) {
    FunctionSource source = FunctionSource.of(name, type, position);
    UserFunction made = make(source, traits);
    String declared = kind.map(k -> k.name().toLowerCase(Locale.ROOT)).orElse(made.kind());
    if (!declared.equals(made.kind())) {
      throw source
          .invalid("it is declared as " + declared + " function, and is a " + made.kind() + " one")
          .hint(
              declared.equals("table")
                  ? "a table function extends io.millrace.api.udf.TableFunction, or its eval gives"
                      + " an Iterator, Iterable, Stream or array"
                  : "an aggregate implements io.millrace.api.udf.AggregateFunction")
          .build();
    }
    return made;
  }

  /** A function by an object, which all workers share. */
  public static UserFunction ofObject(String name, Object function) {
    return make(FunctionSource.of(name, function), FunctionTraits.NONE);
  }

  /** A function of the program's that has no name yet. */
  public static UserFunction of(String name, UserDefinedFunction function) {
    if (function.code() instanceof UserDefinedFunction.Aggregate aggregate) {
      return new AggregatorFunctions(
              FunctionSource.of(name, aggregate.aggregator()), aggregate.aggregator())
          .make(aggregate.inputEncoder());
    }
    UserDefinedFunction.Lambda lambda = (UserDefinedFunction.Lambda) function.code();
    FunctionTraits traits =
        new FunctionTraits(
            lambda.returnType(), Optional.empty(), Optional.of(function.deterministic()), "");
    return ofLambda(name, lambda.function(), lambda.above(), traits, List.of());
  }

  private static UserFunction make(FunctionSource source, FunctionTraits traits) {
    if (AggregateFunction.class.isAssignableFrom(source.type())) {
      return new AggregateFunctions(source, traits).byMethods();
    }
    boolean table =
        TableFunction.class.isAssignableFrom(source.type())
            || traits.columns().isPresent()
            || TableFunctions.isOne(source);
    return table
        ? new TableFunctions(source, traits).byMethods()
        : new ScalarFunctions(source, traits).byMethods();
  }

  /**
   * A scalar function by a lambda, or by an object of a class, that implements an interface.
   *
   * @param above the interface, UDF0 to UDF10
   * @param result the type of its value; empty to go by the lambda
   * @param arguments their types; empty to go by the lambda
   */
  public static UserFunction ofLambda(
      String name,
      Object lambda,
      Class<?> above,
      Optional<DataType> result,
      List<DataType> arguments) {
    FunctionTraits traits = result.map(FunctionTraits::ofResult).orElse(FunctionTraits.NONE);
    return ofLambda(name, lambda, above, traits, arguments);
  }

  private static UserFunction ofLambda(
      String name, Object lambda, Class<?> above, FunctionTraits traits, List<DataType> arguments) {
    FunctionSource source = FunctionSource.of(name, lambda);
    Method call =
        Arrays.stream(above.getMethods())
            .filter(method -> method.getName().equals("call"))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(above + " has no method call"));
    return new ScalarFunctions(source, traits)
        .byLambda(call, LambdaTypes.of(lambda, above), arguments);
  }
}
