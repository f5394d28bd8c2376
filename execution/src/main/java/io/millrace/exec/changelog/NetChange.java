package io.millrace.exec.changelog;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.types.Schema;
import java.util.List;
import java.util.stream.IntStream;

/** What changes add up to. */
public final class NetChange {
  private NetChange() {}

  /**
   * The changes with each row once, under the weight that its weights add up to, and without those
   * that add up to 0. Rows that only come are passed on as they are.
   *
   * @param schema of the result, whose columns the changes have, perhaps under other names
   */
  public static List<ColumnBatch> of(Schema schema, List<ColumnBatch> changes) {
    if (changes.stream().allMatch(ColumnBatch::isInsertOnly)) {
      return changes.stream().map(batch -> named(schema, batch.compact())).toList();
    }
    RowTable net = new RowTable(new RowPool(), IntStream.range(0, schema.size()).toArray());
    changes.forEach(net::addAll);
    return net.net(schema);
  }

  private static ColumnBatch named(Schema schema, ColumnBatch batch) {
    if (batch.schema().equals(schema)) {
      return batch;
    }
    Column[] columns = new Column[schema.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = batch.column(i);
    }
    return batch.withColumns(schema, columns);
  }
}
