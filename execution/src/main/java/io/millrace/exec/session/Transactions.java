package io.millrace.exec.session;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.StatementResult;
import io.millrace.api.connector.VersionedTable;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.SourcePosition;
import io.millrace.exec.view.ViewMaintenance;
import io.millrace.sql.statement.Statement;
import io.millrace.sql.statement.Statement.Transaction;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.OptionalLong;
import java.util.Set;

/** The transaction of a session. Used under the session's lock. */
final class Transactions {
  private final ViewMaintenance views;
  private final Set<VersionedTable> touched = Collections.newSetFromMap(new IdentityHashMap<>());
  private boolean open;

  Transactions(ViewMaintenance views) {
    this.views = views;
  }

  boolean isOpen() {
    return open;
  }

  /** A table is about to change. */
  void touch(VersionedTable table) {
    if (open && touched.add(table)) {
      table.begin();
    }
  }

  StatementResult execute(Transaction statement) {
    switch (statement.boundary()) {
      case BEGIN -> {
        if (open) {
          throw error(ErrorCode.TRANSACTION_STATE, "a transaction is open already")
              .at(statement.position())
              .hint("end it first:  COMMIT  or  ROLLBACK")
              .build();
        }
        open = true;
      }
      case COMMIT -> {
        demandOpen(statement.position());
        end(VersionedTable::commit);
      }
      case ROLLBACK -> {
        demandOpen(statement.position());
        end(VersionedTable::rollback);
      }
    }
    return new StatementResult.Done(statement.boundary().name(), OptionalLong.empty());
  }

  private void demandOpen(SourcePosition position) {
    if (!open) {
      throw error(ErrorCode.TRANSACTION_STATE, "no transaction is open")
          .at(position)
          .hint("begin one:  BEGIN")
          .build();
    }
  }

  private interface Ending {
    void end(VersionedTable table);
  }

  private void end(Ending ending) {
    open = false;
    views.together(
        () -> {
          touched.forEach(ending::end);
          touched.clear();
          return open;
        });
  }

  /** Undoes what is open; the session is closed. */
  void abandon() {
    if (open) {
      end(VersionedTable::rollback);
    }
  }

  /** Refuses what cannot be undone, or would wait for the end of the transaction. */
  void demandAllowed(Statement statement) {
    if (open && !isAllowed(statement)) {
      throw error(ErrorCode.NOT_SUPPORTED, "this statement in a transaction")
          .at(statement.position())
          .detail("A transaction holds SELECT and what changes rows of tables in memory.")
          .hint("end the transaction first:  COMMIT  or  ROLLBACK")
          .build();
    }
  }

  private static boolean isAllowed(Statement statement) {
    return statement instanceof Statement.Select
        || statement instanceof Statement.Insert
        || statement instanceof Statement.Update
        || statement instanceof Statement.Delete
        || statement instanceof Statement.Merge
        || statement instanceof Statement.Truncate
        || statement instanceof Transaction
        || statement instanceof Statement.SetOption
        || statement instanceof Statement.Reset
        || statement instanceof Statement.Show
        || statement instanceof Statement.ShowFunctions
        || statement instanceof Statement.Describe
        || statement instanceof Statement.DescribeFunction
        || statement instanceof Statement.DescribeQuery
        || statement instanceof Statement.Explain
        || statement instanceof Statement.ExplainQuery;
  }
}
