package io.millrace.exec.expression;

import static io.millrace.exec.expression.Expressions.call;
import static io.millrace.exec.expression.Expressions.cast;
import static io.millrace.exec.expression.Expressions.literal;
import static io.millrace.exec.expression.Expressions.schema;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.types.DataType;
import io.millrace.api.types.TypeKind;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Function;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Random expressions over random batches: the compiler agrees with {@link RowInterpreter}. */
final class RandomExpressionTest {
  private static final DataType INT = DataType.INTEGER;
  private static final DataType BIG = DataType.BIGINT;
  private static final DataType DOUBLE = DataType.DOUBLE;
  private static final DataType BOOL = DataType.BOOLEAN;
  private static final DataType TEXT = DataType.STRING;
  private static final DataType SHORT = DataType.decimal(9, 2);
  private static final DataType WIDE = DataType.decimal(30, 4);
  private static final DataType TIME = DataType.TIMESTAMP;
  private static final List<DataType> TYPES =
      List.of(INT, BIG, DOUBLE, BOOL, TEXT, SHORT, WIDE, TIME);
  private static final String[] TEXTS = {"", "a", "ab", "aäb", "Zebra", " x ", "😀b", "12", "b%_"};

  /** What a calc gave: rows with weights, or an error's code. */
  private record Outcome(List<List<Object>> rows, Optional<ErrorCode> error) {}

  @Property(tries = 200)
  void theCompilerAgreesWithTheInterpreter(@ForAll long seed) {
    Random random = new Random(seed);
    DataType[] types = new DataType[2 * TYPES.size()];
    for (int i = 0; i < types.length; i++) {
      types[i] = TYPES.get(i / 2).withNullable(i % 2 == 0);
    }
    ColumnBatch input = batch(random, types);
    Optional<Expression> condition =
        random.nextInt(3) == 0 ? Optional.of(expression(random, BOOL, 3)) : Optional.empty();
    Expression[] outputs = new Expression[3];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = expression(random, TYPES.get(random.nextInt(TYPES.size())), 4);
    }
    Outcome expected = interpret(input, condition, outputs);
    Outcome actual = compile(input, condition, outputs);
    String what = condition + " -> " + List.of(outputs) + " over " + input;
    if (expected.error().isPresent() || actual.error().isPresent()) {
      // Which of several errors comes first is not promised, that there is one is.
      assertThat(actual.error().isPresent()).as(what).isEqualTo(expected.error().isPresent());
    } else {
      assertThat(actual.rows()).as(what).isEqualTo(expected.rows());
    }
  }

  private static Outcome compile(
      ColumnBatch input, Optional<Expression> condition, Expression[] outputs) {
    try {
      ColumnBatch output = Expressions.run(input, condition, outputs);
      List<List<Object>> rows = new ArrayList<>();
      for (int i = 0; i < output.size(); i++) {
        List<Object> row = new ArrayList<>(output.values(i));
        row.add(output.weight(output.row(i)));
        rows.add(row);
      }
      return new Outcome(rows, Optional.empty());
    } catch (MillraceException error) {
      return new Outcome(List.of(), Optional.of(error.code()));
    }
  }

  private static Outcome interpret(
      ColumnBatch input, Optional<Expression> condition, Expression[] outputs) {
    try {
      List<List<Object>> rows = new ArrayList<>();
      for (int i = 0; i < input.size(); i++) {
        RowInterpreter interpreter = new RowInterpreter(input.values(i));
        if (condition.isPresent() && !Boolean.TRUE.equals(interpreter.evaluate(condition.get()))) {
          continue;
        }
        List<Object> row = new ArrayList<>();
        for (Expression output : outputs) {
          row.add(interpreter.evaluate(output));
        }
        row.add(input.weight(input.row(i)));
        rows.add(row);
      }
      return new Outcome(rows, Optional.empty());
    } catch (MillraceException error) {
      return new Outcome(List.of(), Optional.of(error.code()));
    }
  }

  private static ColumnBatch batch(Random random, DataType[] types) {
    BatchBuilder builder = new BatchBuilder(schema(types));
    int rows = random.nextInt(80);
    boolean weighted = random.nextBoolean();
    boolean nulls = random.nextInt(3) > 0;
    for (int i = 0; i < rows; i++) {
      Object[] row = new Object[types.length];
      for (int j = 0; j < row.length; j++) {
        boolean isNull = nulls && types[j].nullable() && random.nextInt(4) == 0;
        row[j] = isNull ? null : value(random, types[j]);
      }
      builder.weightedRow(weighted ? random.nextInt(7) - 3 : 1, row);
    }
    ColumnBatch batch = builder.build();
    if (random.nextBoolean()) {
      return batch;
    }
    int[] selection = new int[rows];
    int count = 0;
    for (int i = 0; i < rows; i++) {
      selection[count] = i;
      count += random.nextInt(2);
    }
    return batch.select(selection, count);
  }

  private static Object value(Random random, DataType type) {
    return switch (type.kind()) {
      case INTEGER -> random.nextInt(40) - 20;
      case BIGINT -> (long) random.nextInt(2000) - 1000;
      case DOUBLE -> random.nextInt(10) == 0 ? Double.NaN : random.nextInt(200) / 8.0 - 10;
      case BOOLEAN -> random.nextBoolean();
      case VARCHAR -> TEXTS[random.nextInt(TEXTS.length)];
      case DECIMAL ->
          type.precision() == 9
              ? BigDecimal.valueOf(random.nextInt(20_000) - 10_000, 2)
              : BigDecimal.valueOf(random.nextLong() >> 8, 4)
                  .multiply(BigDecimal.valueOf(random.nextInt(1000)));
      default ->
          LocalDateTime.of(1960, 1, 1, 0, 0)
              .plusSeconds(random.nextInt(1 << 30) * 4L)
              .plusNanos(random.nextInt(1_000_000) * 1000L);
    };
  }

  private static Expression leaf(Random random, DataType type) {
    int choice = random.nextInt(8);
    if (choice == 0) {
      return Expression.Literal.nullOf(type);
    } else if (choice < 3) {
      return literal(value(random, type), type);
    }
    boolean nullable = random.nextBoolean();
    int index = 2 * TYPES.indexOf(type) + (nullable ? 0 : 1);
    return Expressions.column(index, type.withNullable(nullable));
  }

  private static Expression expression(Random random, DataType type, int depth) {
    if (depth == 0 || random.nextInt(6) == 0) {
      return leaf(random, type);
    }
    if (random.nextInt(6) == 0) {
      return new Expression.Case(
          List.of(expression(random, BOOL, depth - 1), expression(random, BOOL, depth - 1)),
          List.of(expression(random, type, depth - 1), expression(random, type, depth - 1)),
          expression(random, type, depth - 1),
          type);
    }
    if (random.nextInt(8) == 0) {
      Function extreme = random.nextBoolean() ? Function.GREATEST : Function.LEAST;
      return call(
          extreme, type, expression(random, type, depth - 1), expression(random, type, depth - 1));
    }
    if (type.equals(BOOL)) {
      return condition(random, depth - 1);
    } else if (type.equals(TEXT)) {
      return text(random, depth - 1);
    } else if (type.equals(TIME)) {
      return call(
          Function.FLOOR_TIME,
          TIME,
          literal(pick(random, "HOUR", "DAY", "WEEK", "MONTH", "QUARTER", "YEAR"), TEXT),
          expression(random, TIME, depth - 1));
    }
    return number(random, type, depth - 1);
  }

  @SafeVarargs
  private static <T> T pick(Random random, T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static Expression number(Random random, DataType type, int depth) {
    if (random.nextInt(5) == 0 && type.equals(INT)) {
      return call(Function.CHARACTER_LENGTH, INT, expression(random, TEXT, depth));
    }
    if (random.nextInt(5) == 0 && type.equals(BIG)) {
      return call(
          Function.EXTRACT,
          BIG,
          literal(pick(random, "YEAR", "MONTH", "DAY", "DOY", "HOUR", "SECOND", "WEEK"), TEXT),
          expression(random, TIME, depth));
    }
    if (random.nextInt(5) == 0) {
      DataType from = pick(random, INT, BIG, SHORT);
      Expression operand = expression(random, from, depth);
      return random.nextBoolean() ? cast(operand, type) : Expressions.tryCast(operand, type);
    }
    Function function =
        pick(
            random,
            Function.ADD,
            Function.ADD,
            Function.SUBTRACT,
            Function.MULTIPLY,
            Function.NEGATE,
            Function.ABSOLUTE,
            Function.DIVIDE,
            Function.MODULO);
    Expression a = expression(random, operandType(random, type), depth);
    if (function == Function.NEGATE || function == Function.ABSOLUTE) {
      return call(function, type, expression(random, type, depth));
    }
    Expression b = expression(random, operandType(random, type), depth);
    if ((function == Function.DIVIDE || function == Function.MODULO) && random.nextInt(4) > 0) {
      Expression zero = cast(literal(0, INT), b.type());
      Expression guard = call(Function.NOT_EQUAL, BOOL, b, zero);
      return new Expression.Case(
          List.of(guard), List.of(call(function, type, a, b)), leaf(random, type), type);
    }
    return call(function, type, a, b);
  }

  private static DataType operandType(Random random, DataType type) {
    return type.kind() == TypeKind.DECIMAL ? pick(random, SHORT, WIDE) : type;
  }

  private static Expression condition(Random random, int depth) {
    return switch (random.nextInt(6)) {
      case 0 ->
          call(
              pick(random, Function.AND, Function.OR),
              BOOL,
              expression(random, BOOL, depth),
              expression(random, BOOL, depth),
              expression(random, BOOL, depth));
      case 1 ->
          call(
              pick(
                  random,
                  Function.NOT,
                  Function.IS_TRUE,
                  Function.IS_NOT_TRUE,
                  Function.IS_FALSE,
                  Function.IS_NOT_FALSE),
              BOOL,
              expression(random, BOOL, depth));
      case 2 ->
          call(
              pick(random, Function.IS_NULL, Function.IS_NOT_NULL),
              BOOL,
              expression(random, pick(random, INT, TEXT, WIDE), depth));
      case 3 -> {
        List<Expression.Literal> constants = new ArrayList<>();
        for (int i = random.nextInt(9); i >= 0; i--) {
          constants.add(literal(value(random, BIG), BIG));
        }
        if (random.nextBoolean()) {
          constants.add(Expression.Literal.nullOf(BIG));
        }
        yield new Expression.InList(expression(random, BIG, depth), constants, BOOL);
      }
      default -> {
        DataType type = pick(random, INT, BIG, DOUBLE, TEXT, SHORT, WIDE, TIME, BOOL);
        yield call(
            pick(
                random,
                Function.EQUAL,
                Function.NOT_EQUAL,
                Function.LESS,
                Function.LESS_OR_EQUAL,
                Function.GREATER,
                Function.GREATER_OR_EQUAL,
                Function.IS_DISTINCT_FROM,
                Function.IS_NOT_DISTINCT_FROM),
            BOOL,
            expression(random, type, depth),
            expression(random, type, depth));
      }
    };
  }

  private static Expression text(Random random, int depth) {
    Expression text = expression(random, TEXT, depth);
    return switch (random.nextInt(6)) {
      case 0 -> call(Function.CONCAT, TEXT, text, expression(random, TEXT, depth));
      case 1 -> call(pick(random, Function.UPPER, Function.LOWER), TEXT, text);
      case 2 -> call(Function.TRIM, TEXT, text, literal(" ", TEXT));
      case 3 ->
          call(
              Function.SUBSTRING,
              TEXT,
              text,
              literal(random.nextInt(5) - 1, INT),
              literal(random.nextInt(4), INT));
      case 4 -> call(Function.REVERSE, TEXT, text);
      default -> cast(expression(random, pick(random, INT, BIG, SHORT, WIDE, BOOL), depth), TEXT);
    };
  }
}
