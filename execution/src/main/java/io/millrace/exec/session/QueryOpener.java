package io.millrace.exec.session;

import io.millrace.api.connector.Connector;
import io.millrace.api.connector.OptionValue;
import io.millrace.api.connector.Options;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.connector.Sink;
import io.millrace.api.connector.SinkContext;
import io.millrace.api.connector.Source;
import io.millrace.api.connector.SourceCapability;
import io.millrace.api.connector.SourceContext;
import io.millrace.api.connector.SourceState;
import io.millrace.api.error.SourceText;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.exec.build.GraphBuilder;
import io.millrace.exec.build.RunningGraph;
import io.millrace.exec.changelog.ChangeEncoder;
import io.millrace.exec.changelog.DeletePolicy;
import io.millrace.exec.changelog.OutputSpec;
import io.millrace.exec.query.Closing;
import io.millrace.exec.query.OpenSource;
import io.millrace.exec.query.QueryParts;
import io.millrace.exec.trigger.SystemLoopClock;
import io.millrace.exec.watermark.WatermarkTracker;
import io.millrace.plan.catalog.Relation;
import io.millrace.plan.catalog.Relation.PhysicalColumn;
import io.millrace.plan.physical.OperatorSpec.SourceSpec;
import io.millrace.plan.physical.QueryPlan;
import io.millrace.sql.statement.Statement.RelationKind;
import io.millrace.state.StateStore;
import io.millrace.state.memory.MemoryStateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Makes of a plan a query that can run: opens its sources, its sink and its operators. */
final class QueryOpener {
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
   * @param script it stands in
   * @param settings of the session with those of the query
   * @param writing options of the query about how it writes
   */
  record Request(
      QueryPlan plan,
      String name,
      boolean anonymous,
      SourceText script,
      Settings settings,
      List<OptionValue> writing) {}

  /** Where output goes. */
  interface SinkOpener {
    Sink open(UUID queryId, OutputSpec output, Schema schema);
  }

  /** Opens a query that writes the relation its plan names. */
  QueryParts open(Request request) {
    Relation target = request.plan().target().orElseThrow();
    Options options = session.options().parse(target, request.writing());
    OutputSpec output = output(request, target, options);
    return open(request, output, (id, spec, schema) -> sink(request, target, options, id, spec));
  }

  /** Opens a query whose output the sink takes that the opener opens. */
  QueryParts open(Request request, SinkOpener sinks) {
    return open(request, resultOutput(request.plan()), sinks);
  }

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
        new DeletePolicy.Delete());
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
        marks ? RelationOptions.deletes(target, options) : new DeletePolicy.Delete());
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

  private Sink sink(Request request, Relation target, Options options, UUID id, OutputSpec output) {
    Connector.SinkConnector connector =
        session.connectors().sink(target.connector(), target.position());
    return connector.openSink(
        new SinkContext(
            target.name(),
            request.name(),
            id,
            SinkContext.Checkpoint.NONE,
            ChangeEncoder.outputSchema(output),
            output.mode(),
            output.key().orElse(List.of()),
            output.key().isPresent(),
            target.format(),
            options,
            request.settings().zone(),
            session.clock(),
            session.console(),
            target.attachment()));
  }

  private QueryParts open(Request request, OutputSpec output, SinkOpener sinks) {
    QueryPlan plan = request.plan();
    Settings settings = request.settings();
    UUID id = UUID.randomUUID();
    PlanFacts facts = PlanFacts.of(plan);
    StateStore store = new MemoryStateStore();
    List<AutoCloseable> opened = new ArrayList<>();
    try {
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
        OpenSource source = source(spec, settings);
        opened.add(source.source());
        sources.add(source);
      }
      Sink sink = sinks.open(id, output, ChangeEncoder.outputSchema(output));
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
          request.script(),
          plan.explanation(),
          graph,
          sources,
          sink,
          ChangeEncoder.of(output, store.tables(ChangeEncoder.STATE_NAME, 0, 1)),
          watermarks,
          plan.bounded(),
          facts.hasConstants(),
          settings.noDataBatches());
    } catch (RuntimeException e) {
      closeAll(opened, e);
      throw e;
    }
  }

  /** Closes all of them because of a failure, which stays the one that is shown. */
  static void closeAll(List<? extends AutoCloseable> opened, RuntimeException reason) {
    Closing closing = new Closing();
    opened.forEach(closing::close);
    try {
      closing.end();
    } catch (RuntimeException e) {
      reason.addSuppressed(e);
    }
  }

  private OpenSource source(SourceSpec spec, Settings settings) {
    Relation relation = spec.relation();
    Connector.SourceConnector connector =
        session.connectors().source(relation.connector(), relation.position());
    List<String> metadataKeys = new ArrayList<>();
    for (int column : spec.columns()) {
      metadataKeys.add(
          relation.columns().get(column) instanceof PhysicalColumn physical
              ? physical.metadataKey().orElse("")
              : "");
    }
    Source source =
        connector.openSource(
            new SourceContext(
                relation.name(),
                spec.output(),
                metadataKeys,
                dataSchema(relation),
                relation.format(),
                session.options().parse(relation),
                settings.zone(),
                session.clock(),
                relation.attachment(),
                SourceState.inMemory()));
    boolean wakes = connector.sourceCapabilities().contains(SourceCapability.WAKES);
    return new OpenSource(spec.id(), source, wakes, relation.bounded());
  }

  /** All columns that the data itself holds. */
  private static Schema dataSchema(Relation relation) {
    List<Field> fields = new ArrayList<>();
    for (Relation.Column column : relation.columns()) {
      if (column instanceof PhysicalColumn physical && physical.metadataKey().isEmpty()) {
        fields.add(physical.field());
      }
    }
    return new Schema(fields);
  }
}
