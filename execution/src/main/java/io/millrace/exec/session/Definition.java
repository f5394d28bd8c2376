package io.millrace.exec.session;

import io.millrace.api.error.SourceText;
import io.millrace.sql.statement.Identifier;
import io.millrace.sql.statement.QueryClauses.Restart;
import io.millrace.sql.statement.Statement;
import java.util.Optional;

/**
 * The statement that a query was started by, with which it can be started again.
 *
 * @param script it stands in
 */
record Definition(Statement.Insert insert, SourceText script) {

  /** The same query under that name, with what the restart allows. */
  Definition restarted(Identifier name, Restart allowed) {
    return new Definition(
        new Statement.Insert(
            insert.position(),
            Optional.of(new Identifier(name.text(), insert.position())),
            insert.target(),
            insert.columns(),
            insert.byName(),
            insert.query(),
            insert.clauses().allowing(allowed)),
        script);
  }
}
