package io.millrace.api.table;

import static java.util.Objects.requireNonNull;

import io.millrace.api.table.tree.Expr;
import io.millrace.api.types.DataType;
import java.util.Optional;

/**
 * A function that has no name yet, made by {@link functions#udf} and {@link functions#udaf}. Tables
 * call it by {@link #apply}; {@link UDFRegistration#register(String, UserDefinedFunction)} gives it
 * a name, under which {@link functions#callUDF} and SQL call it.
 */
public final class UserDefinedFunction implements Expr.Unnamed {
  private final Code code;
  private final boolean deterministic;

  private UserDefinedFunction(Code code, boolean deterministic) {
    this.code = code;
    this.deterministic = deterministic;
  }

  /** What is called. */
  public sealed interface Code {}

  /**
   * A lambda.
   *
   * @param above the interface that it implements, UDF0 to UDF10
   * @param returnType empty to go by the lambda
   */
  public record Lambda(Object function, Class<?> above, Optional<DataType> returnType)
      implements Code {}

  /** An aggregate. */
  public record Aggregate(Aggregator<?, ?, ?> aggregator, Encoder<?> inputEncoder)
      implements Code {}

  static UserDefinedFunction of(Code code) {
    return new UserDefinedFunction(requireNonNull(code, "code is null"), true);
  }

  /** What is called; for the engine. */
  public Code code() {
    return code;
  }

  @Override
  public boolean isAggregate() {
    return code instanceof Aggregate;
  }

  /** A call of it, of as many columns as it has parameters. */
  public Column apply(Column... arguments) {
    return new Column(new Expr.UserCall(this, Column.all(arguments)));
  }

  /** Whether equal arguments always give equal results. */
  public boolean deterministic() {
    return deterministic;
  }

  /** The same function, neither computed in advance nor where rows may be taken back. */
  public UserDefinedFunction asNondeterministic() {
    return new UserDefinedFunction(code, false);
  }
}
