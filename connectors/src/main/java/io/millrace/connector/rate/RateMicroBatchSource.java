package io.millrace.connector.rate;

import io.millrace.api.connector.Chunk;
import io.millrace.api.connector.ChunkReader;
import io.millrace.api.connector.Offset;
import io.millrace.api.connector.Source;
import io.millrace.api.connector.SourceContext;
import io.millrace.connector.format.Offsets;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Rows by batch: batch n has the values from n times the number of rows on, all of one time. An
 * offset is a number of batches. There is always one more, until the end is frozen.
 */
final class RateMicroBatchSource implements Source {
  private static final String BATCHES = "batches";

  private final SourceContext context;
  private final GeneratedColumns columns;
  private final long rowsPerBatch;
  private final long startMillis;
  private final long advanceMillis;
  private boolean frozen;
  private OptionalLong end = OptionalLong.empty();

  RateMicroBatchSource(SourceContext context) {
    this.context = context;
    this.columns = new GeneratedColumns(context, "rate-micro-batch");
    this.rowsPerBatch = atLeast("rowsPerBatch", 1);
    this.startMillis = atLeast("startTimestamp", 0);
    this.advanceMillis = atLeast("advanceMillisPerBatch", 0);
  }

  private long atLeast(String option, long least) {
    long value = context.options().integer(option).orElseThrow();
    if (value < least) {
      throw context.options().invalid(option, "is less than " + least);
    }
    return value;
  }

  @Override
  public String description() {
    return "rate-micro-batch[" + context.name() + ", " + rowsPerBatch + " rows/batch]";
  }

  @Override
  public Optional<Offset> latestOffset(Optional<Offset> start, boolean limited) {
    long next = batches(start) + 1;
    if (frozen && end.isEmpty()) {
      end = OptionalLong.of(next);
    }
    boolean atEnd = end.isPresent() && next > end.getAsLong();
    return atEnd ? start : Optional.of(Offsets.of(BATCHES, next));
  }

  private static long batches(Optional<Offset> offset) {
    return offset.isEmpty() ? 0 : Offsets.value(offset.get(), BATCHES);
  }

  @Override
  public void freezeEnd() {
    frozen = true;
  }

  @Override
  public ChunkReader read(Optional<Offset> start, Offset last) {
    return new BatchReader(batches(start), Offsets.value(last, BATCHES));
  }

  @Override
  public void commit(Offset last) {}

  @Override
  public void close() {}

  private final class BatchReader implements ChunkReader {
    private long batch;
    private final long last;

    BatchReader(long batch, long last) {
      this.batch = batch;
      this.last = last;
    }

    @Override
    public Optional<Chunk> next() {
      if (batch >= last) {
        return Optional.empty();
      }
      long current = batch++;
      long micros = (startMillis + current * advanceMillis) * 1000;
      return Optional.of(
          output -> columns.emit(current * rowsPerBatch, rowsPerBatch, value -> micros, output));
    }

    @Override
    public void close() {}
  }
}
