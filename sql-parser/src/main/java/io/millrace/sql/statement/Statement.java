package io.millrace.sql.statement;

import io.millrace.api.connector.OptionValue;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.types.DataType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A parsed statement. Positions are those of the script. */
public sealed interface Statement {

  /** The whole statement's place. */
  SourcePosition position();

  /** What a table can be declared as. */
  enum RelationKind {
    /** Read only; unbounded unless declared BOUNDED. */
    SOURCE,
    /** Read and written; reading it takes what it holds at that moment. */
    TABLE,
    /** Write only. */
    SINK
  }

  /**
   * {@code CREATE SOURCE | TABLE | SINK name (…) USING connector OPTIONS (…) FORMAT f (…) BOUNDED}.
   */
  record CreateRelation(
      SourcePosition position,
      RelationKind kind,
      boolean orReplace,
      boolean temporary,
      boolean ifNotExists,
      Identifier name,
      List<TableElement> elements,
      Optional<Identifier> connector,
      List<OptionValue> options,
      Optional<Identifier> format,
      List<OptionValue> formatOptions,
      List<Identifier> partitionedBy,
      boolean bounded)
      implements Statement {}

  /** {@code CREATE [TEMPORARY] TABLE t AS query}. */
  record CreateTableAs(
      SourcePosition position,
      boolean orReplace,
      boolean ifNotExists,
      Identifier name,
      QueryText query)
      implements Statement {}

  /** {@code CREATE SCHEMA [IF NOT EXISTS] s}. */
  record CreateSchema(SourcePosition position, boolean ifNotExists, Identifier name)
      implements Statement {}

  /** {@code DROP SCHEMA [IF EXISTS] s, … [CASCADE | RESTRICT]}. */
  record DropSchema(
      SourcePosition position, boolean ifExists, List<Identifier> names, boolean cascade)
      implements Statement {}

  /** {@code CREATE VIEW v [(columns)] AS query}. */
  record CreateView(
      SourcePosition position,
      boolean orReplace,
      boolean temporary,
      boolean ifNotExists,
      Identifier name,
      List<Identifier> columns,
      QueryText query)
      implements Statement {}

  /**
   * {@code CREATE MATERIALIZED VIEW m [(columns)] [clauses] AS query [clauses]}.
   *
   * @param clauses of the query that keeps it, if it is one that runs by itself
   */
  record CreateMaterializedView(
      SourcePosition position,
      boolean orReplace,
      boolean ifNotExists,
      Identifier name,
      List<Identifier> columns,
      QueryText query,
      QueryClauses clauses)
      implements Statement {}

  /** {@code REFRESH MATERIALIZED VIEW m}. */
  record RefreshView(SourcePosition position, Identifier name) implements Statement {}

  /**
   * {@code [START QUERY q AS] INSERT INTO k [(columns) | BY NAME] query clauses}.
   *
   * @param writing what becomes of rows that are there
   */
  record Insert(
      SourcePosition position,
      Optional<Identifier> queryName,
      Identifier target,
      List<Identifier> columns,
      boolean byName,
      QueryText query,
      QueryClauses clauses,
      Writing writing)
      implements Statement {}

  /** {@code UPDATE t [AS alias] SET … [FROM from] [WHERE where]}. */
  record Update(
      SourcePosition position,
      Target target,
      List<Assignment> assignments,
      Optional<QueryText> from,
      Optional<QueryText> where)
      implements Statement {}

  /** {@code DELETE FROM t [AS alias] [USING using] [WHERE where]}. */
  record Delete(
      SourcePosition position, Target target, Optional<QueryText> using, Optional<QueryText> where)
      implements Statement {}

  /** {@code MERGE INTO t [AS alias] USING source ON condition WHEN …}. */
  record Merge(
      SourcePosition position,
      Target target,
      QueryText source,
      QueryText condition,
      List<MergeClause> clauses)
      implements Statement {}

  /**
   * {@code INSERT | UPDATE | DELETE … RETURNING list}.
   *
   * @param change what changes rows
   * @param list what is selected of the rows as they are then, or were before they were deleted
   */
  record Returning(SourcePosition position, Statement change, QueryText list)
      implements Statement {}

  /** {@code TRUNCATE [TABLE] a, b}. */
  record Truncate(SourcePosition position, List<Identifier> tables) implements Statement {}

  /** What a statement does about a transaction. */
  enum Boundary {
    BEGIN,
    COMMIT,
    ROLLBACK
  }

  /** {@code BEGIN}, {@code COMMIT} or {@code ROLLBACK}. */
  record Transaction(SourcePosition position, Boundary boundary) implements Statement {}

  /** {@code ALTER TABLE t …}. */
  record AlterTable(SourcePosition position, Identifier table, Alteration alteration)
      implements Statement {}

  /** What ALTER TABLE changes. */
  sealed interface Alteration {}

  /** {@code RENAME TO name}. */
  record RenameTable(Identifier name) implements Alteration {}

  /** {@code RENAME COLUMN column TO name}. */
  record RenameColumn(Identifier column, Identifier name) implements Alteration {}

  /** {@code ADD COLUMN column}. */
  record AddColumn(TableElement.PhysicalColumn column) implements Alteration {}

  /** {@code DROP COLUMN column}. */
  record DropColumn(Identifier column) implements Alteration {}

  /** A query on its own: SELECT, VALUES, WITH, TABLE. */
  record Select(SourcePosition position, QueryText query, QueryClauses clauses)
      implements Statement {}

  /**
   * A statement of other engines that has nothing to do here, such as {@code CREATE INDEX}.
   *
   * @param words its first words
   * @param table that has to exist
   */
  record Idle(SourcePosition position, String words, Optional<Identifier> table)
      implements Statement {}

  /** {@code SET name = value}; without a value it shows the settings that begin with the name. */
  record SetOption(SourcePosition position, Optional<Identifier> name, Optional<String> value)
      implements Statement {}

  /** {@code RESET [name]}. */
  record Reset(SourcePosition position, Optional<Identifier> name) implements Statement {}

  /** What SHOW lists. */
  enum Shown {
    SOURCES,
    TABLES,
    SINKS,
    VIEWS,
    MATERIALIZED_VIEWS,
    QUERIES,
    SETTINGS,
    CONNECTORS;

    /** As it is written. */
    @Override
    public String toString() {
      return name().replace('_', ' ');
    }
  }

  /** {@code SHOW SOURCES | TABLES | …}. */
  record Show(SourcePosition position, Shown what) implements Statement {}

  /** {@code DESCRIBE [EXTENDED] name}. */
  record Describe(SourcePosition position, boolean extended, Identifier name)
      implements Statement {}

  /** What DESCRIBE QUERY tells. */
  enum QueryAspect {
    OVERVIEW,
    PROGRESS,
    STATE
  }

  /** {@code DESCRIBE QUERY q [PROGRESS | STATE]}. */
  record DescribeQuery(SourcePosition position, Identifier name, QueryAspect aspect)
      implements Statement {}

  /** The stage of a plan that EXPLAIN prints. */
  enum PlanStage {
    LOGICAL,
    INCREMENTAL,
    PHYSICAL,
    STATE,
    CHANGELOG,
    ANALYZE,
    SPARK
  }

  /** The form in which EXPLAIN prints. */
  enum PlanFormat {
    TEXT,
    JSON,
    DOT
  }

  /** {@code EXPLAIN [stage] statement}; the statement is a {@link Select} or an {@link Insert}. */
  record Explain(SourcePosition position, PlanStage stage, PlanFormat format, Statement statement)
      implements Statement {}

  /** {@code EXPLAIN [stage] QUERY q}. */
  record ExplainQuery(SourcePosition position, PlanStage stage, PlanFormat format, Identifier name)
      implements Statement {}

  /** {@code EXPLAIN [stage] MATERIALIZED VIEW m}. */
  record ExplainView(SourcePosition position, PlanStage stage, PlanFormat format, Identifier name)
      implements Statement {}

  /**
   * {@code START QUERY q [FROM BATCH n] [ALLOW SOURCE CHANGE] [ACCEPT PARTIAL OUTPUT]}: starts a
   * stopped query again.
   */
  record StartQuery(
      SourcePosition position,
      Identifier name,
      Optional<QueryClauses.FromBatch> fromBatch,
      QueryClauses.Restart restart)
      implements Statement {}

  /** {@code DROP CHECKPOINT [IF EXISTS] 'path'}. */
  record DropCheckpoint(
      SourcePosition position, SourcePosition pathPosition, boolean ifExists, String path)
      implements Statement {}

  /** {@code REPAIR CHECKPOINT 'path'}. */
  record RepairCheckpoint(SourcePosition position, SourcePosition pathPosition, String path)
      implements Statement {}

  /** {@code STOP QUERY q [WITH DRAIN]}. */
  record StopQuery(SourcePosition position, Identifier name, boolean drain) implements Statement {}

  /** {@code TAIL QUERY q}. */
  record TailQuery(SourcePosition position, Identifier name) implements Statement {}

  /** {@code AWAIT QUERY q | ALL [TIMEOUT interval]}; no name means ALL. */
  record AwaitQuery(SourcePosition position, Optional<Identifier> name, Optional<Duration> timeout)
      implements Statement {}

  /** What DROP removes. */
  enum DropKind {
    SOURCE,
    TABLE,
    SINK,
    VIEW,
    MATERIALIZED_VIEW,
    QUERY;

    /** As it is written. */
    @Override
    public String toString() {
      return name().replace('_', ' ');
    }
  }

  /**
   * {@code DROP kind [IF EXISTS] name, … [CASCADE | RESTRICT]}.
   *
   * @param names at least one
   * @param cascade whether what depends on it goes too
   */
  record Drop(
      SourcePosition position,
      DropKind kind,
      boolean ifExists,
      List<Identifier> names,
      boolean cascade,
      boolean withCheckpoint)
      implements Statement {
    public Drop {
      names = List.copyOf(names);
    }

    /** The only name, or the first of them. */
    public Identifier name() {
      return names.get(0);
    }
  }

  /** What CREATE FUNCTION says a class is; without it the class tells. */
  enum FunctionKind {
    AGGREGATE,
    TABLE
  }

  /**
   * A parameter of a function, or a column of the rows it gives.
   *
   * @param defaultValue for calls that leave it out
   */
  record FunctionParameter(Identifier name, DataType type, Optional<QueryText> defaultValue) {}

  /** What a function does. */
  sealed interface FunctionBody {}

  /** {@code RETURN expression}. */
  record ExpressionBody(QueryText expression) implements FunctionBody {}

  /** {@code RETURN query}. */
  record QueryBody(QueryText query) implements FunctionBody {}

  /** {@code AS 'class' [USING JAR 'path']}. */
  record ClassBody(Identifier className, Optional<Identifier> jar) implements FunctionBody {}

  /**
   * {@code CREATE [AGGREGATE | TABLE] FUNCTION f [(parameters)] [RETURNS …] …}.
   *
   * @param parameters empty if there is no list of them
   * @param returns type of a scalar function's value
   * @param columns of the rows of a table function
   */
  record CreateFunction(
      SourcePosition position,
      boolean orReplace,
      boolean temporary,
      boolean ifNotExists,
      Identifier name,
      Optional<FunctionKind> kind,
      Optional<List<FunctionParameter>> parameters,
      Optional<DataType> returns,
      Optional<List<FunctionParameter>> columns,
      FunctionBody body,
      Optional<Boolean> deterministic,
      Optional<String> comment)
      implements Statement {}

  /** {@code DROP FUNCTION [IF EXISTS] f}. */
  record DropFunction(SourcePosition position, boolean ifExists, Identifier name)
      implements Statement {}

  /** Which functions SHOW FUNCTIONS lists. */
  enum FunctionScope {
    ALL,
    USER,
    SYSTEM
  }

  /**
   * {@code SHOW [USER | SYSTEM] FUNCTIONS [LIKE 'pattern']}.
   *
   * @param pattern in which * and % stand for any text, and | for or
   */
  record ShowFunctions(SourcePosition position, FunctionScope scope, Optional<String> pattern)
      implements Statement {}

  /** {@code DESCRIBE FUNCTION [EXTENDED] f}. */
  record DescribeFunction(SourcePosition position, boolean extended, Identifier name)
      implements Statement {}
}
