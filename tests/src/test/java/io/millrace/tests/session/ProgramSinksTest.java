package io.millrace.tests.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Millrace;
import io.millrace.api.OutputRow;
import io.millrace.api.RowWriter;
import io.millrace.api.StatementResult.Started;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sinks whose code is the program's. */
@Timeout(120)
class ProgramSinksTest {
  private final Millrace millrace = Millrace.open();
  private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void close() {
    millrace.close();
  }

  @Test
  void batchesOfAnAggregateArriveAsTheModeSays() {
    millrace.foreachBatch(
        "report", (batch, batchId) -> seen.add(batchId + " " + batch.mode() + " " + batch.rows()));
    millrace.sql("CREATE SOURCE clicks (page STRING) USING memory");
    Started started =
        (Started)
            millrace.sql(
                "INSERT INTO report SELECT page, COUNT(*) AS n FROM clicks GROUP BY page"
                    + " EMIT CHANGELOG");
    millrace.sql("INSERT INTO clicks VALUES ('/a'), ('/a')");
    started.query().processAllAvailable();
    millrace.sql("INSERT INTO clicks VALUES ('/a')");
    started.query().processAllAvailable();
    assertThat(seen)
        .containsExactly("0 CHANGELOG [+I[/a, 2]]", "1 CHANGELOG [-U[/a, 2], +U[/a, 3]]");
  }

  @Test
  void rowsOfABoundedQueryArriveOneByOne() {
    millrace.foreach("rows", () -> row -> seen.add(row.value("TWICE").orElseThrow().toString()));
    millrace.sql("INSERT INTO rows SELECT 2 * a AS twice FROM (VALUES (1), (2)) AS t (a)");
    assertThat(seen).containsExactly("2", "4");
  }

  @Test
  void exceptionOfTheCodeIsTheCauseOfTheQueryFailure() {
    IllegalStateException cause = new IllegalStateException("full");
    millrace.foreach(
        "broken",
        () ->
            new RowWriter() {
              @Override
              public void process(OutputRow row) {
                throw cause;
              }

              @Override
              public void close(Optional<Throwable> error) {
                seen.add("closed after " + error.orElseThrow().getMessage());
              }
            });
    assertThatThrownBy(() -> millrace.sql("INSERT INTO broken SELECT * FROM (VALUES (1)) AS t (a)"))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.SINK_CODE_FAILED);
              assertThat(e.getCause()).isSameAs(cause);
            });
    assertThat(seen).containsExactly("closed after full");
  }

  @Test
  void namesAreThoseOfTheCatalog() {
    millrace.sql("CREATE TABLE t (a INT)");
    assertThatThrownBy(() -> millrace.foreachBatch("T", (batch, batchId) -> {}))
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OBJECT_EXISTS));
    millrace.foreachBatch("out", (batch, batchId) -> {});
    millrace.sql("DROP SINK out");
    millrace.foreachBatch("out", (batch, batchId) -> {});
    assertThatThrownBy(() -> millrace.sql("SELECT * FROM out")).hasMessageContaining("out");
  }
}
