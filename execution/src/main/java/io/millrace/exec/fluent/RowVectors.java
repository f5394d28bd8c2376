package io.millrace.exec.fluent;

import io.millrace.api.StatementResult.Rows;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.exec.batch.ArrowBatches;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** The rows of a query as Arrow vectors, batch by batch. */
final class RowVectors extends ArrowReader {
  private final Rows rows;
  private final BufferAllocator memory;

  private RowVectors(Rows rows, BufferAllocator memory) {
    super(memory);
    this.rows = rows;
    this.memory = memory;
  }

  /** Begins to read; the query is not started before there is memory for its rows. */
  static RowVectors open(Supplier<Rows> query) {
    BufferAllocator memory = ArrowBatches.newAllocator();
    try {
      return new RowVectors(query.get(), memory);
    } catch (RuntimeException | Error e) {
      memory.close();
      throw e;
    }
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    prepareLoadNextBatch();
    Optional<ColumnBatch> next = rows.next();
    if (next.isEmpty()) {
      return false;
    }
    VectorSchemaRoot shown = getVectorSchemaRoot();
    try (VectorSchemaRoot batch = ArrowBatches.toArrow(next.get(), memory)) {
      for (int i = 0; i < shown.getFieldVectors().size(); i++) {
        batch.getVector(i).makeTransferPair(shown.getVector(i)).transfer();
      }
      shown.setRowCount(next.get().size());
    }
    return true;
  }

  @Override
  protected Schema readSchema() {
    List<Field> fields = ArrowBatches.fields(rows.schema());
    return new Schema(fields);
  }

  /** Not counted: nothing is read from outside. */
  @Override
  public long bytesRead() {
    return 0;
  }

  @Override
  protected void closeReadSource() {
    rows.close();
  }

  @Override
  public void close() throws IOException {
    try {
      super.close();
    } finally {
      memory.close();
    }
  }
}
