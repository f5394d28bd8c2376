package io.millrace.exec.operator.over;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Layout;
import io.millrace.plan.physical.OverCall;
import io.millrace.state.OrderedTable;
import java.util.Optional;
import java.util.stream.IntStream;

/** What follows from a row's position alone: ROW_NUMBER, the ranks, NTILE. */
final class Ranks implements CallResults {
  private final OverCall call;
  private final Optional<OrderedTable> peers;

  /**
   * @param peers for each partition what its rows are sorted by, each once; if that is kept
   */
  Ranks(OverCall call, Optional<OrderedTable> peers) {
    this.call = call;
    this.peers = peers;
  }

  @Override
  public Column of(Stretch rows) {
    ColumnBuilder builder = new ColumnBuilder(call.type(), rows.count());
    switch (call.function()) {
      case PERCENT_RANK -> {
        for (int i = 0; i < rows.count(); i++) {
          builder.appendDouble(
              rows.size() < 2 ? 0 : (double) rows.peersFrom(i) / (rows.size() - 1));
        }
      }
      case CUME_DIST -> {
        for (int i = 0; i < rows.count(); i++) {
          builder.appendDouble((double) rows.peersTo(i) / rows.size());
        }
      }
      case DENSE_RANK -> appendDense(rows, builder);
      default -> {
        for (int i = 0; i < rows.count(); i++) {
          append(number(rows, i), call.type(), builder);
        }
      }
    }
    return builder.build();
  }

  private static void append(long number, DataType type, ColumnBuilder target) {
    if (type.layout() == Layout.INT) {
      target.appendInt(Math.toIntExact(number));
    } else {
      target.appendLong(number);
    }
  }

  private long number(Stretch rows, int i) {
    long position = rows.first() + i;
    return switch (call.function()) {
      case ROW_NUMBER -> position + 1;
      case RANK -> rows.peersFrom(i) + 1;
      case NTILE -> bucket(position, rows.size());
      default -> throw new IllegalStateException(call.function() + " is no rank");
    };
  }

  /** The first buckets have a row more, if rows cannot be shared out evenly. */
  private long bucket(long position, long size) {
    long least = size / call.number();
    long larger = size % call.number();
    long inLarger = larger * (least + 1);
    return position < inLarger
        ? position / (least + 1) + 1
        : larger + (position - inLarger) / least + 1;
  }

  private void appendDense(Stretch rows, ColumnBuilder builder) {
    if (rows.count() == 0) {
      return;
    }
    long rank = 1 + peersBefore(rows);
    for (int i = 0; i < rows.count(); i++) {
      if (i > 0 && rows.peersFrom(i) != rows.peersFrom(i - 1)) {
        rank++;
      }
      append(rank, call.type(), builder);
    }
  }

  /** How many kinds of rows are before the first one. */
  private long peersBefore(Stretch rows) {
    int sorted = rows.partition().sortColumns();
    if (sorted == 0) {
      return 0;
    }
    Column[] values = new Column[sorted];
    for (int i = 0; i < sorted; i++) {
      values[i] = rows.column(i, new int[] {0}, 1);
    }
    long[] before = new long[1];
    peers
        .orElseThrow()
        .search(
            new int[] {rows.partition().slot()},
            ColumnBatch.of(rows.partition().sortSchema(), 1, values),
            IntStream.range(0, sorted).toArray(),
            new int[] {0},
            false,
            1,
            before);
    return before[0];
  }
}
