package io.millrace.plan.analyze;

import io.millrace.plan.expression.Function;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBasicFunction;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;

/**
 * The functions we define ourselves, because Calcite has none of that name, has several that
 * differ, or computes them in milliseconds.
 */
final class OwnFunctions {
  private static final SqlReturnTypeInference TEXT =
      ReturnTypes.explicit(SqlTypeName.VARCHAR).andThen(SqlTypeTransforms.TO_NULLABLE);
  private static final SqlReturnTypeInference WHOLE = ReturnTypes.INTEGER_NULLABLE;
  private static final SqlReturnTypeInference LARGE = ReturnTypes.BIGINT_NULLABLE;
  private static final SqlReturnTypeInference TRUTH = ReturnTypes.BOOLEAN_NULLABLE;
  private static final SqlReturnTypeInference FLOATING = ReturnTypes.DOUBLE_NULLABLE;
  private static final SqlReturnTypeInference INSTANT =
      ReturnTypes.explicit(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, 6)
          .andThen(SqlTypeTransforms.TO_NULLABLE);
  private static final SqlReturnTypeInference INSTANT_NOW =
      ReturnTypes.explicit(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, 6);
  private static final SqlReturnTypeInference WALL_CLOCK =
      ReturnTypes.explicit(SqlTypeName.TIMESTAMP, 6).andThen(SqlTypeTransforms.TO_NULLABLE);
  private static final SqlReturnTypeInference DAY =
      ReturnTypes.explicit(SqlTypeName.DATE).andThen(SqlTypeTransforms.TO_NULLABLE);

  private static final SqlTypeFamily T = SqlTypeFamily.CHARACTER;
  private static final SqlTypeFamily I = SqlTypeFamily.INTEGER;
  private static final SqlTypeFamily N = SqlTypeFamily.NUMERIC;
  private static final SqlTypeFamily D = SqlTypeFamily.DATETIME;

  /** What {@code %} is if a number is not exact; the standard's takes exact ones only. */
  static final SqlFunction FLOATING_REMAINDER =
      new FastFunction("$MOD", Function.MODULO, FLOATING, OperandTypes.NUMERIC_NUMERIC);

  private final Map<String, List<SqlFunction>> byName = new HashMap<>();

  OwnFunctions() {
    text();
    numbers();
    time();
    LibraryFunctions.all().forEach(this::put);
    put(SinceEpoch.INSTANCE);
    put(FLOATING_REMAINDER);
    ExactExtract.ALL.forEach(this::put);
    put(MicrosInterval.INSTANCE);
    put(NamedStruct.INSTANCE);
    put(FromJson.INSTANCE);
    put(JsonTuple.INSTANCE);
    new NestedOperators().all().forEach(this::nested);
  }

  List<SqlFunction> find(String name) {
    return byName.getOrDefault(name.toUpperCase(Locale.ROOT), List.of());
  }

  /** Those that can be called. */
  List<SqlFunction> all() {
    return byName.values().stream()
        .flatMap(List::stream)
        .filter(function -> !HiddenNames.isHidden(function.getName()))
        .toList();
  }

  private void text() {
    for (String name : List.of("LENGTH", "LEN", "CHAR_LENGTH", "CHARACTER_LENGTH")) {
      add(name, Function.CHARACTER_LENGTH, WHOLE, family(T));
    }
    add("UCASE", Function.UPPER, TEXT, family(T));
    add("LCASE", Function.LOWER, TEXT, family(T));
    add("OCTET_LENGTH", Function.OCTET_LENGTH, WHOLE, family(T));
    add("REPLACE", Function.REPLACE, TEXT, family(T, T, T));
    for (String name : List.of("STARTS_WITH", "STARTSWITH")) {
      add(name, Function.STARTS_WITH, TRUTH, family(T, T));
    }
    for (String name : List.of("ENDS_WITH", "ENDSWITH")) {
      add(name, Function.ENDS_WITH, TRUTH, family(T, T));
    }
    add("CONTAINS", Function.CONTAINS, TRUTH, family(T, T));
    add("LEFT", Function.LEFT, TEXT, family(T, I));
    add("RIGHT", Function.RIGHT, TEXT, family(T, I));
    add("LPAD", Function.LPAD, TEXT, OperandTypes.or(family(T, I), family(T, I, T)));
    add("RPAD", Function.RPAD, TEXT, OperandTypes.or(family(T, I), family(T, I, T)));
    add("REVERSE", Function.REVERSE, TEXT, family(T));
    add("REPEAT", Function.REPEAT, TEXT, family(T, I));
    add("INITCAP", Function.INITCAP, TEXT, family(T));
    add("SPLIT_PART", Function.SPLIT_PART, TEXT, family(T, T, I));
    for (String name : List.of("REGEXP_LIKE", "REGEXP_CONTAINS", "REGEXP", "RLIKE")) {
      add(name, Function.REGEXP_LIKE, TRUTH, family(T, T));
    }
    add("REGEXP_REPLACE", Function.REGEXP_REPLACE, TEXT, family(T, T, T));
    add(
        "CONCAT",
        Function.CONCAT,
        TEXT,
        OperandTypes.repeat(SqlOperandCountRanges.from(2), OperandTypes.ANY));
    for (String name : List.of("SUBSTR", "SUBSTRING")) {
      add(name, Function.SUBSTRING, TEXT, OperandTypes.or(family(T, I), family(T, I, I)));
    }
    for (String name : List.of("LOCATE")) {
      add(name, Function.POSITION, WHOLE, family(T, T));
    }
    for (String name : List.of("STRPOS", "INSTR")) {
      plain(name, WHOLE, family(T, T));
    }
    for (String name : List.of("LTRIM", "RTRIM", "BTRIM")) {
      plain(name, TEXT, OperandTypes.or(family(T), family(T, T)));
    }
    add("MD5", Function.MD5, TEXT, OperandTypes.or(family(T), family(SqlTypeFamily.BINARY)));
    for (String name : List.of("SHA1", "SHA")) {
      add(name, Function.SHA1, TEXT, OperandTypes.or(family(T), family(SqlTypeFamily.BINARY)));
    }
    add("SHA256", Function.SHA256, TEXT, OperandTypes.or(family(T), family(SqlTypeFamily.BINARY)));
  }

  private void numbers() {
    for (String name : List.of("ROUND", "TRUNCATE", "TRUNC")) {
      plain(name, OwnFunctions::rounded, OperandTypes.or(family(N), family(N, I)));
    }
    add("SQRT", Function.SQUARE_ROOT, FLOATING, family(N));
    add("EXP", Function.EXPONENTIAL, FLOATING, family(N));
    add("LN", Function.LOGARITHM, FLOATING, family(N));
    add("LOG10", Function.LOGARITHM_10, FLOATING, family(N));
    for (String name : List.of("POWER", "POW")) {
      add(name, Function.POWER, FLOATING, family(N, N));
    }
    for (String name : List.of("GREATEST", "LEAST")) {
      add(
          name,
          Function.valueOf(name),
          ReturnTypes.LEAST_RESTRICTIVE.andThen(SqlTypeTransforms.TO_NULLABLE),
          OperandTypes.SAME_VARIADIC);
    }
  }

  private void time() {
    add("DATE_TRUNC", Function.FLOOR_TIME, ReturnTypes.ARG1_NULLABLE, family(T, D));
    add("DATE_PART", Function.EXTRACT, LARGE, family(T, D));
    add("DATE_FORMAT", Function.FORMAT_TIME, TEXT, family(D, T));
    add("TO_TIMESTAMP", Function.PARSE_TIME, WALL_CLOCK, family(T, T));
    plain("TO_TIMESTAMP", WALL_CLOCK, family(T));
    plain("TO_DATE", DAY, OperandTypes.or(family(T), family(D)));
    plain("UNIX_TIMESTAMP", LARGE, family(D));
    plain("FROM_UNIXTIME", TEXT, OperandTypes.or(family(I), family(I, T)));
    add("TIMESTAMP_SECONDS", Function.FROM_EPOCH_SECONDS, INSTANT, family(I));
    add("TIMESTAMP_MILLIS", Function.FROM_EPOCH_MILLIS, INSTANT, family(I));
    plain("TIMESTAMP_MICROS", INSTANT, family(I));
    plain("UNIX_MILLIS", LARGE, family(D));
    plain("UNIX_MICROS", LARGE, family(D));
    plain("TO_TIMESTAMP_LTZ", INSTANT, family(I, I));
    plain("$UNIT_DIFFERENCE", LARGE, family(T, D, D));
    plain("DATE_DIFF", LARGE, family(T, D, D));
    plain("DATEDIFF", LARGE, family(D, D));
    plain("DATE_ADD", DAY, family(SqlTypeFamily.DATE, I));
    plain("DATE_SUB", DAY, family(SqlTypeFamily.DATE, I));
    // Written without parentheses; the standard's own have no fractions of a second.
    put(
        SqlBasicFunction.create("CURRENT_TIMESTAMP", INSTANT_NOW, OperandTypes.NILADIC)
            .withSyntax(SqlSyntax.FUNCTION_ID));
    put(
        SqlBasicFunction.create(
                "LOCALTIMESTAMP",
                ReturnTypes.explicit(SqlTypeName.TIMESTAMP, 6),
                OperandTypes.NILADIC)
            .withSyntax(SqlSyntax.FUNCTION_ID));
    plain("NOW", INSTANT_NOW, OperandTypes.NILADIC);
    plain("PROCTIME", INSTANT_NOW, OperandTypes.NILADIC);
  }

  /** DECIMAL: with as many digits behind the point as are asked for; other numbers: as they are. */
  private static RelDataType rounded(SqlOperatorBinding call) {
    RelDataType from = call.getOperandType(0);
    RelDataType result = from;
    if (from.getSqlTypeName() == SqlTypeName.DECIMAL) {
      int scale = from.getScale();
      if (call.getOperandCount() == 1) {
        scale = 0;
      } else if (call.isOperandLiteral(1, false)) {
        Integer digits = call.getOperandLiteralValue(1, Integer.class);
        scale = digits == null ? scale : Math.max(0, Math.min(scale, digits));
      }
      int whole = from.getPrecision() - from.getScale() + 1;
      int most = call.getTypeFactory().getTypeSystem().getMaxPrecision(SqlTypeName.DECIMAL);
      result =
          call.getTypeFactory()
              .createSqlType(SqlTypeName.DECIMAL, Math.min(most, whole + scale), scale);
    }
    boolean nullable = call.collectOperandTypes().stream().anyMatch(RelDataType::isNullable);
    return call.getTypeFactory().createTypeWithNullability(result, nullable);
  }

  /** Beside the function that its name may have for other values. */
  private void nested(String name, List<NestedSignature> signatures) {
    List<SqlFunction> others = byName.getOrDefault(name, List.of());
    byName.put(
        name,
        new ArrayList<>(
            List.of(new NestedOperator(name, signatures, others.stream().findFirst()))));
  }

  private static SqlOperandTypeChecker family(SqlTypeFamily... families) {
    return OperandTypes.family(families);
  }

  private void add(
      String name,
      Function function,
      SqlReturnTypeInference returnType,
      SqlOperandTypeChecker operands) {
    put(new FastFunction(name, function, returnType, operands));
  }

  /** A function that becomes several of the fast path. */
  private void plain(
      String name, SqlReturnTypeInference returnType, SqlOperandTypeChecker operands) {
    put(SqlBasicFunction.create(name, returnType, operands));
  }

  private void put(SqlFunction function) {
    byName.computeIfAbsent(function.getName(), n -> new ArrayList<>()).add(function);
  }
}
