package io.millrace.plan.analyze;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.types.DataType;
import io.millrace.plan.catalog.Overload;
import io.millrace.plan.catalog.Overload.Argument;
import io.millrace.plan.catalog.UserFunction;
import io.millrace.plan.catalog.UserFunction.JavaAggregate;
import io.millrace.plan.catalog.UserFunction.JavaScalar;
import io.millrace.plan.catalog.UserFunction.JavaTable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.calcite.rex.RexCallBinding;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlTableFunction;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.Optionality;

/** The user's functions in Java as operators of Calcite's. */
public final class UserOperators {
  private UserOperators() {}

  /** The operator of a function; empty for one in SQL, which is expanded before. */
  static Optional<SqlFunction> of(UserFunction function) {
    if (function instanceof JavaScalar scalar) {
      return Optional.of(new Scalar(scalar));
    }
    if (function instanceof JavaAggregate aggregate) {
      return Optional.of(new Aggregate(aggregate));
    }
    if (function instanceof JavaTable table) {
      return Optional.of(new Table(table));
    }
    return Optional.empty();
  }

  /** A scalar function in Java. */
  public static final class Scalar extends SqlFunction {
    private final JavaScalar function;

    private Scalar(JavaScalar function) {
      super(
          function.name(),
          SqlKind.OTHER_FUNCTION,
          result(resolver(function)),
          null,
          new Operands(function, resolver(function)),
          SqlFunctionCategory.USER_DEFINED_FUNCTION);
      this.function = function;
    }

    private static Resolver resolver(JavaScalar function) {
      return arguments -> Overload.choose(function.overloads(), arguments).map(Overload::result);
    }

    public JavaScalar function() {
      return function;
    }

    @Override
    public boolean isDeterministic() {
      return function.deterministic();
    }
  }

  /** An aggregate in Java. */
  public static final class Aggregate extends SqlAggFunction {
    private final JavaAggregate function;

    private Aggregate(JavaAggregate function) {
      super(
          function.name(),
          null,
          SqlKind.OTHER_FUNCTION,
          result(resolver(function)),
          null,
          new Operands(function, resolver(function)),
          SqlFunctionCategory.USER_DEFINED_FUNCTION,
          false,
          false,
          Optionality.FORBIDDEN);
      this.function = function;
    }

    private static Resolver resolver(JavaAggregate function) {
      return arguments ->
          Overload.choose(function.overloads(), withoutConstants(arguments)).map(Overload::result);
    }

    public JavaAggregate function() {
      return function;
    }
  }

  /** A table function in Java. */
  public static final class Table extends SqlFunction implements SqlTableFunction {
    private final JavaTable function;

    private Table(JavaTable function) {
      super(
          function.name(),
          SqlKind.OTHER_FUNCTION,
          ReturnTypes.CURSOR,
          null,
          new Operands(function, resolver(function)),
          SqlFunctionCategory.USER_DEFINED_TABLE_FUNCTION);
      this.function = function;
    }

    private static Resolver resolver(JavaTable function) {
      return arguments -> Overload.choose(function.overloads(), arguments).map(Overload::result);
    }

    public JavaTable function() {
      return function;
    }

    @Override
    public SqlReturnTypeInference getRowTypeInference() {
      return binding -> SqlTypes.toRowType(function.columns(), binding.getTypeFactory());
    }
  }

  /** The type of the result for arguments; empty if the function does not take them. */
  private interface Resolver extends Function<List<Argument>, Optional<DataType>> {}

  private static SqlReturnTypeInference result(Resolver resolver) {
    return binding ->
        resolver
            .apply(arguments(binding))
            .map(type -> SqlTypes.toCalcite(type, binding.getTypeFactory()))
            .orElseGet(() -> binding.getTypeFactory().createSqlType(SqlTypeName.ANY));
  }

  /** What an aggregate gets are columns, of whose values nothing is known. */
  private static List<Argument> withoutConstants(List<Argument> arguments) {
    return arguments.stream()
        .map(argument -> new Argument(argument.type(), Optional.empty()))
        .toList();
  }

  private static List<Argument> arguments(SqlOperatorBinding binding) {
    List<Argument> arguments = new ArrayList<>();
    for (int i = 0; i < binding.getOperandCount(); i++) {
      arguments.add(ArgumentCast.argument(binding, i));
    }
    return arguments;
  }

  /** The value of an argument that is a constant whole number. */
  static Optional<Long> constant(SqlOperatorBinding binding, int ordinal, DataType type) {
    boolean known = binding instanceof SqlCallBinding || binding instanceof RexCallBinding;
    if (!known || !type.kind().isInteger() || !binding.isOperandLiteral(ordinal, false)) {
      return Optional.empty();
    }
    return Optional.ofNullable(binding.getOperandLiteralValue(ordinal, BigDecimal.class))
        .map(BigDecimal::longValue);
  }

  /** Finds out whether some overload takes the arguments. */
  private record Operands(UserFunction function, Resolver resolver)
      implements SqlOperandTypeChecker {
    @Override
    public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
      List<Argument> arguments = arguments(binding);
      if (resolver.apply(arguments).isPresent()) {
        return true;
      }
      if (!throwOnFailure) {
        return false;
      }
      throw mismatch(arguments).at(Positions.of(binding.getCall().getParserPosition())).build();
    }

    private MillraceException.Builder mismatch(List<Argument> arguments) {
      String given =
          arguments.stream()
              .map(argument -> argument.type().sql())
              .collect(Collectors.joining(", ", "(", ")"));
      MillraceException.Builder error = error(ErrorCode.FUNCTION_ARGUMENTS, function.name(), given);
      function.signatures().forEach(signature -> error.hint("it is " + signature));
      return error;
    }

    @Override
    public SqlOperandCountRange getOperandCountRange() {
      return SqlOperandCountRanges.any();
    }

    @Override
    public String getAllowedSignatures(SqlOperator operator, String name) {
      return String.join(", ", function.signatures());
    }
  }
}
