package io.millrace.exec.session.context;

import io.millrace.api.error.SourcePosition;
import io.millrace.api.error.SourceText;
import io.millrace.sql.statement.Identifier;
import io.millrace.sql.statement.QueryClauses.FromBatch;
import io.millrace.sql.statement.QueryClauses.Restart;
import io.millrace.sql.statement.Statement;
import java.util.Optional;

/**
 * The statement that a query was started by, with which it can be started again.
 *
 * @param script it stands in
 */
public record Definition(Statement.Insert insert, SourceText script) {
  /** Where something stands that no text says, but a program. */
  public static final SourcePosition NOWHERE = SourcePosition.of(1, 1);

  /** The same query under that name, going back and allowing what its new start says. */
  public Definition restarted(Identifier name, Optional<FromBatch> fromBatch, Restart allowed) {
    return new Definition(
        new Statement.Insert(
            insert.position(),
            Optional.of(new Identifier(name.text(), insert.position())),
            insert.target(),
            insert.columns(),
            insert.byName(),
            insert.query(),
            insert.clauses().restarted(fromBatch, allowed),
            insert.writing()),
        script);
  }
}
