package io.millrace.benchmark.connector;

import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.batch.RowKind;
import io.millrace.api.connector.Sink;
import io.millrace.benchmark.measure.RowHash;
import io.millrace.benchmark.measure.Tally;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * Adds up the batches that were published, and writes the {@link Tally} into a file when it is
 * closed.
 */
final class MeasureSink implements Sink {
  private final Path result;
  private final boolean checksum;
  private final RowHash hash;
  private Tally prepared = Tally.NOTHING;
  private Tally published = Tally.NOTHING;

  MeasureSink(Path result, boolean checksum, RowHash hash) {
    this.result = result;
    this.checksum = checksum;
    this.hash = hash;
  }

  @Override
  public String description() {
    return "measure";
  }

  @Override
  public Writer begin(long batchId) {
    return new BatchWriter();
  }

  @Override
  public void publish(long batchId, String manifest) {
    published = published.plus(prepared);
    prepared = Tally.NOTHING;
  }

  @Override
  public void close() {
    try {
      published.write(result);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class BatchWriter implements Writer {
    private long rows;
    private long retractions;
    private long sum;

    @Override
    public void write(ChangeBatch changes) {
      int size = changes.size();
      if (changes.isInsertOnly()) {
        rows += size;
      } else {
        for (int i = 0; i < size; i++) {
          boolean inserted = isInserted(changes.kind(i));
          rows += inserted ? 1 : 0;
          retractions += inserted ? 0 : 1;
        }
      }
      for (int i = 0; checksum && i < size; i++) {
        long row = hash.of(changes.rows(), i);
        sum += isInserted(changes.kind(i)) ? row : -row;
      }
    }

    @Override
    public boolean keepsRows() {
      return false;
    }

    private static boolean isInserted(RowKind kind) {
      return kind == RowKind.INSERT || kind == RowKind.UPDATE_AFTER;
    }

    @Override
    public String prepare() {
      prepared = new Tally(rows, retractions, sum);
      return "";
    }

    @Override
    public void abort() {}
  }
}
