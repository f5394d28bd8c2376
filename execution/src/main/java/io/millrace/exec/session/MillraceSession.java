package io.millrace.exec.session;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.BatchWriter;
import io.millrace.api.Millrace;
import io.millrace.api.RowWriter;
import io.millrace.api.ScriptStatement;
import io.millrace.api.StatementResult;
import io.millrace.api.catalog.Catalog;
import io.millrace.api.completion.Completion;
import io.millrace.api.connector.Attachment;
import io.millrace.api.connector.Connectors;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
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
import io.millrace.exec.expression.ExpressionCompiler;
import io.millrace.exec.fluent.Tables;
import io.millrace.exec.query.Closing;
import io.millrace.exec.query.RunningQuery;
import io.millrace.exec.query.SteppedQuery;
import io.millrace.exec.session.context.QueryRegistry;
import io.millrace.exec.session.context.RelationOptions;
import io.millrace.exec.session.context.SessionCatalog;
import io.millrace.exec.session.context.SessionContext;
import io.millrace.exec.session.context.SessionStreams;
import io.millrace.exec.session.context.Settings;
import io.millrace.exec.session.definition.DefinitionStatements;
import io.millrace.exec.session.definition.FunctionStatements;
import io.millrace.exec.session.definition.SchemaStatements;
import io.millrace.exec.session.fluent.FluentStatements;
import io.millrace.exec.session.query.QueryStatements;
import io.millrace.exec.session.query.Stepping;
import io.millrace.exec.session.table.TableStatements;
import io.millrace.exec.view.ViewMaintenance;
import io.millrace.plan.Planner;
import io.millrace.plan.catalog.UserFunction;
import io.millrace.sql.parse.StatementParser;
import io.millrace.sql.statement.Statement;
import io.millrace.state.MemoryBudget;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A session: parses statements and hands each to the class that executes it. One statement at a
 * time, whatever threads they come from; queries run on threads of their own.
 */
public final class MillraceSession implements Millrace {
  private static final long LOCK_MILLIS = 20;

  private final ReentrantLock lock = new ReentrantLock(true);
  private final SessionContext context;
  private final DefinitionStatements definitions;
  private final QueryStatements queries;
  private final InformationStatements information;
  private final ControlStatements control;
  private final FunctionStatements functions;
  private final TableStatements tables;
  private final List<SteppedQuery> stepped = new ArrayList<>();
  private final Catalog catalog;
  private Optional<Tables> programTables = Optional.empty();
  private volatile boolean closed;

  private MillraceSession(SessionContext context) {
    this.context = context;
    this.queries = new QueryStatements(context, lock);
    this.definitions = new DefinitionStatements(context, queries);
    this.information = new InformationStatements(context);
    this.control = new ControlStatements(context, queries, lock);
    this.catalog = new CatalogView(context, this::sql);
    this.functions = new FunctionStatements(context);
    this.tables = new TableStatements(context, queries, definitions);
  }

  /**
   * Opens a session.
   *
   * @throws MillraceException SETTING_UNKNOWN, SETTING_INVALID
   */
  public static MillraceSession open(Millrace.Builder builder) {
    Settings settings = new Settings();
    builder.settings().forEach((name, value) -> settings.set(name, value, Optional.empty()));
    SessionCatalog catalog = new SessionCatalog();
    QueryRegistry queries = new QueryRegistry();
    Connectors connectors = new Connectors(programsLoader());
    return new MillraceSession(
        new SessionContext(
            catalog,
            settings,
            connectors,
            new RelationOptions(connectors),
            new Planner(catalog, connectors),
            new ExpressionCompiler(),
            new ViewMaintenance(builder.clock()),
            queries,
            new SessionStreams(queries),
            MemoryBudget.unlimited(),
            builder.clock(),
            builder.console()));
  }

  /** The program's class loader, so that it can bring connectors of its own. */
  private static Optional<ClassLoader> programsLoader() {
    return Optional.ofNullable(Thread.currentThread().getContextClassLoader());
  }

  @Override
  public Iterable<ScriptStatement> script(SourceText script) {
    return () -> new ScriptStatements(script, this::execute);
  }

  @Override
  public StatementResult sql(String statement) {
    SourceText script = new SourceText("", statement);
    return execute(() -> StatementParser.parse(statement), script);
  }

  /** Parses and executes; every error knows the script. */
  private StatementResult execute(Supplier<Statement> parser, SourceText script) {
    lock.lock();
    try {
      checkOpen();
      return execute(parser.get(), script);
    } catch (MillraceException e) {
      throw e.in(script);
    } finally {
      lock.unlock();
    }
  }

  private void checkOpen() {
    if (closed) {
      throw error(ErrorCode.SESSION_CLOSED).build();
    }
  }

  private StatementResult execute(Statement statement, SourceText script) {
    return tables.transactions().within(statement, () -> dispatch(statement, script));
  }

  private void checkForPrograms() {
    checkOpen();
    tables.transactions().demandNone();
  }

  private StatementResult dispatch(Statement statement, SourceText script) {
    if (statement instanceof Statement.Select select) {
      return queries.select(select, script);
    } else if (TableStatements.areOfTables(statement)) {
      return tables.execute(statement, script);
    } else if (statement instanceof Statement.CreateRelation create) {
      return definitions.create(create, script);
    } else if (statement instanceof Statement.CreateTableAs create) {
      return definitions.create(create, script);
    } else if (statement instanceof Statement.CreateView create) {
      return definitions.create(create, script);
    } else if (statement instanceof Statement.CreateMaterializedView create) {
      return definitions.create(create, script);
    } else if (SchemaStatements.areOfSchemas(statement)) {
      return new SchemaStatements(context, definitions).execute(statement);
    } else if (statement instanceof Statement.RefreshView refresh) {
      return definitions.refresh(refresh);
    } else if (statement instanceof Statement.Drop drop) {
      return drop.kind() == Statement.DropKind.QUERY ? control.drop(drop) : definitions.drop(drop);
    } else if (statement instanceof Statement.CreateFunction create) {
      return functions.create(create, script);
    } else if (statement instanceof Statement.DropFunction drop) {
      return functions.drop(drop);
    } else if (statement instanceof Statement.ShowFunctions show) {
      return functions.show(show);
    } else if (statement instanceof Statement.DescribeFunction describe) {
      return functions.describe(describe);
    } else if (statement instanceof Statement.SetOption set) {
      return control.set(set);
    } else if (statement instanceof Statement.Reset reset) {
      return control.reset(reset);
    } else if (statement instanceof Statement.StartQuery start) {
      return control.start(start);
    } else if (statement instanceof Statement.StopQuery stop) {
      return control.stop(stop);
    } else if (statement instanceof Statement.TailQuery tail) {
      return follow(context.queries().get(tail.name()).query());
    } else if (statement instanceof Statement.AwaitQuery await) {
      return control.await(await);
    } else if (statement instanceof Statement.DropCheckpoint drop) {
      return control.drop(drop);
    } else if (statement instanceof Statement.Idle idle) {
      idle.table().ifPresent(context.catalog()::get);
      return new StatementResult.Done(idle.words() + ": nothing to do", OptionalLong.empty());
    } else if (statement instanceof Statement.RepairCheckpoint repair) {
      return control.repair(repair);
    } else if (statement instanceof Statement.Show show) {
      return information.show(show);
    } else if (statement instanceof Statement.Describe describe) {
      return information.describe(describe);
    } else if (statement instanceof Statement.DescribeQuery describe) {
      return QueryInformation.describe(context, describe);
    } else if (statement instanceof Statement.Explain explain) {
      return information.explain(explain, script);
    } else if (statement instanceof Statement.ExplainView explain) {
      return information.explain(explain);
    } else if (statement instanceof Statement.ExplainQuery explain) {
      return information.explain(explain);
    }
    throw new IllegalStateException("unknown statement " + statement.getClass());
  }

  private static StatementResult.Followed follow(RunningQuery query) {
    return new StatementResult.Followed() {
      @Override
      public StreamingQuery query() {
        return query;
      }

      @Override
      public StatementResult.Changes changes() {
        return SinkChanges.of(query);
      }
    };
  }

  /**
   * Opens a SELECT or INSERT as a query without a thread, driven batch by batch; see {@link
   * SteppedQuery}. The output of a SELECT is seen in its steps only; an INSERT writes its target
   * too. Close it before the session, or let the session do it.
   *
   * @throws MillraceException as {@link #sql}
   */
  public SteppedQuery startStepped(String statement) {
    return startStepped(statement, Stepping.PLAIN);
  }

  /** As {@link #startStepped(String)}, with a checkpoint or an observer. */
  public SteppedQuery startStepped(String statement, Stepping stepping) {
    SourceText script = new SourceText("", statement);
    lock.lock();
    try {
      checkOpen();
      SteppedQuery query = queries.stepped(StatementParser.parse(statement), script, stepping);
      stepped.removeIf(SteppedQuery::isClosed);
      stepped.add(query);
      return query;
    } catch (MillraceException e) {
      throw e.in(script);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void foreachBatch(String name, BatchWriter writer) {
    Attachment code = new Attachment();
    code.getOrCreate(BatchWriter.class, () -> writer);
    register(name, "foreachbatch", code);
  }

  @Override
  public void foreach(String name, Supplier<? extends RowWriter> writers) {
    Attachment code = new Attachment();
    code.getOrCreate(Supplier.class, () -> writers);
    register(name, "foreach", code);
  }

  @Override
  public UDFRegistration udf() {
    return new SessionFunctions(this::register, this::sql);
  }

  private void register(UserFunction function) {
    lock.lock();
    try {
      checkOpen();
      functions.register(function);
    } finally {
      lock.unlock();
    }
  }

  private void register(String sink, String connector, Attachment code) {
    lock.lock();
    try {
      checkOpen();
      definitions.register(sink, connector, code);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Catalog catalog() {
    return catalog;
  }

  /** Made when a program asks for the first table; most sessions of the command never do. */
  private synchronized Tables tables() {
    if (programTables.isEmpty()) {
      programTables =
          Optional.of(
              new Tables(
                  new FluentStatements(
                      context, queries, definitions, lock, this::checkForPrograms)));
    }
    return programTables.get();
  }

  @Override
  public Table table(String name) {
    return tables().table(name);
  }

  @Override
  public Table query(String text) {
    return tables().query(text);
  }

  @Override
  public DataFrameReader read() {
    return tables().read();
  }

  @Override
  public DataStreamReader readStream() {
    return tables().readStream();
  }

  @Override
  public Table createDataFrame(List<Row> rows, Schema schema) {
    return tables().of(rows, schema);
  }

  @Override
  public <T> Dataset<T> createDataset(List<T> objects, Encoder<T> encoder) {
    return tables().of(objects, encoder);
  }

  @Override
  public Completion complete(String script, int cursor) {
    return Completions.at(catalog, context, script, cursor);
  }

  @Override
  public ZoneId zone() {
    lock.lock();
    try {
      return context.settings().zone();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<StreamingQuery> activeQueries() {
    return context.queries().active();
  }

  @Override
  public StreamingQueryManager streams() {
    return context.streams();
  }

  @Override
  public void close() {
    closed = true;
    Closing closing = new Closing();
    lockForClosing(closing);
    try {
      stopQueries(closing);
      tables.transactions().abandon();
      stepped.forEach(closing::close);
      closing.close(context.views());
      closing.close(functions);
      stepped.clear();
    } finally {
      lock.unlock();
    }
    // what has ended by itself may have something to tell yet
    context.queries().all().forEach(query -> closing.close(query::stop));
    closing.close(context.streams());
    closing.end();
  }

  /** A statement that is executed holds the lock until the query it waits for has ended. */
  private void lockForClosing(Closing closing) {
    boolean interrupted = false;
    boolean locked = false;
    while (!locked) {
      stopQueries(closing);
      try {
        locked = lock.tryLock(LOCK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void stopQueries(Closing closing) {
    context.queries().running().forEach(query -> closing.close(query::stop));
  }
}
