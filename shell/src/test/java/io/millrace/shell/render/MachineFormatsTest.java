package io.millrace.shell.render;

import static io.millrace.shell.Results.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.StatementResult;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.shell.Results;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class MachineFormatsTest {
  private static final Schema TEXTS =
      Schema.of(new Field("a", DataType.STRING), new Field("b, c", DataType.STRING));

  private static String print(OutputFormat format, StatementResult.Rows rows) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, false, StandardCharsets.UTF_8);
    Screen screen = new Screen(stream, stream, false, false, false, 80, false);
    ResultPrinter.of(format, screen).rows(rows, new Showing(0, ZoneOffset.UTC, true));
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void csvTellsNullFromTheEmptyString() {
    assertThat(
            print(
                OutputFormat.CSV,
                Results.rows(TEXTS, row(null, ""), row("", null), row("NULL", " x "))))
        .isEqualTo("a,\"b, c\"\n,\"\"\n\"\",\nNULL, x \n\n");
  }

  @Test
  void csvQuotesWhatWouldBeReadAsSomethingElse() {
    assertThat(
            print(
                OutputFormat.CSV,
                Results.rows(
                    TEXTS, row("1,2", "say \"hi\""), row("two\nlines", "cr\r"), row("é", "東"))))
        .isEqualTo("a,\"b, c\"\n\"1,2\",\"say \"\"hi\"\"\"\n\"two\nlines\",\"cr\r\"\né,東\n\n");
  }

  @Test
  void csvOfNothingIsAHeaderAndABlankLine() {
    assertThat(print(OutputFormat.CSV, Results.rows(TEXTS))).isEqualTo("a,\"b, c\"\n\n");
  }

  @Test
  void csvNumbersAreNotGrouped() {
    Schema schema = Schema.of(new Field("n", DataType.BIGINT), new Field("d", DataType.DOUBLE));
    assertThat(print(OutputFormat.CSV, Results.rows(schema, row(1234567L, 1e10))))
        .isEqualTo("n,d\n1234567,10000000000.0\n\n");
  }

  @Test
  void jsonIsAnObjectForEachRow() {
    Schema schema =
        Schema.of(
            new Field("b", DataType.BOOLEAN),
            new Field("n", DataType.BIGINT),
            new Field("m", DataType.decimal(20, 2)),
            new Field("d", DataType.DOUBLE),
            new Field("s", DataType.STRING),
            new Field("t", DataType.TIMESTAMP),
            new Field("z", DataType.TIMESTAMP_LTZ),
            new Field("x", DataType.BINARY));
    assertThat(
            print(
                OutputFormat.JSON,
                Results.rows(
                    schema,
                    row(
                        true,
                        9007199254740993L,
                        new BigDecimal("1.50"),
                        0.5,
                        "\"é\n",
                        LocalDateTime.parse("2026-03-01T10:00:10.25"),
                        Instant.parse("2026-03-01T10:00:10Z"),
                        new byte[] {1, 2}),
                    row(null, null, null, Double.NaN, null, null, null, null))))
        .isEqualTo(
            """
            {"b":true,"n":9007199254740993,"m":1.50,"d":0.5,"s":"\\"é\\n",\
            "t":"2026-03-01T10:00:10.250","z":"2026-03-01T10:00:10Z","x":"AQI="}
            {"b":null,"n":null,"m":null,"d":"NaN","s":null,"t":null,"z":null,"x":null}
            """);
  }

  @Test
  void plansAreDataToo() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, false, StandardCharsets.UTF_8);
    Screen screen = new Screen(stream, stream, false, false, false, 80, false);
    StatementResult.Text plan = new StatementResult.Text("plan", "Sink x\n  Source a, b");
    ResultPrinter.of(OutputFormat.CSV, screen).text(plan);
    ResultPrinter.of(OutputFormat.JSON, screen).text(plan);
    ResultPrinter.of(OutputFormat.TABLE, screen).text(plan);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            plan
            Sink x
            "  Source a, b"

            {"plan":"Sink x\\n  Source a, b"}
            Sink x
              Source a, b
            """);
  }

  @Test
  void aReaderThatHasGoneEndsTheOutput() {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    PrintStream stream = new PrintStream(closed, false, StandardCharsets.UTF_8);
    Screen screen = new Screen(stream, stream, false, false, false, 80, false);
    for (OutputFormat format : OutputFormat.values()) {
      Results.FakeRows rows = Results.rows(TEXTS, row("a", "b"));
      assertThatThrownBy(
              () ->
                  ResultPrinter.of(format, screen).rows(rows, new Showing(0, ZoneOffset.UTC, true)))
          .isInstanceOf(OutputClosedException.class);
      assertThat(rows.isClosed()).isTrue();
    }
  }

  @Test
  void columnsNamedLikeTheirsMoveOperationAndBatchAside() {
    assertThat(
            ChangeColumns.of(
                Schema.of(new Field("OP", DataType.STRING), new Field("_op", DataType.STRING))))
        .isEqualTo(new ChangeColumns("__op", "batch"));
  }
}
