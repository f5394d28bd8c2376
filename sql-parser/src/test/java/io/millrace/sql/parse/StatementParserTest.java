package io.millrace.sql.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.api.connector.OptionValue;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.types.DataType;
import io.millrace.sql.statement.Identifier;
import io.millrace.sql.statement.QueryClauses;
import io.millrace.sql.statement.QueryClauses.FromBatch;
import io.millrace.sql.statement.QueryClauses.Restart;
import io.millrace.sql.statement.QueryClauses.TriggerKind;
import io.millrace.sql.statement.Statement;
import io.millrace.sql.statement.Statement.AwaitQuery;
import io.millrace.sql.statement.Statement.ClassBody;
import io.millrace.sql.statement.Statement.CreateFunction;
import io.millrace.sql.statement.Statement.CreateMaterializedView;
import io.millrace.sql.statement.Statement.CreateRelation;
import io.millrace.sql.statement.Statement.CreateTableAs;
import io.millrace.sql.statement.Statement.CreateView;
import io.millrace.sql.statement.Statement.Describe;
import io.millrace.sql.statement.Statement.DescribeFunction;
import io.millrace.sql.statement.Statement.DescribeQuery;
import io.millrace.sql.statement.Statement.Drop;
import io.millrace.sql.statement.Statement.DropCheckpoint;
import io.millrace.sql.statement.Statement.DropFunction;
import io.millrace.sql.statement.Statement.DropKind;
import io.millrace.sql.statement.Statement.Explain;
import io.millrace.sql.statement.Statement.ExplainQuery;
import io.millrace.sql.statement.Statement.ExplainView;
import io.millrace.sql.statement.Statement.ExpressionBody;
import io.millrace.sql.statement.Statement.FunctionKind;
import io.millrace.sql.statement.Statement.FunctionParameter;
import io.millrace.sql.statement.Statement.FunctionScope;
import io.millrace.sql.statement.Statement.Insert;
import io.millrace.sql.statement.Statement.PlanFormat;
import io.millrace.sql.statement.Statement.PlanStage;
import io.millrace.sql.statement.Statement.QueryAspect;
import io.millrace.sql.statement.Statement.QueryBody;
import io.millrace.sql.statement.Statement.RefreshView;
import io.millrace.sql.statement.Statement.RelationKind;
import io.millrace.sql.statement.Statement.RepairCheckpoint;
import io.millrace.sql.statement.Statement.Reset;
import io.millrace.sql.statement.Statement.Select;
import io.millrace.sql.statement.Statement.SetOption;
import io.millrace.sql.statement.Statement.Show;
import io.millrace.sql.statement.Statement.ShowFunctions;
import io.millrace.sql.statement.Statement.Shown;
import io.millrace.sql.statement.Statement.StartQuery;
import io.millrace.sql.statement.Statement.StopQuery;
import io.millrace.sql.statement.TableElement.ComputedColumn;
import io.millrace.sql.statement.TableElement.PhysicalColumn;
import io.millrace.sql.statement.TableElement.PrimaryKey;
import io.millrace.sql.statement.TableElement.Watermark;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementParserTest {

  private static <T extends Statement> T parse(Class<T> type, String statement) {
    Statement parsed = StatementParser.parse(statement);
    assertThat(parsed).isInstanceOf(type);
    return type.cast(parsed);
  }

  private static Map<String, String> map(List<OptionValue> options) {
    return options.stream().collect(Collectors.toMap(OptionValue::name, OptionValue::value));
  }

  private static List<String> names(List<Identifier> names) {
    return names.stream().map(Identifier::text).toList();
  }

  @Test
  void createSourceWithEverything() {
    CreateRelation create =
        parse(
            CreateRelation.class,
            """
            create or replace temporary source if not exists Clicks (
              id BIGINT NOT NULL,
              "group" STRING,
              `a ``b` VARCHAR(20) NULL,
              ts TIMESTAMP(3) METADATA FROM 'timestamp',
              topic TEXT METADATA,
              amount DECIMAL(10, 2) DEFAULT 1 + coalesce(NULL, 2),
              cents AS CAST(amount * 100 AS BIGINT),
              WATERMARK FOR ts AS ts - INTERVAL '10' MINUTE,
              PRIMARY KEY (id, "group") NOT ENFORCED
            ) USING file OPTIONS (path 'in', 'max.files' = 3, header = true, a.b-c = x.y-z, size = 64MB)
            FORMAT json (mode = failfast) PARTITIONED BY (day, "hour") BOUNDED;
            """);
    assertThat(create.kind()).isEqualTo(RelationKind.SOURCE);
    assertThat(create.orReplace()).isTrue();
    assertThat(create.temporary()).isTrue();
    assertThat(create.ifNotExists()).isTrue();
    assertThat(create.name().text()).isEqualTo("Clicks");
    assertThat(create.connector().map(Identifier::text)).contains("file");
    assertThat(map(create.options()))
        .isEqualTo(
            Map.of(
                "path",
                "in",
                "max.files",
                "3",
                "header",
                "true",
                "a.b-c",
                "x.y-z",
                "size",
                "64MB"));
    assertThat(create.format().map(Identifier::text)).contains("json");
    assertThat(map(create.formatOptions())).isEqualTo(Map.of("mode", "failfast"));
    assertThat(names(create.partitionedBy())).containsExactly("day", "hour");
    assertThat(create.bounded()).isTrue();

    assertThat(create.elements()).hasSize(9);
    PhysicalColumn id = (PhysicalColumn) create.elements().get(0);
    assertThat(id.type()).isEqualTo(DataType.BIGINT.notNull());
    assertThat(((PhysicalColumn) create.elements().get(1)).name().text()).isEqualTo("group");
    PhysicalColumn quoted = (PhysicalColumn) create.elements().get(2);
    assertThat(quoted.name().text()).isEqualTo("a `b");
    assertThat(quoted.type()).isEqualTo(DataType.varchar(20));
    PhysicalColumn ts = (PhysicalColumn) create.elements().get(3);
    assertThat(ts.metadataKey()).contains("timestamp");
    assertThat(ts.type().precision()).isEqualTo(3);
    assertThat(((PhysicalColumn) create.elements().get(4)).metadataKey()).contains("topic");
    PhysicalColumn amount = (PhysicalColumn) create.elements().get(5);
    assertThat(amount.defaultValue().orElseThrow().original()).isEqualTo("1 + coalesce(NULL, 2)");
    ComputedColumn cents = (ComputedColumn) create.elements().get(6);
    assertThat(cents.expression().original()).isEqualTo("CAST(amount * 100 AS BIGINT)");
    assertThat(((Watermark) create.elements().get(7)).delayMicros()).isEqualTo(600_000_000L);
    assertThat(names(((PrimaryKey) create.elements().get(8)).columns()))
        .containsExactly("id", "group");
  }

  @Test
  void withIsUsingAndOptions() {
    CreateRelation with =
        parse(
            CreateRelation.class,
            "CREATE TABLE t (a INT) WITH ('connector' = 'rate', 'rows.per.second' = '5', 'format'='csv')");
    CreateRelation using =
        parse(
            CreateRelation.class,
            "CREATE TABLE t (a INT) FORMAT csv OPTIONS (rows.per.second = 5) USING rate");
    for (CreateRelation create : List.of(with, using)) {
      assertThat(create.kind()).isEqualTo(RelationKind.TABLE);
      assertThat(create.connector().map(Identifier::text)).contains("rate");
      assertThat(create.format().map(Identifier::text)).contains("csv");
      assertThat(map(create.options())).isEqualTo(Map.of("rows.per.second", "5"));
    }
  }

  @Test
  void columnsMayBeCalledByMostWords() {
    CreateRelation create =
        parse(
            CreateRelation.class,
            "CREATE SINK sink (name STRING, key INT, value DOUBLE PRECISION, timestamp TIMESTAMP,"
                + " mode INT, path TEXT, count BIGINT, trigger INT, options INT, start INT,"
                + " query INT, watermark INT, second INT, source INT, format INT, double DOUBLE,"
                + " row INT, date DATE, metadata INT METADATA, output INT, emit INT)");
    assertThat(create.elements()).hasSize(21).allMatch(PhysicalColumn.class::isInstance);
    assertThat(((PhysicalColumn) create.elements().get(15)).type()).isEqualTo(DataType.DOUBLE);
  }

  @Test
  void primaryKeyBehindItsColumn() {
    CreateRelation create =
        parse(CreateRelation.class, "CREATE TABLE t (a INT NOT NULL PRIMARY KEY NOT ENFORCED)");
    assertThat(create.elements()).hasSize(2);
    assertThat(names(((PrimaryKey) create.elements().get(1)).columns())).containsExactly("a");
  }

  @Test
  void createTableAsAndViews() {
    CreateTableAs table =
        parse(CreateTableAs.class, "CREATE TABLE t AS WITH x AS (SELECT 1) SELECT * FROM x");
    assertThat(table.query().original()).isEqualTo("WITH x AS (SELECT 1) SELECT * FROM x");
    CreateView view =
        parse(
            CreateView.class,
            "CREATE OR REPLACE TEMP VIEW v (a, b) AS (SELECT 1, 2) UNION ALL VALUES (3, 4)");
    assertThat(view.orReplace()).isTrue();
    assertThat(view.temporary()).isTrue();
    assertThat(names(view.columns())).containsExactly("a", "b");
    assertThat(view.query().original()).isEqualTo("(SELECT 1, 2) UNION ALL VALUES (3, 4)");
  }

  @Test
  void materializedViews() {
    CreateMaterializedView view =
        parse(
            CreateMaterializedView.class,
            "CREATE MATERIALIZED VIEW IF NOT EXISTS m (a, b) TRIGGER PROCESSING TIME '5 seconds'"
                + " CHECKPOINT 'here' AS SELECT data, no FROM materialized WITH DATA");
    assertThat(view.ifNotExists()).isTrue();
    assertThat(names(view.columns())).containsExactly("a", "b");
    assertThat(view.query().original()).isEqualTo("SELECT data, no FROM materialized");
    assertThat(view.clauses().trigger()).isPresent();
    assertThat(view.clauses().checkpoint()).isPresent();
    assertThat(
            parse(
                    CreateMaterializedView.class,
                    "CREATE OR REPLACE MATERIALIZED VIEW m AS SELECT 1 TRIGGER ONCE")
                .clauses()
                .trigger())
        .isPresent();
    assertThat(parse(RefreshView.class, "REFRESH MATERIALIZED VIEW CONCURRENTLY m").name().text())
        .isEqualTo("m");
    assertThat(parse(ExplainView.class, "EXPLAIN STATE MATERIALIZED VIEW m").name().text())
        .isEqualTo("m");
    Drop drop = parse(Drop.class, "DROP MATERIALIZED VIEW IF EXISTS a, b CASCADE");
    assertThat(drop.kind()).isEqualTo(DropKind.MATERIALIZED_VIEW);
    assertThat(names(drop.names())).containsExactly("a", "b");
    assertThat(drop.cascade()).isTrue();
    assertThat(parse(Drop.class, "DROP VIEW v RESTRICT").cascade()).isFalse();
  }

  @Test
  void insertForms() {
    Insert plain = parse(Insert.class, "INSERT INTO t VALUES (1, 'a')");
    assertThat(plain.query().original()).isEqualTo("VALUES (1, 'a')");
    assertThat(plain.clauses()).isEqualTo(QueryClauses.NONE);
    Insert columns = parse(Insert.class, "INSERT INTO t (a, b) (SELECT 1, 2)");
    assertThat(names(columns.columns())).containsExactly("a", "b");
    assertThat(columns.query().original()).isEqualTo("(SELECT 1, 2)");
    Insert parenthesis = parse(Insert.class, "INSERT INTO t (SELECT 1)");
    assertThat(parenthesis.columns()).isEmpty();
    Insert byName = parse(Insert.class, "INSERT INTO TABLE t BY NAME SELECT 1 AS a");
    assertThat(byName.byName()).isTrue();
    assertThat(byName.queryName()).isEmpty();
  }

  @Test
  void whatARestartMayChange() {
    Insert insert =
        parse(
            Insert.class,
            "INSERT INTO k SELECT allow, accept FROM source change ACCEPT PARTIAL OUTPUT"
                + " CHECKPOINT 'c' ALLOW SOURCE CHANGE");
    assertThat(insert.query().original()).isEqualTo("SELECT allow, accept FROM source change");
    assertThat(insert.clauses().restart()).isEqualTo(new Restart(true, true));
    assertThat(parse(Insert.class, "INSERT INTO k SELECT a allow FROM t").clauses().restart())
        .isEqualTo(Restart.AS_IT_WAS);
  }

  @Test
  void startQueryWithClausesInAnyOrder() {
    Insert insert =
        parse(
            Insert.class,
            """
            START QUERY daily AS INSERT INTO k SELECT a FROM t
              OPTIONS (x = 1) CHECKPOINT '/tmp/c''p' TRIGGER PROCESSING TIME INTERVAL '10' SECOND
              OUTPUT MODE update
            """);
    assertThat(insert.queryName().map(Identifier::text)).contains("daily");
    assertThat(insert.query().original()).isEqualTo("SELECT a FROM t");
    assertThat(insert.clauses().mode().orElseThrow().mode()).isEqualTo(OutputMode.UPDATE);
    assertThat(insert.clauses().checkpoint().orElseThrow().path()).isEqualTo("/tmp/c'p");
    assertThat(map(insert.clauses().options())).isEqualTo(Map.of("x", "1"));
    assertThat(insert.clauses().trigger().orElseThrow().kind())
        .isEqualTo(TriggerKind.PROCESSING_TIME);
    assertThat(insert.clauses().trigger().orElseThrow().interval())
        .contains(Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      value = {
        "DEFAULT, DEFAULT,",
        "ONCE, ONCE,",
        "AVAILABLE NOW, AVAILABLE_NOW,",
        "PROCESSING TIME '10 seconds', PROCESSING_TIME, PT10S",
        "PROCESSING TIME '1 min 30s', PROCESSING_TIME, PT1M30S",
        "PROCESSING TIME 500 MILLISECONDS, PROCESSING_TIME, PT0.5S",
        "PROCESSING TIME INTERVAL 2 MINUTES, PROCESSING_TIME, PT2M",
        "PROCESSING TIME INTERVAL '1:30' MINUTE TO SECOND, PROCESSING_TIME, PT1M30S",
        "PROCESSING TIME INTERVAL '1 02:03:04.5' DAY TO SECOND, PROCESSING_TIME, PT26H3M4.5S",
        "CONTINUOUS '1 second', CONTINUOUS, PT1S",
        "REAL TIME, REAL_TIME,",
        "REAL TIME '5 minutes', REAL_TIME, PT5M",
      })
  void triggers(String trigger, TriggerKind kind, String interval) {
    Select select = parse(Select.class, "SELECT a FROM t TRIGGER " + trigger + " EMIT APPEND");
    assertThat(select.query().original()).isEqualTo("SELECT a FROM t");
    assertThat(select.clauses().trigger().orElseThrow().kind()).isEqualTo(kind);
    assertThat(select.clauses().trigger().orElseThrow().interval())
        .isEqualTo(Optional.ofNullable(interval).map(Duration::parse));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT trigger, options, mode, output, emit, checkpoint FROM t",
        "SELECT a trigger, b AS options FROM t emit",
        "SELECT trigger.emit FROM trigger JOIN options ON trigger.a = options.a",
        "SELECT output mode FROM output mode",
        "SELECT emit FROM emit WHERE emit > 1 ORDER BY emit DESC",
        "SELECT options(1), emit(update), checkpoint FROM t AS options (a, b)",
        "SELECT a emit FROM t",
        "SELECT * FROM t trigger",
        "SELECT * FROM (SELECT 1 EMIT UPDATE) AS t",
        "SELECT * FROM t trigger WHERE trigger = 'x'",
        "SELECT a FROM t format ORDER BY format",
        "WITH emit AS (SELECT 1) SELECT * FROM emit",
        "VALUES (1), (2)",
        "TABLE t",
        "((SELECT 1))",
        "SELECT CASE WHEN a THEN 'OUTPUT MODE UPDATE' END FROM t -- EMIT UPDATE",
      })
  void namesAreNotClauses(String query) {
    Select select = parse(Select.class, query);
    assertThat(select.clauses()).isEqualTo(QueryClauses.NONE);
    assertThat(query).startsWith(select.query().original());
  }

  @ParameterizedTest
  @EnumSource(OutputMode.class)
  void outputModes(OutputMode mode) {
    for (String clause : List.of("OUTPUT MODE ", "emit ")) {
      for (String query :
          List.of(
              "SELECT * FROM t", "SELECT output FROM emit", "SELECT CASE a WHEN 1 THEN 2 END")) {
        Select select = parse(Select.class, query + " " + clause + mode);
        assertThat(select.query().original()).isEqualTo(query);
        assertThat(select.clauses().mode().orElseThrow().mode()).isEqualTo(mode);
      }
    }
  }

  @Test
  void runningQueries() {
    assertThat(parse(StartQuery.class, "START QUERY q").fromBatch()).isEmpty();
    assertThat(parse(StartQuery.class, "START QUERY q FROM BATCH 17").fromBatch())
        .map(FromBatch::batch)
        .contains(17L);
    for (String clauses :
        List.of(" FROM BATCH 17", " CHECKPOINT 'c' FROM BATCH 17", " FROM BATCH 17 EMIT UPDATE")) {
      Insert insert =
          parse(Insert.class, "START QUERY q AS INSERT INTO k SELECT a FROM s" + clauses);
      assertThat(insert.query().original()).isEqualTo("SELECT a FROM s");
      assertThat(insert.clauses().fromBatch()).map(FromBatch::batch).contains(17L);
    }
    DropCheckpoint dropped = parse(DropCheckpoint.class, "DROP CHECKPOINT IF EXISTS 'c'");
    assertThat(dropped.path()).isEqualTo("c");
    assertThat(dropped.ifExists()).isTrue();
    assertThat(parse(StartQuery.class, "START QUERY q").restart()).isEqualTo(Restart.AS_IT_WAS);
    assertThat(parse(StartQuery.class, "START QUERY q ALLOW SOURCE CHANGE").restart())
        .isEqualTo(new Restart(true, false));
    assertThat(parse(RepairCheckpoint.class, "REPAIR CHECKPOINT '/tmp/c''p'").path())
        .isEqualTo("/tmp/c'p");
    assertThat(parse(StopQuery.class, "STOP QUERY q").drain()).isFalse();
    assertThat(parse(StopQuery.class, "STOP QUERY q WITH DRAIN").drain()).isTrue();
    assertThat(parse(AwaitQuery.class, "AWAIT QUERY q").name().map(Identifier::text)).contains("q");
    AwaitQuery all = parse(AwaitQuery.class, "AWAIT ALL TIMEOUT '5 seconds'");
    assertThat(all.name()).isEmpty();
    assertThat(all.timeout()).contains(Duration.ofSeconds(5));
    assertThat(parse(AwaitQuery.class, "await query all").name()).isEmpty();
    assertThat(parse(Statement.TailQuery.class, "TAIL QUERY q").name().text()).isEqualTo("q");
    assertThat(parse(DescribeQuery.class, "DESCRIBE QUERY q").aspect())
        .isEqualTo(QueryAspect.OVERVIEW);
    assertThat(parse(DescribeQuery.class, "DESCRIBE QUERY q PROGRESS").aspect())
        .isEqualTo(QueryAspect.PROGRESS);
    assertThat(parse(DescribeQuery.class, "DESC QUERY q STATE").aspect())
        .isEqualTo(QueryAspect.STATE);
    Drop drop = parse(Drop.class, "DROP QUERY q WITH CHECKPOINT");
    assertThat(drop.kind()).isEqualTo(DropKind.QUERY);
    assertThat(drop.withCheckpoint()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(DropKind.class)
  void drop(DropKind kind) {
    Drop drop = parse(Drop.class, "drop " + kind + " if exists \"a b\"");
    assertThat(drop.kind()).isEqualTo(kind);
    assertThat(drop.ifExists()).isTrue();
    assertThat(drop.name().text()).isEqualTo("a b");
    assertThat(drop.withCheckpoint()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Shown.class)
  void show(Shown what) {
    assertThat(parse(Show.class, "show " + what).what()).isEqualTo(what);
  }

  @Test
  void describe() {
    assertThat(parse(Describe.class, "DESCRIBE t").extended()).isFalse();
    assertThat(parse(Describe.class, "DESC EXTENDED t").extended()).isTrue();
    assertThat(parse(Describe.class, "DESCRIBE query").name().text()).isEqualTo("query");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = '|',
      value = {
        "SET | |",
        "SET sql.intDivision | sql.intDivision |",
        "SET no-data-batches = false | no-data-batches | false",
        "SET a.b = 'it''s' | a.b | it's",
        "SET 'a b' = x | a b | x",
        "SET x = -1.5 | x | -1.5",
        "SET x = 10 seconds | x | 10 seconds",
        "SET x TO a/b, c | x | a/b, c",
        "SET time = 5 | time | 5",
      })
  void set(String statement, String name, String value) {
    SetOption set = parse(SetOption.class, statement);
    assertThat(set.name().map(Identifier::text)).isEqualTo(Optional.ofNullable(name));
    assertThat(set.value()).isEqualTo(Optional.ofNullable(value));
  }

  @Test
  void reset() {
    assertThat(parse(Reset.class, "RESET").name()).isEmpty();
    assertThat(parse(Reset.class, "RESET ALL").name()).isEmpty();
    assertThat(parse(Reset.class, "RESET a.b").name().map(Identifier::text)).contains("a.b");
  }

  @Test
  void explain() {
    Explain plain = parse(Explain.class, "EXPLAIN SELECT 1");
    assertThat(plain.stage()).isEqualTo(PlanStage.INCREMENTAL);
    assertThat(plain.format()).isEqualTo(PlanFormat.TEXT);
    assertThat(plain.statement()).isInstanceOf(Select.class);
    Explain logical =
        parse(
            Explain.class,
            "EXPLAIN (LOGICAL) INSERT INTO k SELECT 1 OUTPUT MODE UPDATE FORMAT JSON");
    assertThat(logical.stage()).isEqualTo(PlanStage.LOGICAL);
    assertThat(logical.format()).isEqualTo(PlanFormat.JSON);
    assertThat(((Insert) logical.statement()).clauses().mode()).isPresent();
    assertThat(((Insert) logical.statement()).query().original()).isEqualTo("SELECT 1");
    Explain both = parse(Explain.class, "EXPLAIN (PHYSICAL, FORMAT DOT) (SELECT 1)");
    assertThat(both.stage()).isEqualTo(PlanStage.PHYSICAL);
    assertThat(both.format()).isEqualTo(PlanFormat.DOT);
    assertThat(((Select) both.statement()).query().original()).isEqualTo("(SELECT 1)");
    assertThat(parse(Explain.class, "EXPLAIN PLAN FOR SELECT 1").statement())
        .isInstanceOf(Select.class);
    assertThat(
            ((Insert)
                    parse(Explain.class, "EXPLAIN STATE START QUERY q AS INSERT INTO k SELECT 1")
                        .statement())
                .queryName()
                .map(Identifier::text))
        .contains("q");
    assertThat(parse(ExplainQuery.class, "EXPLAIN QUERY q FORMAT JSON").format())
        .isEqualTo(PlanFormat.JSON);
    ExplainQuery query = parse(ExplainQuery.class, "EXPLAIN ANALYZE QUERY 3");
    assertThat(query.stage()).isEqualTo(PlanStage.ANALYZE);
    assertThat(query.name().text()).isEqualTo("3");
  }

  // Functions.

  @Test
  void functionOfExpression() {
    CreateFunction create =
        parse(
            CreateFunction.class,
            "CREATE OR REPLACE TEMPORARY FUNCTION f(a INT, b STRING DEFAULT 'x' || 'y') RETURNS"
                + " DECIMAL(10, 2) NOT DETERMINISTIC COMMENT 'why' RETURN g(a, b) + 1");
    assertThat(create.orReplace()).isTrue();
    assertThat(create.temporary()).isTrue();
    assertThat(create.name().text()).isEqualTo("f");
    assertThat(create.parameters().orElseThrow())
        .extracting(p -> p.name().text(), FunctionParameter::type)
        .containsExactly(tuple("a", DataType.INTEGER), tuple("b", DataType.STRING));
    assertThat(create.parameters().get().get(1).defaultValue().orElseThrow().original())
        .isEqualTo("'x' || 'y'");
    assertThat(create.returns()).contains(DataType.decimal(10, 2));
    assertThat(create.deterministic()).contains(false);
    assertThat(create.comment()).contains("why");
    assertThat(((ExpressionBody) create.body()).expression().original()).isEqualTo("g(a, b) + 1");
  }

  @Test
  void functionOfQuery() {
    CreateFunction create =
        parse(
            CreateFunction.class,
            "CREATE FUNCTION f() RETURNS TABLE (a INT, b STRING) RETURN SELECT a, b FROM t");
    assertThat(create.parameters()).contains(List.of());
    assertThat(create.columns().orElseThrow())
        .extracting(p -> p.name().text())
        .containsExactly("a", "b");
    assertThat(((QueryBody) create.body()).query().original()).isEqualTo("SELECT a, b FROM t");
  }

  @Test
  void functionOfClass() {
    CreateFunction create =
        parse(
            CreateFunction.class,
            "CREATE AGGREGATE FUNCTION IF NOT EXISTS f RETURNS INT LANGUAGE JAVA AS 'a.B$C' USING"
                + " JAR 'x.jar'");
    assertThat(create.kind()).contains(FunctionKind.AGGREGATE);
    assertThat(create.ifNotExists()).isTrue();
    ClassBody body = (ClassBody) create.body();
    assertThat(body.className().text()).isEqualTo("a.B$C");
    assertThat(body.jar().orElseThrow().text()).isEqualTo("x.jar");
    CreateFunction table = parse(CreateFunction.class, "CREATE TABLE FUNCTION f AS 'T'");
    assertThat(table.kind()).contains(FunctionKind.TABLE);
  }

  @Test
  void functionsAreListedDescribedAndDropped() {
    assertThat(parse(ShowFunctions.class, "SHOW FUNCTIONS").scope()).isEqualTo(FunctionScope.ALL);
    ShowFunctions show = parse(ShowFunctions.class, "SHOW USER FUNCTIONS LIKE 'a*'");
    assertThat(show.scope()).isEqualTo(FunctionScope.USER);
    assertThat(show.pattern()).contains("a*");
    assertThat(parse(DescribeFunction.class, "DESC FUNCTION EXTENDED f").extended()).isTrue();
    assertThat(parse(DropFunction.class, "DROP FUNCTION IF EXISTS f").ifExists()).isTrue();
  }

  /** The words of functions are names wherever a name can stand. */
  @Test
  void functionsWordsAreNames() {
    parse(CreateView.class, "CREATE VIEW function AS SELECT return, jar, user FROM language");
    parse(Describe.class, "DESCRIBE function");
    parse(Describe.class, "DESCRIBE aggregate");
  }
}
