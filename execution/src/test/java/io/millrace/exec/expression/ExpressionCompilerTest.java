package io.millrace.exec.expression;

import static io.millrace.exec.expression.Expressions.BERLIN;
import static io.millrace.exec.expression.Expressions.NOON;
import static io.millrace.exec.expression.Expressions.PLACE;
import static io.millrace.exec.expression.Expressions.call;
import static io.millrace.exec.expression.Expressions.cast;
import static io.millrace.exec.expression.Expressions.column;
import static io.millrace.exec.expression.Expressions.constant;
import static io.millrace.exec.expression.Expressions.evaluate;
import static io.millrace.exec.expression.Expressions.literal;
import static io.millrace.exec.expression.Expressions.rows;
import static io.millrace.exec.expression.Expressions.run;
import static io.millrace.exec.expression.Expressions.schema;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.api.batch.BytesColumn;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.Validity;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.types.DataType;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Function;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

final class ExpressionCompilerTest {
  private static final DataType INT = DataType.INTEGER;
  private static final DataType BIG = DataType.BIGINT;
  private static final DataType TEXT = DataType.STRING;
  private static final DataType BOOL = DataType.BOOLEAN;
  private static final Expression ZERO = literal(0, INT);
  private static final Expression ONE = literal(1, INT);

  private static Expression greater(Expression a, Expression b) {
    return call(Function.GREATER, BOOL, a, b);
  }

  private static Expression oneOver(Expression divisor) {
    return call(Function.DIVIDE, INT, ONE, divisor);
  }

  @Test
  void columnsArePassedOnUncopiedWithSelectionAndWeights() {
    ColumnBatch input =
        rows(INT, TEXT)
            .weightedRow(2, 5, "a")
            .weightedRow(-1, null, "b")
            .weightedRow(-3, 7, "c")
            .weightedRow(1, 1, "d")
            .build();
    ColumnBatch output =
        run(
            input,
            Optional.of(greater(column(0, INT), literal(4, INT))),
            column(1, TEXT),
            call(Function.ADD, INT, column(0, INT), ONE));
    assertThat(output.column(0)).isSameAs(input.column(1));
    assertThat(output.size()).isEqualTo(2);
    assertThat(output.values(0)).containsExactly("a", 6);
    assertThat(output.values(1)).containsExactly("c", 8);
    assertThat(output.weight(output.row(0))).isEqualTo(2);
    assertThat(output.weight(output.row(1))).isEqualTo(-3);
  }

  @Test
  void aFilterThatKeepsEveryRowLeavesTheBatchDense() {
    ColumnBatch input = rows(INT).row(5).row(6).build();
    ColumnBatch output = run(input, Optional.of(greater(column(0, INT), ONE)), column(0, INT));
    assertThat(output.isDense()).isTrue();
    assertThat(output.size()).isEqualTo(2);
  }

  @Test
  void theInputsSelectionIsKept() {
    ColumnBatch input = rows(INT).row(0).row(2).row(0).row(4).build().select(new int[] {3, 1}, 2);
    assertThat(evaluate(input, call(Function.DIVIDE, INT, literal(8, INT), column(0, INT))))
        .containsExactly(2, 4);
    ColumnBatch output = run(input, Optional.of(greater(column(0, INT), literal(3, INT))), ONE);
    assertThat(output.size()).isEqualTo(1);
    assertThat(output.row(0)).isEqualTo(3);
  }

  @Test
  void laterConjunctsSeeOnlyRowsThatEarlierOnesKeep() {
    ColumnBatch input = rows(INT).row(0).row(1).row((Object) null).build();
    Expression guarded =
        call(
            Function.AND,
            BOOL,
            call(Function.NOT_EQUAL, BOOL, column(0, INT), ZERO),
            greater(oneOver(column(0, INT)), ZERO));
    assertThat(run(input, Optional.of(guarded), column(0, INT)).size()).isEqualTo(1);
    assertThat(evaluate(input, guarded)).containsExactly(false, true, null);
  }

  @Test
  void caseEvaluatesOnlyTheChosenValue() {
    ColumnBatch input = rows(INT).row(0).row(2).row((Object) null).build();
    Expression.Case choice =
        new Expression.Case(
            List.of(
                call(Function.EQUAL, BOOL, column(0, INT), ZERO),
                call(Function.IS_NULL, BOOL, column(0, INT))),
            List.of(literal(-1, INT), Expression.Literal.nullOf(INT)),
            oneOver(column(0, INT)),
            INT);
    assertThat(evaluate(input, choice)).containsExactly(-1, 0, null);
  }

  @Test
  void orStopsAtTheFirstTrueOperand() {
    ColumnBatch input = rows(INT).row(0).row(1).build();
    Expression guarded =
        call(
            Function.OR,
            BOOL,
            call(Function.EQUAL, BOOL, column(0, INT), ZERO),
            greater(oneOver(column(0, INT)), ZERO));
    assertThat(evaluate(input, guarded)).containsExactly(true, true);
  }

  @Test
  void aConstantFalseConditionKeepsNothing() {
    ColumnBatch input = rows(INT).row(1).build();
    assertThat(run(input, Optional.of(literal(false, BOOL)), ONE).size()).isZero();
    assertThat(run(input, Optional.of(literal(true, BOOL)), ONE).size()).isEqualTo(1);
    assertThat(run(input, Optional.of(Expression.Literal.nullOf(BOOL)), ONE).size()).isZero();
    Expression conditions =
        call(Function.AND, BOOL, greater(column(0, INT), ZERO), literal(false, BOOL));
    assertThat(run(input, Optional.of(conditions), ONE).size()).isZero();
  }

  @Test
  void constantsFillEveryRowOfAnyBatch() {
    BatchFunction function =
        Expressions.function(
            schema(INT),
            Optional.empty(),
            literal("x", TEXT),
            literal(new java.math.BigDecimal("12345678901234567890.5"), DataType.decimal(38, 1)),
            Expression.Literal.nullOf(DataType.DOUBLE),
            literal(LocalDate.of(2026, 1, 2), DataType.DATE));
    for (int size : new int[] {3, 1000, 1}) {
      var builder = rows(INT);
      for (int i = 0; i < size; i++) {
        builder.row(i);
      }
      ColumnBatch output = function.apply(builder.build(), NOON);
      assertThat(output.size()).isEqualTo(size);
      assertThat(output.column(0).rowCount()).isEqualTo(size);
      assertThat(output.values(size - 1))
          .containsExactly(
              "x",
              new java.math.BigDecimal("12345678901234567890.5"),
              null,
              LocalDate.of(2026, 1, 2));
    }
  }

  @Test
  void batchTimesAreTheBatchsInTheSessionZone() {
    ColumnBatch one = rows(INT).row(1).build();
    ColumnBatch output =
        run(
            one,
            Optional.empty(),
            new Expression.BatchTime(
                Expression.BatchValue.CURRENT_TIMESTAMP, DataType.TIMESTAMP_LTZ),
            new Expression.BatchTime(Expression.BatchValue.LOCAL_TIMESTAMP, DataType.TIMESTAMP),
            new Expression.BatchTime(Expression.BatchValue.CURRENT_DATE, DataType.DATE),
            new Expression.BatchTime(Expression.BatchValue.LOCAL_TIME, DataType.TIME),
            cast(new Expression.BatchTime(Expression.BatchValue.LOCAL_TIME, DataType.TIME), TEXT),
            cast(
                new Expression.BatchTime(Expression.BatchValue.CURRENT_DATE, DataType.DATE), TEXT));
    assertThat(output.values(0))
        .containsExactly(
            Instant.parse("2026-01-01T12:00:00Z"),
            LocalDateTime.parse("2026-01-01T13:00"),
            LocalDate.parse("2026-01-01"),
            LocalTime.parse("13:00"),
            "13:00:00",
            "2026-01-01");
  }

  @Test
  void rangesOfTextAreNotCopied() {
    ColumnBatch input = rows(TEXT).row("  hello  ").row((Object) null).row(" x ").build();
    Expression trimmed = call(Function.TRIM, TEXT, column(0, TEXT), literal(" ", TEXT));
    ColumnBatch output =
        run(
            input,
            Optional.empty(),
            call(Function.SUBSTRING, TEXT, trimmed, literal(1, INT), literal(2, INT)));
    assertThat(((BytesColumn) output.column(0)).data())
        .isSameAs(((BytesColumn) input.column(0)).data());
    assertThat(Expressions.column(output, 0)).containsExactly("he", null, "x");
  }

  @Test
  void aResultWithoutNullsHasNoBitmap() {
    ColumnBatch input = rows(INT).row(1).row(2).build();
    ColumnBatch output = run(input, Optional.empty(), call(Function.ADD, INT, column(0, INT), ONE));
    assertThat(output.column(0).validity()).isSameAs(Validity.NONE);
  }

  @Test
  void errorsCarryPlaceAndValue() {
    ColumnBatch input = rows(INT).row(2147483647).build();
    MillraceException error =
        catchThrowableOfType(
            MillraceException.class,
            () -> evaluate(input, call(Function.ADD, INT, column(0, INT), ONE)));
    assertThat(error.code()).isEqualTo(ErrorCode.ARITHMETIC_OVERFLOW);
    assertThat(error.summary()).contains("2147483647 + 1").contains("integer");
    assertThat(error.position()).contains(PLACE);
  }

  @Test
  void membershipIsThreeValued() {
    for (int constants : new int[] {2, 40}) {
      List<Expression.Literal> list = new ArrayList<>();
      for (int i = 0; i < constants; i++) {
        list.add(literal("v" + i, TEXT));
      }
      ColumnBatch input = rows(TEXT).row("v1").row("other").row((Object) null).build();
      assertThat(evaluate(input, new Expression.InList(column(0, TEXT), list, BOOL)))
          .containsExactly(true, false, null);
      list.add(Expression.Literal.nullOf(TEXT));
      assertThat(evaluate(input, new Expression.InList(column(0, TEXT), list, BOOL)))
          .containsExactly(true, null, null);
    }
  }

  @Test
  void membershipOfNumbers() {
    List<Expression.Literal> list = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      list.add(literal((double) i, DataType.DOUBLE));
    }
    list.add(literal(Double.NaN, DataType.DOUBLE));
    ColumnBatch input = rows(DataType.DOUBLE).row(-0.0).row(3.0).row(3.5).row(Double.NaN).build();
    Expression in = new Expression.InList(column(0, DataType.DOUBLE), list, BOOL);
    assertThat(evaluate(input, in)).containsExactly(true, true, false, true);
  }

  @Test
  void foreignFunctionsGetBoxesAndNulls() {
    Expression.Foreign foreign =
        new Expression.Foreign(
            "TWICE",
            "twice",
            "public static String twice(String text, Long count) {"
                + " return text == null ? \"none\" : count == null ? null : text + text + count; }",
            false,
            List.of(column(0, TEXT), column(1, BIG)),
            TEXT,
            Optional.of(PLACE));
    ColumnBatch input = rows(TEXT, BIG).row("ä", 3L).row(null, 1L).row("x", null).build();
    assertThat(evaluate(input, foreign)).containsExactly("ää3", "none", null);
  }

  @Test
  void whatForeignFunctionsThrowIsTheUsersError() {
    Expression.Foreign foreign =
        new Expression.Foreign(
            "BOOM",
            "boom",
            "static Integer boom(Integer x) { throw new IllegalStateException(\"no \" + x); }",
            false,
            List.of(column(0, INT)),
            INT,
            Optional.of(PLACE));
    assertThatThrownBy(() -> evaluate(rows(INT).row(7).build(), foreign))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("BOOM failed: no 7");
  }

  @Test
  void commonPartsKeepTheirGuards() {
    ColumnBatch input = rows(INT, TEXT).row(0, "a").row(4, "b").row(null, null).build();
    Expression.Case guarded =
        new Expression.Case(
            List.of(call(Function.EQUAL, BOOL, column(0, INT), ZERO)),
            List.of(literal(-1, INT)),
            oneOver(column(0, INT)),
            INT);
    Expression upper =
        call(Function.UPPER, TEXT, call(Function.CONCAT, TEXT, column(1, TEXT), column(1, TEXT)));
    ColumnBatch output =
        run(
            input,
            Optional.empty(),
            guarded,
            call(Function.ADD, INT, guarded, ONE),
            upper,
            call(Function.CHARACTER_LENGTH, INT, upper),
            call(Function.CONCAT, TEXT, column(1, TEXT), column(1, TEXT)));
    assertThat(output.values(0)).containsExactly(-1, 0, "AA", 2, "aa");
    assertThat(output.values(1)).containsExactly(0, 1, "BB", 2, "bb");
    assertThat(output.values(2)).containsExactly(null, null, null, null, null);
  }

  @Test
  void hugeExpressionsAreSplit() {
    ColumnBatch input = rows(BIG, TEXT).row(7L, "x").row(null, "y").row(1500L, null).build();
    List<Expression> conditions = new ArrayList<>();
    List<Expression> values = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      conditions.add(call(Function.EQUAL, BOOL, column(0, BIG), literal((long) i, BIG)));
      values.add(
          call(Function.CONCAT, TEXT, column(1, TEXT), literal("-" + i, TEXT), column(1, TEXT)));
    }
    Expression choice = new Expression.Case(conditions, values, literal("none", TEXT), TEXT);
    assertThat(evaluate(input, choice)).containsExactly("x-7x", "none", null);
    Expression sum = column(0, BIG);
    for (int i = 0; i < 600; i++) {
      sum = call(Function.ADD, BIG, sum, literal(1L, BIG));
    }
    assertThat(evaluate(input, sum)).containsExactly(607L, null, 2100L);
  }

  @Test
  void expressionsBeyondReasonAreRefused() {
    Expression deep = column(0, BIG);
    for (int i = 0; i < 200_000; i++) {
      deep = call(Function.NEGATE, BIG, deep);
    }
    Expression nested = deep;
    assertThatThrownBy(() -> evaluate(rows(BIG).row(1L).build(), nested))
        .hasMessageContaining("CODE_TOO_LARGE");
  }

  @Test
  void workersDoNotShareState() {
    Expression like = call(Function.LIKE, BOOL, column(0, TEXT), column(1, TEXT));
    CompiledCalc calc =
        new ExpressionCompiler()
            .compile(schema(TEXT, TEXT), Optional.empty(), List.of(like), schema(BOOL), BERLIN);
    BatchFunction first = calc.newInstance();
    BatchFunction second = calc.newInstance();
    ColumnBatch a = rows(TEXT, TEXT).row("abc", "a%").build();
    ColumnBatch b = rows(TEXT, TEXT).row("abc", "b%").build();
    assertThat(first.apply(a, NOON).values(0)).containsExactly(true);
    assertThat(second.apply(b, NOON).values(0)).containsExactly(false);
    assertThat(first.apply(a, NOON).values(0)).containsExactly(true);
  }

  @Test
  void aCastThatDoesNotExistIsRefusedAtOnce() {
    assertThatThrownBy(() -> constant(cast(literal(true, BOOL), DataType.DATE)))
        .hasMessageContaining("TYPE_MISMATCH")
        .hasMessageContaining("boolean to date");
  }

  /** Run inside the loader below: touches nothing that needs code. */
  public static final class PassOn implements Callable<Object> {
    @Override
    public Object call() {
      ColumnBatch output =
          run(
              rows(INT).row(1).row(2).build(),
              Optional.of(literal(true, BOOL)),
              column(0, INT),
              literal("x", TEXT));
      return output.values(1).toString();
    }
  }

  @Test
  void columnsAndConstantsNeverLoadTheJavaCompiler() throws Exception {
    Class<?> isolated = new WithoutJanino().loadClass(PassOn.class.getName());
    Callable<?> passOn = (Callable<?>) isolated.getConstructor().newInstance();
    assertThat(passOn.call()).isEqualTo("[2, x]");
  }

  @Test
  void theLoaderWithoutTheCompilerNoticesItsUse() throws Exception {
    Class<?> isolated = new WithoutJanino().loadClass(Computing.class.getName());
    Callable<?> computing = (Callable<?>) isolated.getConstructor().newInstance();
    assertThatThrownBy(computing::call)
        .isNotInstanceOf(InvocationTargetException.class)
        .hasStackTraceContaining("org.codehaus");
  }

  /** Run inside the loader below: needs code. */
  public static final class Computing implements Callable<Object> {
    @Override
    public Object call() {
      return evaluate(
          rows(INT).row(1).build(),
          Expressions.call(Function.ADD, INT, column(0, INT), literal(1, INT)));
    }
  }

  /** Defines the project's classes anew and refuses the compiler's. */
  private static final class WithoutJanino extends ClassLoader {
    private WithoutJanino() {
      super(ExpressionCompilerTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("org.codehaus.")) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith("io.millrace.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> known = findLoadedClass(name);
        return known == null ? define(name) : known;
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream code = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (code == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = code.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException failure) {
        throw new ClassNotFoundException(name, failure);
      }
    }
  }
}
