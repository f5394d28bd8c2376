package io.millrace.state.durable;

import static io.millrace.api.error.MillraceException.error;
import static java.util.Objects.requireNonNull;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.state.DurableStore;
import io.millrace.state.MemoryBudget;
import io.millrace.state.StateMetrics;
import io.millrace.state.StateTables;
import io.millrace.state.format.v1.ChangeRecordReader;
import io.millrace.state.format.v1.ChangeRecordWriter;
import io.millrace.state.format.v1.SectionHeader;
import io.millrace.state.format.v1.TableLayout;
import io.millrace.state.log.CommitLog;
import io.millrace.state.memory.LoggedTable;
import io.millrace.state.rocksdb.Family;
import io.millrace.state.rocksdb.RocksStore;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tables in memory whose changes go into a log, one record an epoch, and from there, once their
 * epochs are released, into a store by key.
 */
public final class DurableStateStore implements DurableStore {
  /** The directory of the log within a checkpoint's. */
  private static final String LOG_DIRECTORY = "log";

  /** The directory of the store behind the log within a checkpoint's. */
  private static final String STATE_DIRECTORY = "state";

  private final Path checkpointDirectory;
  private final Path logDirectory;
  private final DurableOptions options;
  private final CommitLog log;
  private final Map<String, OperatorState> operators = new LinkedHashMap<>();
  private final ChangeRecordWriter writer = new ChangeRecordWriter();
  private final ChangeRecordReader reader = new ChangeRecordReader();
  private final ColdStore cold;
  private final Layouts layouts = new Layouts();
  private final Consumer<ApplyStep> applySteps;
  private final MemoryBudget.Account memory;
  private @Nullable EpochApplier applier;
  private @Nullable MemoryLimiter limiter;
  private boolean recovered;
  private boolean closed;

  /** The epoch behind which the tables are, but for changes that are not committed. */
  private long current;

  private DurableStateStore(
      Path checkpointDirectory,
      DurableOptions options,
      CommitLog log,
      ColdStore cold,
      MemoryBudget budget,
      Consumer<ApplyStep> applySteps) {
    this.memory = budget.open();
    this.checkpointDirectory = checkpointDirectory;
    this.logDirectory = checkpointDirectory.resolve(LOG_DIRECTORY);
    this.options = options;
    this.log = log;
    this.cold = cold;
    this.applySteps = applySteps;
  }

  /** Opens the state in a checkpoint's directory, or makes it; all of it may be in memory. */
  public static DurableStateStore open(Path checkpointDirectory, DurableOptions options) {
    return open(checkpointDirectory, options, MemoryBudget.unlimited());
  }

  /**
   * Opens the state in a checkpoint's directory, or makes it.
   *
   * @param budget for what is in memory of it
   */
  public static DurableStateStore open(
      Path checkpointDirectory, DurableOptions options, MemoryBudget budget) {
    return open(checkpointDirectory, options, budget, step -> {});
  }

  /**
   * Opens the state in a checkpoint's directory, or makes it.
   *
   * @param budget for what is in memory of it
   * @param applySteps is told where the thread is that moves epochs out of the log
   */
  static DurableStateStore open(
      Path checkpointDirectory,
      DurableOptions options,
      MemoryBudget budget,
      Consumer<ApplyStep> applySteps) {
    requireNonNull(options, "options is null");
    CommitLog log =
        CommitLog.open(checkpointDirectory.resolve(LOG_DIRECTORY), options.segmentBytes());
    ColdStore cold;
    try {
      cold = ColdStore.open(checkpointDirectory.resolve(STATE_DIRECTORY), options);
    } catch (RuntimeException cause) {
      log.close();
      throw cause;
    }
    DurableStateStore store =
        new DurableStateStore(checkpointDirectory, options, log, cold, budget, applySteps);
    try {
      store.checkContinuous();
      return store;
    } catch (RuntimeException cause) {
      store.close();
      throw cause;
    }
  }

  /** The log must go on where the store behind it ends. */
  private void checkContinuous() {
    // the first epoch is 0
    long first = log.first().orElse(0);
    if (log.last().orElse(-1) < cold.reached() || first > cold.applied() + 1) {
      throw error(
              ErrorCode.CHECKPOINT_INCONSISTENT,
              checkpointDirectory,
              cold.applied() < 0
                  ? "its log begins with batch " + first + ", and the state behind it is missing"
                  : "batches are missing between its state, which has those up to "
                      + cold.applied()
                      + ", and its log")
          .build();
    }
  }

  @Override
  public StateTables tables(String operator, int partition, int partitions) {
    if (recovered) {
      throw new IllegalStateException("the tables of " + operator + " come too late");
    }
    return operators
        .computeIfAbsent(operator, name -> new OperatorState(operator, partitions))
        .open(partition, partitions);
  }

  @Override
  public StateMetrics metrics(String operator) {
    OperatorState state = operators.get(operator);
    return state == null ? StateMetrics.NONE : state.metrics();
  }

  @Override
  public OptionalLong newest() {
    return log.last();
  }

  @Override
  public OptionalLong oldest() {
    OptionalLong first = log.first();
    return first.isPresent()
        ? OptionalLong.of(Math.max(first.getAsLong(), cold.reached()))
        : OptionalLong.empty();
  }

  @Override
  public boolean canRecover(long epoch) {
    return epoch >= cold.reached() && epoch <= log.last().orElse(-1);
  }

  @Override
  public Optional<byte[]> header(long epoch) {
    return log.read(epoch).map(CommitLog.Record::header);
  }

  @Override
  public Map<String, String> layouts() {
    return Layouts.of(operators);
  }

  @Override
  public void knowLayouts(Map<String, String> earlier) {
    layouts.know(earlier);
  }

  @Override
  public void recover(long epoch) {
    if (recovered) {
      throw new IllegalStateException("recovered already");
    }
    expectRecoverable(epoch);
    EpochApplier starting =
        new EpochApplier(
            checkpointDirectory, log, cold, options, firstInLog(), layouts, applySteps);
    applier = starting;
    layouts.open(operators);
    widenStore();
    starting.finishBegun();
    attach();
    long first = firstInLog();
    log.forEach(
        first,
        log.last().orElse(-1),
        record -> {
          starting.logged(record.number(), record.bytes());
          if (record.number() <= epoch) {
            operators.values().forEach(state -> state.replaying(record.number()));
            apply(record, operator -> true);
          }
        });
    recovered = true;
    current = epoch;
    limiter =
        new MemoryLimiter(
            checkpointDirectory,
            operators.values(),
            cold,
            starting,
            memory,
            cold.store().isPresent());
    boolean rerun = epoch < log.last().orElse(-1);
    operators.values().forEach(state -> state.start(rerun));
  }

  /** The first epoch that is not in the store behind the log. */
  private long firstInLog() {
    return cold.applied() >= 0 ? cold.applied() + 1 : log.first().orElse(0);
  }

  /** Lets the tables read what is in the store behind the log, when they need it. */
  private void attach() {
    Optional<RocksStore> store = cold.store();
    if (store.isEmpty()) {
      return;
    }
    for (Family family : store.get().families()) {
      isOpen(family.header());
    }
    for (OperatorState state : operators.values()) {
      state.attach(cold, cold.applied(), true);
    }
  }

  @Override
  public void replay(long epoch, Predicate<String> replayed) {
    CommitLog.Record record =
        log.read(epoch)
            .orElseThrow(() -> new IllegalStateException("there is no record of epoch " + epoch));
    operators.values().forEach(state -> state.replaying(epoch));
    apply(record, replayed);
  }

  /** What is in the store behind the log becomes what the tables are, before anything reads it. */
  private void widenStore() {
    Optional<RocksStore> store = cold.store();
    if (store.isEmpty()) {
      return;
    }
    for (Family family : store.get().families()) {
      if (isOpen(family.header())) {
        layouts
            .conversion(family.header())
            .ifPresent(
                conversion ->
                    store
                        .get()
                        .convert(family, conversion, () -> applySteps.accept(ApplyStep.WRITING)));
      }
    }
  }

  private void apply(CommitLog.Record record, Predicate<String> applied) {
    try {
      Evolution evolution = layouts.evolution();
      reader.begin(record.body());
      Optional<SectionHeader> section = reader.nextSection();
      while (section.isPresent()) {
        if (applied.test(section.get().operator())) {
          apply(section.get(), evolution);
        }
        section = reader.nextSection();
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException cause) {
      throw error(
              ErrorCode.CHECKPOINT_CORRUPT,
              logDirectory,
              "the record of batch " + record.number() + " cannot be understood")
          .cause(cause)
          .build();
    }
  }

  private void apply(SectionHeader section, Evolution evolution) {
    if (isOpen(section)) {
      operators.get(section.operator()).apply(section, reader, evolution);
    }
  }

  /** Whether the table of a section is open; it must fit then. */
  private boolean isOpen(SectionHeader section) {
    OperatorState state = operators.get(section.operator());
    Optional<LoggedTable> table = state == null ? Optional.empty() : state.table(section.table());
    if (table.isEmpty()) {
      if (options.completeOnly()) {
        throw error(
                ErrorCode.CHECKPOINT_INCONSISTENT,
                checkpointDirectory,
                "it has state of " + section.operator() + ", " + section.table())
            .build();
      }
      return false;
    }
    if (table.get().signature() != section.signature() && layouts.conversion(section).isEmpty()) {
      throw incompatible(section, table.get().layout());
    }
    return true;
  }

  private MillraceException incompatible(SectionHeader section, TableLayout now) {
    MillraceException.Builder error =
        error(
            ErrorCode.STATE_INCOMPATIBLE,
            section.operator(),
            "table " + section.table() + " has other columns in the checkpoint");
    layouts
        .earlier(section)
        .ifPresent(
            before -> error.detail("they were " + before.describe() + ", are " + now.describe()));
    return error.build();
  }

  @Override
  public void commit(long epoch, byte[] header) {
    if (!recovered) {
      throw new IllegalStateException("commit before recover");
    }
    long newest = log.last().orElse(current);
    if (epoch <= newest) {
      commitAgain(epoch, newest);
      return;
    }
    if (current < newest) {
      throw new IllegalStateException("epoch " + newest + " has to be run again first");
    }
    EpochApplier moving = requireNonNull(applier);
    moving.check();
    writer.begin();
    operators.values().forEach(state -> state.write(writer));
    long bytes =
        log.append(epoch, header, header.length, writer.output().array(), writer.output().size());
    log.sync();
    moving.logged(epoch, bytes);
    committed(epoch);
  }

  /** An epoch that was run again has its record already. */
  private void commitAgain(long epoch, long newest) {
    if (epoch != current + 1) {
      throw new IllegalStateException("epoch " + epoch + " does not follow " + current);
    }
    committed(epoch);
    if (epoch < newest) {
      operators.values().forEach(state -> state.rerun(true));
    }
  }

  private void committed(long epoch) {
    current = epoch;
    for (OperatorState state : operators.values()) {
      state.committed(epoch);
      state.forgetChanges();
      state.rerun(false);
    }
    requireNonNull(limiter).committed(epoch);
  }

  @Override
  public void release(long epoch) {
    if (!recovered) {
      throw new IllegalStateException("release before recover");
    }
    requireNonNull(applier).release(Math.min(epoch, current));
  }

  @Override
  public void releaseIfNeeded(long epoch) {
    if (!recovered) {
      throw new IllegalStateException("release before recover");
    }
    requireNonNull(limiter).spare(Math.min(epoch, current));
  }

  @Override
  public void rewind(long epoch) {
    if (recovered) {
      throw new IllegalStateException("rewind after recover");
    }
    expectRecoverable(epoch);
    log.dropAfter(epoch);
  }

  private void expectRecoverable(long epoch) {
    if (!canRecover(epoch)) {
      throw new IllegalStateException("epoch " + epoch + " is not decided, or not there any more");
    }
  }

  /** Waits until everything is moved that is to be, and holds all files as they are. */
  void pause() throws InterruptedException {
    if (applier != null) {
      applier.awaitIdle();
    }
    cold.store().ifPresent(RocksStore::pause);
  }

  /** Whether nothing has failed that ends the moving of epochs. */
  boolean isApplying() {
    return requireNonNull(applier).isAlive();
  }

  /** Undoes {@link #pause}. */
  void resume() {
    cold.store().ifPresent(RocksStore::resume);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    memory.close();
    if (applier != null) {
      applier.close();
    }
    try {
      cold.close();
    } finally {
      log.close();
    }
  }
}
