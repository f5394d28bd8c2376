package io.millrace.exec.expression;

import static io.millrace.exec.expression.Expressions.call;
import static io.millrace.exec.expression.Expressions.cast;
import static io.millrace.exec.expression.Expressions.column;
import static io.millrace.exec.expression.Expressions.literal;
import static io.millrace.exec.expression.Expressions.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.types.DataType;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Function;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The same functions over the same random rows in DuckDB. */
final class DuckDbOracleTest {
  private static final int ROWS = 400;
  private static final DataType TEXT = DataType.STRING;
  private static final DataType INT = DataType.INTEGER;
  private static final DataType BIG = DataType.BIGINT;
  private static final DataType BOOL = DataType.BOOLEAN;
  private static final DataType TIME = DataType.TIMESTAMP;
  private static final DataType DATE = DataType.DATE;
  private static final DataType DECIMAL = DataType.decimal(12, 3);

  private static final Expression S = column(0, TEXT);
  private static final Expression T = column(1, TEXT);
  private static final Expression I = column(2, INT);
  private static final Expression TS = column(3, TIME);
  private static final Expression US = column(4, TIME);
  private static final Expression D = column(5, DATE);
  private static final Expression N = column(6, DECIMAL);

  private static final Map<String, Expression> QUERIES = new LinkedHashMap<>();

  private static Expression text(String value) {
    return literal(value, TEXT);
  }

  private static Expression number(int value) {
    return literal(value, INT);
  }

  static {
    QUERIES.put("s || t", call(Function.CONCAT, TEXT, S, T));
    QUERIES.put("s < t", call(Function.LESS, BOOL, S, T));
    QUERIES.put("s is distinct from t", call(Function.IS_DISTINCT_FROM, BOOL, S, T));
    QUERIES.put("substring(s, 2, 3)", call(Function.SUBSTRING, TEXT, S, number(2), number(3)));
    QUERIES.put("length(s)", call(Function.CHARACTER_LENGTH, INT, S));
    QUERIES.put("reverse(s)", call(Function.REVERSE, TEXT, S));
    QUERIES.put("trim(s, 'ab')", call(Function.TRIM, TEXT, S, text("ab")));
    QUERIES.put("ltrim(s)", call(Function.TRIM_LEADING, TEXT, S, text(" ")));
    QUERIES.put("replace(s, 'a', t)", call(Function.REPLACE, TEXT, S, text("a"), T));
    QUERIES.put("position(t in s)", call(Function.POSITION, INT, T, S));
    QUERIES.put("contains(s, t)", call(Function.CONTAINS, BOOL, S, T));
    QUERIES.put("starts_with(s, t)", call(Function.STARTS_WITH, BOOL, S, T));
    QUERIES.put("left(s, i % 5)", call(Function.LEFT, TEXT, S, modulo(5)));
    QUERIES.put("right(s, i % 5)", call(Function.RIGHT, TEXT, S, modulo(5)));
    QUERIES.put("s like '%a_b%'", call(Function.LIKE, BOOL, S, text("%a_b%")));
    QUERIES.put(
        "s like t || '%'", call(Function.LIKE, BOOL, S, call(Function.CONCAT, TEXT, T, text("%"))));
    QUERIES.put("s like '%b'", call(Function.LIKE, BOOL, S, text("%b")));
    QUERIES.put("split_part(s, 'a', 2)", call(Function.SPLIT_PART, TEXT, S, text("a"), number(2)));
    QUERIES.put("lpad(s, 6, 'xä')", call(Function.LPAD, TEXT, S, number(6), text("xä")));
    QUERIES.put("md5(s)", call(Function.MD5, TEXT, S));
    QUERIES.put("sha256(s)", call(Function.SHA256, TEXT, S));
    for (String unit : List.of("hour", "day", "week", "month", "quarter", "year", "decade")) {
      QUERIES.put(
          "date_trunc('" + unit + "', ts)", call(Function.FLOOR_TIME, TIME, text(unit), TS));
    }
    for (String unit :
        List.of(
            "year", "quarter", "month", "week", "day", "isodow", "doy", "hour", "minute", "second",
            "isoyear", "decade")) {
      QUERIES.put("extract(" + unit + " from ts)", call(Function.EXTRACT, BIG, text(unit), TS));
    }
    for (String unit : List.of("second", "hour", "day", "month", "year")) {
      QUERIES.put(
          "date_sub('" + unit + "', us, ts)",
          call(Function.UNIT_DIFFERENCE, BIG, text(unit), TS, US));
    }
    QUERIES.put(
        "ts + interval '7' month",
        call(Function.ADD_INTERVAL, TIME, TS, literal(7, DataType.INTERVAL_MONTH)));
    QUERIES.put("cast(ts as date)", cast(TS, DATE));
    QUERIES.put("cast(ts as varchar)", cast(TS, TEXT));
    QUERIES.put("cast(d as varchar)", cast(D, TEXT));
    QUERIES.put("cast(n as varchar)", cast(N, TEXT));
    QUERIES.put("cast(n as decimal(9, 1))", cast(N, DataType.decimal(9, 1)));
    QUERIES.put("cast(i as decimal(9, 2))", cast(I, DataType.decimal(9, 2)));
    QUERIES.put("abs(n)", call(Function.ABSOLUTE, DECIMAL, N));
    QUERIES.put("n > i", call(Function.GREATER, BOOL, N, I));
    QUERIES.put("i % 7", modulo(7));
    QUERIES.put(
        "case when i > 0 then s when i < -5 then t else 'none' end",
        new Expression.Case(
            List.of(
                call(Function.GREATER, BOOL, I, number(0)),
                call(Function.LESS, BOOL, I, number(-5))),
            List.of(S, T),
            text("none"),
            TEXT));
  }

  private static Expression modulo(int divisor) {
    return call(Function.MODULO, INT, I, number(divisor));
  }

  @Test
  void functionsAgree() throws SQLException {
    ColumnBatch input = input(new Random(20260101));
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
      load(connection, input);
      for (Map.Entry<String, Expression> query : QUERIES.entrySet()) {
        assertThat(Expressions.evaluate(input, query.getValue()))
            .as(query.getKey())
            .isEqualTo(ask(connection, query.getKey(), query.getValue().type()));
      }
    }
  }

  private static ColumnBatch input(Random random) {
    BatchBuilder builder = rows(TEXT, TEXT, INT, TIME, TIME, DATE, DECIMAL);
    for (int i = 0; i < ROWS; i++) {
      Object[] row = {
        word(random, 8),
        word(random, 2),
        random.nextInt(40) - 20,
        time(random),
        time(random),
        LocalDate.ofEpochDay(random.nextInt(60_000) - 20_000),
        BigDecimal.valueOf(random.nextInt(2_000_000) - 1_000_000, 3)
      };
      if (random.nextInt(3) == 0) {
        row[random.nextInt(row.length)] = null;
      }
      builder.row(row);
    }
    return builder.build();
  }

  private static String word(Random random, int most) {
    String[] letters = {"a", "b", "ä", "€", "😀", " ", "c"};
    StringBuilder word = new StringBuilder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      word.append(letters[random.nextInt(letters.length)]);
    }
    return word.toString();
  }

  private static LocalDateTime time(Random random) {
    return LocalDateTime.of(1930, 1, 1, 0, 0)
        .plusSeconds((long) (random.nextDouble() * 5e9))
        .plusNanos(random.nextInt(3) == 0 ? random.nextInt(1_000_000) * 1000L : 0);
  }

  private static void load(Connection connection, ColumnBatch input) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "create table r (k int, s varchar, t varchar, i int, ts timestamp, us timestamp, d date,"
              + " n decimal(12, 3))");
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into r values (?, ?, ?, ?, cast(? as timestamp), cast(? as timestamp),"
                + " cast(? as date), cast(? as decimal(12, 3)))")) {
      for (int i = 0; i < input.size(); i++) {
        insert.setInt(1, i);
        List<Object> row = input.values(i);
        for (int j = 0; j < row.size(); j++) {
          Object value = row.get(j);
          if (value == null || value instanceof Integer || value instanceof String) {
            insert.setObject(j + 2, value);
          } else {
            insert.setString(j + 2, value.toString());
          }
        }
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static List<Object> ask(Connection connection, String sql, DataType type)
      throws SQLException {
    List<Object> values = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("select " + sql + " from r order by k")) {
      while (result.next()) {
        Object value = result.getObject(1);
        values.add(value == null ? null : convert(result, value, type));
      }
    }
    return values;
  }

  private static Object convert(ResultSet result, Object value, DataType type) throws SQLException {
    return switch (type.kind()) {
      case INTEGER -> ((Number) value).intValue();
      case BIGINT -> ((Number) value).longValue();
      case DATE -> value instanceof Date date ? date.toLocalDate() : value;
      case TIMESTAMP ->
          value instanceof LocalDate date
              ? date.atStartOfDay()
              : result.getObject(1, LocalDateTime.class);
      default -> value;
    };
  }
}
