package io.millrace.exec.operator.window;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.LongColumn;
import io.millrace.api.batch.Validity;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import io.millrace.exec.operator.LinearOperator;
import io.millrace.exec.operator.RowOutput;
import io.millrace.plan.physical.OperatorSpec.WindowSpec;
import java.util.Arrays;

/**
 * Gives each row once for every window that holds its time, oldest windows first. The row's own
 * columns are passed on, not copied.
 */
public final class WindowOperator implements LinearOperator {
  private final int timeColumn;
  private final long size;
  private final long slide;
  private final long offset;
  private final int windowsPerRow;
  private final Schema output;

  public WindowOperator(WindowSpec spec) {
    this.timeColumn = spec.timeColumn();
    this.size = spec.sizeMicros();
    this.slide = spec.slideMicros();
    this.offset = spec.offsetMicros();
    this.windowsPerRow = Math.toIntExact((size + slide - 1) / slide);
    this.output = spec.output();
  }

  @Override
  public long expansion() {
    return windowsPerRow;
  }

  @Override
  public void process(ColumnBatch input, RowOutput rows) {
    LongColumn times = (LongColumn) input.column(timeColumn);
    int[] timed = timedRows(input, times);
    long[] last = new long[times.rowCount()];
    findLastStarts(times.values(), timed, last);
    for (int back = windowsPerRow - 1; back >= 0; back--) {
      give(input, times, timed, last, back, rows);
    }
  }

  private static int[] timedRows(ColumnBatch input, LongColumn times) {
    int[] timed = new int[input.size()];
    int count = 0;
    for (int i = 0; i < timed.length; i++) {
      timed[count] = input.row(i);
      count += times.isNull(timed[count]) ? 0 : 1;
    }
    return count == timed.length ? timed : Arrays.copyOf(timed, count);
  }

  /** The newest start of a window at or before each time; times often share it. */
  private void findLastStarts(long[] values, int[] timed, long[] last) {
    long start = 0;
    boolean known = false;
    for (int row : timed) {
      long time = values[row];
      if (!known || time < start || time - start >= slide) {
        start = time - Math.floorMod(time - offset, slide);
        known = true;
      }
      last[row] = start;
    }
  }

  private void give(
      ColumnBatch input, LongColumn times, int[] timed, long[] last, int back, RowOutput rows) {
    long[] values = times.values();
    long[] starts = new long[last.length];
    long[] ends = new long[last.length];
    long[] windowTimes = new long[last.length];
    int[] selection = new int[timed.length];
    int count = 0;
    for (int row : timed) {
      long start = last[row] - back * slide;
      starts[row] = start;
      ends[row] = start + size;
      windowTimes[row] = start + size - 1;
      selection[count] = row;
      count += start + size > values[row] ? 1 : 0;
    }
    if (count == 0) {
      return;
    }
    int inputColumns = input.columnCount();
    Column[] columns = new Column[inputColumns + 3];
    for (int i = 0; i < inputColumns; i++) {
      columns[i] = input.column(i);
    }
    columns[inputColumns] = column(inputColumns, starts);
    columns[inputColumns + 1] = column(inputColumns + 1, ends);
    columns[inputColumns + 2] = column(inputColumns + 2, windowTimes);
    ColumnBatch windows = input.withColumns(output, columns);
    boolean all = input.isDense() && count == input.size();
    rows.rows(all ? windows : windows.select(selection, count));
  }

  private LongColumn column(int index, long[] values) {
    DataType type = output.type(index);
    return new LongColumn(type, values.length, values, Validity.NONE);
  }
}
