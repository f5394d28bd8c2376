package io.millrace.exec.session;

import io.millrace.api.ScriptStatement;
import io.millrace.api.StatementResult;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.error.SourceText;
import io.millrace.sql.parse.StatementParser;
import io.millrace.sql.statement.Statement;
import io.millrace.sql.text.ScriptReader;
import io.millrace.sql.text.StatementText;
import java.util.Iterator;
import java.util.function.Supplier;

/** The statements of a script, each parsed when it is executed. */
final class ScriptStatements implements Iterator<ScriptStatement> {

  /** Executes what the parser gives. */
  interface Executor {
    StatementResult execute(Supplier<Statement> parser, SourceText script);
  }

  private final SourceText script;
  private final ScriptReader reader;
  private final Executor executor;

  ScriptStatements(SourceText script, Executor executor) {
    this.script = script;
    this.reader = new ScriptReader(script.text());
    this.executor = executor;
  }

  @Override
  public boolean hasNext() {
    return reader.hasNext();
  }

  @Override
  public ScriptStatement next() {
    try {
      StatementText text = reader.next();
      return new Parsable(text);
    } catch (MillraceException e) {
      return new Broken(e.in(script));
    }
  }

  /** A statement that can be told from the others. */
  private final class Parsable implements ScriptStatement {
    private final StatementText statement;

    Parsable(StatementText statement) {
      this.statement = statement;
    }

    @Override
    public String text() {
      return statement.text();
    }

    @Override
    public SourcePosition position() {
      return statement.position();
    }

    @Override
    public StatementResult execute() {
      return executor.execute(() -> StatementParser.parse(statement), script);
    }
  }

  /** What is left of a script in which a quote or comment never ends. */
  private record Broken(MillraceException error) implements ScriptStatement {
    @Override
    public String text() {
      return "";
    }

    @Override
    public SourcePosition position() {
      return error.position().orElse(SourcePosition.of(1, 1));
    }

    @Override
    public StatementResult execute() {
      throw error;
    }
  }
}
