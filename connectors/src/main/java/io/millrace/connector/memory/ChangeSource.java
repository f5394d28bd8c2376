package io.millrace.connector.memory;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.connector.ChunkReader;
import io.millrace.api.connector.Offset;
import io.millrace.api.connector.Source;
import io.millrace.api.connector.SourceContext;
import io.millrace.api.connector.VersionedTable.Follower;
import io.millrace.api.connector.VersionedTable.Snapshot;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.progress.InputExtent;
import io.millrace.api.progress.InputExtent.Unit;
import io.millrace.connector.format.Offsets;
import io.millrace.connector.format.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads a table in memory with its changes: first its content, then with each version what went and
 * what came. An offset is a version.
 */
final class ChangeSource implements Source {
  private static final String VERSION = "version";
  private static final String HISTORY = "history";

  private final SourceContext context;
  private final MemoryTable table;
  private final ReadColumns columns;
  private final Follower follower;
  private final long first;
  private final List<Runnable> wakers = new ArrayList<>();
  private final Reading reading = new Reading(Unit.ROWS);
  private OptionalLong frozen = OptionalLong.empty();
  private boolean resumed;

  ChangeSource(SourceContext context, MemoryTable table) {
    this.context = context;
    this.table = table;
    this.columns = new ReadColumns(context, table.schema());
    this.follower = table.follow(() -> {});
    this.first = follower.start().version();
  }

  @Override
  public String description() {
    return "memory[" + context.name() + "]";
  }

  @Override
  public String awaited() {
    return "changes of " + context.name();
  }

  private void resume() {
    if (resumed) {
      return;
    }
    String history = table.id().toString();
    context
        .state()
        .forEach(
            (key, value) -> {
              if (!value.equals(history)) {
                throw gone();
              }
            });
    context.state().put(HISTORY, history);
    resumed = true;
  }

  private MillraceException gone() {
    return error(
            ErrorCode.SOURCE_FAILED,
            context.name(),
            "the changes that the checkpoint speaks of were in memory, and are gone")
        .hint("start with a new checkpoint")
        .build();
  }

  @Override
  public Optional<Offset> latestOffset(Optional<Offset> start, boolean limited) {
    resume();
    long end = frozen.orElseGet(table::version);
    long from = start.isEmpty() ? 0 : Offsets.value(start.get(), VERSION);
    return end <= from ? start : Optional.of(Offsets.of(VERSION, end));
  }

  @Override
  public void freezeEnd() {
    if (frozen.isEmpty()) {
      frozen = OptionalLong.of(table.version());
    }
  }

  @Override
  public ChunkReader read(Optional<Offset> start, Offset end) {
    resume();
    long to = Offsets.value(end, VERSION);
    List<ColumnBatch> batches = new ArrayList<>();
    long after = first;
    if (start.isPresent()) {
      after = Offsets.value(start.get(), VERSION);
    } else {
      Snapshot content = follower.start();
      batches.addAll(columns.of(content, 0, content.rows()));
    }
    List<ColumnBatch> changes = follower.changes(after, to).orElseThrow(this::gone);
    changes.forEach(batch -> batches.add(columns.of(batch)));
    return new BatchReader(batches, reading);
  }

  @Override
  public void commit(Offset end) {
    follower.release(Offsets.value(end, VERSION));
  }

  @Override
  public void onDataAvailable(Runnable wake) {
    wakers.add(wake);
    table.onChange(wake);
  }

  @Override
  public Optional<InputExtent> extent() {
    return reading.extent();
  }

  @Override
  public void close() {
    wakers.forEach(table::forget);
    wakers.clear();
    follower.close();
  }
}
