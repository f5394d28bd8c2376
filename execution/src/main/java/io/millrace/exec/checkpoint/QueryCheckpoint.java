package io.millrace.exec.checkpoint;

import static io.millrace.api.error.MillraceException.error;
import static java.util.Objects.requireNonNull;

import io.millrace.api.connector.Offset;
import io.millrace.api.connector.SinkCapability;
import io.millrace.api.connector.SourceState;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.exec.checkpoint.JsonTree.BadJsonException;
import io.millrace.sql.statement.QueryClauses.Restart;
import io.millrace.state.DurableStore;
import io.millrace.state.StateStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * The checkpoint of a query that runs: its state, and the records that decide its batches.
 *
 * <p>Order of calls: {@link #store} and {@link #sourceState} for all tables, {@link #recover}, then
 * for each batch {@link #commit}; {@link #finish} if the run ends in order, {@link #close} last.
 * Used by one thread at a time.
 */
public final class QueryCheckpoint implements AutoCloseable {
  /** What names of sources' tables begin with. */
  private static final String SOURCE = "source-";

  private static final byte[] NO_HEADER = {};

  private final CheckpointDirectory directory;
  private final UUID queryId;
  private final DurableStore store;
  private final PlanFingerprint plan;
  private final Optional<Change> change;
  private final Set<SinkCapability> sink;
  private final int retention;
  private CheckpointDirectory.Published published;

  /** The newest batch that has given the sink something and is decided; −1 if there is none. */
  private long given = -1;

  private QueryCheckpoint(
      CheckpointDirectory directory,
      UUID queryId,
      DurableStore store,
      PlanFingerprint plan,
      Optional<Change> change,
      Request request) {
    this.directory = directory;
    this.queryId = queryId;
    this.store = store;
    this.plan = plan;
    this.change = change;
    this.sink = Set.copyOf(request.sink());
    this.retention = request.retention();
    this.published = directory.published();
  }

  /** What is different since the run before, so that its last batch would not be the same again. */
  private enum Change {
    QUERY("by another query text"),
    OUTPUT("in another output mode"),
    SINK("for another sink");

    private final String words;

    Change(String words) {
      this.words = words;
    }

    static Optional<Change> between(PlanFingerprint old, PlanFingerprint now) {
      if (!old.digest().equals(now.digest())) {
        return Optional.of(QUERY);
      }
      if (old.output().mode() != now.output().mode()
          || !old.output().key().equals(now.output().key())) {
        return Optional.of(OUTPUT);
      }
      boolean sameSink = old.sink().isSame(now.sink()) || old.sink().isMoved(now.sink());
      return sameSink ? Optional.empty() : Optional.of(SINK);
    }
  }

  /** Opens the durable store of a checkpoint. */
  public interface StoreOpener {
    /** Opens the store in the directory of a checkpoint. */
    DurableStore open(Path directory);
  }

  /**
   * What to open a checkpoint for.
   *
   * @param metadata what a new checkpoint is to hold; an old one has its own
   * @param plan of the query
   * @param allowed what the query may change
   * @param fromBatch the batch to go back to
   * @param sink what it can do
   * @param sinkIsEmpty whether nothing is known to be where it writes
   * @param retention how many batches can be gone back to
   */
  public record Request(
      Metadata metadata,
      PlanFingerprint plan,
      Restart allowed,
      OptionalLong fromBatch,
      Set<SinkCapability> sink,
      BooleanSupplier sinkIsEmpty,
      int retention) {
    public Request {
      requireNonNull(metadata, "metadata is null");
      requireNonNull(plan, "plan is null");
      if (retention < 1) {
        throw new IllegalArgumentException("retention of " + retention + " batches");
      }
    }

    /** The same for a query that forgets a batch and all behind it; empty if it does not. */
    public Request goingBack(OptionalLong batch) {
      return new Request(metadata, plan, allowed, batch, sink, sinkIsEmpty, retention);
    }
  }

  /**
   * Opens the checkpoint in a directory, or makes one there. The checkpoint closes the directory;
   * if this fails, the caller does.
   *
   * @throws MillraceException if the query does not fit the checkpoint
   */
  public static QueryCheckpoint open(
      CheckpointDirectory directory, Request request, StoreOpener stores) {
    Optional<Metadata> found = directory.metadata();
    Optional<PlanFingerprint> old = found.flatMap(m -> directory.plan());
    PlanFingerprint plan = request.plan();
    if (old.isPresent()) {
      plan =
          PlanComparison.match(
              directory.path().toString(),
              old.get(),
              request.plan(),
              request.allowed(),
              request.sinkIsEmpty());
    }
    if (found.isEmpty()) {
      directory.write(request.metadata());
    }
    DurableStore store = stores.open(directory.path());
    try {
      if (old.isEmpty() && store.newest().isPresent()) {
        throw CheckpointFile.corrupt(directory.path().resolve("plan"), "it is missing");
      }
      new Rewind(directory, store, request.retention())
          .to(request.fromBatch(), request.metadata().queryName());
      expectAllThatWasPublished(directory, store);
      PlanFingerprint now = plan;
      Optional<Change> change = old.flatMap(before -> Change.between(before, now));
      UUID id = found.orElse(request.metadata()).queryId();
      return new QueryCheckpoint(directory, id, store, plan, change, request);
    } catch (RuntimeException | Error e) {
      store.close();
      throw e;
    }
  }

  /** A log that has lost its end would give the numbers of batches a second time. */
  private static void expectAllThatWasPublished(CheckpointDirectory directory, DurableStore store) {
    long published = directory.published().batch();
    long newest = store.newest().orElse(-1);
    if (published > newest) {
      throw CheckpointFile.corrupt(
          directory.log(),
          (newest < 0 ? "it is empty" : "it ends with batch " + newest)
              + ", but batch "
              + published
              + " was decided and has reached the sink");
    }
  }

  public UUID queryId() {
    return queryId;
  }

  /**
   * The identity under which batches reach the sink: that of the query until it is first taken
   * back. From then on batches come again with numbers that the sink knows, and are others.
   */
  public UUID writerId() {
    String generation = queryId + "/" + published.generation();
    return published.generation() == 0
        ? queryId
        : UUID.nameUUIDFromBytes(generation.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether an earlier run has decided batches. */
  public boolean isContinued() {
    return store.newest().isPresent();
  }

  public Path path() {
    return directory.path();
  }

  /** Where operators open their tables. */
  public StateStore store() {
    return store;
  }

  /**
   * What a source remembers.
   *
   * @param source its place in the plan
   */
  public SourceState sourceState(int source) {
    int ordinal = plan.sources().get(source).ordinal();
    return new DurableSourceState(store.tables(SOURCE + ordinal, 0, 1));
  }

  /** Brings all tables, which must be open, to where the run begins. */
  public Resumption recover() {
    OptionalLong newest = store.newest();
    knowLayouts();
    if (newest.isEmpty()) {
      store.recover(-1);
      directory.write(plan.withTables(store.layouts()));
      return Resumption.START;
    }
    BatchRecord record = record(newest.getAsLong());
    boolean visible = Math.max(published.batch(), record.publishedUpTo()) >= record.batchId();
    PlanFingerprint entered = plan.enteredBehind(record.batchId());
    given = given(record, visible);
    given = given < entered.sinkFrom() ? -1 : given;
    if (!visible && change.isPresent()) {
      throw unfinished(record, change.get());
    }
    directory.write(entered.withTables(store.layouts()));
    boolean lost = isVolatile() && change.isEmpty();
    if (visible && !lost || sink.contains(SinkCapability.DURABLE_PREPARE)) {
      store.recover(record.batchId());
      boolean whole = entered.givesAllBehind(record.batchId());
      return new Resumption(Optional.of(record), Optional.empty(), !visible, whole);
    }
    long before = record.batchId() - 1;
    Optional<BatchRecord> last = before < 0 ? Optional.empty() : Optional.of(record(before));
    store.recover(before);
    store.replay(record.batchId(), name -> name.startsWith(SOURCE));
    return new Resumption(last, Optional.of(record), false, entered.givesAllBehind(before));
  }

  private void knowLayouts() {
    try {
      store.knowLayouts(plan.tables());
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw CheckpointFile.corrupt(
          directory.path().resolve("plan"), "a table in it cannot be read: " + e.getMessage());
    }
  }

  /** Looks at what one batch has read of a source. */
  public interface Visitor {
    /**
     * The sources' states are those behind the batch.
     *
     * @param source its place in the plan
     * @param end empty if it has not given anything yet
     */
    void visit(int source, Optional<Offset> start, Optional<Offset> end);
  }

  /**
   * Goes through the batches from one on, without running anything. In place of {@link #recover};
   * the checkpoint can only be closed afterwards. Does nothing if it cannot go back so far.
   */
  public void review(long fromBatch, Visitor visitor) {
    if (!new Rewind(directory, store, retention).canForget(fromBatch)) {
      return;
    }
    knowLayouts();
    store.recover(fromBatch - 1);
    for (long batch = fromBatch; batch <= store.newest().orElse(-1); batch++) {
      store.replay(batch, name -> name.startsWith(SOURCE));
      List<BatchRecord.Range> ranges = record(batch).sources();
      for (int i = 0; i < ranges.size(); i++) {
        visitor.visit(i, ranges.get(i).start(), ranges.get(i).end());
      }
    }
  }

  /**
   * Whether a batch that is decided may have to run again: the sink cannot show later what it has
   * prepared now.
   */
  public boolean mayRunAgain() {
    return !sink.contains(SinkCapability.DURABLE_PREPARE);
  }

  /** Whether what was published is gone, and has to be published again. */
  private boolean isVolatile() {
    return sink.contains(SinkCapability.VOLATILE);
  }

  /**
   * The newest batch that the sink must have of this query under {@link #writerId}; empty if that
   * is none, or not known. Called behind {@link #recover}.
   */
  public OptionalLong published() {
    return given < 0 ? OptionalLong.empty() : OptionalLong.of(given);
  }

  /** What was given to the sink, up to a batch that may be visible or not. */
  private long given(BatchRecord record, boolean visible) {
    Optional<Given> before = Given.decode(store.header(record.batchId()).orElseThrow());
    if (before.isEmpty() || !before.get().writer().equals(writerId())) {
      return -1;
    }
    return visible && !record.manifest().isEmpty() ? record.batchId() : before.get().batch();
  }

  private MillraceException unfinished(BatchRecord record, Change what) {
    return error(
            ErrorCode.CHECKPOINT_INCONSISTENT,
            directory.path(),
            "batch "
                + record.batchId()
                + " was decided "
                + what.words
                + " and may not have reached "
                + (what == Change.SINK ? "it" : "the sink"))
        .detail("the run before did not end in order, and the query was changed since")
        .hint("start the query once as it was, stop it, and change it then")
        .build();
  }

  private BatchRecord record(long batch) {
    byte[] header =
        store
            .header(batch)
            .orElseThrow(
                () ->
                    error(
                            ErrorCode.CHECKPOINT_INCONSISTENT,
                            directory.path(),
                            "the record of batch " + batch + " is missing")
                        .build());
    try {
      BatchRecord record = BatchRecord.decode(header, plan.ordinals());
      if (record.batchId() != batch) {
        throw new BadJsonException("it is of batch " + record.batchId());
      }
      return record;
    } catch (BadJsonException e) {
      throw CheckpointFile.corrupt(
          directory.log(), "the record of batch " + batch + " cannot be read: " + e.getMessage());
    }
  }

  /**
   * Decides a batch: with this, and not before, it has happened.
   *
   * @throws MillraceException CHECKPOINT_IN_USE if the directory is not this query's any more; the
   *     batch has not happened
   * @throws MillraceException CHECKPOINT_WRITE_FAILED; the batch has not happened, or it has and
   *     nobody knows until the next run
   */
  public void commit(BatchRecord record) {
    directory.expectLease();
    store.commit(record.batchId(), record.encode(plan.ordinals(), new Given(writerId(), given)));
    if (!record.manifest().isEmpty()) {
      given = record.batchId();
    }
    long released = record.batchId() - retention;
    if (released >= 0) {
      store.release(released);
    }
    // a batch may have to be run again, with the state before it
    store.releaseIfNeeded(record.batchId() - 1);
  }

  /** A batch ran again that was decided before: its changes are in its record. */
  public void ranAgain(long batch) {
    store.commit(batch, NO_HEADER);
  }

  /**
   * Notes that the run ends in order.
   *
   * @param newest the newest batch that is visible; −1 if none
   * @return whether no later run will read the rows of that batch again
   */
  public boolean finish(long newest) {
    if (newest > published.batch()) {
      directory.expectLease();
      published = new CheckpointDirectory.Published(newest, published.generation());
      directory.write(published);
    }
    return !isVolatile();
  }

  /** Frees everything; what is decided stays. May be called twice. */
  @Override
  public void close() {
    try {
      store.close();
    } finally {
      directory.close();
    }
  }
}
