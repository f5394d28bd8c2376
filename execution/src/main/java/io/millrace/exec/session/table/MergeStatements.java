package io.millrace.exec.session.table;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.StatementResult;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.connector.VersionedTable.Conflicts;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.error.SourceText;
import io.millrace.exec.session.context.TableTarget;
import io.millrace.plan.PlanRequest;
import io.millrace.plan.catalog.CatalogObject;
import io.millrace.plan.catalog.Relation;
import io.millrace.plan.catalog.Relation.PhysicalColumn;
import io.millrace.sql.statement.Assignment;
import io.millrace.sql.statement.Identifier;
import io.millrace.sql.statement.MergeClause;
import io.millrace.sql.statement.MergeClause.Match;
import io.millrace.sql.statement.QueryText;
import io.millrace.sql.statement.Statement.Merge;
import io.millrace.sql.statement.ValueRow;
import io.millrace.sql.statement.ValueRow.Cell;
import io.millrace.sql.statement.ValueRow.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * MERGE: a query for each WHEN finds the rows that it is for and no WHEN of the same kind before
 * it, all over the rows as they are; the changes together are one version of the table.
 */
final class MergeStatements {
  private static final Pattern LAST_NAME = Pattern.compile("(?:^|[\\s)])(\"[^\"]+\"|\\w+)\\s*$");

  private final TableQueries queries;
  private final Transactions transactions;
  private final CheckConstraints checks;

  MergeStatements(TableQueries queries, Transactions transactions, CheckConstraints checks) {
    this.queries = queries;
    this.transactions = transactions;
    this.checks = checks;
  }

  StatementResult merge(Merge statement, SourceText script) {
    TableTarget target = TableTarget.find(queries.session(), statement.target().table(), "MERGE");
    return new Merging(target, statement, script).run();
  }

  /** One statement. */
  private final class Merging {
    private final TableTarget target;
    private final Merge statement;
    private final SourceText script;
    private final Identifier alias;
    private final Relation rows;
    private final TableChanges changes;
    private long inserted;
    private long updated;
    private long deleted;

    Merging(TableTarget target, Merge statement, SourceText script) {
      this.target = target;
      this.statement = statement;
      this.script = script;
      this.alias = statement.target().alias();
      this.rows = target.withIds(target.relation().name() + TableTarget.LEAF);
      this.changes = new TableChanges(target, true);
    }

    StatementResult run() {
      // Names that mean something on both sides are found here.
      ComposedQuery both = new ComposedQuery().own("SELECT 1 FROM ");
      joined(both);
      queries.check(both, leaves(), script, statement.condition().position());
      for (int i = 0; i < statement.clauses().size(); i++) {
        clause(i);
      }
      try {
        checks.check(target, changes.news());
        transactions.touch(target.table());
        changes.apply(Conflicts.REFUSE);
      } catch (MillraceException e) {
        throw e.at(target.name().position());
      }
      return new StatementResult.Done(
          inserted + " inserted, " + updated + " updated, " + deleted + " deleted",
          OptionalLong.of(inserted + updated + deleted));
    }

    private List<CatalogObject> leaves() {
      return List.of(rows);
    }

    private void clause(int index) {
      MergeClause clause = statement.clauses().get(index);
      MergeClause.Action action = clause.action();
      if (action instanceof MergeClause.Update update) {
        ComposedQuery query = new ComposedQuery();
        List<Assignment> assignments =
            update.assignments().isEmpty() ? allByName(clause) : update.assignments();
        PlanRequest.Target images = new RowImages(target, alias, assignments).write(query);
        List<ColumnBatch> found = run(query, Optional.of(images), index);
        changes.expectDisjoint(found);
        updated += changes.update(found);
      } else if (action instanceof MergeClause.Delete) {
        ComposedQuery query =
            new ComposedQuery().own("SELECT ").name(alias.text()).own(".").name(TableTarget.ROW_ID);
        List<ColumnBatch> found = run(query, Optional.empty(), index);
        changes.expectDisjoint(found);
        deleted += changes.delete(found);
      } else if (action instanceof MergeClause.Insert insert) {
        inserted += changes.insert(insert(insert, clause, index));
      }
    }

    private List<ColumnBatch> run(
        ComposedQuery query, Optional<PlanRequest.Target> images, int index) {
      MergeClause clause = statement.clauses().get(index);
      query.own(" FROM ");
      if (clause.match() == Match.MATCHED) {
        joined(query);
        query.own(" WHERE TRUE");
      } else {
        table(query);
        query.own(" WHERE NOT EXISTS (SELECT 1 FROM ").user(statement.source()).own(" WHERE (");
        query.user(statement.condition()).own("))");
      }
      conditions(query, index);
      return queries.run(query, images, leaves(), script, clause.position());
    }

    private void table(ComposedQuery query) {
      query.name(rows.name()).own(" AS ").name(alias);
    }

    private void joined(ComposedQuery query) {
      table(query);
      query
          .own(" JOIN ")
          .user(statement.source())
          .own(" ON (")
          .user(statement.condition())
          .own(")");
    }

    /** Its own condition, and that of none before it of the same kind. */
    private void conditions(ComposedQuery query, int index) {
      MergeClause clause = statement.clauses().get(index);
      for (MergeClause before : statement.clauses().subList(0, index)) {
        if (before.match() == clause.match()) {
          if (before.condition().isEmpty()) {
            query.own(" AND FALSE");
          } else {
            query.own(" AND (").user(before.condition().get()).own(") IS NOT TRUE");
          }
        }
      }
      clause.condition().ifPresent(c -> query.own(" AND (").user(c).own(")"));
    }

    private List<ColumnBatch> insert(MergeClause.Insert insert, MergeClause clause, int index) {
      ComposedQuery query = new ComposedQuery().own("SELECT ");
      List<PhysicalColumn> all = target.relation().physicalColumns();
      List<PhysicalColumn> columns =
          insert.columns().isEmpty()
              ? all
              : insert.columns().stream().map(name -> all.get(target.column(name))).toList();
      boolean byName = insert.values().isEmpty();
      List<SourcePosition> places = new ArrayList<>();
      if (byName) {
        query.own("*");
      } else {
        values(query, insert.values().get(), columns, places);
      }
      query.own(" FROM ").user(statement.source()).own(" WHERE NOT EXISTS (SELECT 1 FROM ");
      table(query);
      query.own(" WHERE (").user(statement.condition()).own("))");
      conditions(query, index);
      PlanRequest.Target into =
          new PlanRequest.Target(
              target.relation(), SourcePosition.of(1, 1), insert.columns(), byName, places);
      return queries.run(query, Optional.of(into), leaves(), script, clause.position());
    }

    private void values(
        ComposedQuery query,
        ValueRow row,
        List<PhysicalColumn> columns,
        List<SourcePosition> places) {
      List<Cell> cells =
          row.cells().isEmpty()
              ? columns.stream().map(c -> new Cell(row.position(), Kind.DEFAULT, "")).toList()
              : row.cells();
      for (int i = 0; i < cells.size(); i++) {
        query.own(i == 0 ? "" : ", ");
        places.add(query.here());
        if (i < columns.size()) {
          RowImages.value(query, columns.get(i), cells.get(i));
        } else {
          query.user(cells.get(i));
        }
      }
    }

    /** {@code SET *}: each column from the source's column of its name. */
    private List<Assignment> allByName(MergeClause clause) {
      QueryText source = statement.source();
      Matcher name = LAST_NAME.matcher(source.text().strip());
      if (!name.find()) {
        throw error(ErrorCode.NOT_SUPPORTED, "SET * from a source without a name")
            .at(source.position())
            .hint("give it one:  USING (…) AS s")
            .build();
      }
      List<Assignment> assignments = new ArrayList<>();
      for (PhysicalColumn column : target.relation().physicalColumns()) {
        String field = column.field().name();
        assignments.add(
            new Assignment(
                new Identifier(field, clause.position()),
                new Cell(
                    clause.position(),
                    Kind.EXPRESSION,
                    name.group(1) + ".\"" + field.replace("\"", "\"\"") + "\"")));
      }
      return assignments;
    }
  }
}
