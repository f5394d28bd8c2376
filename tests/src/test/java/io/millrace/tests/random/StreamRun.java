package io.millrace.tests.random;

import io.millrace.api.Millrace;
import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.batch.RowKind;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.error.ErrorKind;
import io.millrace.api.error.MillraceException;
import io.millrace.exec.query.ProtocolStep;
import io.millrace.exec.query.SteppedQuery;
import io.millrace.exec.session.MillraceSession;
import io.millrace.tests.random.Scenario.Disturbance;
import io.millrace.tests.random.Scenario.Step;
import io.millrace.tests.random.Scenario.Table;
import io.millrace.tests.random.Scenario.View;
import io.millrace.tests.script.WatchedQuery;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs a scenario of streams: each query goes on from its checkpoint when it was stopped or killed,
 * with another number of partitions, and after each batch what it gave adds up to what the oracle
 * computes.
 */
final class StreamRun implements AutoCloseable {
  private final Scenario scenario;
  private final Counts counts;
  private final Path directory;
  private final Oracle oracle;
  private final MillraceSession session;
  private final List<Followed> followed = new ArrayList<>();

  /** A query that runs, and what its changes add up to. */
  private static final class Followed {
    private final View view;
    private final WatchedQuery query;
    private final OutputMode mode;
    private final List<String> rows = new ArrayList<>();

    /** Without a batch there is no result yet, not even that of no rows. */
    private boolean began;

    Followed(View view, WatchedQuery query, OutputMode mode) {
      this.view = view;
      this.query = query;
      this.mode = mode;
    }

    void add(List<ChangeBatch> batches) {
      began = true;
      if (mode == OutputMode.COMPLETE) {
        rows.clear();
      }
      for (ChangeBatch batch : batches) {
        for (int i = 0; i < batch.size(); i++) {
          String row = batch.rows().values(i).stream().map(Cell::text).toList().toString();
          if (batch.kind(i) == RowKind.INSERT || batch.kind(i) == RowKind.UPDATE_AFTER) {
            rows.add(row);
          } else if (!rows.remove(row)) {
            throw new IllegalStateException("deleted but never there: " + row);
          }
        }
      }
    }
  }

  private StreamRun(Scenario scenario, Oracle oracle, Counts counts, Path directory) {
    this.scenario = scenario;
    this.oracle = oracle;
    this.counts = counts;
    this.directory = directory;
    this.session =
        (MillraceSession)
            Millrace.builder()
                .set("parallelism", Integer.toString(scenario.parallelism()))
                .set("checkpoint.log.size", "0")
                .set("checkpoint.retention", "1")
                .open();
  }

  /**
   * Runs it.
   *
   * @param directory an empty one, for checkpoints
   */
  static Optional<Failure> run(Scenario scenario, Oracle oracle, Counts counts, Path directory) {
    try (StreamRun run = new StreamRun(scenario, oracle, counts, directory)) {
      counts.scenario();
      oracle.clear();
      return run.run();
    }
  }

  private Optional<Failure> run() {
    for (Table table : scenario.tables()) {
      oracle.execute(table.create(true));
      session.sql(Dialect.ours(table.create(true)));
    }
    for (View view : scenario.views()) {
      Optional<Failure> failure = start(view);
      if (failure.isPresent()) {
        return failure;
      }
    }
    for (int number = 0; number < scenario.steps().size(); number++) {
      Step step = scenario.steps().get(number);
      if (!oracle.took(step)) {
        counts.unanswered();
        continue;
      }
      for (String statement : step.statements()) {
        try {
          session.sql(Dialect.ours(statement));
        } catch (RuntimeException e) {
          return Optional.of(Failure.thrown("statement failed", statement, number, e));
        }
      }
      // every other life keeps in memory what is not on disk, and nothing else
      session.sql("SET state.memory = '" + (step.parallelism() % 2 == 0 ? "1" : "1GB") + "'");
      session.sql("SET parallelism = " + step.parallelism());
      for (Followed each : followed) {
        Optional<Failure> failure = check(each, step, number);
        if (failure.isPresent()) {
          return failure;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Failure> start(View view) {
    if (oracle.rows(view.query().sql()).isEmpty()) {
      counts.unanswered();
      return Optional.empty();
    }
    // the same query in the same mode, however many others there are
    OutputMode mode =
        view.query().sql().length() % 3 == 0 ? OutputMode.COMPLETE : OutputMode.CHANGELOG;
    try {
      WatchedQuery query =
          WatchedQuery.durable(
              session,
              "SELECT * FROM ("
                  + Dialect.ours(view.query().sql())
                  + ") "
                  + view.name()
                  + " EMIT "
                  + mode,
              directory.resolve(view.name()));
      followed.add(new Followed(view, query, mode));
      counts.query();
      return Optional.empty();
    } catch (MillraceException e) {
      if (e.code().kind() == ErrorKind.UNSUPPORTED) {
        counts.refused(e);
        return Optional.empty();
      }
      return Optional.of(Failure.thrown("not planned", view.name(), -1, e));
    } catch (RuntimeException e) {
      return Optional.of(Failure.thrown("thrown by planning", view.name(), -1, e));
    }
  }

  private Optional<Failure> check(Followed each, Step step, int number) {
    String name = each.view.name();
    try {
      disturb(each, step.disturbance());
      for (Optional<SteppedQuery.Step> done = each.query.step();
          done.isPresent();
          done = each.query.step()) {
        each.add(done.get().changes());
      }
    } catch (RuntimeException | AssertionError e) {
      RuntimeException thrown =
          e instanceof RuntimeException known ? known : new IllegalStateException(e);
      return Optional.of(Failure.thrown("stream fails", name, number, thrown));
    }
    if (!each.began) {
      return Optional.empty();
    }
    Optional<List<String>> theirs = oracle.rows(each.view.query().sql());
    if (theirs.isEmpty()) {
      counts.unanswered();
      return Optional.empty();
    }
    counts.comparison();
    List<String> ours = each.rows.stream().sorted().toList();
    return ours.equals(theirs.get())
        ? Optional.empty()
        : Optional.of(Failure.wrong("stream is wrong", name, number, ours, theirs.get()));
  }

  private static void disturb(Followed each, Disturbance disturbance) {
    if (disturbance == Disturbance.RESTART) {
      each.query.restart();
    } else if (disturbance != Disturbance.NONE) {
      each.query.crash(ProtocolStep.valueOf(disturbance.name())).ifPresent(each::add);
    }
  }

  @Override
  public void close() {
    followed.forEach(each -> each.query.close());
    session.close();
  }
}
