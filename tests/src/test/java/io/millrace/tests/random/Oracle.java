package io.millrace.tests.random;

import io.millrace.tests.random.Scenario.Step;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** DuckDB, which computes each answer from all rows. */
final class Oracle implements AutoCloseable {
  private Connection connection;
  private Statement statement;

  Oracle() {
    try {
      connection = DriverManager.getConnection("jdbc:duckdb:");
      statement = connection.createStatement();
      begin();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void begin() throws SQLException {
    statement.execute("SET threads = 1");
    statement.execute("CREATE SCHEMA scenario");
    statement.execute("USE scenario");
  }

  /** Forgets all tables. */
  void clear() {
    try {
      try {
        statement.execute("USE main");
        statement.execute("DROP SCHEMA scenario CASCADE");
      } catch (SQLException e) {
        // a query that it does not survive is none that it answers
        connection.close();
        connection = DriverManager.getConnection("jdbc:duckdb:");
        statement = connection.createStatement();
      }
      begin();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Executes a statement; gives what it said if it did not want to. */
  Optional<String> execute(String sql) {
    try {
      statement.execute(Dialect.theirs(sql));
      return Optional.empty();
    } catch (SQLException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** Whether all statements of a step succeeded; otherwise it is as if there were none. */
  boolean took(Step step) {
    for (String each : step.together() ? step.all() : step.statements()) {
      if (execute(each).isPresent()) {
        if (step.together()) {
          execute("ROLLBACK");
        }
        return false;
      }
    }
    return true;
  }

  /** The rows of a query, sorted; empty if it does not want to. */
  Optional<List<String>> rows(String sql) {
    return values(sql)
        .map(
            rows ->
                rows.stream()
                    .map(row -> row.stream().map(Cell::text).toList().toString())
                    .sorted()
                    .toList());
  }

  Optional<List<List<Object>>> values(String sql) {
    try (ResultSet result = statement.executeQuery(Dialect.theirs(sql))) {
      int columns = result.getMetaData().getColumnCount();
      List<List<Object>> rows = new ArrayList<>();
      while (result.next()) {
        List<Object> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(result.getObject(i));
        }
        rows.add(row);
      }
      return Optional.of(rows);
    } catch (SQLException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
