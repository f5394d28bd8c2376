package io.millrace.plan.analyze;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;

/** A function that a static method of the engine's library computes, value by value. */
public final class LibraryFunction extends SqlFunction {
  /** What a parameter takes, and how the method gets it. */
  public enum Parameter {
    TEXT(SqlTypeFamily.CHARACTER),
    BINARY(SqlTypeFamily.BINARY),
    INTEGER(SqlTypeFamily.INTEGER),
    BIGINT(SqlTypeFamily.INTEGER),
    /** INTEGER, or BIGINT if it is one. */
    WHOLE(SqlTypeFamily.INTEGER),
    /** A whole number of the type of the result. */
    LIKE_RESULT(SqlTypeFamily.INTEGER),
    DOUBLE(SqlTypeFamily.NUMERIC),
    DECIMAL(SqlTypeFamily.NUMERIC),
    /** DOUBLE if one of these is, else DECIMAL with all of its digits. */
    EXACT_OR_DOUBLE(SqlTypeFamily.NUMERIC),
    DATE(SqlTypeFamily.DATE),
    /** A date or a reading of the clock, in µs since 1970. */
    TIME(SqlTypeFamily.DATETIME),
    /** Any plain value; the last parameter may come several times, as an array. */
    VALUES(SqlTypeFamily.ANY);

    private final SqlTypeFamily family;

    Parameter(SqlTypeFamily family) {
      this.family = family;
    }
  }

  /** What a library function gives. */
  enum Result {
    TEXT(ReturnTypes.explicit(SqlTypeName.VARCHAR)),
    BINARY(ReturnTypes.explicit(SqlTypeName.VARBINARY)),
    BOOLEAN(ReturnTypes.BOOLEAN),
    INTEGER(ReturnTypes.INTEGER),
    BIGINT(ReturnTypes.BIGINT),
    DOUBLE(ReturnTypes.DOUBLE),
    DATE(ReturnTypes.DATE),
    /** BIGINT if the first argument is, else INTEGER. */
    FIRST(call -> whole(call, 1)),
    /** BIGINT if an argument is, else INTEGER. */
    WIDEST(call -> whole(call, call.getOperandCount()));

    private final SqlReturnTypeInference inference;

    Result(SqlReturnTypeInference inference) {
      this.inference = inference.andThen(SqlTypeTransforms.FORCE_NULLABLE);
    }
  }

  private static RelDataType whole(SqlOperatorBinding call, int operands) {
    boolean large =
        call.collectOperandTypes().subList(0, operands).stream()
            .anyMatch(type -> type.getSqlTypeName() == SqlTypeName.BIGINT);
    return call.getTypeFactory().createSqlType(large ? SqlTypeName.BIGINT : SqlTypeName.INTEGER);
  }

  private final String method;
  private final List<Parameter> parameters;

  /**
   * @param method class and name of the static method in the library
   * @param least how many arguments it takes at least
   */
  LibraryFunction(
      String name, String method, Result result, int least, List<Parameter> parameters) {
    super(
        name,
        SqlKind.OTHER_FUNCTION,
        result.inference,
        null,
        operands(least, parameters),
        SqlFunctionCategory.SYSTEM);
    this.method = method;
    this.parameters = List.copyOf(parameters);
  }

  public String method() {
    return method;
  }

  /** What the argument with that number is for. */
  public Parameter parameter(int index) {
    return parameters.get(Math.min(index, parameters.size() - 1));
  }

  /** Whether the argument with that number is one of several, which the method gets as an array. */
  public boolean isArray(int index) {
    return index > 0 && parameter(index) == Parameter.VALUES && parameter(0) != Parameter.VALUES;
  }

  /** Whether the method is given something to keep what it has made of constants. */
  public boolean remembers() {
    return method.startsWith("RegexLibrary.");
  }

  private static SqlOperandTypeChecker operands(int least, List<Parameter> parameters) {
    if (parameters.get(parameters.size() - 1) == Parameter.VALUES) {
      SqlOperandCountRange count =
          parameters.size() == 1
              ? SqlOperandCountRanges.of(1)
              : SqlOperandCountRanges.from(Math.max(least, 1));
      return OperandTypes.repeat(count, OperandTypes.ANY);
    }
    List<SqlOperandTypeChecker> counts = new ArrayList<>();
    for (int n = least; n <= parameters.size(); n++) {
      counts.add(
          OperandTypes.family(
              parameters.subList(0, n).stream().map(parameter -> parameter.family).toList()));
    }
    return counts.size() == 1
        ? counts.get(0)
        : OperandTypes.or(counts.toArray(SqlOperandTypeChecker[]::new));
  }
}
