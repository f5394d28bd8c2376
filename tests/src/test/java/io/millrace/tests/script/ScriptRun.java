package io.millrace.tests.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.api.Millrace;
import io.millrace.api.StatementResult;
import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.progress.StreamingQueryProgress;
import io.millrace.api.types.Schema;
import io.millrace.exec.query.SteppedQuery;
import io.millrace.exec.session.MillraceSession;
import io.millrace.tests.script.Directive.Caret;
import io.millrace.tests.script.Directive.Due;
import io.millrace.tests.script.Directive.Expected;
import io.millrace.tests.script.Directive.Sql;
import io.millrace.tests.script.Variant.Cut;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Runs a script once. */
final class ScriptRun implements AutoCloseable {
  private final TestScript script;
  private final Variant variant;
  private final Path directory;
  private final ManualClock clock = new ManualClock();
  private final MillraceSession session;
  private final Tables tables = new Tables();
  private final InputCutter cutter;
  private final Disturbance disturbance;
  private Optional<WatchedQuery> query = Optional.empty();
  private Optional<Folded> folded = Optional.empty();
  private final List<List<String>> results = new ArrayList<>();
  private boolean failed;
  private int started;

  /**
   * A run before its first directive.
   *
   * @param directory an empty one, for files
   */
  ScriptRun(TestScript script, Variant variant, Path directory) {
    this.script = script;
    this.variant = variant;
    this.directory = directory;
    this.cutter = new InputCutter(variant);
    this.session =
        (MillraceSession)
            Millrace.builder()
                .clock(clock)
                .console(
                    new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .set("parallelism", Integer.toString(variant.parallelism()))
                .set("checkpoint.retention", Integer.toString(variant.retention()))
                .set("checkpoint.log.size", variant.logSize())
                .set("state.memory", variant.stateMemory())
                .open();
    this.disturbance = new Disturbance(variant, session);
  }

  /** Runs all directives; gives what the changes of each watched query add up to at its end. */
  List<List<String>> run() {
    for (Directive directive : script.directives()) {
      try {
        if (variant.isAsWritten()) {
          check(directive);
        } else {
          feed(directive);
        }
      } catch (MillraceException | AssertionError | IllegalStateException e) {
        throw new AssertionError(
            script.name() + ":" + directive.line() + " (" + variant + "): " + e.getMessage(), e);
      }
    }
    if (!variant.isAsWritten()) {
      flush();
    }
    // Whatever the trigger, a day later everything is due.
    clock.advance(Duration.ofDays(1));
    finish();
    return results;
  }

  /** Lets the watched query do all that is due, and keeps its result. */
  private void finish() {
    if (query.isPresent() && !failed) {
      disturbance.before(watched(), true).ifPresent(this::took);
      for (Optional<SteppedQuery.Step> step = watched().step();
          step.isPresent();
          step = watched().step()) {
        took(step.get());
      }
      if (variant.cut() == Cut.CONTINUOUS) {
        clock.advance(WatchedQuery.EPOCH);
        watched().step().ifPresent(this::took);
      }
      results.add(folded().lines());
    }
    query.ifPresent(WatchedQuery::close);
    query = Optional.empty();
    failed = false;
  }

  // As written: every directive is obeyed and checked.

  private void check(Directive directive) {
    if (directive instanceof Directive.Run run) {
      execute(run.sql());
    } else if (directive instanceof Directive.Fails fails) {
      fails(fails);
    } else if (directive instanceof Directive.Query watched) {
      start(watched);
    } else if (directive instanceof Directive.Input input) {
      session.sql(tables.insert(input.source(), input.rows()));
    } else if (directive instanceof Directive.Step step) {
      step(step);
    } else if (directive instanceof Directive.Result result) {
      result(result);
    } else if (directive instanceof Directive.Fold fold) {
      assertThat(folded().lines())
          .containsExactlyInAnyOrderElementsOf(normalized(fold.rows(), query().schema()));
    } else if (directive instanceof Directive.Progress progress) {
      progress(progress);
    } else if (directive instanceof Directive.Watermark watermark) {
      assertThat(time(query().nextWatermark())).isEqualTo(ProgressFields.time(watermark.time()));
    } else if (directive instanceof Directive.Restart) {
      watched().restart();
    } else if (directive instanceof Directive.Crash crash) {
      watched().crash(crash.after()).ifPresent(this::took);
    } else if (directive instanceof Directive.Ended) {
      assertThat(query().step()).isEmpty();
      assertThat(query().hasEnded()).as("the query has ended").isTrue();
    } else {
      surroundings(directive);
    }
  }

  /** Directives that mean the same however input is cut. */
  private void surroundings(Directive directive) {
    if (directive instanceof Directive.Clock set) {
      clock.set(Cells.timestamp(set.time()).toInstant(ZoneOffset.UTC));
    } else if (directive instanceof Directive.Advance advance) {
      clock.advance(advance.by());
    } else if (directive instanceof Directive.File file) {
      write(file);
    } else if (directive instanceof Directive.Parallelism parallelism) {
      session.sql("SET parallelism = " + parallelism.partitions());
    }
  }

  private void step(Directive.Step step) {
    if (step.due() == Due.NONE) {
      Optional<SteppedQuery.Step> done = watched().step();
      assertThat(done.map(SteppedQuery.Step::batchId)).as("a batch was due").isEmpty();
      return;
    }
    Optional<List<ChangeBatch>> kept = disturbance.before(watched(), step.error().isEmpty());
    if (step.error().isPresent()) {
      matches(step.error().get(), Optional.empty(), catchThrowable(() -> watched().step()));
      failed = true;
      return;
    }
    List<Change> changes = kept.isPresent() ? took(kept.get()) : took(stepped(step.due()));
    if (step.checked()) {
      check(step, changes);
    }
  }

  private SteppedQuery.Step stepped(Due due) {
    Optional<SteppedQuery.Step> done = watched().step();
    assertThat(done).as("no batch was due").isPresent();
    assertThat(done.get().hasData())
        .as("batch " + done.get().batchId() + " has data")
        .isEqualTo(due == Due.DATA);
    return done.get();
  }

  private void check(Directive.Step step, List<Change> changes) {
    List<String> actual = changes.stream().map(Change::toString).toList();
    List<String> expected =
        step.changes().stream().map(row -> normalizedChange(row, query().schema())).toList();
    if (step.ordered()) {
      assertThat(actual).containsExactlyElementsOf(expected);
    } else {
      assertThat(actual).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private void result(Directive.Result result) {
    List<String> actual = new ArrayList<>();
    List<String> expected;
    try (StatementResult.Rows rows = rows(session.sql(text(result.sql())))) {
      for (Optional<ColumnBatch> batch = rows.next(); batch.isPresent(); batch = rows.next()) {
        for (int i = 0; i < batch.get().size(); i++) {
          actual.add(String.join(", ", Change.cells(batch.get(), i)));
        }
      }
      expected = normalized(result.rows(), rows.schema());
    }
    if (result.ordered()) {
      assertThat(actual).containsExactlyElementsOf(expected);
    } else {
      assertThat(actual).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private static StatementResult.Rows rows(StatementResult result) {
    assertThat(result).isInstanceOf(StatementResult.Rows.class);
    return (StatementResult.Rows) result;
  }

  private void fails(Directive.Fails fails) {
    Throwable failure =
        catchThrowable(
            () -> {
              if (fails.watched()) {
                session.startStepped(text(fails.sql())).close();
              } else {
                execute(fails.sql());
              }
            });
    matches(fails.error(), fails.sql().caret(), failure);
  }

  private static void matches(Expected expected, Optional<Caret> caret, Throwable failure) {
    assertThat(failure).as("an error was expected").isNotNull();
    if (!(failure instanceof MillraceException error)) {
      throw new AssertionError("not an error for users: " + failure, failure);
    }
    assertThat(error.code().name()).as(error.getMessage()).isEqualTo(expected.code());
    assertThat(error.getMessage()).contains(expected.words());
    caret.ifPresent(
        place ->
            assertThat(error.position())
                .as(error.getMessage())
                .contains(
                    new SourcePosition(
                        place.line(), place.column(), place.line(), place.endColumn())));
  }

  private void progress(Directive.Progress progress) {
    StreamingQueryProgress report =
        query().lastProgress().orElseThrow(() -> new AssertionError("there is no report yet"));
    progress
        .fields()
        .forEach(
            (name, value) ->
                assertThat(ProgressFields.actual(report, name))
                    .as(name + " of " + report)
                    .isEqualTo(ProgressFields.expected(name, value)));
  }

  private static String time(OptionalLong micros) {
    if (micros.isEmpty()) {
      return ProgressFields.NONE;
    }
    return Cells.write(
        Instant.EPOCH.plus(micros.getAsLong(), java.time.temporal.ChronoUnit.MICROS));
  }

  // Cut in other ways: the same input, nothing checked but the end.

  private void feed(Directive directive) {
    if (directive instanceof Directive.Input input) {
      cutter.add(input);
    } else if (directive instanceof Directive.Run run) {
      flush();
      execute(run.sql());
    } else if (directive instanceof Directive.Query watched) {
      flush();
      start(watched);
    } else if (directive instanceof Directive.File) {
      flush();
      surroundings(directive);
    } else if (directive instanceof Directive.Restart || directive instanceof Directive.Crash) {
      flush();
      watched().restart();
    } else {
      surroundings(directive);
    }
  }

  private void flush() {
    cutter.flush(
        (source, rows) -> session.sql(tables.insert(source, rows)),
        all -> {
          if (query.isPresent()) {
            disturbance.before(watched(), true).ifPresent(this::took);
            Optional<SteppedQuery.Step> step = watched().step();
            step.ifPresent(this::took);
            while (all && step.isPresent()) {
              step = watched().step();
              step.ifPresent(this::took);
            }
          }
        });
  }

  // Both.

  private void execute(Sql sql) {
    String text = text(sql);
    tables.learn(text);
    StatementResult result = session.sql(text);
    if (result instanceof StatementResult.Rows rows) {
      try (rows) {
        Optional<ColumnBatch> batch = rows.next();
        while (batch.isPresent()) {
          batch = rows.next();
        }
      }
    } else if (result instanceof StatementResult.Changes changes) {
      changes.close();
      throw new AssertionError("this query does not end: put QUERY before it");
    }
  }

  private void start(Directive.Query watched) {
    finish();
    WatchedQuery opened = open(text(watched.sql()));
    query = Optional.of(opened);
    SteppedQuery newQuery = opened.query();
    List<Integer> key =
        watched.key().stream()
            .map(
                column ->
                    newQuery
                        .schema()
                        .indexOf(column)
                        .orElseThrow(() -> new AssertionError("no column " + column)))
            .toList();
    folded = Optional.of(new Folded(newQuery.mode(), key));
  }

  /** Opens a query with a checkpoint, in a directory of its own, if it may be opened again. */
  private WatchedQuery open(String written) {
    String text = variant.cut() == Cut.CONTINUOUS ? WatchedQuery.continuous(written) : written;
    Path checkpoint = directory.resolve("checkpoint-" + started++);
    if (script.restarts()) {
      return WatchedQuery.durable(session, text, checkpoint);
    }
    return variant.hasRestarts()
        ? WatchedQuery.durableIfPossible(session, text, checkpoint)
        : WatchedQuery.start(session, text);
  }

  private List<Change> took(SteppedQuery.Step step) {
    return took(step.changes());
  }

  private List<Change> took(List<ChangeBatch> batches) {
    List<Change> changes = Change.of(batches);
    folded().add(changes);
    return changes;
  }

  private WatchedQuery watched() {
    return query.orElseThrow(() -> new AssertionError("there is no QUERY yet"));
  }

  private SteppedQuery query() {
    return watched().query();
  }

  private Folded folded() {
    return folded.orElseThrow(() -> new AssertionError("there is no QUERY yet"));
  }

  private String text(Sql sql) {
    return sql.text().replace("${dir}", directory.toString());
  }

  private void write(Directive.File file) {
    try {
      Path target = directory.resolve(file.path());
      Files.createDirectories(target.getParent());
      Path hidden = target.resolveSibling("." + target.getFileName());
      Files.write(hidden, file.lines(), StandardCharsets.UTF_8);
      Files.move(hidden, target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> normalized(List<String> rows, Schema schema) {
    return rows.stream().map(row -> normalizedRow(row, schema)).toList();
  }

  private static String normalizedChange(String row, Schema schema) {
    boolean marked = row.matches("[+-][IUD] .*");
    String kind = marked ? row.substring(0, 2) : "+I";
    return kind + " " + normalizedRow(marked ? row.substring(3) : row, schema);
  }

  private static String normalizedRow(String row, Schema schema) {
    List<String> cells = Cells.split(row);
    assertThat(cells).as("cells of " + row).hasSize(schema.size());
    List<String> normalized = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      normalized.add(Cells.normalize(cells.get(i), schema.type(i)));
    }
    return String.join(", ", normalized);
  }

  @Override
  public void close() {
    query.ifPresent(WatchedQuery::close);
    session.close();
  }
}
