package io.millrace.exec.operator.source;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.connector.Chunk;
import io.millrace.exec.operator.RowOutput;

/** Decodes chunks of a source, for one worker, and counts what they hold. */
public final class SourceScan {
  private long rows;
  private long malformed;

  /** Begins a batch. */
  public void begin() {
    rows = 0;
    malformed = 0;
  }

  /** Gives a chunk's rows in order. */
  public void decode(Chunk chunk, RowOutput output) {
    chunk.decode(
        new Chunk.Output() {
          @Override
          public void rows(ColumnBatch batch) {
            rows += batch.size();
            output.rows(batch);
          }

          @Override
          public void malformed(long records) {
            malformed += records;
          }
        });
  }

  public long rows() {
    return rows;
  }

  public long malformed() {
    return malformed;
  }
}
