package io.millrace.connector.format.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import io.millrace.connector.Contexts;
import io.millrace.connector.Rows;
import io.millrace.connector.format.OnError;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScannerTest {
  private static final Schema SMALL = Contexts.schema("k", DataType.STRING, "n", DataType.BIGINT);

  private static List<List<Object>> rows(Schema schema, String text, String... options) {
    return JsonTexts.scan(schema, OnError.FAIL, text, options).rows();
  }

  private static Object only(DataType type, String value, String... options) {
    return rows(Contexts.schema("x", type), "{\"x\":" + value + "}", options).get(0).get(0);
  }

  @Test
  void valuesOfAllTypes() {
    assertThat(only(DataType.STRING, "\"a\\u00e9\\n\\ud83d\\ude00/\\/\"")).isEqualTo("aé\n😀//");
    assertThat(only(DataType.STRING, "12.50")).isEqualTo("12.50");
    assertThat(only(DataType.STRING, "true")).isEqualTo("true");
    assertThat(only(DataType.STRING, "{ \"b\" : [1, 2] }")).isEqualTo("{ \"b\" : [1, 2] }");
    assertThat(only(DataType.BIGINT, "-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
    assertThat(only(DataType.BIGINT, "1e3")).isEqualTo(1000L);
    assertThat(only(DataType.INTEGER, "2147483647")).isEqualTo(2147483647);
    assertThat(only(DataType.TINYINT, "-128")).isEqualTo(-128);
    assertThat(only(DataType.DOUBLE, "0.1")).isEqualTo(0.1);
    assertThat(only(DataType.DOUBLE, "-1.7976931348623157e308")).isEqualTo(-Double.MAX_VALUE);
    assertThat(only(DataType.DOUBLE, "\"NaN\"")).isEqualTo(Double.NaN);
    assertThat(only(DataType.DOUBLE, "-Infinity")).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(only(DataType.REAL, "0.1")).isEqualTo(0.1f);
    assertThat(only(DataType.decimal(10, 2), "12.3")).isEqualTo(new BigDecimal("12.30"));
    assertThat(only(DataType.decimal(10, 2), "1.005")).isEqualTo(new BigDecimal("1.01"));
    assertThat(only(DataType.decimal(30, 2), "12345678901234567890.5"))
        .isEqualTo(new BigDecimal("12345678901234567890.50"));
    assertThat(only(DataType.BOOLEAN, "false")).isEqualTo(false);
    assertThat(only(DataType.DATE, "\"2024-02-29\"")).isEqualTo(LocalDate.parse("2024-02-29"));
    assertThat(only(DataType.TIME, "\"23:59:59.5\"")).isEqualTo(LocalTime.parse("23:59:59.5"));
    assertThat(only(DataType.TIMESTAMP, "\"2026-01-01T00:00:00.123Z\""))
        .isEqualTo(LocalDateTime.parse("2026-01-01T00:00:00.123"));
    assertThat(only(DataType.TIMESTAMP, "\"1969-12-31 23:59\""))
        .isEqualTo(LocalDateTime.parse("1969-12-31T23:59"));
    assertThat(only(DataType.TIMESTAMP_LTZ, "\"2026-01-01T01:00:00+02:00\""))
        .isEqualTo(Instant.parse("2025-12-31T23:00:00Z"));
    assertThat(only(DataType.BINARY, "\"AQI=\"")).isEqualTo(new byte[] {1, 2});
    assertThat(only(DataType.character(4), "\"é\"")).isEqualTo("é   ");
  }

  @Test
  void timestampsByFormat() {
    Instant expected = Instant.parse("2023-11-14T22:13:20.500Z");
    DataType type = DataType.TIMESTAMP_LTZ;
    assertThat(only(type, "1700000000500", "timestampFormat", "epoch_millis")).isEqualTo(expected);
    assertThat(only(type, "1700000000.5", "timestampFormat", "epoch_seconds")).isEqualTo(expected);
    assertThat(only(type, "\"14/11/2023 22:13\"", "timestampFormat", "dd/MM/yyyy HH:mm"))
        .isEqualTo(Instant.parse("2023-11-14T22:13:00Z"));
    assertThat(only(DataType.DATE, "\"14/11/2023\"", "dateFormat", "dd/MM/yyyy"))
        .isEqualTo(LocalDate.parse("2023-11-14"));
  }

  @Test
  void missingFieldsAreNullAndUnknownOnesSkipped() {
    assertThat(
            rows(
                SMALL,
                """
                {"k":"a","n":1}
                {"z":{"k":"no","y":[1,{"n":2}]},"k":"b"}
                {"n":3,"other":-1.5e3}
                {}
                {"n":null,"k":null}
                """))
        .containsExactly(
            List.of("a", 1L),
            Arrays.asList("b", null),
            Arrays.asList(null, 3L),
            Arrays.asList(null, null),
            Arrays.asList(null, null));
  }

  @Test
  void blanksLinesCarriageReturnsAndNoLastLineFeed() {
    assertThat(
            rows(
                SMALL,
                "\n  \n{ \"k\" : \"a\" , \"n\" : 1 }\r\n\r\n\t{\"k\":\"b\",\t\"n\":2}  \r\n{\"k\":\"c\"}"))
        .containsExactly(List.of("a", 1L), List.of("b", 2L), Arrays.asList("c", null));
  }

  @Test
  void nothingButBlankLinesIsNothing() {
    assertThat(rows(SMALL, "")).isEmpty();
    assertThat(rows(SMALL, "\n\r\n   \n")).isEmpty();
  }

  @Test
  void lastOfDuplicateNamesAndExactNamesWin() {
    assertThat(rows(SMALL, "{\"n\":1,\"n\":2,\"k\":\"x\"}")).containsExactly(List.of("x", 2L));
    assertThat(rows(SMALL, "{\"n\":1,\"N\":2,\"K\":\"x\"}")).containsExactly(List.of("x", 1L));
    assertThat(rows(SMALL, "{\"N\":2,\"\\u006b\":\"x\"}")).containsExactly(List.of("x", 2L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"k\":\"a\"",
        "{\"k\":\"a\",}",
        "{\"k\":\"a\"} x",
        "[{\"k\":\"a\"}]",
        "17",
        "{\"k\":\"a\tb\"}",
        "{\"k\":\"\\x\"}",
        "{\"n\":01}",
        "{\"n\":1.}",
        "{\"n\":\"1\"}",
        "{\"n\":1.5}",
        "{\"n\":true}",
        "{\"n\":{}}",
        "{\"n\":9223372036854775808}",
        "{\"n\":1e999999999}",
        "{\"k\":\"\\ud800\"}",
        "{'k':1}",
        "{\"z\":[1,,2]}",
        "{\"z\":tru}",
        "{\"z\":nul}"
      })
  void malformedRecords(String record) {
    String text = "{\"n\":1}\n" + record + "\n{\"n\":2}\n";
    assertThatThrownBy(() -> rows(SMALL, text))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.RECORD_MALFORMED);
              assertThat(e.summary()).contains("in.json, byte 8");
              assertThat(e.details().get(0)).isEqualTo(record.replace('\t', '\uFFFD'));
              assertThat(e.hints()).isNotEmpty();
            });
    Rows skipped = JsonTexts.scan(SMALL, OnError.SKIP, text);
    assertThat(skipped.rows()).containsExactly(Arrays.asList(null, 1L), Arrays.asList(null, 2L));
    assertThat(skipped.malformed()).isEqualTo(1);
    Rows nulled = JsonTexts.scan(SMALL, OnError.NULL, text);
    assertThat(nulled.rows()).hasSize(3);
    assertThat(nulled.rows().get(1).get(1)).isNull();
    assertThat(nulled.malformed()).isEqualTo(1);
  }

  @Test
  void wrongValueNullsOnlyItsColumn() {
    Rows rows = JsonTexts.scan(SMALL, OnError.NULL, "{\"k\":\"a\",\"n\":\"x\"}");
    assertThat(rows.rows()).containsExactly(Arrays.asList("a", null));
    assertThat(rows.malformed()).isEqualTo(1);
  }

  @Test
  void notNullColumnWithoutValueIsMalformed() {
    Schema schema = Contexts.schema("k", DataType.STRING, "n", DataType.BIGINT.notNull());
    String text = "{\"k\":\"a\",\"n\":1}\n{\"k\":\"b\"}\n{\"n\":null}\n{\"n\":\"x\"}\n";
    for (OnError onError : List.of(OnError.NULL, OnError.SKIP)) {
      Rows rows = JsonTexts.scan(schema, onError, text);
      assertThat(rows.rows()).containsExactly(List.of("a", 1L));
      assertThat(rows.malformed()).isEqualTo(3);
    }
    assertThatThrownBy(() -> rows(schema, text)).hasMessageContaining("NOT NULL");
  }

  @Test
  void textTooLongForItsColumnIsMalformed() {
    Schema schema = Contexts.schema("k", DataType.varchar(2));
    Rows rows =
        JsonTexts.scan(
            schema, OnError.NULL, "{\"k\":\"éé\"}\n{\"k\":\"\\u00e9x\"}\n{\"k\":\"abc\"}");
    assertThat(rows.rows())
        .containsExactly(List.of("éé"), List.of("éx"), Arrays.asList((Object) null));
    assertThat(rows.malformed()).isEqualTo(1);
  }

  @Test
  void invalidUtf8IsMalformed() {
    byte[] text = "{\"k\":\"a?\"}\n{\"k\":\"é\"}".getBytes(StandardCharsets.UTF_8);
    text[7] = (byte) 0xC3;
    Rows rows = JsonTexts.scan(SMALL, OnError.SKIP, text);
    assertThat(rows.rows()).containsExactly(Arrays.asList("é", null));
    assertThat(rows.malformed()).isEqualTo(1);
  }

  @Test
  void manyRowsComeInBatches() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      text.append("{\"k\":\"k").append(i).append("\",\"n\":").append(i).append("}\n");
      if (i % 1000 == 999) {
        text.append("{\"k\":null}\n");
      }
    }
    List<List<Object>> rows = rows(SMALL, text.toString());
    assertThat(rows).hasSize(10_010);
    assertThat(rows.get(1000)).containsExactly(null, null);
    assertThat(rows.get(10_008)).containsExactly("k9999", 9999L);
  }

  @Test
  void deepAndOpenNesting() {
    String deep = "[".repeat(500) + "]".repeat(500);
    assertThat(rows(SMALL, "{\"z\":" + deep + ",\"n\":1}"))
        .containsExactly(Arrays.asList(null, 1L));
    Rows tooDeep =
        JsonTexts.scan(SMALL, OnError.SKIP, "{\"z\":" + "[".repeat(5000) + "]".repeat(5000) + "}");
    assertThat(tooDeep.malformed()).isEqualTo(1);
  }
}
