package io.millrace.exec.operator.over;

import io.millrace.api.batch.Column;

/** What one call computes for rows of a partition that follow one another. */
interface CallResults {
  /** A value for each row of a stretch. */
  Column of(Stretch rows);
}
