package io.millrace.exec.expression;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Function;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds and runs expressions in tests. */
final class Expressions {
  static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  static final long NOON = 1_767_268_800_000_000L; // 2026-01-01T12:00:00Z
  static final SourcePosition PLACE = new SourcePosition(3, 8, 3, 12);

  private Expressions() {}

  static Expression.ColumnReference column(int index, DataType type) {
    return new Expression.ColumnReference(index, type);
  }

  static Expression.Call call(Function function, DataType type, Expression... arguments) {
    return new Expression.Call(function, List.of(arguments), type, Optional.of(PLACE));
  }

  static Expression cast(Expression operand, DataType type) {
    return new Expression.Cast(operand, type, false, Optional.of(PLACE));
  }

  static Expression tryCast(Expression operand, DataType type) {
    return new Expression.Cast(operand, type, true, Optional.of(PLACE));
  }

  /** A literal of a Java value as {@code Column.value} gives it. */
  static Expression.Literal literal(Object value, DataType type) {
    if (value == null) {
      return Expression.Literal.nullOf(type);
    }
    Object held =
        switch (type.kind()) {
          case BOOLEAN -> value;
          case TINYINT, SMALLINT, INTEGER, BIGINT, INTERVAL_DAY, INTERVAL_MONTH ->
              ((Number) value).longValue();
          case DECIMAL -> ((BigDecimal) value).setScale(type.scale());
          case REAL, DOUBLE -> ((Number) value).doubleValue();
          case CHAR, VARCHAR -> value;
          case BINARY -> {
            List<Byte> bytes = new ArrayList<>();
            for (byte b : (byte[]) value) {
              bytes.add(b);
            }
            yield new Expression.Binary(bytes);
          }
          case DATE -> ((LocalDate) value).toEpochDay();
          case TIME -> ((LocalTime) value).toNanoOfDay() / 1000;
          case TIMESTAMP -> micros(((LocalDateTime) value).toInstant(ZoneOffset.UTC));
          case TIMESTAMP_LTZ -> micros((Instant) value);
          case ARRAY, MAP, ROW, JSON, JSONB, VARIANT ->
              throw new AssertionError("no literal of " + type);
          case NULL -> null;
        };
    return new Expression.Literal(held, type.notNull());
  }

  static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  static Schema schema(DataType... types) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < types.length; i++) {
      fields.add(new Field("c" + i, types[i]));
    }
    return new Schema(fields);
  }

  static BatchBuilder rows(DataType... types) {
    return new BatchBuilder(schema(types));
  }

  static ColumnBatch run(ColumnBatch input, Optional<Expression> condition, Expression... outputs) {
    return function(input.schema(), condition, outputs).apply(input, NOON);
  }

  static BatchFunction function(
      Schema input, Optional<Expression> condition, Expression... outputs) {
    DataType[] types = new DataType[outputs.length];
    for (int i = 0; i < types.length; i++) {
      types[i] = outputs[i].type();
    }
    return new ExpressionCompiler()
        .compile(input, condition, List.of(outputs), schema(types), BERLIN)
        .newInstance();
  }

  /** The values of one expression over a batch. */
  static List<Object> evaluate(ColumnBatch input, Expression expression) {
    return column(run(input, Optional.empty(), expression), 0);
  }

  /** The values of one column of a batch, in order. */
  static List<Object> column(ColumnBatch batch, int column) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      values.add(batch.column(column).value(batch.row(i)));
    }
    return values;
  }

  /** The value of an expression without columns. */
  static Object constant(Expression expression) {
    return evaluate(rows(DataType.INTEGER).row(1).build(), expression).get(0);
  }

  static BigDecimal decimal(String text) {
    return new BigDecimal(text);
  }

  static BigInteger unscaled(BigDecimal value, int scale) {
    return value.setScale(scale).unscaledValue();
  }
}
