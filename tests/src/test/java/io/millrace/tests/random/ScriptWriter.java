package io.millrace.tests.random;

import static io.millrace.tests.random.Dialect.either;

import io.millrace.tests.random.Scenario.Disturbance;
import io.millrace.tests.random.Scenario.Step;
import io.millrace.tests.random.Scenario.View;
import io.millrace.tests.script.Cells;
import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Tells a failed scenario as a script of the test language, with the rows that DuckDB computes. */
final class ScriptWriter {
  private final Scenario scenario;
  private final Failure failure;
  private final StringBuilder script = new StringBuilder();

  private ScriptWriter(Scenario scenario, Failure failure) {
    this.scenario = scenario;
    this.failure = failure;
  }

  static String script(Scenario scenario, Failure failure) {
    ScriptWriter writer = new ScriptWriter(scenario, failure);
    try (Oracle oracle = new Oracle()) {
      writer.write(oracle);
    }
    return writer.script.toString();
  }

  private void write(Oracle oracle) {
    for (Scenario.Table table : scenario.tables()) {
      String create = table.create(scenario.streams());
      oracle.execute(create);
      statement(create);
    }
    Optional<View> watched =
        scenario.views().stream().filter(v -> v.name().equals(failure.view())).findFirst();
    for (View view : scenario.views()) {
      oracle.execute("CREATE VIEW " + view.name() + " AS " + view.query().sql());
      if (!scenario.streams()) {
        statement("CREATE MATERIALIZED VIEW " + view.name() + " AS " + view.query().sql());
      }
    }
    if (scenario.streams() && watched.isPresent()) {
      line("\nQUERY");
      statement(
          readable(watched.get(), "(" + watched.get().query().sql() + ")") + " EMIT CHANGELOG");
    }
    for (Step step : scenario.steps()) {
      if (oracle.took(step)) {
        write(step);
      }
    }
    watched.ifPresent(view -> expect(oracle, view));
  }

  private void write(Step step) {
    step.all().forEach(this::statement);
    if (!scenario.streams()) {
      return;
    }
    line("PARALLELISM " + step.parallelism());
    if (step.disturbance() == Disturbance.RESTART) {
      line("RESTART");
    } else if (step.disturbance() != Disturbance.NONE) {
      line("CRASH AFTER " + step.disturbance().name().replace('_', ' '));
    }
    line("STEP UNCHECKED");
  }

  private void expect(Oracle oracle, View view) {
    String all = readable(view, view.name());
    if (scenario.streams()) {
      line("FOLD");
    } else {
      line("RESULT");
      statement(
          failure.what().startsWith("query")
              ? readable(view, "(" + view.query().sql() + ")")
              : all);
    }
    oracle
        .values(all)
        .ifPresent(
            rows ->
                rows.stream().map(ScriptWriter::cells).sorted().forEach(row -> line("  " + row)));
  }

  private static String cells(List<Object> row) {
    return row.stream().map(value -> Cells.write(plain(value))).collect(Collectors.joining(", "));
  }

  private static Object plain(Object value) {
    if (value instanceof Timestamp timestamp) {
      return timestamp.toLocalDateTime();
    }
    if (value instanceof Date date) {
      return date.toLocalDate();
    }
    return value instanceof Time time ? time.toLocalTime() : value;
  }

  /** A query of all columns, nested ones as text and statistics with the digits that both have. */
  private static String readable(View view, String from) {
    List<Column> columns = view.query().columns();
    return "SELECT "
        + IntStream.range(0, columns.size())
            .mapToObj(
                i -> {
                  String name = columns.get(i).name();
                  return switch (columns.get(i).kind()) {
                    case LIST, PAIR, MAP -> "CAST(" + name + " AS VARCHAR) AS " + name;
                    case STATISTIC -> "ROUND(" + name + ", 6) AS " + name;
                    default -> name;
                  };
                })
            .collect(Collectors.joining(", "))
        + " FROM "
        + from
        + (from.startsWith("(") ? either(" AS w", " AS w") : "");
  }

  private void statement(String sql) {
    line(Dialect.ours(sql) + ";");
  }

  private void line(String text) {
    script.append(text).append('\n');
  }
}
