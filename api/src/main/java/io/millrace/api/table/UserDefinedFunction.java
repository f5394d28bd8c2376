package io.millrace.api.table;

import static java.util.Objects.requireNonNull;

import io.millrace.api.types.DataType;
import java.util.Optional;

/**
 * A function that has no name yet, made by {@link functions#udf} and {@link functions#udaf}. {@link
 * UDFRegistration#register(String, UserDefinedFunction)} gives it one, under which {@link
 * functions#callUDF} and SQL call it.
 */
public final class UserDefinedFunction {
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

  /** Whether equal arguments always give equal results. */
  public boolean deterministic() {
    return deterministic;
  }

  /** The same function, neither computed in advance nor where rows may be taken back. */
  public UserDefinedFunction asNondeterministic() {
    return new UserDefinedFunction(code, false);
  }
}
