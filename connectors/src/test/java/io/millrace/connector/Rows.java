package io.millrace.connector;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.BytesColumn;
import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.LongColumn;
import io.millrace.api.batch.RowKind;
import io.millrace.api.connector.Chunk;
import io.millrace.api.connector.ChunkReader;
import io.millrace.api.connector.Offset;
import io.millrace.api.connector.Source;
import io.millrace.api.types.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what a source gives, and makes what a sink takes. */
public final class Rows implements Chunk.Output {
  private final List<List<Object>> rows = new ArrayList<>();
  private long malformed;

  @Override
  public void rows(ColumnBatch batch) {
    if (batch.size() > ColumnBatch.MAX_ROWS) {
      throw new AssertionError(batch.size() + " rows in a batch");
    }
    for (int i = 0; i < batch.size(); i++) {
      rows.add(batch.values(i));
    }
  }

  @Override
  public void malformed(long records) {
    malformed += records;
  }

  public List<List<Object>> rows() {
    return rows;
  }

  public long malformed() {
    return malformed;
  }

  /** Everything between two offsets. */
  public static Rows between(Source source, Optional<Offset> start, Offset end) {
    Rows collected = new Rows();
    try (ChunkReader reader = source.read(start, end)) {
      for (Optional<Chunk> chunk = reader.next(); chunk.isPresent(); chunk = reader.next()) {
        chunk.get().decode(collected);
      }
    }
    return collected;
  }

  /** Everything a source has now. */
  public static Rows all(Source source) {
    return source
        .latestOffset(Optional.empty(), false)
        .map(end -> between(source, Optional.empty(), end))
        .orElseGet(Rows::new);
  }

  public static ColumnBatch batch(Schema schema, Object[]... rows) {
    BatchBuilder builder = new BatchBuilder(schema);
    for (Object[] row : rows) {
      builder.row(row);
    }
    return builder.build();
  }

  /** Spoils the memory of text and long columns, as when it is used again. */
  static void overwrite(ColumnBatch batch) {
    for (int i = 0; i < batch.columnCount(); i++) {
      if (batch.column(i) instanceof BytesColumn bytes) {
        java.util.Arrays.fill(bytes.data(), (byte) '?');
      } else if (batch.column(i) instanceof LongColumn longs) {
        java.util.Arrays.fill(longs.values(), -1);
      }
    }
  }

  public static Object[] row(Object... values) {
    return values;
  }

  public static ChangeBatch inserts(Schema schema, Object[]... rows) {
    return ChangeBatch.inserts(batch(schema, rows));
  }

  /** Changes, each a kind followed by the values. */
  public static ChangeBatch changes(Schema schema, Object[]... kindsAndRows) {
    BatchBuilder builder = new BatchBuilder(schema);
    RowKind[] kinds = new RowKind[kindsAndRows.length];
    for (int i = 0; i < kinds.length; i++) {
      Object[] row = kindsAndRows[i];
      kinds[i] = (RowKind) row[0];
      builder.row(java.util.Arrays.copyOfRange(row, 1, row.length));
    }
    return new ChangeBatch(builder.build(), kinds);
  }
}
