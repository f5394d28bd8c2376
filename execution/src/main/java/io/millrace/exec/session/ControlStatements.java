package io.millrace.exec.session;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.StatementResult;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.exec.checkpoint.CheckpointDirectory;
import io.millrace.exec.checkpoint.CheckpointRepair;
import io.millrace.exec.session.context.QueryEntry;
import io.millrace.exec.session.context.SessionContext;
import io.millrace.exec.session.context.SettingSpec;
import io.millrace.exec.session.context.Settings;
import io.millrace.exec.session.query.Checkpoints;
import io.millrace.exec.session.query.QueryStatements;
import io.millrace.sql.statement.Identifier;
import io.millrace.sql.statement.Statement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.Lock;

/** SET and RESET; START, STOP, AWAIT and DROP of queries. */
final class ControlStatements {
  private final SessionContext session;
  private final QueryStatements queries;
  private final Lock statements;

  /**
   * The statements of a session.
   *
   * @param queries starts queries
   * @param statements held while one is executed; let go while it only waits
   */
  ControlStatements(SessionContext session, QueryStatements queries, Lock statements) {
    this.session = session;
    this.queries = queries;
    this.statements = statements;
  }

  StatementResult set(Statement.SetOption statement) {
    if (statement.name().isPresent() && statement.value().isPresent()) {
      Identifier name = statement.name().get();
      session.settings().set(name.text(), statement.value().get(), Optional.of(name.position()));
      SettingSpec spec = Settings.find(name.text(), Optional.of(name.position()));
      return done("SET " + spec.name() + " = " + session.settings().value(spec).orElse(""));
    }
    return InformationStatements.settings(
        session, statement.name().map(Identifier::text).orElse(""));
  }

  StatementResult reset(Statement.Reset statement) {
    if (statement.name().isEmpty()) {
      session.settings().resetAll();
      return done("RESET");
    }
    Identifier name = statement.name().get();
    session.settings().reset(name.text(), Optional.of(name.position()));
    return done("RESET " + name.text());
  }

  StatementResult start(Statement.StartQuery statement) {
    QueryEntry entry =
        session.queries().find(statement.name().text()).orElseThrow(() -> unknown(statement));
    if (entry.query().isActive()) {
      throw error(ErrorCode.QUERY_NAME_IN_USE, entry.query().name())
          .at(statement.name().position())
          .hint("stop it first:  STOP QUERY " + entry.query().name())
          .build();
    }
    return queries.restart(entry, statement);
  }

  /** A session knows only what it has run itself: the statement is in no checkpoint. */
  private MillraceException unknown(Statement.StartQuery statement) {
    String name = statement.name().text();
    MillraceException error = session.queries().notFound(statement.name());
    Optional<Path> kept =
        Checkpoints.ofName(statement.name(), session.settings()).filter(Files::isDirectory);
    return kept.map(path -> error.withDetail("its checkpoint is there: " + path))
        .orElse(error)
        .withHint(
            "one that another session has run is started by its whole statement:  START QUERY "
                + name
                + " AS INSERT …"
                + (kept.isPresent() ? "" : " CHECKPOINT 'directory'"));
  }

  StatementResult stop(Statement.StopQuery statement) {
    QueryEntry entry = session.queries().get(statement.name());
    if (statement.drain()) {
      entry.query().drain();
    } else {
      entry.query().stop();
    }
    return done("STOP QUERY " + entry.query().name());
  }

  StatementResult await(Statement.AwaitQuery statement) {
    Optional<QueryEntry> entry = statement.name().map(session.queries()::get);
    statements.unlock();
    try {
      boolean ended = entry.isPresent() ? await(entry.get(), statement) : awaitAll(statement);
      String what = entry.map(e -> "QUERY " + e.query().name()).orElse("ALL");
      return done("AWAIT " + what + (ended ? "" : ": still running"));
    } finally {
      statements.lock();
    }
  }

  private static boolean await(QueryEntry entry, Statement.AwaitQuery statement) {
    if (statement.timeout().isPresent()) {
      return entry.query().awaitTermination(statement.timeout().get());
    }
    entry.query().awaitTermination();
    return true;
  }

  private boolean awaitAll(Statement.AwaitQuery statement) {
    try {
      return session.queries().awaitAll(statement.timeout());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw error(ErrorCode.INTERRUPTED).cause(e).build();
    }
  }

  StatementResult drop(Statement.Drop statement) {
    Optional<QueryEntry> found = session.queries().find(statement.name().text());
    if (found.isEmpty() && statement.ifExists()) {
      return done("DROP QUERY " + statement.name().text() + ": there is none");
    }
    QueryEntry entry = session.queries().get(statement.name());
    if (entry.query().isActive()) {
      throw error(ErrorCode.OBJECT_IN_USE, "query", entry.query().name(), "it is running")
          .at(statement.name().position())
          .hint("stop it first:  STOP QUERY " + entry.query().name())
          .build();
    }
    String deleted = statement.withCheckpoint() ? deleteCheckpoint(entry) : "";
    session.queries().remove(entry);
    return done("DROP QUERY " + entry.query().name() + deleted);
  }

  private String deleteCheckpoint(QueryEntry entry) {
    if (entry.checkpoint().isEmpty()) {
      return ": it has no checkpoint";
    }
    Path path = entry.checkpoint().get();
    boolean deleted = CheckpointDirectory.delete(path, session.clock().instant());
    return deleted ? ": checkpoint " + path + " is deleted" : ": checkpoint " + path + " was gone";
  }

  StatementResult drop(Statement.DropCheckpoint statement) {
    Path path = Checkpoints.path(statement.path(), statement.pathPosition());
    try {
      if (statement.ifExists() && Files.notExists(path)) {
        return done("DROP CHECKPOINT " + path + ": there is none");
      }
      CheckpointDirectory.expect(path);
      CheckpointDirectory.delete(path, session.clock().instant());
      return done("DROP CHECKPOINT " + path);
    } catch (MillraceException e) {
      throw e.at(statement.pathPosition());
    }
  }

  StatementResult repair(Statement.RepairCheckpoint statement) {
    Path path = Checkpoints.path(statement.path(), statement.pathPosition());
    try {
      List<String> done = CheckpointRepair.repair(path, session.clock().instant());
      return new StatementResult.Text("repaired", String.join("\n", done));
    } catch (MillraceException e) {
      throw e.at(statement.pathPosition());
    }
  }

  private static StatementResult done(String message) {
    return new StatementResult.Done(message, OptionalLong.empty());
  }
}
