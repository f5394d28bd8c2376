package io.millrace.exec.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.api.types.StructValue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampMilliVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;

/** Runs in a JVM with the flag that Arrow's memory needs. */
@Tag("arrow")
final class ArrowBatchesTest {
  private static final List<DataType> TYPES =
      List.of(
          DataType.BOOLEAN,
          DataType.TINYINT,
          DataType.SMALLINT,
          DataType.INTEGER,
          DataType.BIGINT,
          DataType.decimal(18, 4),
          DataType.decimal(38, 10),
          DataType.REAL,
          DataType.DOUBLE,
          DataType.character(3),
          DataType.STRING,
          DataType.varchar(9),
          DataType.BINARY,
          DataType.DATE,
          DataType.TIME,
          DataType.TIMESTAMP,
          DataType.TIMESTAMP_LTZ,
          DataType.INTERVAL_DAY,
          DataType.INTERVAL_MONTH,
          DataType.NULL,
          DataType.JSON,
          DataType.JSONB,
          DataType.VARIANT,
          DataType.array(DataType.INTEGER),
          DataType.map(DataType.STRING, DataType.array(DataType.DOUBLE)),
          DataType.row(
              List.of(
                  new Field("a", DataType.array(DataType.array(DataType.BOOLEAN))),
                  new Field("b", DataType.decimal(30, 2)))),
          DataType.BIGINT.notNull());

  private static Schema schema() {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < TYPES.size(); i++) {
      fields.add(new Field("c" + i, TYPES.get(i)));
    }
    return new Schema(fields);
  }

  private static Object value(DataType type, Random random) {
    if (type.nullable() && random.nextInt(4) == 0) {
      return null;
    }
    return switch (type.kind()) {
      case BOOLEAN -> random.nextBoolean();
      case TINYINT -> random.nextInt(256) - 128;
      case SMALLINT -> random.nextInt(65536) - 32768;
      case INTEGER, INTERVAL_MONTH -> random.nextInt();
      case BIGINT, INTERVAL_DAY -> random.nextLong();
      case DECIMAL ->
          type.precision() > 18
              ? new BigDecimal(new java.math.BigInteger(120, random), type.scale()).negate()
              : BigDecimal.valueOf(random.nextInt(), type.scale());
      case REAL -> random.nextFloat();
      case DOUBLE -> random.nextGaussian();
      case CHAR -> "aöc";
      case VARCHAR -> "ä€".repeat(random.nextInt(4));
      case BINARY -> new byte[] {(byte) random.nextInt(), -1, 0};
      case DATE -> LocalDate.ofEpochDay(random.nextInt(100_000) - 50_000);
      case TIME ->
          LocalTime.ofNanoOfDay(random.nextInt() * 1000L & 0xFFFFFFFL)
              .truncatedTo(java.time.temporal.ChronoUnit.MICROS);
      case TIMESTAMP -> LocalDateTime.of(1969, 12, 31, 23, 59, 59, 123_456_000);
      case TIMESTAMP_LTZ -> Instant.ofEpochSecond(random.nextInt(), 1000);
      case ARRAY -> {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          list.add(value(type.child(0), random));
        }
        yield list;
      }
      case MAP -> {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          map.put(value(type.child(0), random), value(type.child(1), random));
        }
        yield map;
      }
      case ROW -> {
        List<Object> values = new ArrayList<>();
        type.children().forEach(child -> values.add(value(child.type(), random)));
        yield new StructValue(type.children().stream().map(Field::name).toList(), values);
      }
      case JSON, JSONB, VARIANT -> "[" + random.nextInt() + "]";
      case NULL -> null;
    };
  }

  @Property(tries = 60)
  void aBatchSurvivesTheWayThereAndBack(
      @ForAll @IntRange(min = 0, max = 200) int rows,
      @ForAll long seed,
      @ForAll boolean weighted,
      @ForAll boolean selected) {
    Random random = new Random(seed);
    BatchBuilder builder = new BatchBuilder(schema());
    for (int i = 0; i < rows; i++) {
      Object[] row = TYPES.stream().map(type -> value(type, random)).toArray();
      builder.weightedRow(weighted ? random.nextInt(5) - 2 : 1, row);
    }
    ColumnBatch batch = builder.build();
    if (selected) {
      int[] selection = new int[rows];
      int count = 0;
      for (int i = 0; i < rows; i++) {
        selection[count] = i;
        count += random.nextInt(2);
      }
      batch = batch.select(selection, count);
    }
    try (BufferAllocator allocator = ArrowBatches.newAllocator()) {
      try (VectorSchemaRoot root = ArrowBatches.toArrow(batch, allocator)) {
        assertThat(root.getRowCount()).isEqualTo(batch.size());
        ColumnBatch back = ArrowBatches.fromArrow(root);
        assertThat(back.schema()).isEqualTo(batch.schema());
        assertThat(back.size()).isEqualTo(batch.size());
        for (int i = 0; i < batch.size(); i++) {
          assertThat(back.values(i)).usingRecursiveComparison().isEqualTo(batch.values(i));
          assertThat(back.weight(back.row(i))).isEqualTo(batch.weight(batch.row(i)));
        }
      }
      assertThat(allocator.getAllocatedMemory()).isZero();
    }
  }

  @Property(tries = 40)
  void aStreamIsWhatArrowItselfReads(
      @ForAll @IntRange(min = 0, max = 200) int rows, @ForAll long seed) throws IOException {
    Random random = new Random(seed);
    List<ColumnBatch> batches = new ArrayList<>();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ArrowStream stream = new ArrowStream(bytes, schema());
    for (int piece = random.nextInt(3); piece >= 0; piece--) {
      BatchBuilder builder = new BatchBuilder(schema());
      for (int i = 0; i < rows; i++) {
        builder.row(TYPES.stream().map(type -> value(type, random)).toArray());
      }
      batches.add(builder.build());
      stream.write(batches.get(batches.size() - 1));
    }
    stream.end();

    try (BufferAllocator allocator = ArrowBatches.newAllocator();
        ArrowStreamReader reader =
            new ArrowStreamReader(new ByteArrayInputStream(bytes.toByteArray()), allocator)) {
      for (ColumnBatch batch : batches) {
        assertThat(reader.loadNextBatch()).isTrue();
        ColumnBatch back = ArrowBatches.fromArrow(reader.getVectorSchemaRoot());
        assertThat(back.schema()).isEqualTo(batch.schema());
        assertThat(back.size()).isEqualTo(batch.size());
        for (int i = 0; i < batch.size(); i++) {
          assertThat(back.values(i)).usingRecursiveComparison().isEqualTo(batch.values(i));
        }
      }
      assertThat(reader.loadNextBatch()).isFalse();
    }
  }

  @Example
  void vectorsHoldWhatArrowReaderSee() {
    Schema schema =
        Schema.of(
            new Field("a", DataType.INTEGER),
            new Field("b", DataType.STRING),
            new Field("c", DataType.decimal(5, 2)));
    ColumnBatch batch =
        new BatchBuilder(schema)
            .row(1, "x", new BigDecimal("-1.50"))
            .row(null, null, null)
            .row(3, "zß", new BigDecimal("2.25"))
            .build();
    try (BufferAllocator allocator = ArrowBatches.newAllocator();
        VectorSchemaRoot root = ArrowBatches.toArrow(batch, allocator)) {
      assertThat(root.getVector("a").getObject(2)).isEqualTo(3);
      assertThat(root.getVector("a").isNull(1)).isTrue();
      assertThat(root.getVector("b").getObject(2)).hasToString("zß");
      assertThat(root.getVector("c").getObject(0)).isEqualTo(new BigDecimal("-1.50"));
    }
  }

  @Example
  void otherTypesAreRefused() {
    try (BufferAllocator allocator = ArrowBatches.newAllocator();
        TimeStampMilliVector vector = new TimeStampMilliVector("t", allocator)) {
      vector.allocateNew(1);
      vector.setValueCount(1);
      VectorSchemaRoot root = new VectorSchemaRoot(List.<FieldVector>of(vector));
      assertThatThrownBy(() -> ArrowBatches.fromArrow(root))
          .hasMessageContaining("TYPE_NOT_SUPPORTED")
          .hasMessageContaining("\"t\"");
    }
  }
}
