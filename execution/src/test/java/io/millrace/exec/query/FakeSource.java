package io.millrace.exec.query;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.connector.Chunk;
import io.millrace.api.connector.ChunkReader;
import io.millrace.api.connector.Offset;
import io.millrace.api.connector.Source;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Numbers that a test adds; an offset is how many there were. */
final class FakeSource implements Source {
  static final Schema SCHEMA = Schema.of(new Field("n", DataType.BIGINT.notNull()));

  private final List<Long> rows = new ArrayList<>();
  private final List<Runnable> wakers = new ArrayList<>();
  private int limit = Integer.MAX_VALUE;
  private int frozen = Integer.MAX_VALUE;
  private final List<String> commits = new ArrayList<>();
  private int closes;
  private boolean failed;
  private Runnable onAsked = () -> {};

  FakeSource limit(int rowsPerTrigger) {
    limit = rowsPerTrigger;
    return this;
  }

  synchronized FakeSource add(long... values) {
    for (long value : values) {
      rows.add(value);
    }
    wakers.forEach(Runnable::run);
    return this;
  }

  /** Does something whenever it is asked what it has. */
  FakeSource onAsked(Runnable action) {
    onAsked = action;
    return this;
  }

  /** From now on it can give nothing any more. */
  synchronized void fail() {
    failed = true;
    wakers.forEach(Runnable::run);
  }

  synchronized List<String> commits() {
    return List.copyOf(commits);
  }

  synchronized int closes() {
    return closes;
  }

  @Override
  public String description() {
    return "fake[numbers]";
  }

  private static int count(Optional<Offset> offset) {
    return offset.map(o -> Integer.parseInt(o.json())).orElse(0);
  }

  @Override
  public synchronized Optional<Offset> latestOffset(Optional<Offset> start, boolean limited) {
    if (failed) {
      throw error(ErrorCode.SOURCE_FAILED, "numbers", "the server has gone").build();
    }
    int end = Math.min(rows.size(), frozen);
    if (limited) {
      onAsked.run();
      end = (int) Math.min(end, (long) count(start) + limit);
    }
    return end == count(start) ? start : Optional.of(new Offset(Integer.toString(end)));
  }

  @Override
  public synchronized void freezeEnd() {
    frozen = rows.size();
  }

  @Override
  public synchronized ChunkReader read(Optional<Offset> start, Offset end) {
    BatchBuilder builder = new BatchBuilder(SCHEMA);
    rows.subList(count(start), count(Optional.of(end))).forEach(builder::row);
    Chunk chunk = output -> output.rows(builder.build());
    Iterator<Chunk> chunks = List.of(chunk).iterator();
    return new ChunkReader() {
      @Override
      public Optional<Chunk> next() {
        return chunks.hasNext() ? Optional.of(chunks.next()) : Optional.empty();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public synchronized void commit(Offset end) {
    commits.add(end.json());
  }

  @Override
  public synchronized void onDataAvailable(Runnable wake) {
    wakers.add(wake);
  }

  @Override
  public synchronized void close() {
    closes++;
  }
}
