package io.millrace.tests.recovery;

import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.error.MillraceException;
import io.millrace.exec.query.ProtocolObserver;
import io.millrace.exec.query.ProtocolStep;
import io.millrace.exec.query.SteppedQuery;
import io.millrace.exec.session.MillraceSession;
import io.millrace.exec.session.query.Stepping;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.IntSupplier;

/**
 * A query with a checkpoint that dies behind the steps it is told to, and is started again each
 * time. Remembers what each batch gave, the newest run of a batch counting, as a sink does that
 * knows batches by number.
 */
final class DyingQuery implements AutoCloseable {
  private final MillraceSession session;
  private final String statement;
  private final Optional<Path> checkpoint;
  private final BiPredicate<ProtocolStep, Long> dies;
  private final IntSupplier parallelism;
  private final Map<Long, List<String>> batches = new TreeMap<>();
  private Optional<SteppedQuery> running = Optional.empty();
  private int deaths;

  /** What the observer throws. */
  private static final class Death extends Error {
    private static final long serialVersionUID = 1;

    Death(ProtocolStep step, long batch) {
      super("behind " + step + " of batch " + batch);
    }
  }

  /**
   * A query that is not started yet.
   *
   * @param checkpoint of a SELECT; an INSERT names its own
   * @param dies whether to die behind that step of that batch
   * @param parallelism of the next run
   */
  DyingQuery(
      MillraceSession session,
      String statement,
      Optional<Path> checkpoint,
      BiPredicate<ProtocolStep, Long> dies,
      IntSupplier parallelism) {
    this.session = session;
    this.statement = statement;
    this.checkpoint = checkpoint;
    this.dies = dies;
    this.parallelism = parallelism;
  }

  /** Runs all that is due, through as many lives as it takes. */
  void runAll() {
    int attempts = 0;
    while (!step()) {
      attempts++;
      if (attempts > 500) {
        throw new AssertionError("it never becomes idle: " + batches.keySet());
      }
    }
  }

  /** Runs until it dies, and leaves it dead. */
  void runUntilDeath() {
    int before = deaths;
    while (deaths == before) {
      if (step()) {
        throw new AssertionError("it lives on: " + batches.keySet());
      }
    }
  }

  private boolean step() {
    SteppedQuery query = running.orElseGet(this::start);
    running = Optional.of(query);
    try {
      Optional<SteppedQuery.Step> step = query.step();
      step.ifPresent(done -> batches.put(done.batchId(), changes(done.changes())));
      return step.isEmpty();
    } catch (MillraceException e) {
      if (!(e.getCause() instanceof Death)) {
        throw e;
      }
      deaths++;
      running = Optional.empty();
      query.close();
      return false;
    }
  }

  private SteppedQuery start() {
    int partitions = parallelism.getAsInt();
    session.sql("SET parallelism = " + partitions);
    // every other life keeps in memory what is not on disk, and nothing else
    session.sql("SET state.memory = '" + (partitions % 2 == 0 ? "1" : "1GB") + "'");
    ProtocolObserver observer =
        (step, batch) -> {
          if (dies.test(step, batch)) {
            throw new Death(step, batch);
          }
        };
    return session.startStepped(statement, new Stepping(checkpoint, observer));
  }

  private static List<String> changes(List<ChangeBatch> pieces) {
    List<String> changes = new ArrayList<>();
    for (ChangeBatch piece : pieces) {
      for (int i = 0; i < piece.size(); i++) {
        changes.add(piece.kind(i).symbol() + " " + piece.rows().values(i));
      }
    }
    return changes;
  }

  /** What each batch gave, by number. */
  Map<Long, List<String>> batches() {
    return batches;
  }

  int deaths() {
    return deaths;
  }

  /** Stops it in order; it can go on. */
  void stop() {
    running.ifPresent(SteppedQuery::close);
    running = Optional.empty();
  }

  @Override
  public void close() {
    stop();
  }
}
