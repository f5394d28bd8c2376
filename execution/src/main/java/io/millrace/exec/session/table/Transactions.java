package io.millrace.exec.session.table;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.StatementResult;
import io.millrace.api.connector.VersionedTable;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.SourcePosition;
import io.millrace.exec.session.context.SessionCatalog;
import io.millrace.exec.view.ViewMaintenance;
import io.millrace.sql.statement.Statement;
import io.millrace.sql.statement.Statement.Transaction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/** The transaction of a session. Used under the session's lock. */
public final class Transactions {
  private final SessionCatalog catalog;
  private final ViewMaintenance views;
  private final List<String> created = new ArrayList<>();
  private final Set<VersionedTable> touched = Collections.newSetFromMap(new IdentityHashMap<>());
  private boolean open;

  Transactions(SessionCatalog catalog, ViewMaintenance views) {
    this.catalog = catalog;
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
        created.clear();
      }
      case ROLLBACK -> {
        demandOpen(statement.position());
        rollback();
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

  private void rollback() {
    end(VersionedTable::rollback);
    created.forEach(catalog::remove);
    created.clear();
  }

  /** Undoes what is open; the session is closed. */
  public void abandon() {
    if (open) {
      rollback();
    }
  }

  /** Executes a statement; what it creates goes if the transaction is undone. */
  public StatementResult within(Statement statement, Supplier<StatementResult> execution) {
    demandAllowed(statement);
    Optional<String> name =
        open ? createdBy(statement).filter(n -> catalog.find(n).isEmpty()) : Optional.empty();
    StatementResult result = execution.get();
    name.ifPresent(created::add);
    return result;
  }

  private static Optional<String> createdBy(Statement statement) {
    if (statement instanceof Statement.CreateRelation create && !create.orReplace()) {
      return Optional.of(create.name().text());
    } else if (statement instanceof Statement.CreateTableAs create && !create.orReplace()) {
      return Optional.of(create.name().text());
    } else if (statement instanceof Statement.CreateView create && !create.orReplace()) {
      return Optional.of(create.name().text());
    }
    return Optional.empty();
  }

  /** Refuses programs' tables, whose queries would wait for the end of the transaction. */
  public void demandNone() {
    if (open) {
      throw error(ErrorCode.NOT_SUPPORTED, "a table of a program while a transaction is open")
          .hint("end the transaction first:  COMMIT  or  ROLLBACK")
          .hint("or run a statement:  session.sql(\"SELECT …\")")
          .build();
    }
  }

  /** Refuses what cannot be undone, or would wait for the end of the transaction. */
  private void demandAllowed(Statement statement) {
    if (open && !isAllowed(statement)) {
      throw error(ErrorCode.NOT_SUPPORTED, "this statement in a transaction")
          .at(statement.position())
          .detail("A transaction holds SELECT, CREATE, and what changes rows of tables in memory.")
          .hint("end the transaction first:  COMMIT  or  ROLLBACK")
          .build();
    }
  }

  private static boolean isAllowed(Statement statement) {
    return createdBy(statement).isPresent()
        || statement instanceof Statement.Select
        || statement instanceof Statement.Insert
        || statement instanceof Statement.Returning
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
