package io.millrace.connector.memory;

import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.connector.Sink;
import io.millrace.api.connector.SinkContext;
import java.util.ArrayList;
import java.util.List;

/** Writes to a table in memory; a batch becomes visible as one unit. */
final class MemorySink implements Sink {
  private final SinkContext context;
  private final MemoryTable table;

  MemorySink(SinkContext context, MemoryTable table) {
    this.context = context;
    this.table = table;
  }

  @Override
  public String description() {
    return "memory[" + context.name() + "]";
  }

  @Override
  public Writer begin(long batchId) {
    table.prepared().take(context.queryId(), batchId);
    return new MemoryWriter(batchId);
  }

  @Override
  public void publish(long batchId, String manifest) {
    table.prepared().take(context.queryId(), batchId).ifPresent(this::show);
  }

  private void show(List<ChangeBatch> changes) {
    switch (context.mode()) {
      case APPEND -> table.apply(changes, false, List.of());
      case COMPLETE -> table.replace(changes);
      case UPDATE, CHANGELOG -> table.apply(changes, context.keyed(), context.key());
    }
  }

  @Override
  public void close() {}

  private final class MemoryWriter implements Writer {
    private final long batchId;
    private final List<ChangeBatch> changes = new ArrayList<>();
    private long rows;

    MemoryWriter(long batchId) {
      this.batchId = batchId;
    }

    @Override
    public void write(ChangeBatch batch) {
      changes.add(batch);
      rows += batch.size();
    }

    @Override
    public String prepare() {
      if (changes.isEmpty() && context.mode() != OutputMode.COMPLETE) {
        return "";
      }
      table.prepared().put(context.queryId(), batchId, changes);
      return "{\"rows\":" + rows + "}";
    }

    @Override
    public void abort() {
      changes.clear();
      table.prepared().take(context.queryId(), batchId);
    }
  }
}
