package io.millrace.connector.console;

import static io.millrace.connector.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.batch.RowKind;
import io.millrace.api.connector.Attachment;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.connector.Sink;
import io.millrace.api.connector.SinkCapability;
import io.millrace.api.connector.SinkContext.Checkpoint;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import io.millrace.connector.Contexts;
import io.millrace.connector.Rows;
import io.millrace.connector.SinkContract;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ConsoleTest {
  private static final Schema SCHEMA =
      Contexts.schema(
          "word", DataType.STRING, "at", DataType.TIMESTAMP, "price", DataType.decimal(6, 2));

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private Sink sink(Schema schema, OutputMode mode, String... options) {
    ConsoleConnector connector = new ConsoleConnector();
    PrintStream console = new PrintStream(out, true, StandardCharsets.UTF_8);
    return connector.openSink(
        Contexts.sink(connector, "", schema, mode, List.of(), new Attachment(), console, options));
  }

  private String[] printed() {
    return out.toString(StandardCharsets.UTF_8).split(System.lineSeparator());
  }

  @Test
  void batchIsShownAsTableOncePublished() {
    Sink sink = sink(SCHEMA, OutputMode.APPEND);
    Sink.Writer writer = sink.begin(3);
    LocalDateTime at = LocalDateTime.parse("2026-01-01T12:00:00.25");
    writer.write(
        Rows.inserts(
            SCHEMA,
            row("a\nb", at, new BigDecimal("-0.50")),
            row("a word of more than twenty", null, new BigDecimal("1234.00"))));
    String manifest = writer.prepare();
    assertThat(out.size()).isZero();
    sink.publish(3, manifest);
    sink.publish(3, manifest);
    assertThat(printed())
        .containsExactly(
            "",
            "Batch: 3",
            "+----------------------+-------------------------+---------+",
            "| word                 | at                      |   price |",
            "+----------------------+-------------------------+---------+",
            "| a\\nb                 | 2026-01-01 12:00:00.250 |   -0.50 |",
            "| a word of more th... | NULL                    | 1234.00 |",
            "+----------------------+-------------------------+---------+");
  }

  @Test
  void kindsAreShownWhereRowsCanChangeAndRowsAreCut() {
    Schema schema =
        Contexts.schema("n", DataType.BIGINT, "t", DataType.TIMESTAMP_LTZ, "d", DataType.DOUBLE);
    Sink sink = sink(schema, OutputMode.UPDATE, "numRows", "2", "truncate", "false");
    Sink.Writer writer = sink.begin(0);
    Instant at = Instant.parse("2026-01-01T00:00:00.000001Z");
    writer.write(
        Rows.changes(
            schema,
            row(RowKind.DELETE, 1L, at, 0.5),
            row(RowKind.UPDATE_AFTER, -2L, at, 1e10),
            row(RowKind.INSERT, 3L, at, 1.0)));
    sink.publish(0, writer.prepare());
    assertThat(printed())
        .contains(
            "| op |  n | t                           |      d |",
            "| -D |  1 | 2026-01-01 00:00:00.000001Z |    0.5 |",
            "| +U | -2 | 2026-01-01 00:00:00.000001Z | 1.0E10 |",
            "showing 2 of 3 rows");
  }

  @Test
  void abortedBatchPrintsNothing() {
    Sink sink = sink(SCHEMA, OutputMode.APPEND);
    sink.begin(0).abort();
    sink.publish(0, "");
    assertThat(out.size()).isZero();
  }

  @Test
  void valuesReadAsInTheShell() {
    Schema schema =
        Contexts.schema(
            "b", DataType.BINARY,
            "m", DataType.INTERVAL_MONTH,
            "d", DataType.INTERVAL_DAY,
            "x", DataType.DOUBLE);
    Sink sink = sink(schema, OutputMode.APPEND);
    Sink.Writer writer = sink.begin(0);
    writer.write(Rows.inserts(schema, row(new byte[] {1, -1}, -14, -1_000_000L, 2e-3)));
    sink.publish(0, writer.prepare());
    assertThat(printed()).contains("| \\x01ff | -1-02 | -0 00:00:01 | 0.002 |");
  }

  @Nested
  class Contract extends SinkContract {
    private OutputMode mode = OutputMode.APPEND;

    @Override
    protected Sink open(OutputMode ofQuery, Checkpoint checkpoint) {
      mode = ofQuery;
      return sink(SCHEMA, ofQuery);
    }

    /** The rows of all tables, or of the last one if each is the whole result. */
    @Override
    protected List<List<Object>> content() {
      List<List<Object>> rows = new ArrayList<>();
      for (String line : printed()) {
        if (line.startsWith("Batch") && mode == OutputMode.COMPLETE) {
          rows.clear();
        }
        String[] cells = line.split(" *\\| *");
        if (cells.length == 3 && !cells[1].equals("k")) {
          rows.add(List.of(cells[1], Long.parseLong(cells[2])));
        }
      }
      return rows;
    }

    @Override
    protected Set<SinkCapability> capabilities() {
      return new ConsoleConnector().sinkCapabilities("");
    }
  }
}
