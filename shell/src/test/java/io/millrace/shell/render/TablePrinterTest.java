package io.millrace.shell.render;

import static io.millrace.shell.Results.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.StatementResult;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.shell.Results;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TablePrinterTest {
  private static final Schema VIEWS =
      Schema.of(
          new Field("window_start", DataType.TIMESTAMP),
          new Field("page", DataType.STRING),
          new Field("views", DataType.BIGINT));
  private static final LocalDateTime TEN = LocalDateTime.parse("2026-03-01T10:00:10");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private String inPipe(StatementResult.Rows rows) {
    return print(rows, false, 80);
  }

  /** As on a terminal of that width, without colour and without the time in the last line. */
  private String onTerminal(int columns, StatementResult.Rows rows) {
    return print(rows, true, columns).replaceAll(" \\(\\d+\\.\\d+s\\)\n$", "\n");
  }

  private String print(StatementResult.Rows rows, boolean terminal, int columns) {
    PrintStream stream = new PrintStream(out, false, StandardCharsets.UTF_8);
    Screen screen = new Screen(stream, stream, terminal, terminal, terminal, columns, false);
    ResultPrinter.of(OutputFormat.TABLE, screen)
        .rows(rows, new Showing(System.nanoTime(), ZoneOffset.UTC, true));
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void rowsStandInABoxWithNamesAndTypes() {
    assertThat(inPipe(Results.rows(VIEWS, row(TEN, "/home", 1204), row(TEN, "/cart", 311))))
        .isEqualTo(
            """
            ┌─────────────────────┬─────────┬────────┐
            │    window_start     │  page   │ views  │
            │      timestamp      │ varchar │ bigint │
            ├─────────────────────┼─────────┼────────┤
            │ 2026-03-01 10:00:10 │ /home   │  1,204 │
            │ 2026-03-01 10:00:10 │ /cart   │    311 │
            └─────────────────────┴─────────┴────────┘
            2 rows
            """);
  }

  @Test
  void anEmptyResultIsAnEmptyBox() {
    assertThat(inPipe(Results.rows(Schema.of(new Field("a", DataType.INTEGER)))))
        .isEqualTo(
            """
            ┌─────────┐
            │    a    │
            │ integer │
            ├─────────┤
            └─────────┘
            0 rows
            """);
  }

  @Test
  void nullIsDimmedOnATerminalOnly() {
    Schema schema = Schema.of(new Field("a", DataType.STRING));
    assertThat(inPipe(Results.rows(schema, row((Object) null)))).contains("│ NULL    │");
    PrintStream stream = new PrintStream(out, false, StandardCharsets.UTF_8);
    ResultPrinter.of(OutputFormat.TABLE, new Screen(stream, stream, true, true, true, 80, true))
        .rows(
            Results.rows(schema, row((Object) null), row("NULL")),
            new Showing(0, ZoneOffset.UTC, true));
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("│ \033[2mNULL   \033[0m │\n│ NULL    │");
  }

  @Test
  void wideCharactersTakeTwoCellsAndCombiningOnesNone() {
    Schema schema = Schema.of(new Field("名前", DataType.STRING));
    assertThat(inPipe(Results.rows(schema, row("東京スカイツリー"), row("e\u0301té"), row("👍"))))
        .isEqualTo(
            """
            ┌──────────────────┐
            │       名前       │
            │     varchar      │
            ├──────────────────┤
            │ 東京スカイツリー │
            │ e\u0301té              │
            │ 👍               │
            └──────────────────┘
            3 rows
            """);
  }

  @Test
  void controlCharactersAreSpeltOut() {
    Schema schema = Schema.of(new Field("a", DataType.STRING));
    assertThat(inPipe(Results.rows(schema, row("two\nlines\tand \033[31m"))))
        .contains("│ two\\nlines\\tand \\x1b[31m │");
  }

  @Test
  void longTextIsCutOnANarrowTerminal() {
    Schema schema =
        Schema.of(new Field("id", DataType.INTEGER), new Field("text", DataType.STRING));
    Object[] row = row(1_234_567, "a text that goes on and on");
    assertThat(onTerminal(40, Results.rows(schema, row)))
        .isEqualTo(
            """
            ┌───────────┬──────────────────────────┐
            │    id     │           text           │
            │  integer  │         varchar          │
            ├───────────┼──────────────────────────┤
            │ 1,234,567 │ a text that goes on and… │
            └───────────┴──────────────────────────┘
            1 row
            """);
    assertThat(inPipe(Results.rows(schema, row))).contains("a text that goes on and on");
  }

  @Test
  void namesInTheFirstColumnAreNotCut() {
    Schema schema =
        Schema.of(
            new Field("name", DataType.STRING),
            new Field("allowed", DataType.STRING),
            new Field("about", DataType.STRING),
            new Field("more", DataType.STRING));
    Object[] row = row("watermark.idle.timeout", "a duration, not negative", "x".repeat(30), "");
    assertThat(onTerminal(60, Results.rows(schema, row, row("a", "b", "c", "y".repeat(30)))))
        .contains("watermark.idle.timeout");
  }

  @Test
  void rowsThatCannotFitStandOneBelowTheOther() {
    Schema schema =
        Schema.of(
            new Field("start", DataType.TIMESTAMP),
            new Field("end", DataType.TIMESTAMP),
            new Field("name", DataType.STRING));
    assertThat(onTerminal(40, Results.rows(schema, row(TEN, null, ""), row(TEN, TEN, "x"))))
        .isEqualTo(
            """
            ─[ row 1 ]──────────────────────────────
             start │ 2026-03-01 10:00:10
             end   │ NULL
             name  │ ''
            ─[ row 2 ]──────────────────────────────
             start │ 2026-03-01 10:00:10
             end   │ 2026-03-01 10:00:10
             name  │ x
            2 rows
            """);
  }

  @Test
  void noLineOfABoxIsWiderThanTheTerminal() {
    Schema schema =
        Schema.of(
            new Field("a_column_with_a_long_name", DataType.BIGINT),
            new Field("b", DataType.STRING),
            new Field("c", DataType.decimal(20, 4)),
            new Field("d", DataType.STRING));
    for (int columns = 50; columns <= 120; columns++) {
      out.reset();
      String text =
          onTerminal(
              columns,
              Results.rows(
                  schema,
                  row(1L, "x".repeat(70), new BigDecimal("12345.6789"), "東京".repeat(30)),
                  row(123456789L, "", new BigDecimal("0.0000"), "y")));
      assertThat(text.lines()).contains("2 rows");
      int limit = columns;
      assertThat(text.lines().filter(line -> !line.startsWith(" ")))
          .allMatch(line -> TextWidth.of(line) <= limit);
    }
  }

  @Test
  void rowsBeyondTheSampleAreAllPrinted() {
    Schema schema = Schema.of(new Field("a", DataType.INTEGER));
    Object[][] rows = IntStream.range(0, 20_001).mapToObj(i -> row(i)).toArray(Object[][]::new);
    String text = inPipe(Results.rows(schema, rows));
    assertThat(text).contains("│  20,000 │").endsWith("20,001 rows\n");
    assertThat(text.lines().count()).isEqualTo(20_001 + 6);
  }
}
