package io.millrace.plan.expression;

import static java.util.Objects.requireNonNull;

import io.millrace.api.error.SourcePosition;
import io.millrace.api.types.DataType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A typed scalar expression over the columns of one input: what SQL becomes once Calcite is done,
 * and what code is generated from. Arguments already have the types the function needs; nothing is
 * coerced silently below this line.
 */
public sealed interface Expression {

  /** The type of its value, with nullability. */
  DataType type();

  /** A column of the input, by position. */
  record ColumnReference(int index, DataType type) implements Expression {
    public ColumnReference {
      if (index < 0) {
        throw new IllegalArgumentException("bad column " + index);
      }
      requireNonNull(type, "type is null");
    }
  }

  /**
   * A constant.
   *
   * @param value Boolean; Long for whole numbers, DATE (days), TIME, TIMESTAMP and INTERVAL_DAY
   *     (µs) and INTERVAL_MONTH (months); BigDecimal at the type's scale for DECIMAL; Double for
   *     REAL and DOUBLE; String for text; {@link Binary} for BINARY; null for NULL
   */
  record Literal(@Nullable Object value, DataType type) implements Expression {
    public Literal {
      requireNonNull(type, "type is null");
    }

    public static Literal of(long value, DataType type) {
      return new Literal(value, type.notNull());
    }

    public static Literal of(boolean value) {
      return new Literal(value, DataType.BOOLEAN.notNull());
    }

    public static Literal of(String value) {
      return new Literal(value, DataType.STRING.notNull());
    }

    public static Literal nullOf(DataType type) {
      return new Literal(null, type.withNullable(true));
    }
  }

  /** The value of a BINARY literal, compared by content. */
  record Binary(List<Byte> bytes) {
    public Binary {
      bytes = List.copyOf(bytes);
    }
  }

  /**
   * A function of the fast path.
   *
   * @param position where it stands in the script, for errors at run time
   */
  record Call(
      Function function,
      List<Expression> arguments,
      DataType type,
      Optional<SourcePosition> position)
      implements Expression {
    public Call {
      requireNonNull(function, "function is null");
      requireNonNull(type, "type is null");
      requireNonNull(position, "position is null");
      arguments = List.copyOf(arguments);
    }

    public Call(Function function, DataType type, Expression... arguments) {
      this(function, List.of(arguments), type, Optional.empty());
    }
  }

  /**
   * A conversion to another type; also one that only changes precision or length.
   *
   * @param nullOnFailure TRY_CAST: NULL instead of an error
   */
  record Cast(
      Expression operand, DataType type, boolean nullOnFailure, Optional<SourcePosition> position)
      implements Expression {
    public Cast {
      requireNonNull(operand, "operand is null");
      requireNonNull(type, "type is null");
      requireNonNull(position, "position is null");
    }
  }

  /**
   * CASE: the value behind the first condition that is true. Values behind are not evaluated for
   * rows that have an earlier true condition. COALESCE and NULLIF become this.
   *
   * @param conditions BOOLEAN; as many as {@code values}
   * @param otherwise the value if none is true
   */
  record Case(
      List<Expression> conditions, List<Expression> values, Expression otherwise, DataType type)
      implements Expression {
    public Case {
      conditions = List.copyOf(conditions);
      values = List.copyOf(values);
      if (conditions.size() != values.size() || conditions.isEmpty()) {
        throw new IllegalArgumentException("conditions and values differ in number");
      }
      requireNonNull(otherwise, "otherwise is null");
      requireNonNull(type, "type is null");
    }
  }

  /** {@code value IN (constants)}; NULL among them makes a miss NULL. */
  record InList(Expression value, List<Literal> constants, DataType type) implements Expression {
    public InList {
      requireNonNull(value, "value is null");
      constants = List.copyOf(constants);
    }
  }

  /** A value that is fixed for the whole batch. */
  enum BatchValue {
    /** {@code T_N} as TIMESTAMP_LTZ. */
    CURRENT_TIMESTAMP,
    /** {@code T_N} on the wall clock of the session zone, TIMESTAMP. */
    LOCAL_TIMESTAMP,
    /** {@code T_N}'s date in the session zone, DATE. */
    CURRENT_DATE,
    /** {@code T_N}'s time of day in the session zone, TIME. */
    LOCAL_TIME
  }

  /** {@code T_N} of the batch in which the row arrived, in one of its forms. */
  record BatchTime(BatchValue value, DataType type) implements Expression {}

  /**
   * A function of the long tail, as Java source that is compiled into the same class as everything
   * else.
   *
   * @param name its SQL name, for messages
   * @param methodName the name of the one static method that {@code methodSource} declares
   * @param methodSource Java source of a {@code static} method that takes one boxed argument for
   *     each of {@code arguments} ({@link Foreign#javaClass}; null for NULL) and returns its value
   *     likewise. It uses fully qualified names only. Anything it throws is the user's error
   * @param remembers whether the method has a parameter of type {@link Foreign#MEMORY} before them
   */
  record Foreign(
      String name,
      String methodName,
      String methodSource,
      boolean remembers,
      List<Expression> arguments,
      DataType type,
      Optional<SourcePosition> position)
      implements Expression {
    /** The class in which a method keeps what it has made of its last arguments. */
    public static final String MEMORY = "io.millrace.exec.expression.runtime.PatternMemory";

    public Foreign {
      requireNonNull(methodSource, "methodSource is null");
      arguments = List.copyOf(arguments);
    }

    /**
     * The Java class of a value of that type at the border to foreign code: Boolean, Byte, Short,
     * Integer (also DATE, in days, and INTERVAL_MONTH), Long (also INTERVAL_DAY, TIME and
     * TIMESTAMPs, in ms: foreign code sees no finer time, so such arguments are refused at planning
     * unless exact), BigDecimal, Float, Double, String, {@code
     * org.apache.calcite.avatica.util.ByteString}.
     */
    public static String javaClass(DataType type) {
      return switch (type.kind()) {
        case BOOLEAN -> "Boolean";
        case TINYINT -> "Byte";
        case SMALLINT -> "Short";
        case INTEGER, DATE, INTERVAL_MONTH -> "Integer";
        case BIGINT, TIME, TIMESTAMP, TIMESTAMP_LTZ, INTERVAL_DAY -> "Long";
        case DECIMAL -> "java.math.BigDecimal";
        case REAL -> "Float";
        case DOUBLE -> "Double";
        case CHAR, VARCHAR -> "String";
        case BINARY -> "org.apache.calcite.avatica.util.ByteString";
        case ARRAY, MAP, ROW, JSON, JSONB, VARIANT ->
            throw new IllegalArgumentException("foreign " + type.sql());
        case NULL -> "Object";
      };
    }
  }

  /**
   * A function in the user's Java code.
   *
   * @param name as it is called
   * @param arguments of the types of its parameters
   * @param deterministic whether equal arguments always give equal results
   */
  record UserCall(
      String name,
      ScalarCode code,
      List<Expression> arguments,
      DataType type,
      boolean deterministic,
      Optional<SourcePosition> position)
      implements Expression {
    public UserCall {
      requireNonNull(code, "code is null");
      requireNonNull(type, "type is null");
      requireNonNull(position, "position is null");
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * A function over nested values, or one that makes them.
   *
   * @param arguments already of the types that the function needs; a {@link Lambda} where it takes
   *     one
   */
  record Nested(
      NestedFunction function,
      List<Expression> arguments,
      DataType type,
      Optional<SourcePosition> position)
      implements Expression {
    public Nested {
      requireNonNull(function, "function is null");
      requireNonNull(type, "type is null");
      requireNonNull(position, "position is null");
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * A function written in place, as an argument of {@link Nested}: {@code x -> x + 1}.
   *
   * @param parameters each with a number that no lambda around it has
   */
  record Lambda(List<LambdaParameter> parameters, Expression body) implements Expression {
    public Lambda {
      parameters = List.copyOf(parameters);
      requireNonNull(body, "body is null");
    }

    @Override
    public DataType type() {
      return body.type();
    }
  }

  /** What a lambda around this place is called with. */
  record LambdaParameter(int number, DataType type) implements Expression {}
}
