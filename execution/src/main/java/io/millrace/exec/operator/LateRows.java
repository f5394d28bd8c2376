package io.millrace.exec.operator;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.IntColumn;
import io.millrace.api.batch.LongColumn;
import io.millrace.plan.physical.OperatorSpec.Horizon;
import io.millrace.state.StateTables.KeyHorizon;

/**
 * Rejects contributions whose horizon is at or before the late watermark and counts them. A row
 * without time has no horizon and is never late.
 */
public final class LateRows {
  private final int column;
  private final KeyHorizon horizon;
  private long dropped;

  /** By the horizon's column of the input: a timestamp or a date. */
  public LateRows(Horizon horizon) {
    this.column = horizon.column();
    this.horizon = new KeyHorizon(column, horizon.unitMicros(), horizon.offsetMicros());
  }

  public void begin() {
    dropped = 0;
  }

  /** Contributions rejected in this batch. */
  public long dropped() {
    return dropped;
  }

  /** The rows that are not late; the input itself if none is. */
  public InputRows accept(InputRows input, BatchTime time) {
    if (!time.rejects()) {
      return input;
    }
    ColumnBatch batch = input.batch();
    Column times = batch.column(column);
    long[] values = values(times);
    int[] rows = input.rows();
    int late = 0;
    for (int i = 0; i < input.count(); i++) {
      if (time.isLate(horizon.of(values[rows[i]])) && !times.isNull(rows[i])) {
        late++;
        dropped += Math.abs(batch.weight(rows[i]));
      }
    }
    return late == 0 ? input : withoutLate(input, time, times, values, late);
  }

  /** The times or days of a column that has a horizon. */
  public static long[] values(Column times) {
    if (times instanceof LongColumn longs) {
      return longs.values();
    }
    int[] dates = ((IntColumn) times).values();
    long[] values = new long[dates.length];
    for (int i = 0; i < dates.length; i++) {
      values[i] = dates[i];
    }
    return values;
  }

  private InputRows withoutLate(
      InputRows input, BatchTime time, Column times, long[] values, int late) {
    int kept = input.count() - late;
    int[] rows = new int[kept];
    long[] hashes = new long[kept];
    int[] positions = new int[kept];
    int to = 0;
    for (int i = 0; i < input.count(); i++) {
      int row = input.rows()[i];
      if (!time.isLate(horizon.of(values[row])) || times.isNull(row)) {
        rows[to] = row;
        hashes[to] = input.hashes()[i];
        positions[to] = input.positions()[i];
        to++;
      }
    }
    return new InputRows(input.batch(), kept, rows, hashes, positions, input.firstPosition());
  }
}
