package io.millrace.benchmark.connector;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.LongColumn;
import io.millrace.api.batch.Validity;
import io.millrace.api.connector.Chunk;
import io.millrace.api.connector.ChunkReader;
import io.millrace.api.connector.Offset;
import io.millrace.api.connector.Source;
import io.millrace.api.connector.SourceContext;
import java.util.Arrays;
import java.util.Optional;

/**
 * Rows whose value is a function of their number, made when they are read. That costs about a
 * nanosecond a row, so that what is measured is what comes behind it.
 */
final class KeysSource implements Source {
  private static final int CHUNK_ROWS = 8 * ColumnBatch.MAX_ROWS;

  private final SourceContext context;
  private final long keys;
  private final long rows;
  private final long rowsPerTrigger;

  KeysSource(SourceContext context) {
    this.context = context;
    this.keys = context.options().integer(KeysConnector.KEYS).orElseThrow();
    this.rows = context.options().integer(KeysConnector.ROWS).orElseThrow();
    this.rowsPerTrigger = context.options().integer(KeysConnector.ROWS_PER_TRIGGER).orElseThrow();
  }

  /** The key of a row: its number with all bits mixed, brought into the range. */
  static long keyOf(long row, long keys) {
    long mixed = row * 0x9e37_79b9_7f4a_7c15L;
    mixed = (mixed ^ mixed >>> 32) * 0xd6e8_feb8_6659_fd93L;
    return Math.multiplyHigh(mixed >>> 1, keys << 1);
  }

  @Override
  public String description() {
    return "keys[" + keys + "]";
  }

  @Override
  public Optional<Offset> latestOffset(Optional<Offset> start, boolean limited) {
    long from = rowOf(start);
    long to = limited ? Math.min(rows, from + rowsPerTrigger) : rows;
    return to == from ? start : Optional.of(new Offset(Long.toString(to)));
  }

  private static long rowOf(Optional<Offset> offset) {
    return offset.isEmpty() ? 0 : Long.parseLong(offset.get().json());
  }

  @Override
  public void freezeEnd() {}

  @Override
  public ChunkReader read(Optional<Offset> start, Offset end) {
    return new Reader(rowOf(start), Long.parseLong(end.json()));
  }

  @Override
  public void commit(Offset end) {}

  @Override
  public void close() {}

  private final class Reader implements ChunkReader {
    private long next;
    private final long end;

    Reader(long start, long end) {
      this.next = start;
      this.end = end;
    }

    @Override
    public Optional<Chunk> next() {
      if (next >= end) {
        return Optional.empty();
      }
      long from = next;
      long to = Math.min(end, from + CHUNK_ROWS);
      next = to;
      return Optional.of(output -> emit(from, to, output));
    }

    @Override
    public void close() {}
  }

  private void emit(long from, long to, Chunk.Output output) {
    for (long row = from; row < to; row += ColumnBatch.MAX_ROWS) {
      int size = (int) Math.min(ColumnBatch.MAX_ROWS, to - row);
      long[] values = new long[size];
      for (int i = 0; i < size; i++) {
        values[i] = keyOf(row + i, keys);
      }
      // The query may read the only column, or count rows without reading it.
      Column[] columns = new Column[context.schema().size()];
      if (columns.length > 0) {
        Arrays.fill(columns, new LongColumn(context.schema().type(0), size, values, Validity.NONE));
      }
      output.rows(ColumnBatch.of(context.schema(), size, columns));
    }
  }
}
