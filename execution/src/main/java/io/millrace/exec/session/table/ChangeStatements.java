package io.millrace.exec.session.table;

import io.millrace.api.StatementResult;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.connector.VersionedTable.Conflicts;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourceText;
import io.millrace.exec.session.context.TableTarget;
import io.millrace.exec.session.table.KeyLookup.Found;
import io.millrace.plan.PlanRequest;
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
import java.util.function.Consumer;

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
    return update(statement, script, rows -> {});
  }

  /**
   * @param changed gets the rows as they become
   */
  StatementResult update(Update statement, SourceText script, Consumer<List<ColumnBatch>> changed) {
    TableTarget target = TableTarget.find(queries.session(), statement.target().table(), "UPDATE");
    Identifier alias = statement.target().alias();
    RowImages images = new RowImages(target, alias, statement.assignments());
    Optional<Found> found = lookup(target, alias, statement.where());
    boolean exact = isExact(found, statement.from());
    TableChanges changes = new TableChanges(target, statement.from().isPresent());
    Optional<List<ColumnBatch>> plain =
        exact
            ? LiteralRows.images(
                target.schema(), found.orElseThrow().rows().batches(), images.values())
            : Optional.empty();
    long count;
    if (plain.isPresent()) {
      count = changes.replace(found.orElseThrow().rows(), plain.get());
    } else {
      ComposedQuery query = new ComposedQuery();
      PlanRequest.Target into = images.write(query);
      Relation rows = rows(target, found);
      Optional<QueryText> where = exact ? Optional.empty() : statement.where();
      from(query, rows, statement.target(), statement.from(), where);
      count =
          changes.update(
              queries.run(
                  query, Optional.of(into), List.of(rows), script, target.name().position()));
    }
    checks.check(target, changes.news());
    apply(target, changes);
    changed.accept(changes.news());
    return done(count, "updated");
  }

  StatementResult delete(Statement.Delete statement, SourceText script) {
    return delete(statement, script, rows -> {});
  }

  /**
   * @param changed gets the rows that go
   */
  StatementResult delete(
      Statement.Delete statement, SourceText script, Consumer<List<ColumnBatch>> changed) {
    TableTarget target = TableTarget.find(queries.session(), statement.target().table(), "DELETE");
    if (statement.where().isEmpty() && statement.using().isEmpty()) {
      transactions.touch(target.table());
      changed.accept(target.table().snapshot().batches());
      return done(target.table().clear(), "deleted");
    }
    Identifier alias = statement.target().alias();
    Optional<Found> found = lookup(target, alias, statement.where());
    TableChanges changes = new TableChanges(target, statement.using().isPresent());
    long count;
    if (isExact(found, statement.using())) {
      count = changes.replace(found.orElseThrow().rows(), List.of());
    } else {
      ComposedQuery query =
          new ComposedQuery()
              .from("SELECT", target.name().position())
              .own(" ")
              .name(alias.text())
              .own(".")
              .name(TableTarget.ROW_ID);
      Relation rows = rows(target, found);
      from(query, rows, statement.target(), statement.using(), statement.where());
      count =
          changes.delete(
              queries.run(
                  query, Optional.empty(), List.of(rows), script, target.name().position()));
    }
    changed.accept(changes.olds());
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

  private static Optional<Found> lookup(
      TableTarget target, Identifier alias, Optional<QueryText> where) {
    return where.flatMap(condition -> KeyLookup.find(target, alias, condition));
  }

  /** Whether it is known which rows a statement is about, without a query. */
  private static boolean isExact(Optional<Found> found, Optional<QueryText> others) {
    return others.isEmpty() && found.filter(Found::exact).isPresent();
  }

  /** The rows among which those are that a statement is about. */
  private Relation rows(TableTarget target, Optional<Found> found) {
    String leaf = target.relation().name() + TableTarget.LEAF;
    return found
        .map(key -> target.withIds(queries.session(), leaf, key.rows()))
        .orElseGet(() -> target.withIds(leaf));
  }

  private static void from(
      ComposedQuery query,
      Relation rows,
      Target target,
      Optional<QueryText> others,
      Optional<QueryText> where) {
    query.own(" FROM ").name(rows.name()).own(" AS ").name(target.alias());
    others.ifPresent(tables -> query.own(", ").user(tables));
    where.ifPresent(condition -> query.own(" WHERE (").user(condition).own(")"));
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
