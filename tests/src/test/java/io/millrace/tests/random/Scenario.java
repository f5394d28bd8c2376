package io.millrace.tests.random;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One case: tables, queries over them, and what happens.
 *
 * @param streams whether the tables are streams, into which rows only come
 */
record Scenario(
    boolean streams, int parallelism, List<Table> tables, List<View> views, List<Step> steps) {

  /** A table; that with a key has it in its first column. */
  record Table(String name, List<Column> columns, boolean keyed) {
    String create(boolean streams) {
      String types =
          columns.stream()
              .map(
                  c ->
                      c.name()
                          + " "
                          + c.kind().type()
                          + (keyed && c == columns.get(0) ? " PRIMARY KEY" : ""))
              .collect(Collectors.joining(", ", "(", ")"));
      return streams
          ? Dialect.either("CREATE SOURCE ", "CREATE TABLE ")
              + name
              + " "
              + types
              + Dialect.either(" USING memory", "")
          : "CREATE TABLE " + name + " " + types;
    }
  }

  /** A query with a name. */
  record View(String name, Relation query) {
    boolean reads(String other) {
      return query.sql().matches("(?s).*\\b" + other + "\\b.*");
    }
  }

  /** What befalls a running query before it goes on. */
  enum Disturbance {
    NONE,
    RESTART,
    CHOOSE,
    EXECUTE,
    PREPARE,
    COMMIT,
    PUBLISH,
    SOURCE_COMMIT
  }

  /**
   * Statements, and what happens to those who follow them.
   *
   * @param together whether they are one transaction
   * @param undone whether it is taken back
   */
  record Step(
      List<String> statements,
      boolean together,
      boolean undone,
      Disturbance disturbance,
      int parallelism) {
    Step {
      statements = List.copyOf(statements);
    }

    Step with(List<String> others) {
      return new Step(others, together, undone, disturbance, parallelism);
    }

    /** With the statements around them. */
    List<String> all() {
      List<String> all = new ArrayList<>(statements);
      if (together) {
        all.add(0, "BEGIN");
        all.add(undone ? "ROLLBACK" : "COMMIT");
      }
      return all;
    }
  }

  Scenario {
    tables = List.copyOf(tables);
    views = List.copyOf(views);
    steps = List.copyOf(steps);
  }

  Scenario withTables(List<Table> others) {
    return new Scenario(streams, parallelism, others, views, steps);
  }

  Scenario withViews(List<View> others) {
    return new Scenario(streams, parallelism, tables, others, steps);
  }

  Scenario withSteps(List<Step> others) {
    return new Scenario(streams, parallelism, tables, views, others);
  }

  Scenario withParallelism(int other) {
    return new Scenario(streams, other, tables, views, steps);
  }

  /** The columns of everything that a query can read. */
  Map<String, List<Column>> columns() {
    return tables.stream().collect(Collectors.toMap(Table::name, Table::columns));
  }
}
