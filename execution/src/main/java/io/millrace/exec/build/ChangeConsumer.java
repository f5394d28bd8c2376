package io.millrace.exec.build;

import io.millrace.api.batch.ColumnBatch;

/** Takes the changes of a result. */
@FunctionalInterface
public interface ChangeConsumer {

  void accept(ColumnBatch changes);

  /**
   * Whether a batch, or a column of it, is still read when {@link #accept} has returned. If not,
   * its memory is used again.
   */
  default boolean keepsChanges() {
    return true;
  }
}
