package io.millrace.state.memory;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.LongColumn;
import io.millrace.api.batch.Validity;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.state.GroupRows;
import io.millrace.state.OrderedTable;
import io.millrace.state.OrderedTable.Place;
import io.millrace.state.SortOrder;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Nanoseconds of this thread's time for each row that an ordered table is asked for, by the size of
 * groups: {@code java -cp … io.millrace.state.memory.OrderedBenchmark [rows]}.
 */
public final class OrderedBenchmark {
  private static final int ROWS = ColumnBatch.MAX_ROWS;
  private static final int ASKED = 100;
  private static final DataType TYPE = DataType.BIGINT.notNull();
  private static final Schema SCHEMA =
      Schema.of(new Field("time", TYPE), new Field("id", TYPE), new Field("amount", TYPE));

  private final OrderedTable table =
      new MemoryOrderedTable(List.of(TYPE, TYPE, TYPE), List.of(SortOrder.ASCENDING));
  private final SplittableRandom random = new SplittableRandom(1);
  private final int groupCount;
  private final int[] columns = {0, 1, 2};
  private final int[] rows = IntStream.range(0, ROWS).toArray();
  private final int[] weights = new int[ROWS];
  private final int[] groups = new int[ROWS];
  private final int[] handles = new int[ROWS];
  private final long[] positions = new long[ROWS];
  private long next;

  private OrderedBenchmark(int groupCount) {
    this.groupCount = groupCount;
  }

  /** Runs the benchmark and prints a line for each size of groups. */
  public static void main(String[] arguments) {
    int rowCount = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
    for (int groupRows : new int[] {1, 10, 1000, 100_000, rowCount}) {
      new OrderedBenchmark(rowCount / groupRows).run(rowCount, true);
      new OrderedBenchmark(rowCount / groupRows).run(rowCount, false);
    }
  }

  private void run(int rowCount, boolean inOrder) {
    long start = now();
    int inserted = 0;
    ColumnBatch batch = batch(inOrder);
    while (inserted < rowCount) {
      batch = batch(inOrder);
      add(batch, 1);
      inserted += ROWS;
    }
    double insert = since(start, inserted);
    double bytes = (double) table.memoryBytes() / table.size();
    int count = ASKED * ROWS;
    start = now();
    for (int i = 0; i < ASKED; i++) {
      table.positions(handles, Place.BEFORE_ROW, ROWS, positions);
    }
    double position = since(start, count);
    start = now();
    for (int i = 0; i < ASKED; i++) {
      table.select(groups, positions, ROWS, handles);
    }
    double select = since(start, count);
    start = now();
    for (int i = 0; i < ASKED; i++) {
      add(batch, i % 2 == 0 ? -1 : 1);
    }
    double change = since(start, count);
    GroupRows found = new GroupRows();
    int[] all = IntStream.range(0, groupCount).toArray();
    long[] ends = new long[groupCount];
    Arrays.fill(ends, rowCount);
    start = now();
    table.ranges(all, new long[groupCount], ends, false, groupCount, found);
    double range = since(start, found.size());
    System.out.printf(
        "%9d rows a group, %s: insert %4.0f, delete or insert %4.0f, position %4.0f,"
            + " select %4.0f, range %4.0f ns, %3.0f bytes a row%n",
        rowCount / groupCount,
        inOrder ? "in order" : "anyhow  ",
        insert,
        change,
        position,
        select,
        range,
        bytes);
  }

  private ColumnBatch batch(boolean inOrder) {
    long[] times = new long[ROWS];
    long[] ids = new long[ROWS];
    for (int i = 0; i < ROWS; i++) {
      times[i] = inOrder ? next : random.nextLong(1 << 20);
      ids[i] = next++;
      groups[i] = random.nextInt(groupCount);
    }
    return ColumnBatch.of(
        SCHEMA,
        ROWS,
        new LongColumn(TYPE, ROWS, times, Validity.NONE),
        new LongColumn(TYPE, ROWS, ids, Validity.NONE),
        new LongColumn(TYPE, ROWS, ids, Validity.NONE));
  }

  private void add(ColumnBatch batch, int weight) {
    Arrays.fill(weights, weight);
    table.add(groups, batch, columns, rows, weights, ROWS, handles);
  }

  private static long now() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static double since(long start, int count) {
    return (double) (now() - start) / count;
  }
}
