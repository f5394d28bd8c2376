package io.millrace.exec.view;

import static io.millrace.api.error.MillraceException.error;
import static io.millrace.exec.build.StepInput.NO_WATERMARK;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.connector.ChunkReader;
import io.millrace.api.connector.Offset;
import io.millrace.api.connector.VersionedTable;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.exec.build.ChangeConsumer;
import io.millrace.exec.build.StepInput;
import io.millrace.exec.changelog.NetChange;
import io.millrace.exec.query.Closing;
import io.millrace.exec.trigger.SystemLoopClock;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One view over tables: its graph, how far each table has been read, and its rows. Used under the
 * lock of {@link ViewMaintenance}.
 *
 * <p>A batch that fails leaves the rows as they were, but nobody sees them any more: the view has a
 * failure until it could be computed again, from what its tables hold then. The difference goes to
 * the views behind it as one change, so they need not begin anew.
 */
final class KeptView {
  private final ViewSpec spec;
  private final long order;
  private final List<KeptView> views;
  private final InstantSource clock;
  private final Set<KeptView> readers = new LinkedHashSet<>();
  private ViewParts parts;
  private List<Optional<Offset>> read = List.of();
  private ViewFacts facts = ViewFacts.NONE;
  private Optional<MillraceException> failure = Optional.empty();

  /** The versions of its tables when it failed. */
  private long[] failedAt = {};

  private boolean closed;

  /**
   * A view before its first batch.
   *
   * @param order it was made behind all with lower numbers, so that it can only read those
   * @param views those that it reads
   */
  KeptView(ViewSpec spec, long order, List<KeptView> views, InstantSource clock) {
    this.spec = spec;
    this.order = order;
    this.views = List.copyOf(views);
    this.clock = clock;
    this.parts = spec.opener().open();
  }

  ViewSpec spec() {
    return spec;
  }

  long order() {
    return order;
  }

  /** The views that it reads. */
  List<KeptView> views() {
    return views;
  }

  /** The views that read it. */
  Set<KeptView> readers() {
    return readers;
  }

  /** What it has done since it began. */
  ViewFacts facts() {
    return facts;
  }

  /** Why it has no rows to show, if it has none. */
  Optional<MillraceException> failure() {
    return failure;
  }

  /**
   * Takes the content of its tables, as its first change.
   *
   * @throws MillraceException if its query fails over them; it can only be closed then
   */
  void begin() {
    try {
      apply(batch());
    } catch (MillraceException e) {
      throw placed(e);
    }
  }

  /**
   * Takes what has changed in its tables since the last call, as one batch.
   *
   * @return whether its rows have changed
   */
  boolean follow() {
    if (failure.isPresent()) {
      return false;
    }
    long[] versions = versions();
    try {
      return apply(batch());
    } catch (RuntimeException | Error e) {
      fail(e, versions);
      return false;
    }
  }

  /**
   * Computes a failed view again if its tables have changed since.
   *
   * @return whether its rows have changed
   */
  boolean heal() {
    long[] versions = versions();
    // one that changes a table now may still undo it
    boolean settled = spec.inputs().stream().noneMatch(VersionedTable::isInTransaction);
    if (failure.isEmpty() || !settled || Arrays.equals(failedAt, versions)) {
      return false;
    }
    try {
      parts = spec.opener().open();
      List<ColumnBatch> difference = new ArrayList<>();
      for (ColumnBatch old : spec.content().snapshot().batches()) {
        int[] gone = new int[old.size()];
        Arrays.fill(gone, -1);
        difference.add(old.withWeights(gone));
      }
      facts = ViewFacts.NONE;
      difference.addAll(batch());
      failure = Optional.empty();
      return apply(difference);
    } catch (RuntimeException | Error e) {
      fail(e, versions);
      return false;
    }
  }

  private boolean apply(List<ColumnBatch> changes) {
    List<ColumnBatch> net = NetChange.of(spec.content().schema(), changes);
    if (net.isEmpty()) {
      return false;
    }
    spec.content().apply(net);
    return true;
  }

  /**
   * Runs a batch over what is new; the first one always.
   *
   * @return what it changes
   */
  private List<ColumnBatch> batch() {
    if (facts.batches() == 0) {
      read = parts.inputs().stream().map(input -> Optional.<Offset>empty()).toList();
    }
    List<Optional<Offset>> ends = new ArrayList<>();
    for (int i = 0; i < read.size(); i++) {
      Optional<Offset> end = parts.inputs().get(i).changes().latestOffset(read.get(i), false);
      ends.add(end.isPresent() ? end : read.get(i));
    }
    if (facts.batches() > 0 && ends.equals(read)) {
      return List.of();
    }
    List<ColumnBatch> changes = new ArrayList<>();
    run(ends, changes::add);
    for (int i = 0; i < read.size(); i++) {
      if (!ends.get(i).equals(read.get(i))) {
        parts.inputs().get(i).changes().commit(ends.get(i).orElseThrow());
      }
    }
    read = ends;
    return changes;
  }

  /** An interrupt is meant for the statement or query whose change this is, not for the view. */
  private void run(List<Optional<Offset>> ends, ChangeConsumer changes) {
    boolean interrupted = Thread.interrupted();
    try {
      StepInput input =
          new StepInput(facts.batches(), time(), NO_WATERMARK, NO_WATERMARK, false, readers(ends));
      facts = facts.after(parts.graph().run(input, changes));
    } catch (InterruptedException e) {
      interrupted = true;
      throw error(ErrorCode.INTERRUPTED).cause(e).build();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Whole milliseconds. Only constants, which come once, may ask what time it is. */
  private long time() {
    return SystemLoopClock.micros(clock.instant().truncatedTo(ChronoUnit.MILLIS));
  }

  private Map<String, ChunkReader> readers(List<Optional<Offset>> ends) {
    Map<String, ChunkReader> open = new LinkedHashMap<>();
    try {
      for (int i = 0; i < read.size(); i++) {
        if (!ends.get(i).equals(read.get(i))) {
          ViewParts.Input input = parts.inputs().get(i);
          open.put(input.sourceId(), input.changes().read(read.get(i), ends.get(i).orElseThrow()));
        }
      }
      return open;
    } catch (RuntimeException | Error e) {
      Closing closing = new Closing();
      open.values().forEach(closing::close);
      throw e;
    }
  }

  private void fail(Throwable cause, long[] versions) {
    MillraceException coded =
        cause instanceof MillraceException known
            ? known
            : error(ErrorCode.INTERNAL_ERROR, cause.toString()).cause(cause).build();
    failure =
        Optional.of(
            placed(coded)
                .withDetail(
                    "materialized view "
                        + spec.name()
                        + " could not follow a change of what it reads; it has no rows until that"
                        + " changes again, and is computed anew then"));
    // what was only interrupted is tried again at once
    failedAt = coded.code() == ErrorCode.INTERRUPTED ? new long[0] : versions;
    closeParts(cause);
  }

  private MillraceException placed(MillraceException error) {
    return error.position().isPresent() ? spec.places().apply(error) : error;
  }

  private long[] versions() {
    return spec.inputs().stream().mapToLong(VersionedTable::version).toArray();
  }

  private void closeParts(Throwable reason) {
    try {
      parts.close();
    } catch (RuntimeException | Error e) {
      reason.addSuppressed(e);
    }
  }

  void close() {
    if (!closed) {
      closed = true;
      parts.close();
    }
  }
}
