package io.millrace.exec.view;

import io.millrace.exec.build.StepReport;
import io.millrace.exec.build.StepReport.OperatorCount;
import io.millrace.exec.build.StepReport.SourceCount;

/**
 * What a view over tables has done.
 *
 * @param batches that it has run, the first of them over the content of its tables
 * @param rowsRead in the last batch, of all tables together
 * @param rowsTouched in the last batch: rows of state that were written or went
 * @param stateRows that it keeps to follow its tables
 */
public record ViewFacts(long batches, long rowsRead, long rowsTouched, long stateRows) {
  static final ViewFacts NONE = new ViewFacts(0, 0, 0, 0);

  ViewFacts after(StepReport report) {
    long read = report.sources().values().stream().mapToLong(SourceCount::rows).sum();
    long touched = 0;
    long kept = 0;
    for (OperatorCount operator : report.operators()) {
      touched += operator.rowsUpdated() + operator.rowsRemoved();
      kept += operator.rowsTotal();
    }
    return new ViewFacts(batches + 1, read, touched, kept);
  }
}
