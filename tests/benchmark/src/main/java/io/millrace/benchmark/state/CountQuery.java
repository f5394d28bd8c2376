package io.millrace.benchmark.state;

import io.millrace.api.Millrace;
import io.millrace.api.StatementResult;
import java.nio.file.Path;
import java.util.Optional;

/**
 * {@code COUNT(*)} by key: little to compute, so that what it costs is what its state costs.
 *
 * @param keys how many keys there are
 * @param rows how many rows are read
 * @param rowsOfBatch how many of them a batch takes; each batch ends with a commit
 * @param checkpoint where batches are committed to; if empty, nothing survives
 */
record CountQuery(long keys, long rows, long rowsOfBatch, Optional<Path> checkpoint) {

  /** Makes what the statements below speak of. */
  void prepare(Millrace millrace, Path result) {
    millrace.sql(
        "CREATE SOURCE keyed (k BIGINT NOT NULL) USING keys"
            + " OPTIONS (keys = %d, rows = %d, rowsPerTrigger = %d)"
                .formatted(keys, rows, rowsOfBatch));
    millrace.sql("CREATE SINK measured USING measure OPTIONS (result = '" + result + "')");
  }

  /** Counts all rows. */
  StatementResult count(Millrace millrace) {
    return millrace.sql(
        "INSERT INTO measured SELECT k, COUNT(*) AS n FROM keyed GROUP BY k"
            + " OUTPUT MODE UPDATE TRIGGER AVAILABLE NOW"
            + checkpointClause());
  }

  /** Counts rows batch after batch until it is stopped. */
  StatementResult countOn(Millrace millrace) {
    return millrace.sql(
        "START QUERY counts AS"
            + " INSERT INTO measured SELECT k, COUNT(*) AS n FROM keyed GROUP BY k"
            + " OUTPUT MODE UPDATE"
            + checkpointClause());
  }

  /** Reads all rows, and keeps nothing: what of the cost is not that of the state. */
  StatementResult read(Millrace millrace) {
    return millrace.sql(
        "INSERT INTO measured SELECT k FROM keyed WHERE k < 0"
            + " OUTPUT MODE APPEND TRIGGER AVAILABLE NOW");
  }

  private String checkpointClause() {
    return checkpoint.map(path -> " CHECKPOINT '" + path + "'").orElse("");
  }
}
