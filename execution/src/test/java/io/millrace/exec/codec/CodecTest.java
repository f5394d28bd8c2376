package io.millrace.exec.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.function.Tuple2;
import io.millrace.api.table.Encoder;
import io.millrace.api.table.Encoders;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class CodecTest {
  private record Everything(
      boolean flag,
      byte tiny,
      short small,
      int number,
      long big,
      float real,
      double wide,
      Integer boxed,
      String text,
      BigDecimal decimal,
      BigInteger integer,
      Timestamp timestamp,
      Instant instant,
      LocalDateTime local,
      LocalDate date,
      Date sqlDate,
      LocalTime time,
      Duration duration,
      DayOfWeek day) {}

  private static final Everything FULL =
      new Everything(
          true,
          (byte) -1,
          (short) 300,
          1 << 20,
          1L << 40,
          1.5f,
          -2.25,
          7,
          "Grüße",
          new BigDecimal("12.500000000000000000"),
          new BigInteger("123456789012345678901234567890"),
          Timestamp.from(Instant.parse("2026-01-01T12:00:00.123456Z")),
          Instant.parse("1960-05-05T00:00:00.000001Z"),
          LocalDateTime.parse("2026-03-29T02:30:00"),
          LocalDate.parse("2026-02-28"),
          Date.valueOf("1999-12-31"),
          LocalTime.parse("23:59:59.999999"),
          Duration.ofSeconds(-1, 1_000),
          DayOfWeek.FRIDAY);

  private static final Everything EMPTY =
      new Everything(
          false, (byte) 0, (short) 0, 0, 0, 0, 0, null, null, null, null, null, null, null, null,
          null, null, null, null);

  /** A bean whose properties are of all ages. */
  public static class Session implements Serializable {
    private static final long serialVersionUID = 1;
    private String id;
    private long duration;
    private List<Tuple> parts = new ArrayList<>();

    public String getId() {
      return id;
    }

    public void setId(String id) {
      this.id = id;
    }

    public long getDuration() {
      return duration;
    }

    public void setDuration(long duration) {
      this.duration = duration;
    }

    public List<Tuple> getParts() {
      return parts;
    }

    public void setParts(List<Tuple> parts) {
      this.parts = parts;
    }
  }

  record Tuple(int[] numbers, Map<String, Double> names) {}

  record Page(String page, long views) {}

  private static ColumnBatch rows(Encoder<?> encoder, Object... objects) {
    BatchBuilder builder = new BatchBuilder(encoder.schema());
    RowEncoder rows = new RowEncoder(encoder);
    for (Object object : objects) {
      rows.encode(object, builder);
      builder.endRow();
    }
    return builder.build();
  }

  private static List<Object> throughRows(Encoder<?> encoder, Object... objects) {
    List<Integer> all = IntStream.range(0, encoder.schema().size()).boxed().toList();
    return new RowDecoder(encoder, encoder.schema(), all).decodeAll(rows(encoder, objects));
  }

  @Test
  void recordsComeBackFromRows() {
    assertThat(throughRows(Encoders.bean(Everything.class), FULL, EMPTY))
        .containsExactly(FULL, EMPTY);
  }

  @Test
  void simpleValuesAndTuplesComeBackFromRows() {
    assertThat(throughRows(Encoders.STRING(), "a", null)).containsExactly("a", null);
    assertThat(throughRows(Encoders.INT(), 1, null)).containsExactly(1, null);
    Encoder<?> tuple = Encoders.tuple(Encoders.STRING(), Encoders.LONG());
    assertThat(throughRows(tuple, new Tuple2<>("a", 1L), new Tuple2<>(null, null)))
        .containsExactly(new Tuple2<>("a", 1L), new Tuple2<>(null, null));
    assertThat(
            throughRows(Encoders.javaSerialization(ArrayList.class), new ArrayList<>(List.of(1))))
        .containsExactly(List.of(1));
  }

  @Test
  void columnsMayBeNarrowerThanFieldsAndLieAnywhere() {
    Schema schema =
        Schema.of(
            new Field("other", DataType.STRING),
            new Field("VIEWS", DataType.INTEGER),
            new Field("page", DataType.varchar(10)));
    BatchBuilder builder = new BatchBuilder(schema);
    builder.row("x", 17, "/home").row("y", 18, null);
    RowDecoder decoder = new RowDecoder(Encoders.bean(Page.class), schema, List.of(2, 1));
    assertThat(decoder.decodeAll(builder.build()))
        .containsExactly(new Page("/home", 17), new Page(null, 18));
  }

  @Test
  void nullForAPrimitiveFieldNamesColumnFieldAndWayOut() {
    Schema schema =
        Schema.of(new Field("page", DataType.STRING), new Field("Views", DataType.BIGINT));
    ColumnBatch batch = new BatchBuilder(schema).row("a", 1L).row("b", null).build();
    RowDecoder decoder = new RowDecoder(Encoders.bean(Page.class), schema, List.of(0, 1));
    assertThatThrownBy(() -> decoder.decodeAll(batch))
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FIELD_IS_NULL))
        .hasMessageContaining(
            "column \"Views\" is NULL, and field \"views\" of Page cannot be null")
        .hasMessageContaining("make it Long");
  }

  @Test
  void aDecimalThatDoesNotFitIsAnErrorAndOneThatIsFinerIsRounded() {
    assertThat(throughRows(Encoders.DECIMAL(), new BigDecimal("0.0000000000000000005")))
        .containsExactly(new BigDecimal("0.000000000000000001"));
    assertThatThrownBy(() -> throughRows(Encoders.DECIMAL(), new BigDecimal("1e30")))
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CAST_OVERFLOW));
  }

  @Test
  void aRowNeedsAnObject() {
    assertThatThrownBy(() -> throughRows(Encoders.bean(Page.class), new Object[] {null}))
        .hasMessageContaining("it gave null, and a row needs a Page");
  }

  @Test
  void objectsOfAllShapesComeBackFromState() {
    StateCodec everything = new StateCodec(Encoders.bean(Everything.class));
    assertThat(everything.decode(everything.encode(FULL))).isEqualTo(FULL);
    assertThat(everything.decode(everything.encode(EMPTY))).isEqualTo(EMPTY);
    assertThat(everything.decode(everything.encode(null))).isNull();
    Session session = new Session();
    session.setId("u1");
    session.setDuration(5);
    session.getParts().add(new Tuple(new int[] {1, 2}, Map.of("a", 0.5)));
    session.getParts().add(null);
    StateCodec sessions = new StateCodec(Encoders.bean(Session.class));
    assertThat(sessions.decode(sessions.encode(session)))
        .usingRecursiveComparison()
        .isEqualTo(session);
    StateCodec serialized = new StateCodec(Encoders.javaSerialization(BigInteger.class));
    assertThat(serialized.decode(serialized.encode(BigInteger.TEN))).isEqualTo(BigInteger.TEN);
  }

  @Property(tries = 200)
  void whateverIsWrittenIsRead(
      @ForAll @NotEmpty List<String> texts, @ForAll List<Double> numbers, @ForAll byte[] bytes) {
    Object[] pairs =
        IntStream.range(0, texts.size())
            .mapToObj(i -> new Tuple2<>(texts.get(i), i < numbers.size() ? numbers.get(i) : null))
            .toArray();
    Encoder<?> encoder = Encoders.tuple(Encoders.STRING(), Encoders.DOUBLE());
    assertThat(throughRows(encoder, pairs)).isEqualTo(Arrays.asList(pairs));
    StateCodec state = new StateCodec(encoder);
    for (Object pair : pairs) {
      assertThat(state.decode(state.encode(pair))).isEqualTo(pair);
    }
    StateCodec binary = new StateCodec(Encoders.BINARY());
    assertThat((byte[]) binary.decode(binary.encode(bytes))).isEqualTo(bytes);
  }
}
