package io.millrace.tests.property;

import static io.millrace.tests.property.PrefixConsistencyTest.ours;
import static io.millrace.tests.property.PrefixConsistencyTest.theirs;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Millrace;
import io.millrace.api.error.ErrorKind;
import io.millrace.api.error.MillraceException;
import io.millrace.tests.property.RandomRelation.Column;
import io.millrace.tests.property.RandomRelation.Kind;
import io.millrace.tests.property.RandomRelation.Relation;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Queries of any shape end in the rows that DuckDB gives, as views after every statement and asked
 * once at the end, or are refused before they begin. {@code -Dmillrace.fuzz=5000} runs so many
 * instead of a few, {@code -Dmillrace.seed=…} begins with that one.
 */
class NestedQueriesTest {
  private static final int USUAL = 8;

  @Test
  void everyQueryIsRightOrRefused() throws SQLException {
    long first = Long.getLong("millrace.seed", new Random().nextInt(1_000_000));
    int cases = Math.max(1, Integer.getInteger("millrace.fuzz", USUAL * 10) / 10);
    int refused = 0;
    int views = 0;
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement oracle = duck.createStatement()) {
      oracle.execute("SET threads = 1");
      for (long seed = first; seed < first + cases; seed++) {
        try (Millrace millrace = Millrace.open()) {
          Case run = new Case(millrace, oracle, seed);
          run.run();
          refused += run.refused;
          views += run.views.size();
        }
      }
    }
    // Else nothing would be tested.
    assertThat(views).as("views beside %s that were refused", refused).isGreaterThan(refused);
  }

  /** Two tables, some views over them and over each other, and some statements. */
  private static final class Case {
    private static final List<String> TABLES =
        List.of(
            "t (k VARCHAR, g INTEGER, v BIGINT, d DECIMAL(10, 2), day DATE)",
            "u (k VARCHAR, g INTEGER, v BIGINT)");

    private final Millrace millrace;
    private final Statement oracle;
    private final long seed;
    private final Random random;
    private final RandomRelation relations;
    private final Map<String, Relation> views = new LinkedHashMap<>();
    private final StringBuilder statements = new StringBuilder();
    private int refused;

    Case(Millrace millrace, Statement oracle, long seed) {
      this.millrace = millrace;
      this.oracle = oracle;
      this.seed = seed;
      this.random = new Random(seed);
      this.relations = new RandomRelation(random);
    }

    void run() throws SQLException {
      for (int i = 2; i >= 0; i--) {
        oracle.execute("DROP VIEW IF EXISTS m" + i);
      }
      for (String table : TABLES) {
        oracle.execute("CREATE OR REPLACE TABLE " + table);
        millrace.sql("CREATE TABLE " + table);
      }
      Column text = new Column("k", Kind.TEXT);
      Column group = new Column("CAST(g AS BIGINT)", Kind.WHOLE);
      Column value = new Column("v", Kind.WHOLE);
      Column list = new Column("[CAST(g AS BIGINT), v]", Kind.LIST);
      Column exact = new Column("d", Kind.EXACT);
      relations.table("t", List.of(text, group, value, list, exact, new Column("day", Kind.DAY)));
      relations.table("u", List.of(text, group, value));
      for (int i = 0; i < 3; i++) {
        create("m" + i, relations.next());
      }
      for (int i = 0; i < 5; i++) {
        change();
        for (String view : views.keySet()) {
          check("view " + view, "SELECT * FROM " + view, "SELECT * FROM " + view);
        }
      }
      for (Map.Entry<String, Relation> view : views.entrySet()) {
        check("query of " + view.getKey(), view.getValue().sql(), "SELECT * FROM " + view.getKey());
      }
    }

    private void create(String name, Relation relation) throws SQLException {
      try {
        millrace.sql("CREATE MATERIALIZED VIEW " + name + " AS " + relation.sql());
      } catch (MillraceException e) {
        assertThat(e.code().kind())
            .as("seed %s: %s%n%s", seed, relation.sql(), e.getMessage())
            .isEqualTo(ErrorKind.UNSUPPORTED);
        refused++;
        return;
      }
      oracle.execute("CREATE VIEW " + name + " AS " + relation.sql());
      relations.table(name, relation.columns());
      views.put(name, relation);
    }

    private void change() throws SQLException {
      String table = random.nextBoolean() ? "t" : "u";
      String where = pick(" WHERE g = 1", " WHERE v > 2 OR k IS NULL", " WHERE k = 'a'");
      String statement =
          switch (random.nextInt(8)) {
            case 0 -> "DELETE FROM " + table + where;
            case 1 -> "UPDATE " + table + " SET v = v - 1, k = NULL" + where;
            case 2 -> "INSERT INTO u SELECT k, g, v FROM t" + where;
            default -> "INSERT INTO " + table + " VALUES " + rows(table.equals("t"));
          };
      statements.append(statement).append(";\n");
      oracle.execute(statement);
      millrace.sql(statement);
    }

    private String rows(boolean wide) {
      StringBuilder rows = new StringBuilder();
      for (int i = 0; i <= random.nextInt(8); i++) {
        rows.append(i == 0 ? "(" : ", (")
            .append(orNull(pick("'a'", "'b'", "'ab'", "''", "'B'")))
            .append(", ")
            .append(orNull(Integer.toString(random.nextInt(4))))
            .append(", ")
            .append(orNull(Integer.toString(random.nextInt(12) - 4)));
        if (wide) {
          rows.append(", ")
              .append(orNull(pick("1.50", "0.00", "-2.25", "3.10")))
              .append(", ")
              .append(orNull(pick("DATE '1969-12-31'", "DATE '2026-01-01'")));
        }
        rows.append(')');
      }
      return rows.toString();
    }

    private void check(String what, String our, String their) throws SQLException {
      List<List<String>> expected = theirs(oracle, their);
      List<List<String>> actual;
      try {
        actual = ours(millrace, our);
      } catch (MillraceException e) {
        throw new AssertionError(described(what), e);
      }
      assertThat(actual).as("%s", described(what)).containsExactlyInAnyOrderElementsOf(expected);
    }

    private String described(String what) {
      StringBuilder text = new StringBuilder("seed " + seed + ", " + what + "\n");
      views.forEach((name, view) -> text.append(name + " AS " + view.sql() + ";\n"));
      return text.append(statements).toString();
    }

    private String orNull(String value) {
      return random.nextInt(7) == 0 ? "NULL" : value;
    }

    private String pick(String... choices) {
      return choices[random.nextInt(choices.length)];
    }
  }
}
