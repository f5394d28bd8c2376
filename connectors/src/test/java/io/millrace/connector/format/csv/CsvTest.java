package io.millrace.connector.format.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import io.millrace.api.connector.Options;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import io.millrace.connector.Contexts;
import io.millrace.connector.Rows;
import io.millrace.connector.format.Bytes;
import io.millrace.connector.format.OnError;
import io.millrace.connector.format.RecordPlan;
import io.millrace.connector.format.Records;
import io.millrace.connector.format.RowMemory;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CsvTest {
  private static final Schema SCHEMA =
      Contexts.schema("k", DataType.STRING, "n", DataType.BIGINT, "x", DataType.DOUBLE);
  private static final Schema TEXTS =
      Contexts.schema("a", DataType.STRING, "b", DataType.STRING, "c", DataType.STRING);

  private static Rows scan(
      Schema schema, Schema all, OnError onError, String header, String text, String... options) {
    CsvFormat format =
        new CsvFormat(
            Options.parse("format csv", CsvOptions.READ, Contexts.options(options)),
            ZoneOffset.UTC);
    RecordPlan plan =
        new RecordPlan(
            schema,
            Collections.nCopies(schema.size(), Optional.empty()),
            all,
            onError,
            offset -> "in.csv, byte " + offset);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    byte[] data = Arrays.copyOf(bytes, bytes.length + Bytes.SLACK);
    data[bytes.length] = '\n';
    Rows rows = new Rows();
    format
        .bind(plan, header.getBytes(StandardCharsets.UTF_8))
        .decode(new Records(data, 0, bytes.length, 0), new RowMemory(), rows);
    return rows;
  }

  private static List<List<Object>> rows(Schema schema, String text, String... options) {
    return scan(schema, schema, OnError.FAIL, "", text, options).rows();
  }

  @Test
  void fieldsByOrder() {
    assertThat(rows(SCHEMA, "a,1,0.5\r\n\n\"b \"\"q\"\", c\", 2 ,\n,-3,1e3"))
        .containsExactly(
            List.of("a", 1L, 0.5),
            Arrays.asList("b \"q\", c", 2L, null),
            Arrays.asList(null, -3L, 1000.0));
    assertThat(scan(SCHEMA.project(2, 0), SCHEMA, OnError.FAIL, "", "a,1,0.5").rows())
        .containsExactly(List.of(0.5, "a"));
  }

  @Test
  void nullsAndEmptyTexts() {
    assertThat(rows(TEXTS, ",\"\",x")).containsExactly(Arrays.asList(null, "", "x"));
    assertThat(rows(TEXTS, "NA,\"NA\",", "nullValue", "NA"))
        .containsExactly(Arrays.asList(null, "NA", ""));
    assertThat(rows(SCHEMA, "a,\"\",\"\"")).containsExactly(Arrays.asList("a", null, null));
  }

  @Test
  void dialects() {
    assertThat(rows(TEXTS, "a\tb\tc", "delimiter", "\\t")).containsExactly(List.of("a", "b", "c"));
    assertThat(rows(TEXTS, "'a;''b';c;d", "sep", ";", "quote", "'"))
        .containsExactly(List.of("a;'b", "c", "d"));
    assertThat(rows(TEXTS, "\"a\\\"b\",\"c\\\\\",d", "escape", "\\"))
        .containsExactly(List.of("a\"b", "c\\", "d"));
    assertThat(rows(TEXTS, "# no\na,b,c\n", "comment", "#"))
        .containsExactly(List.of("a", "b", "c"));
    assertThat(
            rows(
                TEXTS,
                " a , \"b \" ,c ",
                "ignoreLeadingWhiteSpace",
                "true",
                "ignoreTrailingWhiteSpace",
                "true"))
        .containsExactly(List.of("a", "b ", "c"));
    assertThat(rows(TEXTS, "a,\"b\nb\",c\nd,\"e\"\"\n\",f", "multiLine", "true"))
        .containsExactly(List.of("a", "b\nb", "c"), List.of("d", "e\"\n", "f"));
    assertThatThrownBy(() -> rows(TEXTS, "", "delimiter", "||")).hasMessageContaining("supported");
    assertThatThrownBy(() -> rows(TEXTS, "", "delimiter", "é"))
        .hasMessageContaining("OPTION_INVALID");
  }

  @Test
  void weblogLine() {
    Schema schema =
        Contexts.schema(
            "ts", DataType.TIMESTAMP_LTZ, "ip", DataType.STRING, "request", DataType.STRING);
    assertThat(
            rows(schema, "2026-03-01T10:00:00+00:00 203.0.113.15 \"GET / HTTP\"", "delimiter", " "))
        .containsExactly(
            List.of(Instant.parse("2026-03-01T10:00:00Z"), "203.0.113.15", "GET / HTTP"));
  }

  @Test
  void headersGiveTheOrder() {
    assertThat(
            scan(SCHEMA, SCHEMA, OnError.FAIL, "X,other,N,\"k\"\r", "0.5,z,1,a", "header", "true")
                .rows())
        .containsExactly(List.of("a", 1L, 0.5));
    assertThat(scan(SCHEMA, SCHEMA, OnError.FAIL, "c1,c2,c3", "a,1,0.5", "header", "true").rows())
        .containsExactly(List.of("a", 1L, 0.5));
    assertThatThrownBy(
            () -> scan(SCHEMA, SCHEMA, OnError.FAIL, "k,n,y", "a,1,0.5", "header", "true"))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.COLUMN_NOT_FOUND);
              assertThat(e.summary()).contains("\"x\"");
            });
  }

  @Test
  void malformedRecords() {
    String text = "a,1,1\nb,x,2\nc,3\nd,4,4,4\n\"e,5,5\n\"f\"g,6,6\nh,7,7\n";
    Rows nulled = scan(SCHEMA, SCHEMA, OnError.NULL, "", text);
    assertThat(nulled.malformed()).isEqualTo(5);
    assertThat(nulled.rows())
        .containsExactly(
            List.of("a", 1L, 1.0),
            Arrays.asList("b", null, 2.0),
            Arrays.asList("c", 3L, null),
            List.of("d", 4L, 4.0),
            Arrays.asList(null, null, null),
            Arrays.asList(null, null, null),
            List.of("h", 7L, 7.0));
    Rows skipped = scan(SCHEMA, SCHEMA, OnError.SKIP, "", text);
    assertThat(skipped.rows()).containsExactly(List.of("a", 1L, 1.0), List.of("h", 7L, 7.0));
    assertThat(skipped.malformed()).isEqualTo(5);
    assertThatThrownBy(() -> rows(SCHEMA, text))
        .hasMessageContaining("in.csv, byte 6")
        .hasMessageContaining("b,x,2")
        .hasMessageContaining("column \"n\"");
  }

  @Property(tries = 500)
  void readsWhatFastCsvWrites(@ForAll("records") List<List<String>> records) {
    StringWriter text = new StringWriter();
    try (CsvWriter writer = CsvWriter.builder().build(text)) {
      records.forEach(writer::writeRecord);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    List<List<Object>> expected =
        CsvReader.builder().ofCsvRecord(text.toString()).stream().map(CsvTest::values).toList();
    assertThat(rows(TEXTS, text.toString(), "multiLine", "true", "nullValue", "\u0007"))
        .isEqualTo(expected);
  }

  private static List<Object> values(CsvRecord record) {
    return List.copyOf(record.getFields());
  }

  @Provide
  Arbitrary<List<List<String>>> records() {
    Arbitrary<String> field =
        Arbitraries.strings().withChars('a', 'b', '"', ',', '\n', ' ', 'é').ofMaxLength(6);
    return field.list().ofSize(3).list().ofMaxSize(8);
  }
}
