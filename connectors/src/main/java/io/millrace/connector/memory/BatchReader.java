package io.millrace.connector.memory;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.connector.Chunk;
import io.millrace.api.connector.ChunkReader;
import io.millrace.connector.format.Reading;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Reads batches that are there. */
final class BatchReader implements ChunkReader {
  private final Iterator<ColumnBatch> batches;
  private final Reading reading;

  BatchReader(List<ColumnBatch> batches, Reading reading) {
    this.batches = batches.iterator();
    this.reading = reading;
  }

  @Override
  public Optional<Chunk> next() {
    if (!batches.hasNext()) {
      return Optional.empty();
    }
    ColumnBatch batch = batches.next();
    reading.read(batch.size());
    return Optional.of(output -> output.rows(batch));
  }

  @Override
  public void close() {}
}
