package io.millrace.tests.table;

import static io.millrace.api.table.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Millrace;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.table.Column;
import io.millrace.api.table.Row;
import io.millrace.api.table.Table;
import io.millrace.api.table.functions;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every function of programs is one that the engine has, or has by name and not yet. */
class FunctionsTest {
  private static final List<String> COLUMNS = List.of("s", "i", "d", "ts", "b", "dt");

  /** Those that take the name of a function, or are no expression. */
  private static final Set<String> OTHERS =
      Set.of(
          "call_function",
          "callUDF",
          "call_udf",
          "expr",
          "col",
          "column",
          "lit",
          "asc",
          "asc_nulls_first",
          "asc_nulls_last",
          "desc",
          "desc_nulls_first",
          "desc_nulls_last",
          "udf",
          "udaf");

  private static Millrace millrace;
  private static Table table;

  @BeforeAll
  static void open() {
    millrace = Millrace.open();
    millrace.sql("CREATE TABLE t (i INT, s STRING, ts TIMESTAMP, b BOOLEAN, d DOUBLE, dt DATE)");
    table = millrace.table("t");
  }

  @AfterAll
  static void close() {
    millrace.close();
  }

  @TestFactory
  Stream<DynamicTest> everyFunctionIsKnown() {
    return Arrays.stream(functions.class.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
        .filter(method -> method.getReturnType() == Column.class)
        .filter(method -> !OTHERS.contains(method.getName()))
        .sorted(Comparator.comparing(Method::toGenericString))
        .map(
            method ->
                DynamicTest.dynamicTest(
                    method.getName() + Arrays.toString(method.getParameterTypes()),
                    () -> assertThat(isKnown(method)).isTrue()));
  }

  /** Tries it with columns of each type, the same for all parameters. */
  private static boolean isKnown(Method method) throws ReflectiveOperationException {
    boolean known = false;
    for (String column : COLUMNS) {
      Column call = (Column) method.invoke(null, arguments(method, column));
      try {
        table.select(call.as("x")).schema();
        return true;
      } catch (MillraceException e) {
        known |= e.code() != ErrorCode.FUNCTION_NOT_FOUND || e.summary().contains("(");
      }
    }
    return known;
  }

  private static Object[] arguments(Method method, String column) {
    List<Object> arguments = new ArrayList<>();
    for (Class<?> type : method.getParameterTypes()) {
      if (type == Column.class) {
        arguments.add(col(column));
      } else if (type == Column[].class) {
        arguments.add(new Column[] {col(column), col(column)});
      } else if (type == String.class) {
        arguments.add(column);
      } else if (type == String[].class) {
        arguments.add(new String[0]);
      } else if (type == boolean.class) {
        arguments.add(true);
      } else if (type == int.class) {
        arguments.add(1);
      } else if (type == double.class) {
        arguments.add(1.0);
      } else if (type == Map.class) {
        arguments.add(Map.of());
      } else {
        arguments.add(1);
      }
    }
    return arguments.toArray();
  }

  @Test
  void aggregatesByTheirValues() {
    Table numbers =
        millrace.query(
            "SELECT * FROM (VALUES (1, NULL, 2e0), (2, 'a', 4e0), (3, 'b', 9e0), (4, NULL, 1e0))"
                + " AS v (n, s, y)");
    Row row =
        numbers
            .agg(
                functions.first("s"),
                functions.first("s", true),
                functions.last("s", true),
                functions.any_value(col("s"), true),
                functions.median("n"),
                functions.percentile(col("n"), functions.lit(0.25)),
                functions.percentile_approx(col("n"), functions.lit(0.5), functions.lit(100)),
                functions.string_agg(col("s"), functions.lit("-")),
                functions.listagg(col("s")),
                functions.regr_count(col("y"), col("n")),
                functions.round(functions.corr("n", "y"), 3),
                functions.round(functions.skewness("y"), 3))
            .first();

    assertThat(row.values())
        .containsExactly(null, "a", "b", "a", 2.5, 1.75, 2, "a-b", "ab", 4L, 0.073, 0.768);
  }

  @Test
  void someOfThemByTheirValues() {
    Row row =
        table
            .agg(functions.count("*"))
            .select(
                functions.datediff(
                    functions.lit(LocalDate.of(2026, 3, 5)),
                    functions.lit(LocalDate.of(2026, 3, 1))),
                functions.concat_ws("-", functions.lit("a"), functions.lit("b")),
                functions.trunc(functions.lit(LocalDate.of(2026, 3, 5)), "month"),
                functions.locate("c", functions.lit("abc")),
                functions.instr(functions.lit("abc"), "c"),
                functions.negate(functions.lit(3)),
                functions.lit(-1.5e-7),
                functions.lit(Long.MIN_VALUE + 1),
                functions.lit(new java.math.BigDecimal("-12")),
                functions.lit('x'),
                functions.lit(true),
                functions.lit(null).isNull())
            .first();

    assertThat(row.values())
        .containsExactly(
            4,
            "a-b",
            LocalDate.of(2026, 3, 1),
            3,
            3,
            -3,
            -1.5e-7,
            Long.MIN_VALUE + 1,
            new java.math.BigDecimal("-12"),
            "x",
            true,
            true);
  }
}
