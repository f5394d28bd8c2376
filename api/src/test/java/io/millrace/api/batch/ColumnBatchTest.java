package io.millrace.api.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.api.types.StructValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ColumnBatchTest {
  private static final List<DataType> TYPES =
      List.of(
          DataType.BOOLEAN,
          DataType.TINYINT,
          DataType.INTEGER,
          DataType.BIGINT,
          DataType.decimal(10, 2),
          DataType.decimal(38, 4),
          DataType.REAL,
          DataType.DOUBLE,
          DataType.STRING,
          DataType.DATE,
          DataType.TIME,
          DataType.TIMESTAMP,
          DataType.TIMESTAMP_LTZ,
          DataType.INTERVAL_DAY,
          DataType.INTERVAL_MONTH,
          DataType.array(DataType.STRING),
          DataType.map(DataType.INTEGER, DataType.array(DataType.DOUBLE)),
          DataType.row(
              List.of(
                  new Field("a", DataType.decimal(30, 4)),
                  new Field("b", DataType.map(DataType.STRING, DataType.TIMESTAMP_LTZ)),
                  new Field("c", DataType.array(DataType.array(DataType.BOOLEAN))))));

  private static Object random(DataType type, Random random) {
    return switch (type.kind()) {
      case BOOLEAN -> random.nextBoolean();
      case TINYINT, SMALLINT, INTEGER, INTERVAL_MONTH -> random.nextInt();
      case BIGINT, INTERVAL_DAY -> random.nextLong();
      case DECIMAL ->
          new BigDecimal(new BigInteger(type.precision() > 18 ? 120 : 30, random), type.scale())
              .multiply(BigDecimal.valueOf(random.nextBoolean() ? 1 : -1));
      case REAL -> random.nextFloat();
      case DOUBLE -> random.nextGaussian();
      case CHAR, VARCHAR -> "é日".repeat(random.nextInt(4)) + random.nextInt(100);
      case BINARY -> new byte[] {(byte) random.nextInt()};
      case DATE -> LocalDate.ofEpochDay(random.nextInt(200_000) - 100_000);
      case TIME -> LocalTime.ofNanoOfDay(1000L * random.nextInt(1_000_000_000));
      case TIMESTAMP -> LocalDateTime.of(1900 + random.nextInt(300), 5, 7, 3, 4, 5, 6_000);
      case TIMESTAMP_LTZ -> Instant.ofEpochSecond(random.nextInt(), 123_456_000);
      case ARRAY -> {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          list.add(random.nextInt(4) == 0 ? null : random(type.child(0), random));
        }
        yield list;
      }
      case MAP -> {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          map.put(random(type.child(0), random), random(type.child(1), random));
        }
        yield map;
      }
      case ROW ->
          new StructValue(
              type.children().stream().map(Field::name).toList(),
              type.children().stream().map(child -> random(child.type(), random)).toList());
      case JSON, JSONB, VARIANT -> throw new AssertionError("as text");
      case NULL -> throw new AssertionError("no values");
    };
  }

  @Property(tries = 200)
  void valuesComeBackThroughBuildGatherAndCompact(
      @ForAll long seed, @ForAll @IntRange(max = 300) int rows) {
    Random random = new Random(seed);
    List<Field> fields = new ArrayList<>();
    for (DataType type : TYPES) {
      fields.add(new Field("c" + fields.size(), type));
    }
    Schema schema = new Schema(fields);
    BatchBuilder builder = new BatchBuilder(schema, 4);
    List<List<Object>> expected = new ArrayList<>();
    List<Integer> weights = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      Object[] row = new Object[TYPES.size()];
      for (int c = 0; c < row.length; c++) {
        row[c] = random.nextInt(4) == 0 ? null : random(TYPES.get(c), random);
      }
      int weight = random.nextInt(3) == 0 ? random.nextInt(5) - 2 : 1;
      builder.weightedRow(weight, row);
      expected.add(java.util.Arrays.asList(row));
      weights.add(weight);
    }
    ColumnBatch batch = builder.build();
    assertThat(batch.size()).isEqualTo(rows);
    int[] selection = random.ints(rows == 0 ? 0 : rows / 2, 0, Math.max(1, rows)).toArray();
    ColumnBatch selected = batch.select(selection, selection.length);
    ColumnBatch compact = selected.compact();
    assertThat(compact.isDense()).isTrue();
    for (int i = 0; i < rows; i++) {
      assertThat(batch.values(i)).isEqualTo(expected.get(i));
      assertThat(batch.weight(i)).isEqualTo(weights.get(i));
    }
    for (int i = 0; i < selection.length; i++) {
      assertThat(selected.values(i)).isEqualTo(expected.get(selection[i]));
      assertThat(compact.values(i)).isEqualTo(expected.get(selection[i]));
      assertThat(compact.weight(i)).isEqualTo(weights.get(selection[i]));
    }
    // The builder starts over with arrays of its own.
    builder.row(expected.isEmpty() ? new Object[TYPES.size()] : expected.get(0).toArray());
    ColumnBatch next = builder.build();
    assertThat(next.size()).isEqualTo(1);
    assertThat(next.isInsertOnly()).isTrue();
    for (int i = 0; i < rows; i++) {
      assertThat(batch.values(i)).isEqualTo(expected.get(i));
    }
  }

  @Test
  void aColumnWithoutNullsHasNoBitmap() {
    BatchBuilder builder = new BatchBuilder(Schema.of(new Field("a", DataType.BIGINT)));
    assertThat(builder.row(1).row(2).build().column(0).mayHaveNulls()).isFalse();
    assertThat(builder.row(1).row((Object) null).build().column(0).mayHaveNulls()).isTrue();
  }

  @Test
  void aRowWithoutAValueForEveryColumnIsABug() {
    BatchBuilder builder =
        new BatchBuilder(
            Schema.of(new Field("a", DataType.BIGINT), new Field("b", DataType.BIGINT)));
    builder.column(0).appendLong(1);
    builder.endRow();
    assertThatThrownBy(builder::build).isInstanceOf(IllegalStateException.class);
  }

  /** Rows that are written into the builder's array are there as if appended one by one. */
  @Property
  void manyValuesAtOnceAreAppendedLikeEachByItself(@ForAll long seed) {
    Random random = new Random(seed);
    for (DataType type : List.of(DataType.BIGINT, DataType.INTEGER, DataType.DOUBLE)) {
      ColumnBuilder atOnce = new ColumnBuilder(type, random.nextInt(40));
      ColumnBuilder oneByOne = new ColumnBuilder(type, 0);
      for (int part = 0; part < 6; part++) {
        Object[] values = new Object[random.nextInt(90)];
        for (int i = 0; i < values.length; i++) {
          values[i] = random.nextInt(20) == 0 ? null : random(type, random);
          oneByOne.appendValue(values[i]);
        }
        if (random.nextBoolean()) {
          appendAtOnce(atOnce, values);
        } else {
          for (Object value : values) {
            atOnce.appendValue(value);
          }
        }
      }
      assertThat(values(atOnce.build())).isEqualTo(values(oneByOne.build()));
    }
  }

  private static void appendAtOnce(ColumnBuilder builder, Object[] values) {
    int first = builder.rowCount();
    for (int i = 0; i < values.length; i++) {
      Number value = values[i] == null ? 0 : (Number) values[i];
      switch (builder.type().layout()) {
        case LONG -> builder.longsFor(values.length)[first + i] = value.longValue();
        case INT -> builder.intsFor(values.length)[first + i] = value.intValue();
        default -> builder.doublesFor(values.length)[first + i] = value.doubleValue();
      }
    }
    builder.appended(values.length);
    for (int i = 0; i < values.length; i++) {
      if (values[i] == null) {
        builder.setNull(first + i);
      }
    }
  }

  private static List<Object> values(Column column) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < column.rowCount(); i++) {
      values.add(column.value(i));
    }
    return values;
  }
}
