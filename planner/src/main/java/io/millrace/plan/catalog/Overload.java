package io.millrace.plan.catalog;

import io.millrace.api.types.DataType;
import io.millrace.api.types.TypeKind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * One way to call a function in Java.
 *
 * @param result its type; means nothing for a table function
 * @param <C> what is called
 */
public record Overload<C>(List<ParameterType> parameters, DataType result, C code) {
  private static final List<TypeKind> WIDENING =
      List.of(
          TypeKind.TINYINT,
          TypeKind.SMALLINT,
          TypeKind.INTEGER,
          TypeKind.BIGINT,
          TypeKind.DECIMAL,
          TypeKind.REAL,
          TypeKind.DOUBLE);
  private static final int COST_OF_ANY = 100;
  private static final int COST_OF_TIME = 10;

  public Overload {
    parameters = List.copyOf(parameters);
  }

  /** What a parameter takes. */
  public sealed interface ParameterType {
    /** The type that an argument is cast to. */
    DataType target(DataType argument);

    /** As people write it. */
    String text();
  }

  /** Arguments of one type. */
  public record OneType(DataType type) implements ParameterType {
    @Override
    public DataType target(DataType argument) {
      return type;
    }

    @Override
    public String text() {
      return type.sql();
    }
  }

  /** Exact numbers with as many digits as they have. */
  public record AnyDecimal() implements ParameterType {
    @Override
    public DataType target(DataType argument) {
      return switch (argument.kind()) {
        case DECIMAL -> argument;
        case TINYINT -> DataType.decimal(3, 0);
        case SMALLINT -> DataType.decimal(5, 0);
        case INTEGER -> DataType.decimal(10, 0);
        default -> DataType.decimal(19, 0);
      };
    }

    @Override
    public String text() {
      return "decimal";
    }
  }

  /** Arguments of any type, as they are. */
  public record AnyType() implements ParameterType {
    @Override
    public DataType target(DataType argument) {
      return argument;
    }

    @Override
    public String text() {
      return "any";
    }
  }

  /**
   * An argument of a call.
   *
   * @param constant its value if it is a constant whole number
   */
  public record Argument(DataType type, Optional<Long> constant) {}

  /** The overload whose parameters need the least conversion; empty if none fits. */
  public static <C> Optional<Overload<C>> choose(
      List<Overload<C>> overloads, List<Argument> arguments) {
    Optional<Overload<C>> best = Optional.empty();
    int least = Integer.MAX_VALUE;
    for (Overload<C> overload : overloads) {
      OptionalInt cost = overload.cost(arguments);
      if (cost.isPresent() && cost.getAsInt() < least) {
        least = cost.getAsInt();
        best = Optional.of(overload);
      }
    }
    return best;
  }

  private OptionalInt cost(List<Argument> arguments) {
    if (arguments.size() != parameters.size()) {
      return OptionalInt.empty();
    }
    int sum = 0;
    for (int i = 0; i < arguments.size(); i++) {
      OptionalInt cost = cost(parameters.get(i), arguments.get(i));
      if (cost.isEmpty()) {
        return cost;
      }
      sum += cost.getAsInt();
    }
    return OptionalInt.of(sum);
  }

  private static OptionalInt cost(ParameterType parameter, Argument argument) {
    if (parameter instanceof OneType one) {
      return conversionCost(argument, one.type());
    }
    if (parameter instanceof AnyDecimal) {
      return conversionCost(argument, DataType.decimal(DataType.MAX_DECIMAL_PRECISION, 0));
    }
    return OptionalInt.of(COST_OF_ANY);
  }

  /**
   * What it costs to take an argument for a parameter without being told to; empty if it must be
   * cast. Numbers become wider ones, constants what they fit, dates timestamps, NULL anything.
   */
  public static OptionalInt conversionCost(Argument argument, DataType parameter) {
    TypeKind from = argument.type().kind();
    TypeKind to = parameter.kind();
    if (from == to || from == TypeKind.NULL || from.isText() && to.isText()) {
      return OptionalInt.of(0);
    }
    int narrow = WIDENING.indexOf(from);
    int wide = WIDENING.indexOf(to);
    if (narrow >= 0 && wide >= 0) {
      if (narrow < wide) {
        return OptionalInt.of(wide - narrow);
      }
      boolean fits = argument.constant().filter(value -> fits(value, to)).isPresent();
      return fits ? OptionalInt.of(1) : OptionalInt.empty();
    }
    return from == TypeKind.DATE && to == TypeKind.TIMESTAMP
        ? OptionalInt.of(COST_OF_TIME)
        : OptionalInt.empty();
  }

  private static boolean fits(long value, TypeKind kind) {
    return switch (kind) {
      case TINYINT -> value == (byte) value;
      case SMALLINT -> value == (short) value;
      case INTEGER -> value == (int) value;
      default -> false;
    };
  }

  /** The parameters as people write them: {@code (integer, varchar)}. */
  public String parameterList() {
    return list(parameters);
  }

  /** Parameters as people write them. */
  public static String list(List<ParameterType> parameters) {
    return parameters.stream().map(ParameterType::text).collect(Collectors.joining(", ", "(", ")"));
  }
}
