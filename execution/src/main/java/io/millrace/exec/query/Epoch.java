package io.millrace.exec.query;

import io.millrace.api.connector.Offset;
import io.millrace.exec.build.StepReport;
import io.millrace.exec.checkpoint.BatchRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The batches that are decided together, as far as they have been run: one, or in continuous mode
 * the steps of an interval.
 */
final class Epoch {
  private final List<Optional<Offset>> starts;
  private final long rowsBefore;
  private final BatchTimes times;
  private final List<BatchRecord.Step> steps = new ArrayList<>();
  private Optional<Batch> last = Optional.empty();
  private Optional<StepReport> report = Optional.empty();

  /**
   * Nothing has been run.
   *
   * @param starts up to where the sources were read before
   * @param rowsBefore how many rows the sink had received
   */
  Epoch(List<Optional<Offset>> starts, long rowsBefore, BatchTimes times) {
    this.starts = starts;
    this.rowsBefore = rowsBefore;
    this.times = times;
  }

  /** A batch has been run. */
  void ran(Batch batch, StepReport did) {
    last = Optional.of(batch);
    report = Optional.of(report.isPresent() ? report.get().plus(did) : did);
  }

  /** Remembers how a batch was run. */
  void remember(BatchRecord.Step step) {
    steps.add(step);
  }

  List<Optional<Offset>> starts() {
    return starts;
  }

  long rowsBefore() {
    return rowsBefore;
  }

  BatchTimes times() {
    return times;
  }

  /** How its batches were run; empty if nobody wants to know. */
  List<BatchRecord.Step> steps() {
    return steps;
  }

  /** The newest batch. */
  Batch last() {
    return last.orElseThrow();
  }

  /** What all batches did. */
  StepReport report() {
    return report.orElseThrow();
  }
}
