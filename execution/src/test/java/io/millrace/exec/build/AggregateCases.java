package io.millrace.exec.build;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.plan.physical.AggregateCall;
import io.millrace.plan.physical.AggregateCall.AggregateFunction;
import io.millrace.plan.physical.OperatorSpec.AggregateSpec;
import io.millrace.plan.physical.OperatorSpec.Emission;
import io.millrace.plan.physical.OperatorSpec.Horizon;
import io.millrace.plan.physical.OperatorSpec.SourceSpec;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/** Aggregations of every kind over one input, and random changes of that input. */
final class AggregateCases {
  static final Schema INPUT =
      Schema.of(
          new Field("ts", DataType.TIMESTAMP),
          new Field("k", DataType.STRING),
          new Field("x", DataType.DOUBLE),
          new Field("i", DataType.INTEGER),
          new Field("l", DataType.BIGINT),
          new Field("d", DataType.decimal(10, 2)),
          new Field("w", DataType.decimal(30, 3)),
          new Field("f", DataType.DOUBLE),
          new Field("t", DataType.STRING),
          new Field("b", DataType.BOOLEAN));
  static final SourceSpec SOURCE = TestSources.source("s", INPUT);
  private static final List<AggregateCall> CALLS = calls();

  private AggregateCases() {}

  static List<AggregateCall> calls() {
    DataType count = DataType.BIGINT.notNull();
    List<AggregateCall> calls = new ArrayList<>();
    calls.add(call(AggregateFunction.COUNT, count, false, -1));
    calls.add(call(AggregateFunction.COUNT, count, false, 9));
    calls.add(call(AggregateFunction.COUNT, count, false, -1, 3));
    calls.add(call(AggregateFunction.COUNT, count, true, -1, 8));
    calls.add(call(AggregateFunction.COUNT, count, true, 9, 3, 9));
    calls.add(call(AggregateFunction.SUM, DataType.BIGINT, false, -1, 4));
    calls.add(call(AggregateFunction.SUM, DataType.BIGINT, true, -1, 3));
    calls.add(call(AggregateFunction.SUM, DataType.decimal(20, 2), false, 9, 5));
    calls.add(call(AggregateFunction.SUM, DataType.decimal(38, 3), false, -1, 6));
    calls.add(call(AggregateFunction.SUM, DataType.DOUBLE, false, -1, 7));
    calls.add(call(AggregateFunction.SUM, DataType.DOUBLE, true, 9, 7));
    calls.add(call(AggregateFunction.AVG, DataType.DOUBLE, false, -1, 7));
    calls.add(call(AggregateFunction.AVG, DataType.DOUBLE, false, -1, 4));
    calls.add(call(AggregateFunction.AVG, DataType.INTEGER, false, -1, 3));
    calls.add(call(AggregateFunction.AVG, DataType.decimal(14, 6), false, -1, 5));
    for (AggregateFunction extreme : List.of(AggregateFunction.MIN, AggregateFunction.MAX)) {
      for (int column = 3; column <= 9; column++) {
        calls.add(call(extreme, INPUT.type(column), false, column == 8 ? 9 : -1, column));
      }
    }
    return calls;
  }

  private static AggregateCall call(
      AggregateFunction function, DataType type, boolean distinct, int filter, int... arguments) {
    return new AggregateCall(
        function,
        Arrays.stream(arguments).boxed().toList(),
        filter < 0 ? OptionalInt.empty() : OptionalInt.of(filter),
        distinct,
        type,
        Optional.empty());
  }

  static AggregateSpec spec(
      List<Integer> keys, boolean horizon, boolean insertOnly, Emission emission) {
    List<Field> fields = new ArrayList<>();
    keys.forEach(key -> fields.add(INPUT.field(key)));
    for (int i = 0; i < CALLS.size(); i++) {
      fields.add(new Field("c" + i, CALLS.get(i).type()));
    }
    return new AggregateSpec(
        "a",
        SOURCE,
        keys,
        CALLS,
        horizon ? Optional.of(new Horizon(0, HORIZON)) : Optional.empty(),
        insertOnly,
        emission,
        new Schema(fields));
  }

  static final long HORIZON = 3_000_000;

  static List<Change> randomInput(
      Random random, Map<List<Object>, Long> accepted, boolean insertOnly) {
    List<Change> input = new ArrayList<>();
    int inserts = random.nextInt(12);
    for (int i = 0; i < inserts; i++) {
      List<Object> row = randomRow(random);
      int weight = 1 + (random.nextInt(4) == 0 ? random.nextInt(3) : 0);
      input.add(new Change(weight, row));
      if (!insertOnly && random.nextInt(4) == 0) {
        // comes and goes within the batch, in whatever order
        input.add(new Change(-weight, row));
      }
    }
    if (!insertOnly) {
      accepted.forEach(
          (row, weight) -> {
            if (random.nextInt(3) == 0) {
              input.add(new Change(-1 - random.nextInt(weight.intValue()), row));
            }
          });
      Collections.shuffle(input, random);
    }
    return input;
  }

  /** A row of one value, NULL otherwise. */
  static Change row(int column, Object value) {
    Object[] values = new Object[INPUT.size()];
    values[column] = value;
    return new Change(1, Arrays.asList(values));
  }

  private static List<Object> randomRow(Random random) {
    double[] doubles = {
      0.0,
      -0.0,
      1.5,
      -2.25,
      1e16,
      -1e16,
      1,
      1e300,
      1e-300,
      Double.MIN_VALUE,
      0.1,
      Double.NaN,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      -3e-310,
      1.7e308
    };
    String[] texts = {"", "a", "b", "ab", "twelve bytes", "a text that is longer than twelve", "é"};
    return Arrays.asList(
        nullable(random, LocalDateTime.ofEpochSecond(random.nextInt(12), 0, ZoneOffset.UTC)),
        nullable(random, random.nextInt(3) == 0 ? "a long key of a group, indeed" : "k"),
        nullable(random, random.nextBoolean() ? -0.0 : 0.0),
        nullable(random, random.nextInt(7) - 3),
        nullable(random, random.nextInt(5) == 0 ? 1L << 55 : random.nextInt(9) - 4L),
        nullable(random, BigDecimal.valueOf(random.nextInt(2000) - 1000, 2)),
        nullable(
            random,
            new BigDecimal("123456789012345678.125")
                .multiply(BigDecimal.valueOf(random.nextInt(5) - 2))
                .setScale(3)),
        nullable(
            random, doubles[random.nextInt(doubles.length - (random.nextInt(3) == 0 ? 0 : 5))]),
        nullable(random, texts[random.nextInt(texts.length)]),
        nullable(random, random.nextBoolean()));
  }

  private static Object nullable(Random random, Object value) {
    return random.nextInt(6) == 0 ? null : value;
  }

  static List<List<ColumnBatch>> cut(List<Change> rows, Random random) {
    List<List<ColumnBatch>> chunks = new ArrayList<>();
    BatchBuilder builder = new BatchBuilder(INPUT);
    for (Change change : rows) {
      builder.weightedRow(change.weight(), change.row().toArray());
      if (random.nextInt(4) == 0) {
        chunks.add(List.of(builder.build()));
      }
    }
    chunks.add(List.of(builder.build()));
    return chunks;
  }
}
