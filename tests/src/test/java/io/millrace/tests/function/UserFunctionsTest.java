package io.millrace.tests.function;

import static io.millrace.api.table.functions.callUDF;
import static io.millrace.api.table.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Millrace;
import io.millrace.api.StatementResult;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.table.Aggregator;
import io.millrace.api.table.Encoder;
import io.millrace.api.table.Encoders;
import io.millrace.api.table.Row;
import io.millrace.api.table.functions;
import io.millrace.api.types.DataType;
import io.millrace.api.udf.ScalarFunction;
import io.millrace.api.udf.UDF1;
import io.millrace.api.udf.UDF2;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Functions that a program registers, and the life of all functions in a session. */
@Timeout(120)
class UserFunctionsTest {
  private static final String CLASSES = "io.millrace.tests.function.Functions$";

  @TempDir Path directory;

  private final Millrace session = Millrace.builder().set("parallelism", "2").open();

  @AfterEach
  void close() {
    session.close();
  }

  private List<List<Object>> rows(String statement) {
    List<List<Object>> rows = new ArrayList<>();
    try (StatementResult.Rows result = (StatementResult.Rows) session.sql(statement)) {
      for (Optional<ColumnBatch> batch = result.next(); batch.isPresent(); batch = result.next()) {
        for (int i = 0; i < batch.get().size(); i++) {
          rows.add(batch.get().values(i));
        }
      }
    }
    return rows;
  }

  private Object value(String expression) {
    return rows("SELECT " + expression).get(0).get(0);
  }

  private MillraceException fails(ErrorCode code, Runnable action) {
    MillraceException[] failure = new MillraceException[1];
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.code()).as(e.getMessage()).isEqualTo(code);
              failure[0] = e;
            });
    return failure[0];
  }

  @Test
  void lambdaTellsItsTypes() {
    session.udf().register("shout", (String text) -> text.toUpperCase() + "!");
    session.udf().register("add", (Integer a, Long b) -> a + b);
    session.udf().register("seven", () -> 7);
    assertThat(value("shout('a')")).isEqualTo("A!");
    assertThat(value("add(1, 2)")).isEqualTo(3L);
    assertThat(value("seven()")).isEqualTo(7);
    assertThat(rows("DESCRIBE FUNCTION add"))
        .contains(List.of("signature", "add(integer, bigint) → bigint"));
    fails(ErrorCode.FUNCTION_ARGUMENTS, () -> value("shout(1)"));
  }

  @Test
  void methodReferenceTellsItsTypes() {
    session.udf().register("trimmed", (UDF1<String, String>) String::strip);
    assertThat(value("trimmed(' a ')")).isEqualTo("a");
  }

  private static <T> UDF1<T, Integer> hidden(UDF1<T, Integer> function) {
    return value -> function.call(value);
  }

  @Test
  void typesThatGenericsHideAreNamed() {
    session.udf().register("hashed", hidden((String text) -> text.length()), DataType.INTEGER);
    assertThat(value("hashed('abc')")).isEqualTo(3);
    // without types the argument comes as it is
    fails(ErrorCode.USER_FUNCTION_FAILED, () -> value("hashed(12)"));
    session
        .udf()
        .register(
            "hashed", hidden((String text) -> text.length()), DataType.BIGINT, DataType.STRING);
    assertThat(value("hashed('abcd')")).isEqualTo(4L);
    fails(ErrorCode.FUNCTION_ARGUMENTS, () -> value("hashed(12)"));
    fails(
        ErrorCode.FUNCTION_INVALID,
        () -> session.udf().register("nothing", (UDF1<String, Object>) text -> text));
  }

  @Test
  void sparksCastIsTaken() {
    session.udf().register("plusOne", (UDF1<Integer, Integer>) x -> x + 1, DataType.INTEGER);
    session.udf().register("joined", (UDF2<String, Integer, String>) (s, n) -> s + n);
    assertThat(value("plusOne(1)")).isEqualTo(2);
    assertThat(value("joined('a', plusOne(2))")).isEqualTo("a3");
  }

  @Test
  void objectsOfAllKindsAreRegistered() {
    session.udf().register("describe_it", new Functions.Describe());
    session.udf().register("total", new Functions.Total());
    session.udf().register("words", new Functions.Words());
    assertThat(value("describe_it('x')")).isEqualTo("text x");
    assertThat(value("total(x) FROM (VALUES (1), (2)) AS t (x)")).isEqualTo(3L);
    assertThat(rows("SELECT word FROM TABLE(words('a b'))"))
        .containsExactlyInAnyOrder(List.of("a"), List.of("b"));
    session.udf().registerJava("plus", CLASSES + "Plus");
    assertThat(value("plus(1, 2)")).isEqualTo(3);
  }

  /** A mean, as Spark's documentation writes it. */
  public static final class MyAverage extends Aggregator<Long, MyAverage.Average, Double> {
    private static final long serialVersionUID = 1;

    /** What is known of a group. */
    public static final class Average {
      private long sum;
      private long count;

      public long getSum() {
        return sum;
      }

      public void setSum(long sum) {
        this.sum = sum;
      }

      public long getCount() {
        return count;
      }

      public void setCount(long count) {
        this.count = count;
      }
    }

    @Override
    public Average zero() {
      return new Average();
    }

    @Override
    public Average reduce(Average buffer, Long data) {
      buffer.setSum(buffer.getSum() + data);
      buffer.setCount(buffer.getCount() + 1);
      return buffer;
    }

    @Override
    public Average merge(Average b1, Average b2) {
      b1.setSum(b1.getSum() + b2.getSum());
      b1.setCount(b1.getCount() + b2.getCount());
      return b1;
    }

    @Override
    public Double finish(Average reduction) {
      return ((double) reduction.getSum()) / reduction.getCount();
    }

    @Override
    public Encoder<Average> bufferEncoder() {
      return Encoders.bean(Average.class);
    }

    @Override
    public Encoder<Double> outputEncoder() {
      return Encoders.DOUBLE();
    }
  }

  @Test
  void sparksAggregatorIsAnAggregate() {
    session.udf().register("myAverage", functions.udaf(new MyAverage(), Encoders.LONG()));
    assertThat(value("myAverage(x) FROM (VALUES (3000), (4500), (3500), (4000)) AS t (x)"))
        .isEqualTo(3750.0);
  }

  /** Windows that overlap are merged, and buffers written by their encoder. */
  @Test
  void sparksAggregatorIsMergedAndKept() {
    session.udf().register("myAverage", functions.udaf(new MyAverage(), Encoders.LONG()));
    session.sql("CREATE SOURCE s (x INT, ts TIMESTAMP, WATERMARK FOR ts AS ts) USING memory");
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    session.foreachBatch(
        "out",
        (batch, id) -> batch.rows().forEach(row -> seen.add(row.value("a").orElse("") + "")));
    session.sql(
        "INSERT INTO s VALUES (1, TIMESTAMP '2026-01-01 10:00:00'), (3, TIMESTAMP '2026-01-01"
            + " 10:01:00'), (5, TIMESTAMP '2026-01-01 10:30:00')");
    session.sql(
        "INSERT INTO out SELECT myAverage(x) AS a FROM TABLE(HOP(TABLE s, DESCRIPTOR(ts),"
            + " INTERVAL '1' MINUTE, INTERVAL '2' MINUTE)) GROUP BY window_start, window_end OUTPUT"
            + " MODE APPEND TRIGGER AVAILABLE NOW");
    assertThat(seen).containsExactlyInAnyOrder("1.0", "2.0", "3.0");
  }

  @Test
  void functionsWithoutNamesGetOne() {
    session
        .udf()
        .register("twice", functions.udf((UDF1<Integer, Integer>) x -> 2 * x, DataType.INTEGER));
    assertThat(value("twice(4)")).isEqualTo(8);
    session
        .udf()
        .register(
            "moody",
            functions
                .udf((UDF1<Integer, Integer>) x -> 2 * x, DataType.INTEGER)
                .asNondeterministic());
    fails(
        ErrorCode.FUNCTION_NOT_DETERMINISTIC,
        () -> value("moody(n) FROM (SELECT CAST(count(*) AS INT) AS n FROM (VALUES (1))) AS t"));
  }

  @Test
  void tablesOfProgramsCallThem() {
    session.udf().register("shout", (String text) -> text + "!");
    session.udf().register("total", new Functions.Total());
    session.sql("CREATE FUNCTION twice(x BIGINT) RETURNS BIGINT RETURN 2 * x");
    session.sql("CREATE TABLE t (k STRING, x INT)");
    session.sql("INSERT INTO t VALUES ('a', 1), ('a', 2)");
    List<Row> rows =
        session
            .table("t")
            .groupBy(callUDF("shout", col("k")).as("k"))
            .agg(callUDF("total", callUDF("twice", col("x"))).as("n"))
            .collectAsList();
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).getString(0)).isEqualTo("a!");
    assertThat(rows.get(0).getLong(1)).isEqualTo(6);
  }

  private String plan(String query) {
    return ((StatementResult.Text) session.sql("EXPLAIN " + query)).text();
  }

  @Test
  void explainSaysWhatFunctionsDo() {
    session.udf().register("words", new Functions.Words());
    session.udf().register("shout", (String text) -> text + "!");
    session.udf().register("total", new Functions.Total());
    session.udf().register("plain_total", new Functions.PlainTotal());
    session.sql("CREATE FUNCTION twice(x BIGINT) RETURNS BIGINT RETURN 2 * x");
    session.sql("CREATE SOURCE s (id INT, text STRING) USING memory");
    assertThat(
            plan("SELECT shout(w) FROM s LEFT JOIN LATERAL TABLE(words(text)) AS a(w, p) ON TRUE"))
        .contains("Project shout(", "Lateral outer words(", ") AS word, place");
    // a function in SQL is not there any more
    assertThat(plan("SELECT twice(id) AS t FROM s"))
        .contains("2 * CAST(id AS bigint) AS t")
        .doesNotContain("twice(");
    String rows =
        "SELECT n, %s(n) FROM (SELECT id, count(*) AS n FROM s GROUP BY id) AS c GROUP BY n EMIT"
            + " UPDATE";
    assertThat(plan(rows.formatted("total")))
        .contains("Aggregate [n] total(n)")
        .doesNotContain("keeps every row");
    assertThat(plan(rows.formatted("plain_total")))
        .contains("plain_total keeps every row of its groups");
  }

  @Test
  void whatIsDeclaredNotDeterministicIsNot() {
    session.sql("CREATE FUNCTION plus AS '" + CLASSES + "Plus' NOT DETERMINISTIC");
    assertThat(rows("DESCRIBE FUNCTION EXTENDED plus")).contains(List.of("deterministic", "no"));
    session.sql("CREATE FUNCTION one_more(x INT) RETURNS INT RETURN plus(x, 1)");
    assertThat(rows("DESCRIBE FUNCTION EXTENDED one_more"))
        .contains(List.of("deterministic", "no"));
  }

  @Test
  void typeOfAResultCanBeNamed() {
    session.udf().registerJava("plus", CLASSES + "Plus", DataType.decimal(12, 2));
    assertThat(value("plus(1, 2)")).isEqualTo(new BigDecimal("3.00"));
    fails(
        ErrorCode.FUNCTION_INVALID,
        () -> session.udf().registerJava("plus", CLASSES + "Plus", DataType.DATE));
  }

  @Test
  void rowsOfAFunctionInSqlAreForEachRowIfItsArgumentsAreConstants() {
    session.sql("CREATE TABLE t (x INT)");
    session.sql("INSERT INTO t VALUES (1), (2), (3)");
    session.sql(
        "CREATE FUNCTION larger(least INT) RETURNS TABLE (y INT) RETURN SELECT x FROM t WHERE x >"
            + " least");
    assertThat(rows("SELECT x, y FROM t, LATERAL TABLE(larger(2)) AS l ORDER BY x, y"))
        .isEqualTo(rows("VALUES (1, 3), (2, 3), (3, 3)"));
    fails(
        ErrorCode.NOT_SUPPORTED, () -> rows("SELECT x, y FROM t, LATERAL TABLE(larger(t.x)) AS l"));
  }

  /** A column would mean one of the query's own. */
  @Test
  void queriesOfFunctionsTakeNoColumns() {
    session.sql("CREATE TABLE t (x INT)");
    session.sql("INSERT INTO t VALUES (1), (2)");
    session.sql(
        "CREATE FUNCTION above(a INT) RETURNS BIGINT"
            + " RETURN COALESCE((SELECT COUNT(*) FROM t WHERE x > a), 0)");
    assertThat(rows("SELECT above(1), above(a => 0)")).containsExactly(List.of(1L, 2L));
    fails(ErrorCode.NOT_SUPPORTED, () -> rows("SELECT above(x) FROM t"));
    fails(ErrorCode.NOT_SUPPORTED, () -> rows("SELECT above(a => x + 1) FROM t"));
  }

  @Test
  void constantsAreComputedOnce() {

    int[] calls = new int[1];
    session
        .udf()
        .register(
            "counted",
            new ScalarFunction() {
              public int eval(int value) {
                calls[0]++;
                return value;
              }
            });
    session.sql("CREATE TABLE t (x INT)");
    session.sql("INSERT INTO t VALUES (1), (2), (3), (4)");
    assertThat(rows("SELECT x + counted(1) FROM t")).hasSize(4);
    assertThat(calls[0]).isLessThan(4);
  }

  @Test
  void whatIsThrownIsTheCause() {
    session.udf().registerJava("failing", CLASSES + "Failing");
    session.sql("CREATE TABLE t (x STRING)");
    session.sql("INSERT INTO t VALUES ('a')");
    MillraceException failure =
        fails(ErrorCode.USER_FUNCTION_FAILED, () -> rows("SELECT failing(x) FROM t"));
    assertThat(failure.getCause())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no answer to a");
    assertThat(failure.position().orElseThrow().column()).isEqualTo(8);
    session.udf().register("words", new Functions.Words());
    session.udf().register("bad", (UDF1<String, Object>) x -> 1, DataType.STRING);
    assertThat(fails(ErrorCode.USER_FUNCTION_FAILED, () -> rows("SELECT bad(x) FROM t")))
        .hasMessageContaining("not of the declared type");
  }

  @Test
  void functionOfARunningQueryStays() throws Exception {
    session.udf().register("shout", (String text) -> text + "!");
    session.sql("CREATE FUNCTION louder(x STRING) RETURNS STRING RETURN shout(x) || '!'");
    session.sql("CREATE SOURCE s (x STRING) USING memory");
    session.sql("CREATE VIEW v AS SELECT louder(x) AS y FROM s");
    session.sql("CREATE TABLE out (y STRING)");
    session.sql("START QUERY q AS INSERT INTO out SELECT y FROM v");
    fails(ErrorCode.OBJECT_IN_USE, () -> session.sql("DROP FUNCTION shout"));
    fails(ErrorCode.OBJECT_IN_USE, () -> session.udf().register("shout", (String text) -> text));
    session.sql("STOP QUERY q");
    session.udf().register("shout", (String text) -> text);
    fails(ErrorCode.OBJECT_IN_USE, () -> session.sql("DROP FUNCTION shout"));
    session.sql("DROP VIEW v");
    session.sql("DROP FUNCTION louder");
    session.sql("DROP FUNCTION shout");
    fails(ErrorCode.FUNCTION_NOT_FOUND, () -> value("shout('a')"));
  }

  @Test
  void builtInNamesAreNotTaken() {
    for (String name : List.of("upper", "Sum", "if", "nvl", "tumble", "substring", "zeroifnull")) {
      fails(ErrorCode.OBJECT_EXISTS, () -> session.udf().register(name, (String text) -> text));
    }
  }

  @Test
  void functionsAreListedAndDescribed() {
    session.sql(
        "CREATE FUNCTION net(amount DOUBLE, rate DOUBLE DEFAULT 0.19) RETURNS DOUBLE COMMENT"
            + " 'without tax' RETURN amount / (1 + rate)");
    session.sql("CREATE AGGREGATE FUNCTION total AS '" + CLASSES + "Total'");
    session.sql("CREATE FUNCTION pairs RETURNS TABLE (a STRING, b INT) AS '" + CLASSES + "Pairs'");
    assertThat(rows("SHOW USER FUNCTIONS").stream().map(row -> row.subList(0, 3)))
        .containsExactly(
            List.of("net", "scalar", "net(amount double, rate double DEFAULT 0.19) → double"),
            List.of("pairs", "table", "pairs(varchar) → table(a varchar, b integer)"),
            List.of("total", "aggregate", "total(bigint) → bigint"));
    assertThat(rows("SHOW FUNCTIONS LIKE 'TOT*|net'")).hasSize(2);
    assertThat(rows("SHOW SYSTEM FUNCTIONS LIKE 'lpad'")).hasSize(1);
    assertThat(rows("SHOW FUNCTIONS").size()).isGreaterThan(300);
    assertThat(rows("DESCRIBE FUNCTION EXTENDED net"))
        .containsExactly(
            List.of("name", "net"),
            List.of("kind", "scalar"),
            List.of("signature", "net(amount double, rate double DEFAULT 0.19) → double"),
            List.of("comment", "without tax"),
            List.of("deterministic", "yes"),
            List.of("body", "amount / (1 + rate)"));
    assertThat(rows("DESCRIBE FUNCTION EXTENDED total"))
        .contains(List.of("code", "class " + CLASSES + "Total"));
    assertThat(rows("DESCRIBE FUNCTION upper")).contains(List.of("kind", "built-in"));
    assertThat(session.catalog().findFunction("total").orElseThrow().signatures())
        .containsExactly("total(bigint) → bigint");
  }

  /** Compiles a function into a jar that the class path does not have. */
  private Path jar(String body) throws IOException {
    Path source = directory.resolve("Jarred.java");
    Files.writeString(source, "public class Jarred { public int eval(int x) { " + body + " } }");
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", directory.toString(), source.toString());
    assertThat(failed).isZero();
    Path jar = directory.resolve("functions.jar");
    try (OutputStream bytes = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(bytes)) {
      entries.putNextEntry(new JarEntry("Jarred.class"));
      entries.write(Files.readAllBytes(directory.resolve("Jarred.class")));
      entries.closeEntry();
    }
    return jar;
  }

  @Test
  void classesComeFromJars() throws IOException {
    Path jar = jar("return x + 1;");
    session.sql("CREATE FUNCTION jarred AS 'Jarred' USING JAR '" + jar + "'");
    assertThat(value("jarred(1)")).isEqualTo(2);
    assertThat(rows("DESCRIBE FUNCTION EXTENDED jarred")).contains(List.of("jar", jar.toString()));
    jar("return x * 10;");
    session.sql("CREATE OR REPLACE FUNCTION jarred AS 'Jarred' USING JAR '" + jar + "'");
    assertThat(value("jarred(2)")).isEqualTo(20);
    session.sql("DROP FUNCTION jarred");
    Files.delete(jar);
    fails(
        ErrorCode.PATH_NOT_FOUND,
        () -> session.sql("CREATE FUNCTION jarred AS 'Jarred' USING JAR '" + jar + "'"));
    fails(ErrorCode.FUNCTION_CLASS_NOT_FOUND, () -> session.sql("CREATE FUNCTION j AS 'Jarred'"));
  }
}
