package io.millrace.tests.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.query.StreamingQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Queries that are taken back to a batch. */
class RewindTest extends RestartFixture {

  @Test
  void aQueryGoesBackToABatchAndTheSinkSeesItAgain() throws IOException {
    sums(3);
    MillraceException future = fails(ErrorCode.BATCH_NOT_RETAINED, "START QUERY q FROM BATCH 4");
    assertThat(future.details())
        .contains("it has run batches up to 2, and can go back to batch 0 and those behind it");
    assertThat(future.hints())
        .containsExactly("it goes on with batch 3 by itself, without FROM BATCH");
    start("START QUERY q FROM BATCH 1").processAllAvailable();
    assertThat(seen).containsExactly("0 [+I[1]]", "1 [+U[3]]", "2 [+U[6]]", "1 [+U[6]]");
    session.sql("STOP QUERY q");
    start("START QUERY q FROM BATCH 0").processAllAvailable();
    assertThat(seen).last().isEqualTo("0 [+I[6]]");
  }

  /** Runs four batches of three rows each that count the rows; the newest count is seen last. */
  private void countedInFourBatches() throws IOException {
    for (int file = 1; file <= 4; file++) {
      drop(
          file + ".json",
          click("/a", "12:00:01"),
          click("/a", "12:00:02"),
          click("/a", "12:00:03"));
    }
  }

  private void declareCount(String options) throws IOException {
    Files.createDirectories(directory.resolve("in"));
    session.sql(
        "CREATE SOURCE clicks (page STRING, ts TIMESTAMP) USING file OPTIONS (path = '"
            + path("in")
            + "', maxFilesPerTrigger = 1"
            + options
            + ") FORMAT json");
    session.foreachBatch("out", (batch, id) -> seen.add(id + " " + batch.rows()));
  }

  private String count(String clauses) {
    return "START QUERY p AS "
        + counts("SELECT COUNT(*) AS n FROM clicks EMIT COMPLETE", "")
        + clauses;
  }

  @Test
  void aNewProcessGoesBackToABatchOnce() throws IOException {
    declareCount("");
    countedInFourBatches();
    runToEnd(count(""));
    assertThat(seen).containsExactly("0 [+I[3]]", "1 [+I[6]]", "2 [+I[9]]", "3 [+I[12]]");
    newSession();
    declareCount("");
    seen.clear();
    runToEnd(count(" FROM BATCH 2"));
    assertThat(seen).containsExactly("2 [+I[9]]", "3 [+I[12]]");
    seen.clear();
    runToEnd("START QUERY p");
    assertThat(seen).isEmpty();
  }

  @Test
  void goingBackNeedsACheckpoint() throws IOException {
    declareCount("");
    assertThat(
            fails(
                    ErrorCode.NOT_SUPPORTED,
                    "INSERT INTO out SELECT COUNT(*) AS n FROM clicks EMIT COMPLETE FROM BATCH 2")
                .hints())
        .containsExactly(
            "name the one to go back in:  INSERT … CHECKPOINT 'directory' FROM BATCH 2");
  }

  @ParameterizedTest
  @CsvSource({"delete, 2", "delete, 0", "archive, 2"})
  void aQueryDoesNotGoBackBeforeFilesThatAreGone(String clean, int batch) throws IOException {
    String options = ", cleanSource = '" + clean + "', sourceArchiveDir = '" + path("old") + "'";
    declareCount(options);
    countedInFourBatches();
    runToEnd(count(""));
    MillraceException refused =
        fails(ErrorCode.SOURCE_FILE_MISSING, "START QUERY p FROM BATCH " + batch);
    assertThat(refused.summary()).contains(path("in/" + (batch + 1) + ".json"));
    assertThat(refused.details())
        .containsExactly("the query would go back before it, and its rows would be lost");
    drop("5.json", click("/a", "12:00:01"));
    runToEnd("START QUERY p");
    assertThat(seen).last().isEqualTo("4 [+I[13]]");
  }

  @Test
  void aQueryGoesBackOnceItsFilesAreThereAgain() throws IOException {
    declareCount(", cleanSource = 'archive', sourceArchiveDir = '" + path("old") + "'");
    countedInFourBatches();
    runToEnd(count(""));
    for (String file : List.of("3.json", "4.json")) {
      Files.move(directory.resolve("old").resolve(file), directory.resolve("in").resolve(file));
    }
    runToEnd("START QUERY p FROM BATCH 2");
    assertThat(seen).last().isEqualTo("3 [+I[12]]");
  }

  @Test
  void batchesOlderThanTheRetainedOnesAreGone() throws IOException {
    session.sql("CREATE SOURCE s (v INT) USING memory");
    session.foreachBatch("out", (batch, id) -> {});
    StreamingQuery query =
        start(
            "START QUERY q AS INSERT INTO out SELECT SUM(v) AS n FROM s EMIT UPDATE CHECKPOINT '"
                + path("cp")
                + "' OPTIONS (checkpoint.retention = 2)");
    for (int v = 1; v <= 6; v++) {
      session.sql("INSERT INTO s VALUES (" + v + ")");
      query.processAllAvailable();
    }
    query.stop();
    fails(ErrorCode.BATCH_NOT_RETAINED, "START QUERY q FROM BATCH 2");
    start("START QUERY q FROM BATCH 4").processAllAvailable();
  }

  /** Also when more are retained now, and the record of the batch is still there. */
  @Test
  void batchesThatAreInTheStateAreGone() throws IOException {
    sumsUntilStateIsMoved();
    MillraceException gone = fails(ErrorCode.BATCH_NOT_RETAINED, "START QUERY q FROM BATCH 0");
    assertThat(gone.details().get(0)).doesNotContain("batch 0 and");
    assertThat(directory.resolve("cp/rewind")).doesNotExist();
    start("START QUERY q").processAllAvailable();
  }
}
