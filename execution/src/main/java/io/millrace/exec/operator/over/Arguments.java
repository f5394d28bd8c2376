package io.millrace.exec.operator.over;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.types.Schema;
import io.millrace.plan.physical.AggregateCall;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The columns that an aggregate reads, alone. */
final class Arguments {
  private final AggregateCall call;
  private final Schema schema;
  private final int[] places;

  Arguments(AggregateCall given, RowLayout layout) {
    IntStream filter = given.filter().stream();
    int[] columns =
        IntStream.concat(given.arguments().stream().mapToInt(Integer::intValue), filter)
            .distinct()
            .toArray();
    this.places = Arrays.stream(columns).map(column -> layout.places()[column]).toArray();
    this.schema = layout.schema().project(places);
    int[] moved = new int[layout.places().length];
    for (int i = 0; i < columns.length; i++) {
      moved[columns[i]] = i;
    }
    this.call = given.moved(moved);
  }

  /** The call over these columns. */
  AggregateCall call() {
    return call;
  }

  Schema schema() {
    return schema;
  }

  /** The arguments of the rows at positions. */
  ColumnBatch of(Partition partition, long from, long to) {
    int[] handles = partition.handles(from, to);
    Column[] columns = new Column[places.length];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = partition.column(places[i], handles, handles.length);
    }
    return ColumnBatch.of(schema, handles.length, columns);
  }

  /** The arguments of rows. */
  ColumnBatch of(ColumnBatch rows, int count) {
    Column[] columns = new Column[places.length];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = rows.column(places[i]);
    }
    return ColumnBatch.of(schema, count, columns);
  }
}
