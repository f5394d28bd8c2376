package io.millrace.exec.session.query;

import io.millrace.api.connector.Connector;
import io.millrace.api.connector.Connector.VersionedConnector;
import io.millrace.api.connector.OptionValue;
import io.millrace.api.connector.Options;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.connector.Sink;
import io.millrace.api.connector.SinkCapability;
import io.millrace.api.connector.SinkContext;
import io.millrace.api.connector.Source;
import io.millrace.api.connector.SourceCapability;
import io.millrace.api.connector.SourceContext;
import io.millrace.api.connector.SourceState;
import io.millrace.api.connector.VersionedTable;
import io.millrace.api.error.MillraceException;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.exec.build.GraphBuilder;
import io.millrace.exec.build.RunningGraph;
import io.millrace.exec.changelog.ChangeEncoder;
import io.millrace.exec.changelog.DeletePolicy;
import io.millrace.exec.changelog.OutputSpec;
import io.millrace.exec.checkpoint.CheckpointDirectory;
import io.millrace.exec.checkpoint.Fingerprints;
import io.millrace.exec.checkpoint.Identity;
import io.millrace.exec.checkpoint.Metadata;
import io.millrace.exec.checkpoint.PlanFingerprint;
import io.millrace.exec.checkpoint.PlanFingerprint.SinkEntry;
import io.millrace.exec.checkpoint.QueryCheckpoint;
import io.millrace.exec.query.Closing;
import io.millrace.exec.query.OpenSource;
import io.millrace.exec.query.ProtocolObserver;
import io.millrace.exec.query.QueryParts;
import io.millrace.exec.query.WatchedSink;
import io.millrace.exec.session.context.RelationOptions;
import io.millrace.exec.session.context.SessionContext;
import io.millrace.exec.session.context.Settings;
import io.millrace.exec.session.query.Checkpoints.Place;
import io.millrace.exec.trigger.SystemLoopClock;
import io.millrace.exec.view.ViewParts;
import io.millrace.exec.watermark.WatermarkTracker;
import io.millrace.plan.Partitioning;
import io.millrace.plan.catalog.Relation;
import io.millrace.plan.catalog.Relation.PhysicalColumn;
import io.millrace.plan.check.Visibility;
import io.millrace.plan.physical.OperatorSpec.SourceSpec;
import io.millrace.plan.physical.QueryPlan;
import io.millrace.plan.physical.QueryPlan.ChangeKind;
import io.millrace.plan.physical.ResultForm;
import io.millrace.sql.statement.QueryClauses.Restart;
import io.millrace.sql.statement.Statement.RelationKind;
import io.millrace.state.StateStore;
import io.millrace.state.StateTables;
import io.millrace.state.durable.DurableOptions;
import io.millrace.state.durable.DurableStateStore;
import io.millrace.state.memory.MemoryStateStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes of a plan a query that can run: opens its sources, its sink and its operators. */
public final class QueryOpener {
  private static final Logger LOG = LoggerFactory.getLogger(QueryOpener.class);

  private final SessionContext session;

  QueryOpener(SessionContext session) {
    this.session = session;
  }

  /**
   * What to open.
   *
   * @param plan the query
   * @param name under which it runs
   * @param anonymous whether the name is nobody's business
   * @param places gives its errors their places in what the user wrote
   * @param settings of the session with those of the query
   * @param writing options of the query about how it writes
   * @param follows whether it reads tables for ever, with all that becomes of them
   * @param continuation of an earlier run
   */
  record Request(
      QueryPlan plan,
      String name,
      boolean anonymous,
      UnaryOperator<MillraceException> places,
      Settings settings,
      List<OptionValue> writing,
      boolean follows,
      Continuation continuation) {

    Request anonymously() {
      return new Request(plan, name, true, places, settings, writing, follows, continuation);
    }

    Request with(QueryPlan other) {
      return new Request(other, name, anonymous, places, settings, writing, follows, continuation);
    }

    Request with(Continuation other) {
      return new Request(plan, name, anonymous, places, settings, writing, follows, other);
    }
  }

  /**
   * How a query goes on where an earlier run stopped.
   *
   * @param checkpoint where it is said; empty for a query that is gone with its run
   * @param allowed what may be different
   * @param fromBatch the batch to go back to
   */
  record Continuation(Optional<Place> checkpoint, Restart allowed, OptionalLong fromBatch) {
    /** Not at all. */
    static final Continuation NONE =
        new Continuation(Optional.empty(), Restart.AS_IT_WAS, OptionalLong.empty());
  }

  /**
   * Who writes into a sink.
   *
   * @param queryId the query
   * @param checkpoint whether it outlives its run
   */
  record Writer(UUID queryId, SinkContext.Checkpoint checkpoint) {}

  /** Where output goes. */
  interface SinkOpener {
    Sink open(Writer writer, OutputSpec output, Schema schema);
  }

  /** Opens a query that writes the relation its plan names. */
  QueryParts open(Request request) {
    Relation target = request.plan().target().orElseThrow();
    Options options = session.options().parse(target, request.writing());
    OutputSpec output = output(request, target, options);
    Connector.SinkConnector connector =
        session.connectors().sink(target.connector(), target.position());
    Outlet outlet =
        new Outlet(
            output,
            new SinkEntry(target.name(), target.connector(), identity(connector, options)),
            connector.sinkCapabilities(target.format()),
            () -> connector.isKnownEmpty(options, target.attachment()));
    return open(
        request, outlet, (writer, spec, schema) -> sink(request, target, options, writer, spec));
  }

  /**
   * Opens a query that keeps the rows of a materialized view. With a checkpoint it has them itself
   * too, since a later run begins with an empty view.
   */
  QueryParts openKeeping(Request request, VersionedTable content) {
    QueryPlan plan = request.plan();
    OutputSpec output =
        new OutputSpec(
            request.name(),
            plan.root().output(),
            request.continuation().checkpoint().isPresent() ? OutputMode.COMPLETE : plan.mode(),
            ChangeKind.DELETE,
            Optional.empty(),
            true,
            Optional.empty(),
            new DeletePolicy.Delete(),
            ResultForm.ANY);
    SinkEntry sink = new SinkEntry(request.name(), "-", Identity.NONE);
    return open(
        request,
        new Outlet(output, sink, Set.of(SinkCapability.VOLATILE), () -> true),
        (writer, spec, schema) -> new ViewSink(request.name(), content));
  }

  /** Opens a query whose output the sink takes that the opener opens. */
  QueryParts open(Request request, SinkOpener sinks) {
    OutputSpec output = resultOutput(request.plan());
    SinkEntry nobody = new SinkEntry(output.sinkName(), "-", Identity.NONE);
    return open(request, new Outlet(output, nobody, Set.of(), () -> false), sinks);
  }

  /**
   * The end of a query.
   *
   * @param output how it is encoded
   * @param sink where it goes
   * @param capabilities of the sink
   * @param isEmpty whether nothing is known to be in the sink
   */
  private record Outlet(
      OutputSpec output,
      SinkEntry sink,
      Set<SinkCapability> capabilities,
      BooleanSupplier isEmpty) {}

  /** How the output of a SELECT is encoded. */
  static OutputSpec resultOutput(QueryPlan plan) {
    return new OutputSpec(
        "result",
        plan.root().output(),
        plan.mode(),
        plan.kind(),
        plan.key(),
        true,
        plan.ordering(),
        new DeletePolicy.Delete(),
        plan.form());
  }

  /** How the output of an INSERT is encoded. */
  OutputSpec output(Request request) {
    Relation target = request.plan().target().orElseThrow();
    return output(request, target, session.options().parse(target, request.writing()));
  }

  private static OutputSpec output(Request request, Relation target, Options options) {
    QueryPlan plan = request.plan();
    List<Integer> declared = target.primaryKey();
    // A key that holds the plan's key tells rows apart at least as well.
    boolean unique = declared.isEmpty() || plan.key().filter(declared::containsAll).isPresent();
    // Sources in memory can be written too, but take no options for it.
    boolean marks = plan.mode() == OutputMode.UPDATE && target.kind() != RelationKind.SOURCE;
    return new OutputSpec(
        target.name(),
        writtenSchema(target, plan.root().output()),
        plan.mode(),
        plan.kind(),
        declared.isEmpty() ? plan.key() : Optional.of(declared),
        unique,
        plan.ordering(),
        marks ? RelationOptions.deletes(target, options) : new DeletePolicy.Delete(),
        plan.form());
  }

  /** The declared columns of the target that it stores; those of the result if it declares none. */
  private static Schema writtenSchema(Relation target, Schema result) {
    List<Field> fields = new ArrayList<>();
    for (Relation.Column column : target.columns()) {
      if (column instanceof PhysicalColumn physical && physical.metadataKey().isEmpty()) {
        fields.add(physical.field());
      }
    }
    return fields.size() == result.size() ? new Schema(fields) : result;
  }

  private Sink sink(
      Request request, Relation target, Options options, Writer writer, OutputSpec output) {
    Connector.SinkConnector connector =
        session.connectors().sink(target.connector(), target.position());
    Schema schema = ChangeEncoder.outputSchema(output);
    return connector.openSink(
        new SinkContext(
            target.name(),
            request.name(),
            writer.queryId(),
            writer.checkpoint(),
            schema,
            output.mode(),
            output.key().orElse(List.of()),
            output.key().isPresent(),
            target.format(),
            options,
            request.settings().zone(),
            session.clock(),
            session.console(),
            target.attachment(),
            Partitioning.positions(target.partitionedBy(), schema.names())));
  }

  private QueryParts open(Request request, Outlet outlet, SinkOpener sinks) {
    QueryPlan plan = request.plan();
    Settings settings = request.settings();
    OutputSpec output = outlet.output();
    PlanFacts facts = PlanFacts.of(plan);
    List<AutoCloseable> opened = new ArrayList<>();
    try {
      Optional<QueryCheckpoint> checkpoint = checkpoint(request, outlet);
      checkpoint.ifPresent(opened::add);
      UUID id = checkpoint.map(QueryCheckpoint::queryId).orElseGet(UUID::randomUUID);
      StateStore store = checkpoint.map(QueryCheckpoint::store).orElseGet(MemoryStateStore::new);
      RunningGraph graph =
          GraphBuilder.build(
              plan.root(),
              settings.parallelism(),
              settings.zone(),
              session.compiler()::compile,
              store);
      opened.add(graph);
      List<OpenSource> sources = new ArrayList<>();
      for (SourceSpec spec : graph.sources()) {
        SourceState state =
            checkpoint.map(c -> c.sourceState(sources.size())).orElseGet(SourceState::inMemory);
        OpenSource source =
            request.follows() ? followed(spec, settings, state) : source(spec, settings, state);
        opened.add(source.source());
        sources.add(source);
      }
      Writer writer =
          new Writer(checkpoint.map(QueryCheckpoint::writerId).orElse(id), continued(checkpoint));
      WatchedSink sink =
          new WatchedSink(sinks.open(writer, output, ChangeEncoder.outputSchema(output)), output);
      opened.add(sink);
      WatermarkTracker watermarks =
          new WatermarkTracker(
              settings.watermarkPolicy(),
              facts.watermarkDelays(),
              settings.watermarkIdleTimeout(),
              SystemLoopClock.micros(session.clock().instant()));
      return new QueryParts(
          id,
          request.name(),
          request.anonymous(),
          request.places(),
          plan.explanation(),
          graph,
          sources,
          sink,
          Visibility.of(output.mode(), outlet.capabilities()) == Visibility.STEP,
          encoder(request, output, store.tables(ChangeEncoder.STATE_NAME, 0, 1)),
          watermarks,
          plan.bounded(),
          facts.hasConstants(),
          settings.noDataBatches(),
          checkpoint,
          ProtocolObserver.NONE);
    } catch (RuntimeException | Error e) {
      closeAll(opened, e);
      throw e;
    }
  }

  private static ChangeEncoder encoder(Request request, OutputSpec output, StateTables tables) {
    return request.follows() && output.mode() == OutputMode.COMPLETE
        ? ChangeEncoder.keeping(output, tables)
        : ChangeEncoder.of(output, tables);
  }

  private static SinkContext.Checkpoint continued(Optional<QueryCheckpoint> checkpoint) {
    if (checkpoint.isEmpty()) {
      return SinkContext.Checkpoint.NONE;
    }
    return checkpoint.get().isContinued()
        ? SinkContext.Checkpoint.CONTINUED
        : SinkContext.Checkpoint.NEW;
  }

  /** Opens the checkpoint of a query, or begins one. */
  private Optional<QueryCheckpoint> checkpoint(Request request, Outlet outlet) {
    Continuation continuation = request.continuation();
    return continuation
        .checkpoint()
        .map(place -> place.located(() -> checkpoint(request, outlet, place)));
  }

  private QueryCheckpoint checkpoint(Request request, Outlet outlet, Place place) {
    PlanFingerprint fingerprint =
        Fingerprints.of(
            request.plan(),
            Fingerprints.output(request.plan(), outlet.output()),
            outlet.sink(),
            this::identity);
    Metadata metadata =
        new Metadata(
            UUID.randomUUID(),
            request.name(),
            session.clock().instant(),
            request.settings().decidingResults());
    QueryCheckpoint.Request opening =
        new QueryCheckpoint.Request(
            metadata,
            fingerprint,
            request.continuation().allowed(),
            OptionalLong.empty(),
            outlet.capabilities(),
            outlet.isEmpty(),
            request.settings().checkpointRetention());
    OptionalLong fromBatch = request.continuation().fromBatch();
    if (fromBatch.isPresent() && place.metadata().isPresent()) {
      // Once it has gone back it does not know any more what it had read.
      try (QueryCheckpoint checkpoint = open(place, opening, request.settings())) {
        expectReadable(checkpoint, request, fromBatch.getAsLong());
      }
    }
    return open(place, opening.goingBack(fromBatch), request.settings());
  }

  /** Sources may have let go of what is to be read once more. */
  private void expectReadable(QueryCheckpoint checkpoint, Request request, long fromBatch) {
    Map<Integer, Source> sources = new LinkedHashMap<>();
    List<SourceSpec> specs = Fingerprints.sources(request.plan());
    try {
      for (int i = 0; i < specs.size(); i++) {
        if (replays(specs.get(i))) {
          SourceState state = checkpoint.sourceState(i);
          sources.put(i, source(specs.get(i), request.settings(), state).source());
        } else {
          LOG.warn(
              "query {}: what {} gave from batch {} on is lost; it cannot give rows again",
              request.name(),
              specs.get(i).relation().name(),
              fromBatch);
        }
      }
      checkpoint.review(
          fromBatch,
          (source, start, end) -> {
            if (end.isPresent() && !end.equals(start) && sources.containsKey(source)) {
              sources.get(source).expectReadable(start, end.get());
            }
          });
    } catch (RuntimeException | Error e) {
      closeAll(List.copyOf(sources.values()), e);
      throw e;
    }
    Closing closing = new Closing();
    sources.values().forEach(closing::close);
    closing.end();
  }

  private boolean replays(SourceSpec spec) {
    Relation relation = spec.relation();
    return session
        .connectors()
        .source(relation.connector(), relation.position())
        .sourceCapabilities()
        .contains(SourceCapability.REPLAY);
  }

  private QueryCheckpoint open(Place place, QueryCheckpoint.Request opening, Settings settings) {
    DurableOptions options = DurableOptions.DEFAULTS.withLogBytes(settings.checkpointLogBytes());
    session.stateMemory().limit(session.settings().stateMemory());
    CheckpointDirectory directory =
        CheckpointDirectory.take(place.path(), session.clock().instant());
    try {
      return QueryCheckpoint.open(
          directory, opening, path -> DurableStateStore.open(path, options, session.stateMemory()));
    } catch (RuntimeException | Error e) {
      closeAll(List.of(directory), e);
      throw e;
    }
  }

  private Identity identity(SourceSpec spec) {
    Relation relation = spec.relation();
    return identity(
        session.connectors().source(relation.connector(), relation.position()),
        session.options().parse(relation));
  }

  /** The options that say which data it is, in the order of names. */
  private static Identity identity(Connector connector, Options options) {
    Map<String, String> written = new TreeMap<>();
    Map<String, String> meant = new TreeMap<>();
    for (String name : connector.identityOptions()) {
      options
          .text(name)
          .ifPresent(
              value -> {
                written.put(name, value);
                meant.put(name, connector.identity(name, value));
              });
    }
    return new Identity(written, meant);
  }

  /** Closes all of them because of a failure, which stays the one that is shown. */
  static void closeAll(List<? extends AutoCloseable> opened, Throwable reason) {
    Closing closing = new Closing();
    opened.forEach(closing::close);
    try {
      closing.end();
    } catch (RuntimeException | Error e) {
      reason.addSuppressed(e);
    }
  }

  /** Opens what a view over tables is made of; one thread is enough for its small changes. */
  public ViewParts openView(QueryPlan plan, Settings settings) {
    List<AutoCloseable> opened = new ArrayList<>();
    try {
      RunningGraph graph =
          GraphBuilder.build(
              plan.root(), 1, settings.zone(), session.compiler()::compile, new MemoryStateStore());
      opened.add(graph);
      List<ViewParts.Input> inputs = new ArrayList<>();
      for (SourceSpec spec : graph.sources()) {
        Source source =
            connector(spec)
                .openSource(context(spec, settings, SourceState.inMemory()).followingChanges());
        opened.add(source);
        inputs.add(new ViewParts.Input(spec.id(), source));
      }
      return new ViewParts(graph, inputs);
    } catch (RuntimeException | Error e) {
      closeAll(opened, e);
      throw e;
    }
  }

  private Connector.SourceConnector connector(SourceSpec spec) {
    Relation relation = spec.relation();
    return session.connectors().source(relation.connector(), relation.position());
  }

  private OpenSource source(SourceSpec spec, Settings settings, SourceState state) {
    Connector.SourceConnector connector = connector(spec);
    Source source = connector.openSource(context(spec, settings, state));
    Set<SourceCapability> capabilities = connector.sourceCapabilities();
    return new OpenSource(
        spec.id(),
        source,
        capabilities.contains(SourceCapability.REPLAY),
        capabilities.contains(SourceCapability.WAKES),
        spec.relation().bounded());
  }

  /** What a materialized view reads: tables with all that becomes of them. */
  private OpenSource followed(SourceSpec spec, Settings settings, SourceState state) {
    Connector.SourceConnector connector = connector(spec);
    boolean table = spec.relation().bounded() && connector instanceof VersionedConnector;
    SourceContext context = context(spec, settings, state);
    Source source = connector.openSource(table ? context.followingChanges() : context);
    Set<SourceCapability> capabilities = connector.sourceCapabilities();
    return new OpenSource(
        spec.id(),
        source,
        capabilities.contains(SourceCapability.REPLAY),
        capabilities.contains(SourceCapability.WAKES),
        false);
  }

  private SourceContext context(SourceSpec spec, Settings settings, SourceState state) {
    Relation relation = spec.relation();
    List<String> metadataKeys = new ArrayList<>();
    for (int column : spec.columns()) {
      metadataKeys.add(
          relation.columns().get(column) instanceof PhysicalColumn physical
              ? physical.metadataKey().orElse("")
              : "");
    }
    return new SourceContext(
        relation.name(),
        spec.output(),
        metadataKeys,
        dataSchema(relation),
        relation.format(),
        session.options().parse(relation),
        settings.zone(),
        session.clock(),
        relation.attachment(),
        state);
  }

  /** All columns that the data itself holds. */
  static Schema dataSchema(Relation relation) {
    List<Field> fields = new ArrayList<>();
    for (Relation.Column column : relation.columns()) {
      if (column instanceof PhysicalColumn physical && physical.metadataKey().isEmpty()) {
        fields.add(physical.field());
      }
    }
    return new Schema(fields);
  }
}
