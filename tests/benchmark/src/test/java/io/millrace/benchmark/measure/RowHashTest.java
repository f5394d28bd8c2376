package io.millrace.benchmark.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;

/** The hash of a value is that of its text, so that engines with other values can be compared. */
class RowHashTest {
  private static long hash(DataType type, Object value) {
    Schema schema = Schema.of(new Field("a", type));
    return new RowHash().of(new BatchBuilder(schema).row(value).build(), 0);
  }

  private static long hash(String text) {
    return hash(DataType.STRING, text);
  }

  @Test
  void textIsHashedAsItIs() {
    // FNV-1a of "a" is af63dc4c8601ec8c; this is what mixing makes of it.
    assertThat(hash("a")).isEqualTo(0xed8170de1919a24dL);
    assertThat(hash("ä")).isNotEqualTo(hash("a"));
  }

  @Test
  void numbersAreDecimal() {
    assertThat(hash(DataType.BIGINT, -12L)).isEqualTo(hash("-12"));
    assertThat(hash(DataType.INTEGER, 7)).isEqualTo(hash("7"));
    assertThat(hash(DataType.DOUBLE, 0.5)).isEqualTo(hash("0.5"));
    assertThat(hash(DataType.BOOLEAN, true)).isEqualTo(hash("true"));
  }

  @Test
  void decimalsHaveNoZerosAtTheirEnd() {
    assertThat(hash(DataType.decimal(10, 3), new BigDecimal("1200.500"))).isEqualTo(hash("1200.5"));
    assertThat(hash(DataType.decimal(10, 3), new BigDecimal("1200.000"))).isEqualTo(hash("1200"));
    assertThat(hash(DataType.decimal(10, 3), new BigDecimal("0.000"))).isEqualTo(hash("0"));
    assertThat(hash(DataType.decimal(24, 3), new BigDecimal("-0.010"))).isEqualTo(hash("-0.01"));
  }

  @Test
  void timesAreMilliseconds() {
    LocalDateTime time = LocalDateTime.of(1970, 1, 1, 0, 0, 1, 2_999_000);
    assertThat(hash(DataType.TIMESTAMP, time)).isEqualTo(hash("1002"));
    assertThat(hash(DataType.TIMESTAMP, time.minusSeconds(2))).isEqualTo(hash("-998"));
    assertThat(hash(DataType.DATE, LocalDate.of(2026, 1, 31))).isEqualTo(hash("2026-01-31"));
  }

  @Test
  void rowsAreTheirValuesWithBarsBetween() {
    Schema schema =
        Schema.of(
            new Field("a", DataType.BIGINT),
            new Field("b", DataType.STRING),
            new Field("c", DataType.STRING));
    BatchBuilder builder = new BatchBuilder(schema);
    builder.row(1L, "x", "y");
    builder.column(0).appendNull();
    builder.column(1).appendNull();
    builder.column(2).appendValue("z".repeat(10_000));
    builder.endRow();
    var batch = builder.build();
    RowHash hash = new RowHash();
    assertThat(hash.of(batch, 0)).isEqualTo(hash("1|x|y"));
    assertThat(hash.of(batch, 1)).isEqualTo(hash("\\N|\\N|" + "z".repeat(10_000)));
    assertThat(hash.of(batch, 0)).isEqualTo(hash("1|x|y"));
  }
}
