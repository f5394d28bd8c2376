package io.millrace.shell;

import io.millrace.api.BatchWriter;
import io.millrace.api.Millrace;
import io.millrace.api.RowWriter;
import io.millrace.api.ScriptStatement;
import io.millrace.api.StatementResult;
import io.millrace.api.catalog.Catalog;
import io.millrace.api.completion.Completion;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.error.SourceText;
import io.millrace.api.query.StreamingQuery;
import io.millrace.api.query.StreamingQueryManager;
import io.millrace.api.table.DataFrameReader;
import io.millrace.api.table.DataStreamReader;
import io.millrace.api.table.Dataset;
import io.millrace.api.table.Encoder;
import io.millrace.api.table.Row;
import io.millrace.api.table.Table;
import io.millrace.api.table.UDFRegistration;
import io.millrace.api.types.Schema;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A session that knows its statements by heart: each line of a script is one. */
public final class FakeMillrace implements Millrace {
  private final Map<String, Supplier<StatementResult>> answers = new LinkedHashMap<>();
  private final List<String> executed = new ArrayList<>();
  private List<StreamingQuery> running = List.of();
  private boolean closed;

  public FakeMillrace answer(String statement, Supplier<StatementResult> result) {
    answers.put(statement, result);
    return this;
  }

  public List<String> executed() {
    return executed;
  }

  public boolean isClosed() {
    return closed;
  }

  @Override
  public Iterable<ScriptStatement> script(SourceText script) {
    List<ScriptStatement> statements = new ArrayList<>();
    String[] lines = script.text().split("\n");
    for (int i = 0; i < lines.length; i++) {
      if (!lines[i].isBlank()) {
        statements.add(
            new Line(script, lines[i], new SourcePosition(i + 1, 1, i + 1, lines[i].length())));
      }
    }
    return statements;
  }

  private final class Line implements ScriptStatement {
    private final SourceText script;
    private final String text;
    private final SourcePosition position;

    Line(SourceText script, String text, SourcePosition position) {
      this.script = script;
      this.text = text;
      this.position = position;
    }

    @Override
    public String text() {
      return text;
    }

    @Override
    public SourcePosition position() {
      return position;
    }

    @Override
    public StatementResult execute() {
      try {
        return sql(text);
      } catch (MillraceException e) {
        throw e.at(position).in(script);
      }
    }
  }

  @Override
  public StatementResult sql(String statement) {
    executed.add(statement);
    Supplier<StatementResult> answer = answers.get(statement);
    if (answer == null) {
      throw MillraceException.error(ErrorCode.SYNTAX_ERROR, "unknown statement")
          .hint("try another one")
          .build();
    }
    return answer.get();
  }

  @Override
  public void foreachBatch(String name, BatchWriter writer) {
    throw new UnsupportedOperationException("a shell has no code of its own");
  }

  @Override
  public void foreach(String name, Supplier<? extends RowWriter> writers) {
    throw new UnsupportedOperationException("a shell has no code of its own");
  }

  @Override
  public Catalog catalog() {
    throw new UnsupportedOperationException("it knows nothing but its statements");
  }

  @Override
  public Table table(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Table query(String text) {
    throw new UnsupportedOperationException();
  }

  @Override
  public DataFrameReader read() {
    throw new UnsupportedOperationException();
  }

  @Override
  public DataStreamReader readStream() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Table createDataFrame(List<Row> rows, Schema schema) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> Dataset<T> createDataset(List<T> objects, Encoder<T> encoder) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Completion complete(String script, int cursor) {
    return new Completion(cursor, List.of(), false);
  }

  @Override
  public UDFRegistration udf() {
    throw new UnsupportedOperationException();
  }

  @Override
  public ZoneId zone() {
    return ZoneId.of("Asia/Tokyo");
  }

  /** From now on these run. */
  public FakeMillrace running(StreamingQuery... queries) {
    running = List.of(queries);
    return this;
  }

  @Override
  public List<StreamingQuery> activeQueries() {
    return running;
  }

  @Override
  public StreamingQueryManager streams() {
    throw new UnsupportedOperationException("a shell asks the session's statements");
  }

  @Override
  public void close() {
    closed = true;
  }
}
