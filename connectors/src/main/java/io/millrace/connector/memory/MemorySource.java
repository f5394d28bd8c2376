package io.millrace.connector.memory;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.connector.ChunkReader;
import io.millrace.api.connector.Offset;
import io.millrace.api.connector.Source;
import io.millrace.api.connector.SourceContext;
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
 * Reads a table in memory as a stream of the rows added to it, or, once its end is frozen, as the
 * rows it held at that moment. An offset is a number of rows, in the order in which they came.
 */
final class MemorySource implements Source {
  private static final String ROWS = "rows";
  private static final String HISTORY = "history";

  private final SourceContext context;
  private final MemoryTable table;
  private final ReadColumns columns;
  private final OptionalLong limit;
  private final List<Runnable> wakers = new ArrayList<>();
  private final long generation;
  private final Reading reading = new Reading(Unit.ROWS);

  /** Where this run began; negative before it has. */
  private long first = -1;

  private Optional<MemoryTable.Moment> frozen = Optional.empty();
  private boolean resumed;

  MemorySource(SourceContext context, MemoryTable table) {
    this.context = context;
    this.table = table;
    this.columns = new ReadColumns(context, table.schema());
    this.limit = context.options().integer("maxRowsPerTrigger");
    if (limit.isPresent() && limit.getAsLong() < 1) {
      throw context.options().invalid("maxRowsPerTrigger", "is less than 1");
    }
    this.generation = table.generation();
  }

  @Override
  public String description() {
    return "memory[" + context.name() + "]";
  }

  @Override
  public String awaited() {
    return "INSERT INTO " + context.name();
  }

  /** Makes sure that offsets of an earlier run mean the same, at the first call. */
  private void resume() {
    if (resumed) {
      return;
    }
    String history = table.id() + " " + generation;
    context
        .state()
        .forEach(
            (key, value) -> {
              if (!value.equals(history)) {
                throw value.startsWith(table.id() + " ") ? changed() : gone();
              }
            });
    context.state().put(HISTORY, history);
    resumed = true;
  }

  private MillraceException gone() {
    return error(
            ErrorCode.SOURCE_FAILED,
            context.name(),
            "the rows that the checkpoint speaks of were in memory, and went with their session")
        .hint("keep rows that a query continues from in files:   USING file")
        .hint("or start with a new checkpoint")
        .build();
  }

  @Override
  public Optional<Offset> latestOffset(Optional<Offset> start, boolean limited) {
    resume();
    long from = rows(start);
    long end = frozen.isPresent() ? frozen.get().rows().rows() : table.settledRows();
    if (frozen.isEmpty() && table.generation() != generation) {
      throw changed();
    }
    first = first < 0 ? from : first;
    reading.found(end - Math.min(first, end));
    if (limited && limit.isPresent()) {
      end = Math.min(end, from + limit.getAsLong());
    }
    return end <= from ? start : Optional.of(Offsets.of(ROWS, end));
  }

  private MillraceException changed() {
    return error(
            ErrorCode.SOURCE_FAILED,
            context.name(),
            "rows of the table were changed or deleted while it was read as a stream")
        .hint("read it in a query that ends, such as SELECT or INSERT over the table")
        .build();
  }

  private static long rows(Optional<Offset> offset) {
    return offset.isEmpty() ? 0 : Offsets.value(offset.get(), ROWS);
  }

  @Override
  public void freezeEnd() {
    if (frozen.isEmpty()) {
      frozen = Optional.of(table.moment());
    }
  }

  @Override
  public ChunkReader read(Optional<Offset> start, Offset end) {
    resume();
    long from = rows(start);
    long to = Offsets.value(end, ROWS);
    if (frozen.isPresent()) {
      Snapshot whole = frozen.get().rows();
      boolean isPart = from > 0 || to < whole.rows();
      return new BatchReader(
          columns.of(isPart ? frozen.get().arrived() : whole, from, to), reading);
    }
    List<ColumnBatch> rows = table.range(from, to, generation).orElseThrow(this::changed);
    return new BatchReader(rows.stream().map(columns::of).toList(), reading);
  }

  @Override
  public void commit(Offset end) {
    // The table keeps its rows: other queries read them too.
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
  }
}
