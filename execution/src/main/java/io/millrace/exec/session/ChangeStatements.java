package io.millrace.exec.session;

import io.millrace.api.StatementResult;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.connector.VersionedTable.Conflicts;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourceText;
import io.millrace.plan.PlanRequest;
import io.millrace.plan.catalog.CatalogObject;
import io.millrace.plan.catalog.Relation;
import io.millrace.sql.statement.Identifier;
import io.millrace.sql.statement.QueryText;
import io.millrace.sql.statement.Statement;
import io.millrace.sql.statement.Statement.Update;
import io.millrace.sql.statement.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * UPDATE, DELETE and TRUNCATE: a query over the rows as they are finds the ids of those to change
 * and their new images; the change is one version of the table.
 */
final class ChangeStatements {
  private final TableQueries queries;
  private final Transactions transactions;
  private final CheckConstraints checks;

  ChangeStatements(TableQueries queries, Transactions transactions, CheckConstraints checks) {
    this.queries = queries;
    this.transactions = transactions;
    this.checks = checks;
  }

  StatementResult update(Update statement, SourceText script) {
    TableTarget target = TableTarget.find(queries.session(), statement.target().table(), "UPDATE");
    Identifier alias = statement.target().alias();
    ComposedQuery query = new ComposedQuery();
    PlanRequest.Target images = new RowImages(target, alias, statement.assignments()).write(query);
    Relation rows = rows(target, alias, statement.where());
    from(query, rows, statement.target(), statement.from(), statement.where());
    List<ColumnBatch> found =
        queries.run(query, Optional.of(images), leaves(rows), script, target.name().position());
    TableChanges changes = new TableChanges(target, statement.from().isPresent());
    long count = changes.update(found);
    checks.check(target, changes.news());
    apply(target, changes);
    return done(count, "updated");
  }

  StatementResult delete(Statement.Delete statement, SourceText script) {
    TableTarget target = TableTarget.find(queries.session(), statement.target().table(), "DELETE");
    if (statement.where().isEmpty() && statement.using().isEmpty()) {
      transactions.touch(target.table());
      return done(target.table().clear(), "deleted");
    }
    Identifier alias = statement.target().alias();
    ComposedQuery query =
        new ComposedQuery()
            .from("SELECT", target.name().position())
            .own(" ")
            .name(alias.text())
            .own(".")
            .name(TableTarget.ROW_ID);
    Relation rows = rows(target, alias, statement.where());
    from(query, rows, statement.target(), statement.using(), statement.where());
    List<ColumnBatch> found =
        queries.run(query, Optional.empty(), leaves(rows), script, target.name().position());
    TableChanges changes = new TableChanges(target, statement.using().isPresent());
    long count = changes.delete(found);
    apply(target, changes);
    return done(count, "deleted");
  }

  StatementResult truncate(Statement.Truncate statement) {
    List<TableTarget> targets = new ArrayList<>();
    for (Identifier table : statement.tables()) {
      targets.add(TableTarget.find(queries.session(), table, "TRUNCATE"));
    }
    queries
        .session()
        .views()
        .together(
            () -> {
              for (TableTarget target : targets) {
                transactions.touch(target.table());
                target.table().clear();
              }
              return targets;
            });
    return new StatementResult.Done("TRUNCATE TABLE", OptionalLong.empty());
  }

  /** The rows among which those are that the condition holds for. */
  private Relation rows(TableTarget target, Identifier alias, Optional<QueryText> where) {
    String leaf = target.relation().name() + TableTarget.LEAF;
    return where
        .flatMap(condition -> KeyLookup.find(target, alias, condition))
        .map(found -> target.withIds(queries.session(), leaf, found))
        .orElseGet(() -> target.withIds(leaf));
  }

  private static List<CatalogObject> leaves(Relation rows) {
    return List.of(rows);
  }

  private static void from(
      ComposedQuery query,
      Relation rows,
      Target target,
      Optional<QueryText> others,
      Optional<QueryText> where) {
    query.own(" FROM ").name(rows.name()).own(" AS ").name(target.alias());
    others.ifPresent(tables -> query.own(", ").user(tables));
    where.ifPresent(condition -> query.own(" WHERE ").user(condition));
  }

  private void apply(TableTarget target, TableChanges changes) {
    try {
      transactions.touch(target.table());
      changes.apply(Conflicts.REFUSE);
    } catch (MillraceException e) {
      throw e.at(target.name().position());
    }
  }

  static StatementResult done(long rows, String verb) {
    return new StatementResult.Done(
        rows == 1 ? "1 row " + verb : rows + " rows " + verb, OptionalLong.of(rows));
  }
}
