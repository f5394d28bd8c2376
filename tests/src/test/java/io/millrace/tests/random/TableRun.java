package io.millrace.tests.random;

import io.millrace.api.Millrace;
import io.millrace.api.StatementResult;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.error.ErrorKind;
import io.millrace.api.error.MillraceException;
import io.millrace.tests.random.Scenario.Step;
import io.millrace.tests.random.Scenario.Table;
import io.millrace.tests.random.Scenario.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs a scenario of tables: after each statement each materialized view has the rows that the
 * oracle computes, and at the end so has the query alone.
 */
final class TableRun implements AutoCloseable {
  private final Scenario scenario;
  private final Counts counts;
  private final Oracle oracle;
  private final Millrace millrace;
  private final List<View> made = new ArrayList<>();

  private TableRun(Scenario scenario, Oracle oracle, Counts counts) {
    this.scenario = scenario;
    this.oracle = oracle;
    this.counts = counts;
    this.millrace =
        Millrace.builder().set("parallelism", Integer.toString(scenario.parallelism())).open();
  }

  static Optional<Failure> run(Scenario scenario, Oracle oracle, Counts counts) {
    try (TableRun run = new TableRun(scenario, oracle, counts)) {
      counts.scenario();
      oracle.clear();
      return run.run();
    }
  }

  private Optional<Failure> run() {
    for (Table table : scenario.tables()) {
      oracle.execute(table.create(false));
      millrace.sql(Dialect.ours(table.create(false)));
    }
    for (View view : scenario.views()) {
      Optional<Failure> failure = create(view);
      if (failure.isPresent()) {
        return failure;
      }
    }
    for (int step = 0; step < scenario.steps().size(); step++) {
      Optional<Failure> failure = step(step, scenario.steps().get(step));
      if (failure.isPresent()) {
        return failure;
      }
    }
    return alone();
  }

  private Optional<Failure> create(View view) {
    boolean orphan =
        scenario.views().stream()
            .anyMatch(
                other -> !other.equals(view) && !made.contains(other) && view.reads(other.name()));
    if (orphan) {
      return Optional.empty();
    }
    String sql = view.query().sql();
    if (!refresh(view)) {
      counts.unanswered();
      return Optional.empty();
    }
    try {
      millrace.sql("CREATE MATERIALIZED VIEW " + view.name() + " AS " + Dialect.ours(sql));
      made.add(view);
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

  /** Lets the oracle compute a view once for all that read it. */
  private boolean refresh(View view) {
    String create = "CREATE OR REPLACE TABLE " + view.name() + " AS " + view.query().sql();
    return oracle.execute(create).isEmpty();
  }

  private Optional<Failure> step(int number, Step step) {
    if (!oracle.took(step)) {
      counts.unanswered();
      return Optional.empty();
    }
    for (String statement : step.all()) {
      try {
        millrace.sql(Dialect.ours(statement));
      } catch (RuntimeException e) {
        return Optional.of(Failure.thrown("statement failed", statement, number, e));
      }
    }
    for (Table table : scenario.tables()) {
      Optional<Failure> failure =
          compare("table", table.name(), "SELECT * FROM " + table.name(), number);
      if (failure.isPresent()) {
        return failure;
      }
    }
    for (View view : made) {
      if (!refresh(view)) {
        // a query that it takes and does not answer, which is rare: those over it would be wrong
        counts.unanswered();
        return Optional.empty();
      }
      counts.comparison();
      Optional<Failure> failure =
          compare("view", view.name(), "SELECT * FROM " + view.name(), number);
      if (failure.isPresent()) {
        return failure;
      }
    }
    return Optional.empty();
  }

  /** The queries themselves, once all has happened. */
  private Optional<Failure> alone() {
    for (View view : made) {
      counts.comparison();
      Optional<Failure> failure =
          compare("query", view.name(), view.query().sql(), scenario.steps().size() - 1);
      if (failure.isPresent()) {
        return failure;
      }
    }
    return Optional.empty();
  }

  private Optional<Failure> compare(String what, String name, String sql, int step) {
    Optional<List<String>> theirs = oracle.rows(sql);
    if (theirs.isEmpty()) {
      counts.unanswered();
      return Optional.empty();
    }
    try {
      List<String> ours = rows(Dialect.ours(sql));
      return ours.equals(theirs.get())
          ? Optional.empty()
          : Optional.of(Failure.wrong(what + " is wrong", name, step, ours, theirs.get()));
    } catch (RuntimeException e) {
      return Optional.of(Failure.thrown(what + " cannot be read", name, step, e));
    }
  }

  private List<String> rows(String sql) {
    List<String> rows = new ArrayList<>();
    try (StatementResult.Rows result = (StatementResult.Rows) millrace.sql(sql)) {
      for (Optional<ColumnBatch> next = result.next(); next.isPresent(); next = result.next()) {
        for (int i = 0; i < next.get().size(); i++) {
          rows.add(next.get().values(i).stream().map(Cell::text).toList().toString());
        }
      }
    }
    rows.sort(null);
    return rows;
  }

  @Override
  public void close() {
    millrace.close();
  }
}
