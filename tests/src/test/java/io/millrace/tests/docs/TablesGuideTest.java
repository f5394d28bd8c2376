package io.millrace.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Millrace;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of the guide to tables run, and print what it shows. */
class TablesGuideTest {
  @TempDir private Path scratch;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
  private final Millrace millrace = Millrace.builder().console(out).open();

  @BeforeEach
  void fill() {
    millrace.sql("CREATE TABLE orders (id INT, customer STRING, amount DECIMAL(10, 2))");
    millrace.sql("INSERT INTO orders VALUES (1, 'ann', 10), (2, 'bob', 7.5), (3, 'ann', 2.5)");
  }

  @AfterEach
  void close() {
    millrace.close();
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  private static String shown(String page, int block) throws IOException {
    return Block.of(Files.readString(Repository.root().resolve(page))).stream()
        .filter(found -> found.info().equals("text"))
        .skip(block)
        .findFirst()
        .orElseThrow()
        .text()
        .strip();
  }

  @Test
  void theFirstProgramPrintsWhatTheGuideShows() throws IOException {
    TablesExample.first(out);
    assertThat(printed().strip()).isEqualTo(shown("docs/guide/api.md", 0));
  }

  @Test
  void columnsAreComputed() {
    TablesExample.columns(millrace);
    assertThat(printed()).contains("|  1|     ANN|large|");
  }

  @Test
  void mistakesAreTold() throws IOException {
    String message = shown("docs/guide/api.md", 1);
    assertThatThrownBy(() -> TablesExample.mistakes(millrace))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.COLUMN_NOT_FOUND);
              assertThat(e.getMessage()).isEqualTo(message);
            });
  }

  @Test
  void queriesRowsAndWordsAreTables() {
    TablesExample.text(millrace);
    assertThat(millrace.table("of_ann").count()).isEqualTo(2);
    TablesExample.rows(millrace);
    assertThat(TablesExample.words(millrace.query("VALUES 'to be', 'or not to be'")).count())
        .isEqualTo(4);
  }

  @Test
  void windowsOfFlightsAreWritten() {
    String in = Repository.root().resolve("examples/data/flights").toString();
    String out = scratch.resolve("weeks").toString();
    TablesExample.windows(millrace, in, out, scratch.resolve("weekly").toString())
        .awaitTermination();

    assertThat(millrace.read().schema("origin STRING").json(out).count()).isEqualTo(1517);
  }

  @Test
  void batchesAreTables() {
    TablesExample.batches(millrace.table("orders").groupBy("customer").count()).awaitTermination();
    assertThat(printed()).contains("|     ann|    2|").doesNotContain("bob");
  }
}
