package io.millrace.exec.operator.topn;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.batch.LongColumn;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.state.EncodedKeys;
import io.millrace.state.KeyHashing;
import io.millrace.state.KeyLayout;
import io.millrace.state.KeyedTable;
import io.millrace.state.OrderedTable;
import io.millrace.state.SortOrder;
import io.millrace.state.StateField;
import io.millrace.state.StateTables;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * When rows came that may go again: of rows that are equal, which were given numbers of arrival one
 * after the other, the last one goes first.
 */
final class Arrivals {
  private static final Schema NUMBER =
      new Schema(List.of(new Field("arrival", DataType.BIGINT.notNull())));
  private static final int[] FIRST = {0};

  private final TopNRows kept;
  private final int arrivalPlace;
  private final int[] columns;
  private final KeyedTable contents;
  private final OrderedTable numbers;
  private final EncodedKeys keys;
  private final int[] one = new int[1];
  private final int[] weight = new int[1];
  private final int[] handle = new int[1];
  private final long[] at = new long[1];

  /**
   * @param input the columns of rows as they come
   */
  Arrivals(TopNRows kept, Schema input, StateTables tables) {
    this.kept = kept;
    int[] stored = kept.stored();
    this.arrivalPlace =
        IntStream.range(0, stored.length).filter(i -> stored[i] < 0).findFirst().orElseThrow();
    int width = stored.length;
    int partitionWidth = kept.partitionColumns().length;
    this.columns =
        IntStream.concat(
                IntStream.range(width, width + partitionWidth),
                IntStream.range(0, width).filter(i -> i != arrivalPlace))
            .toArray();
    List<DataType> types = new ArrayList<>();
    for (int column : columns) {
      int of = column < width ? stored[column] : kept.partitionColumns()[column - width];
      types.add(input.type(of));
    }
    this.contents =
        tables.keyed(
            "contents",
            new KeyLayout(types, partitionWidth),
            List.of(new StateField("weight", 1)),
            Optional.empty());
    contents.letLeave();
    this.keys = new EncodedKeys(contents.layout());
    this.numbers =
        tables.ordered(
            "arrivals", contents, List.of(DataType.BIGINT.notNull()), List.of(SortOrder.ASCENDING));
  }

  /** Rows with the numbers of their arrival, and what they weigh. */
  record Numbered(ColumnBatch batch, int[] partitions) {}

  /**
   * Gives numbers to rows that come, and to rows that go those they had. What came and went within
   * the batch gets none.
   *
   * @param batch the columns of the table, then those of the partition; in the order of arrival
   */
  Numbered number(ColumnBatch batch, int[] partitionOf) {
    int count = batch.size();
    int[] rows = IntStream.range(0, count).toArray();
    int[] slots = new int[count];
    long[] hashes = new long[count];
    keys.encode(batch, columns, rows, count, hashes);
    KeyHashing.hash(keys, hashes);
    contents.upsert(keys, slots);
    Int2IntOpenHashMap left = new Int2IntOpenHashMap();
    for (int i = 0; i < count; i++) {
      left.addTo(slots[i], batch.weight(i));
    }
    Result result = new Result(batch);
    for (int i = 0; i < count; i++) {
      int net = left.get(slots[i]);
      if (net > 0 && batch.weight(i) > 0) {
        int copies = Math.min(net, batch.weight(i));
        long number = kept.nextArrival(partitionOf[i]);
        add(slots[i], number, copies);
        result.add(i, partitionOf[i], number, copies);
        left.put(slots[i], net - copies);
      } else if (net < 0) {
        takeBack(slots[i], i, partitionOf[i], -net, result);
        left.put(slots[i], 0);
      }
    }
    removeEmpty(left.keySet().toIntArray());
    return result.build();
  }

  private void removeEmpty(int[] slots) {
    long[] sizes = new long[slots.length];
    numbers.sizes(slots, slots.length, sizes);
    int empty = 0;
    for (int i = 0; i < slots.length; i++) {
      if (sizes[i] == 0) {
        slots[empty++] = slots[i];
      }
    }
    contents.remove(slots, 0, empty);
  }

  private void add(int content, long number, int copies) {
    ColumnBuilder builder = new ColumnBuilder(NUMBER.type(0), 1);
    builder.appendLong(number);
    one[0] = content;
    weight[0] = copies;
    numbers.add(one, ColumnBatch.of(NUMBER, 1, builder.build()), FIRST, FIRST, weight, 1, handle);
  }

  private void takeBack(int content, int row, int partition, int copies, Result result) {
    int left = copies;
    while (left > 0) {
      one[0] = content;
      numbers.sizes(one, 1, at);
      if (at[0] == 0) {
        throw new IllegalStateException("a row was taken back that had not come");
      }
      at[0]--;
      numbers.select(one, at, 1, handle);
      long number = number(handle);
      numbers.weights(handle, 1, at);
      int taken = (int) Math.min(left, at[0]);
      weight[0] = -taken;
      numbers.addWeights(handle, weight, 1);
      result.add(row, partition, number, -taken);
      left -= taken;
    }
  }

  private long number(int[] of) {
    ColumnBuilder builder = new ColumnBuilder(NUMBER.type(0), 1);
    numbers.append(0, of, 0, 1, builder);
    return ((LongColumn) builder.build()).values()[0];
  }

  /** Rows with their numbers. */
  private final class Result {
    private final ColumnBatch batch;
    private final BatchBuilder builder = new BatchBuilder(kept.schema());
    private final IntArrayList partitions = new IntArrayList();

    Result(ColumnBatch batch) {
      this.batch = batch;
    }

    void add(int row, int partition, long number, int copies) {
      for (int i = 0; i < builder.schema().size(); i++) {
        if (i == arrivalPlace) {
          builder.column(i).appendLong(number);
        } else {
          builder.column(i).appendFrom(batch.column(i), row);
        }
      }
      builder.endRow(copies);
      partitions.add(partition);
    }

    Numbered build() {
      return new Numbered(builder.build(), partitions.toIntArray());
    }
  }
}
