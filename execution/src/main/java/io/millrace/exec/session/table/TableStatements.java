package io.millrace.exec.session.table;

import io.millrace.api.StatementResult;
import io.millrace.api.error.SourceText;
import io.millrace.exec.session.context.SessionContext;
import io.millrace.exec.session.definition.DefinitionStatements;
import io.millrace.exec.session.query.QueryStatements;
import io.millrace.sql.statement.Statement;

/** The statements that change rows of tables, and the transaction around them. */
public final class TableStatements {
  private final Transactions transactions;
  private final InsertStatements inserts;
  private final ChangeStatements changes;
  private final ReturningStatements returning;
  private final MergeStatements merges;
  private final AlterStatements alterations;

  public TableStatements(
      SessionContext session, QueryStatements statements, DefinitionStatements definitions) {
    TableQueries queries = new TableQueries(session, statements);
    CheckConstraints checks = new CheckConstraints(session);
    this.transactions = new Transactions(session.catalog(), session.views());
    this.inserts = new InsertStatements(queries, statements, transactions, checks);
    this.changes = new ChangeStatements(queries, transactions, checks);
    this.returning = new ReturningStatements(queries, inserts, changes);
    this.merges = new MergeStatements(queries, transactions, checks);
    this.alterations = new AlterStatements(queries, definitions);
  }

  public Transactions transactions() {
    return transactions;
  }

  public static boolean areOfTables(Statement statement) {
    return statement instanceof Statement.Insert
        || statement instanceof Statement.Returning
        || statement instanceof Statement.Update
        || statement instanceof Statement.Delete
        || statement instanceof Statement.Merge
        || statement instanceof Statement.Truncate
        || statement instanceof Statement.AlterTable
        || statement instanceof Statement.Transaction;
  }

  public StatementResult execute(Statement statement, SourceText script) {
    if (statement instanceof Statement.Insert insert) {
      return inserts.insert(insert, script);
    } else if (statement instanceof Statement.Returning returning) {
      return this.returning.execute(returning, script);
    } else if (statement instanceof Statement.Update update) {
      return changes.update(update, script);
    } else if (statement instanceof Statement.Delete delete) {
      return changes.delete(delete, script);
    } else if (statement instanceof Statement.Merge merge) {
      return merges.merge(merge, script);
    } else if (statement instanceof Statement.Truncate truncate) {
      return changes.truncate(truncate);
    } else if (statement instanceof Statement.AlterTable alter) {
      return alterations.alter(alter, script);
    } else if (statement instanceof Statement.Transaction transaction) {
      return transactions.execute(transaction);
    }
    throw new IllegalStateException("unknown statement " + statement.getClass());
  }
}
