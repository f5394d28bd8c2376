package io.millrace.exec.session.query;

import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.RowKind;
import io.millrace.api.connector.Sink;
import io.millrace.api.connector.VersionedTable;
import io.millrace.exec.changelog.NetChange;
import java.util.ArrayList;
import java.util.List;

/** Takes the changes of a query that keeps a materialized view; each batch is one version. */
final class ViewSink implements Sink {
  private final String name;
  private final VersionedTable content;
  private List<ColumnBatch> changes = new ArrayList<>();

  ViewSink(String name, VersionedTable content) {
    this.name = name;
    this.content = content;
  }

  @Override
  public String description() {
    return "view[" + name + "]";
  }

  @Override
  public Writer begin(long batchId) {
    changes = new ArrayList<>();
    return new Writer() {
      @Override
      public void write(ChangeBatch batch) {
        changes.add(weighted(batch));
      }

      @Override
      public String prepare() {
        return "";
      }

      @Override
      public void abort() {
        changes = new ArrayList<>();
      }
    };
  }

  private static ColumnBatch weighted(ChangeBatch batch) {
    if (batch.isInsertOnly()) {
      return batch.rows();
    }
    int[] weights = new int[batch.size()];
    for (int i = 0; i < weights.length; i++) {
      RowKind kind = batch.kind(i);
      weights[i] = kind == RowKind.INSERT || kind == RowKind.UPDATE_AFTER ? 1 : -1;
    }
    return batch.rows().withWeights(weights);
  }

  @Override
  public void publish(long batchId, String manifest) {
    List<ColumnBatch> net = NetChange.of(content.schema(), changes);
    changes = new ArrayList<>();
    if (!net.isEmpty()) {
      content.apply(net);
    }
  }

  @Override
  public void close() {}
}
