package io.millrace.connector.foreach;

import io.millrace.api.BatchWriter;
import io.millrace.api.OutputBatch;
import io.millrace.api.OutputRow;
import io.millrace.api.RowWriter;
import io.millrace.api.batch.ChangeBatch;
import java.util.Optional;
import java.util.function.Supplier;

/** Hands the rows of each batch, as one partition, to a {@link RowWriter} made for it. */
final class RowByRow implements BatchWriter {
  private static final long PARTITION = 0;

  private final Supplier<?> writers;

  RowByRow(Supplier<?> writers) {
    this.writers = writers;
  }

  @Override
  public void write(OutputBatch batch, long batchId) throws Exception {
    RowWriter writer = (RowWriter) writers.get();
    boolean wanted = writer.open(PARTITION, batchId);
    try {
      if (wanted) {
        process(batch, writer);
      }
    } catch (Throwable e) {
      try {
        writer.close(Optional.of(e));
      } catch (Exception closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
    writer.close(Optional.empty());
  }

  private static void process(OutputBatch batch, RowWriter writer) throws Exception {
    for (ChangeBatch changes : batch.changes()) {
      for (int i = 0; i < changes.size(); i++) {
        writer.process(new OutputRow(changes, i));
      }
    }
  }
}
