package io.millrace.plan.analyze;

import static java.util.Map.entry;

import io.millrace.plan.physical.AggregateCall.AggregateFunction;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;
import org.apache.calcite.util.Optionality;

/**
 * The aggregates we define ourselves: all but COUNT, SUM, AVG, MIN and MAX, which are Calcite's.
 * Several names may mean one function. {@link AggregateRewriter} brings calls into the form that
 * they take.
 */
public final class OwnAggregates {
  /** What {@code FIRST(x) IGNORE NULLS} becomes. */
  public static final String FIRST_KNOWN = "$FIRST_KNOWN";

  /** What {@code LAST(x) IGNORE NULLS} becomes. */
  public static final String LAST_KNOWN = "$LAST_KNOWN";

  private static final SqlReturnTypeInference FLOATING =
      ReturnTypes.explicit(SqlTypeName.DOUBLE).andThen(SqlTypeTransforms.FORCE_NULLABLE);
  private static final SqlReturnTypeInference TEXT =
      ReturnTypes.explicit(SqlTypeName.VARCHAR).andThen(SqlTypeTransforms.FORCE_NULLABLE);
  private static final SqlReturnTypeInference TRUTH =
      ReturnTypes.BOOLEAN.andThen(SqlTypeTransforms.FORCE_NULLABLE);
  private static final SqlReturnTypeInference LIST_OR_NULL =
      ReturnTypes.TO_ARRAY.andThen(SqlTypeTransforms.FORCE_NULLABLE);
  private static final SqlReturnTypeInference FIRST_ARGUMENT =
      ReturnTypes.ARG0.andThen(SqlTypeTransforms.FORCE_NULLABLE);
  private static final SqlOperandTypeChecker NUMBER = OperandTypes.NUMERIC;
  private static final SqlOperandTypeChecker PAIR = OperandTypes.NUMERIC_NUMERIC;
  private static final SqlOperandTypeChecker ANY = OperandTypes.ANY;

  /** The names of functions of floating point, but for their own. */
  private static final Map<String, AggregateFunction> SYNONYMS =
      Map.ofEntries(
          entry("VARIANCE", AggregateFunction.VAR_SAMP),
          entry("STDDEV", AggregateFunction.STDDEV_SAMP),
          entry("STD", AggregateFunction.STDDEV_SAMP),
          entry("KURTOSIS_POP", AggregateFunction.KURTOSIS));

  private static final Map<String, Operator> BY_NAME = table();

  private OwnAggregates() {}

  private static Map<String, Operator> table() {
    Map<String, Operator> table = new TreeMap<>();
    for (AggregateFunction function : AggregateFunction.values()) {
      if (function == AggregateFunction.REGR_COUNT) {
        put(table, function.name(), function, ReturnTypes.BIGINT, PAIR);
      } else if (function.isMoments()) {
        put(table, function.name(), function, FLOATING, function.isPairs() ? PAIR : NUMBER);
      } else if (function.isBits()) {
        put(table, function.name(), function, FIRST_ARGUMENT, OperandTypes.INTEGER);
      }
    }
    SYNONYMS.forEach((name, function) -> put(table, name, function, FLOATING, NUMBER));
    for (String name : List.of("EVERY", "BOOL_AND", "LOGICAL_AND")) {
      put(table, name, AggregateFunction.MIN, TRUTH, OperandTypes.BOOLEAN);
    }
    for (String name : List.of("SOME", "ANY", "BOOL_OR", "LOGICAL_OR")) {
      put(table, name, AggregateFunction.MAX, TRUTH, OperandTypes.BOOLEAN);
    }
    ordered(table);
    return table;
  }

  /** Those that keep rows in an order. */
  private static void ordered(Map<String, Operator> table) {
    for (String name : List.of("FIRST", "ANY_VALUE", FIRST_KNOWN)) {
      put(table, name, AggregateFunction.FIRST, FIRST_ARGUMENT, ANY);
    }
    for (String name : List.of("LAST", LAST_KNOWN)) {
      put(table, name, AggregateFunction.LAST, FIRST_ARGUMENT, ANY);
    }
    SqlOperandTypeChecker two = OperandTypes.family(SqlTypeFamily.ANY, SqlTypeFamily.ANY);
    for (String name : List.of("ARG_MIN", "MIN_BY")) {
      put(table, name, AggregateFunction.ARG_MIN, FIRST_ARGUMENT, two);
    }
    for (String name : List.of("ARG_MAX", "MAX_BY")) {
      put(table, name, AggregateFunction.ARG_MAX, FIRST_ARGUMENT, two);
    }
    put(table, "MODE", AggregateFunction.MODE, FIRST_ARGUMENT, ANY);
    put(table, "MEDIAN", AggregateFunction.PERCENTILE_CONT, FLOATING, NUMBER);
    for (String name : List.of("PERCENTILE_CONT", "PERCENTILE", "QUANTILE_CONT")) {
      put(table, name, AggregateFunction.PERCENTILE_CONT, FLOATING, PAIR);
    }
    SqlOperandTypeChecker fraction = OperandTypes.family(SqlTypeFamily.ANY, SqlTypeFamily.NUMERIC);
    for (String name :
        List.of(
            "PERCENTILE_DISC",
            "PERCENTILE_APPROX",
            "APPROX_PERCENTILE",
            "QUANTILE_DISC",
            "QUANTILE",
            "APPROX_QUANTILE")) {
      put(table, name, AggregateFunction.PERCENTILE_DISC, FIRST_ARGUMENT, fraction);
    }
    for (String name : List.of("ARRAY_AGG", "LIST")) {
      put(table, name, AggregateFunction.ARRAY_AGG, LIST_OR_NULL, ANY);
    }
    for (String name : List.of("COLLECT_LIST", "COLLECT_SET")) {
      put(table, name, AggregateFunction.ARRAY_AGG, ReturnTypes.TO_ARRAY, ANY);
    }
    for (String name : List.of("STRING_AGG", "LISTAGG", "GROUP_CONCAT")) {
      put(
          table,
          name,
          AggregateFunction.STRING_AGG,
          TEXT,
          OperandTypes.or(ANY, OperandTypes.family(SqlTypeFamily.ANY, SqlTypeFamily.CHARACTER)));
    }
  }

  private static void put(
      Map<String, Operator> table,
      String name,
      AggregateFunction function,
      SqlReturnTypeInference type,
      SqlOperandTypeChecker operands) {
    table.put(name, new Operator(name, function, type, operands));
  }

  /** The aggregate of a name in any case; empty if it is none of ours. */
  static Optional<Operator> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name.toUpperCase(Locale.ROOT)));
  }

  /** Whether a name, in any case, is that of an aggregate of ours. */
  public static boolean isAggregate(String name) {
    return find(name).isPresent();
  }

  /** Those that have a name in SQL. */
  static List<Operator> all() {
    return BY_NAME.values().stream().filter(found -> !found.getName().startsWith("$")).toList();
  }

  /** An aggregate as Calcite sees it. */
  public static final class Operator extends SqlAggFunction {
    private final AggregateFunction function;

    private Operator(
        String name,
        AggregateFunction function,
        SqlReturnTypeInference type,
        SqlOperandTypeChecker operands) {
      super(
          name,
          null,
          SqlKind.OTHER_FUNCTION,
          type,
          null,
          operands,
          SqlFunctionCategory.USER_DEFINED_FUNCTION,
          false,
          false,
          takesOrder(function) ? Optionality.OPTIONAL : Optionality.FORBIDDEN);
      this.function = function;
    }

    private static boolean takesOrder(AggregateFunction function) {
      return switch (function) {
        case FIRST, LAST, MODE, PERCENTILE_CONT, PERCENTILE_DISC, STRING_AGG, ARRAY_AGG -> true;
        default -> false;
      };
    }

    /** Whether it gives the same in any order, by equal values among them too. */
    boolean ignoresOrder() {
      return switch (function) {
        case FIRST, LAST, MODE, PERCENTILE_DISC, STRING_AGG, ARRAY_AGG, ARG_MIN, ARG_MAX -> false;
        // of the others it is the order that says which value is asked for
        case PERCENTILE_CONT -> getName().equals("MEDIAN");
        default -> true;
      };
    }

    public AggregateFunction function() {
      return function;
    }
  }
}
