package io.millrace.plan.analyze;

import io.millrace.plan.expression.Function;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.sql.SqlBasicFunction;
import org.apache.calcite.sql.SqlFunction;
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
  private static final SqlReturnTypeInference WALL_CLOCK =
      ReturnTypes.explicit(SqlTypeName.TIMESTAMP, 6).andThen(SqlTypeTransforms.TO_NULLABLE);
  private static final SqlReturnTypeInference DAY =
      ReturnTypes.explicit(SqlTypeName.DATE).andThen(SqlTypeTransforms.TO_NULLABLE);

  private static final SqlTypeFamily T = SqlTypeFamily.CHARACTER;
  private static final SqlTypeFamily I = SqlTypeFamily.INTEGER;
  private static final SqlTypeFamily N = SqlTypeFamily.NUMERIC;
  private static final SqlTypeFamily D = SqlTypeFamily.DATETIME;

  private final Map<String, List<SqlFunction>> byName = new HashMap<>();

  OwnFunctions() {
    text();
    numbers();
    time();
  }

  List<SqlFunction> find(String name) {
    return byName.getOrDefault(name.toUpperCase(Locale.ROOT), List.of());
  }

  List<SqlFunction> all() {
    return byName.values().stream().flatMap(List::stream).toList();
  }

  private void text() {
    for (String name : List.of("LENGTH", "LEN", "CHAR_LENGTH", "CHARACTER_LENGTH")) {
      add(name, Function.CHARACTER_LENGTH, WHOLE, family(T));
    }
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
    for (String name : List.of("REGEXP_LIKE", "REGEXP_CONTAINS", "REGEXP")) {
      add(name, Function.REGEXP_LIKE, TRUTH, family(T, T));
    }
    add("REGEXP_REPLACE", Function.REGEXP_REPLACE, TEXT, family(T, T, T));
    add(
        "CONCAT",
        Function.CONCAT,
        TEXT,
        OperandTypes.repeat(SqlOperandCountRanges.from(2), OperandTypes.CHARACTER));
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
    plain("TO_TIMESTAMP_LTZ", INSTANT, family(I, I));
    plain("UNIT_DIFFERENCE", LARGE, family(T, D, D));
    plain("DATE_DIFF", LARGE, family(T, D, D));
    plain("DATEDIFF", LARGE, family(D, D));
    plain("DATE_ADD", DAY, family(SqlTypeFamily.DATE, I));
    plain("DATE_SUB", DAY, family(SqlTypeFamily.DATE, I));
    plain(
        "NOW",
        ReturnTypes.explicit(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, 6),
        OperandTypes.NILADIC);
    plain(
        "PROCTIME",
        ReturnTypes.explicit(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, 6),
        OperandTypes.NILADIC);
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
