package io.millrace.state.durable;

import static io.millrace.api.error.MillraceException.error;
import static java.util.Objects.requireNonNull;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.state.DurableStore;
import io.millrace.state.StateMetrics;
import io.millrace.state.StateTables;
import io.millrace.state.format.v1.ChangeRecordReader;
import io.millrace.state.format.v1.ChangeRecordWriter;
import io.millrace.state.format.v1.SectionHeader;
import io.millrace.state.log.CommitLog;
import io.millrace.state.memory.LoggedTable;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** Tables in memory whose changes go into a log, one record an epoch. */
public final class DurableStateStore implements DurableStore {
  /** The directory of the log within a checkpoint's. */
  private static final String LOG_DIRECTORY = "log";

  private final Path logDirectory;
  private final DurableOptions options;
  private final CommitLog log;
  private final Map<String, OperatorState> operators = new LinkedHashMap<>();
  private final ChangeRecordWriter writer = new ChangeRecordWriter();
  private final ChangeRecordReader reader = new ChangeRecordReader();
  private boolean recovered;

  /** The epoch behind which the tables are, but for changes that are not committed. */
  private long current;

  private DurableStateStore(Path logDirectory, DurableOptions options, CommitLog log) {
    this.logDirectory = logDirectory;
    this.options = options;
    this.log = log;
  }

  /** Opens the state in a checkpoint's directory, or makes it. */
  public static DurableStateStore open(Path checkpointDirectory, DurableOptions options) {
    requireNonNull(options, "options is null");
    Path directory = checkpointDirectory.resolve(LOG_DIRECTORY);
    return new DurableStateStore(
        directory, options, CommitLog.open(directory, options.segmentBytes()));
  }

  @Override
  public StateTables tables(String operator, int partition, int partitions) {
    if (recovered) {
      throw new IllegalStateException("the tables of " + operator + " come too late");
    }
    return operators
        .computeIfAbsent(operator, name -> new OperatorState(partitions))
        .open(operator, partition, partitions);
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
    return log.first();
  }

  @Override
  public Optional<byte[]> header(long epoch) {
    return log.read(epoch).map(CommitLog.Record::header);
  }

  @Override
  public void recover(long epoch) {
    if (recovered) {
      throw new IllegalStateException("recovered already");
    }
    if (epoch > log.last().orElse(-1)) {
      throw new IllegalStateException("epoch " + epoch + " is not decided");
    }
    long first = log.first().orElse(0);
    if (epoch >= first) {
      log.forEach(first, epoch, record -> apply(record, operator -> true));
    }
    recovered = true;
    current = epoch;
    boolean rerun = epoch < log.last().orElse(-1);
    operators.values().forEach(state -> state.start(rerun));
  }

  @Override
  public void replay(long epoch, Predicate<String> replayed) {
    CommitLog.Record record =
        log.read(epoch)
            .orElseThrow(() -> new IllegalStateException("there is no record of epoch " + epoch));
    apply(record, replayed);
  }

  private void apply(CommitLog.Record record, Predicate<String> applied) {
    try {
      reader.begin(record.body());
      Optional<SectionHeader> section = reader.nextSection();
      while (section.isPresent()) {
        if (applied.test(section.get().operator())) {
          apply(section.get());
        }
        section = reader.nextSection();
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException cause) {
      throw error(
              ErrorCode.CHECKPOINT_CORRUPT,
              logDirectory,
              "the record of epoch " + record.number() + " cannot be understood")
          .cause(cause)
          .build();
    }
  }

  private void apply(SectionHeader section) {
    OperatorState state = operators.get(section.operator());
    Optional<LoggedTable> table = state == null ? Optional.empty() : state.table(section.table());
    if (state == null || table.isEmpty()) {
      if (options.completeOnly()) {
        throw error(
                ErrorCode.CHECKPOINT_INCONSISTENT,
                logDirectory,
                "it has state of " + section.operator() + ", " + section.table())
            .build();
      }
      return;
    }
    if (table.get().signature() != section.signature()) {
      throw incompatible(section);
    }
    state.apply(section, reader);
  }

  private static MillraceException incompatible(SectionHeader section) {
    return error(
            ErrorCode.STATE_INCOMPATIBLE,
            section.operator(),
            "table " + section.table() + " has other columns in the checkpoint")
        .build();
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
    writer.begin();
    operators.values().forEach(state -> state.write(writer));
    log.append(epoch, header, header.length, writer.output().array(), writer.output().size());
    log.sync();
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
      state.forgetChanges();
      state.rerun(false);
    }
  }

  @Override
  public void release(long epoch) {
    // all epochs stay in the log
  }

  @Override
  public void rewind(long epoch) {
    if (recovered) {
      throw new IllegalStateException("rewind after recover");
    }
    log.dropAfter(epoch);
  }

  @Override
  public void close() {
    log.close();
  }
}
