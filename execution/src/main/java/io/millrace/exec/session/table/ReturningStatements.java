package io.millrace.exec.session.table;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.StatementResult;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.SourceText;
import io.millrace.exec.session.context.TableTarget;
import io.millrace.plan.catalog.Relation;
import io.millrace.sql.statement.Identifier;
import io.millrace.sql.statement.Schemas;
import io.millrace.sql.statement.Statement;
import io.millrace.sql.statement.Statement.Returning;
import java.util.ArrayList;
import java.util.List;

/**
 * RETURNING: a query over the rows that a statement has inserted or changed, as they are then, or
 * has deleted, as they were. The query is planned before anything changes.
 */
final class ReturningStatements {
  private final TableQueries queries;
  private final InsertStatements inserts;
  private final ChangeStatements changes;

  ReturningStatements(TableQueries queries, InsertStatements inserts, ChangeStatements changes) {
    this.queries = queries;
    this.inserts = inserts;
    this.changes = changes;
  }

  StatementResult execute(Returning statement, SourceText script) {
    Statement change = statement.change();
    Identifier table = table(statement);
    Identifier alias = alias(change, table);
    TableTarget target = TableTarget.find(queries.session(), table, "RETURNING");
    Relation nothing = target.changed(queries.session(), List.of());
    queries.check(query(statement, nothing, alias), List.of(nothing), script, table.position());
    List<ColumnBatch> rows = new ArrayList<>();
    if (change instanceof Statement.Insert insert) {
      inserts.insert(insert, script, rows::addAll);
    } else if (change instanceof Statement.Update update) {
      changes.update(update, script, rows::addAll);
    } else {
      changes.delete((Statement.Delete) change, script, rows::addAll);
    }
    Relation changed = target.changed(queries.session(), rows);
    return queries.rows(
        query(statement, changed, alias), List.of(changed), script, table.position());
  }

  private static Identifier table(Returning statement) {
    if (statement.change() instanceof Statement.Insert insert) {
      boolean keeps =
          insert.writing().onConflict().filter(one -> one.assignments().isEmpty()).isPresent();
      if (insert.queryName().isPresent() || keeps) {
        throw error(
                ErrorCode.NOT_SUPPORTED,
                keeps ? "RETURNING with DO NOTHING" : "RETURNING of a query that runs by itself")
            .at(statement.list().position())
            .hint("select the rows in a statement of its own")
            .build();
      }
      return insert.target();
    }
    return statement.change() instanceof Statement.Update update
        ? update.target().table()
        : ((Statement.Delete) statement.change()).target().table();
  }

  private static Identifier alias(Statement change, Identifier table) {
    if (change instanceof Statement.Insert insert) {
      return insert
          .writing()
          .alias()
          .orElse(new Identifier(Schemas.unqualified(table.text()), table.position()));
    }
    return change instanceof Statement.Update update
        ? update.target().alias()
        : ((Statement.Delete) change).target().alias();
  }

  private static ComposedQuery query(Returning statement, Relation rows, Identifier alias) {
    return new ComposedQuery()
        .own("SELECT ")
        .user(statement.list())
        .own(" FROM ")
        .name(rows.name())
        .own(" AS ")
        .name(alias);
  }
}
