package io.millrace.exec.session;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.StatementResult;
import io.millrace.api.connector.Connector;
import io.millrace.api.connector.OptionValue;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.SourceText;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.exec.session.context.FixedRows;
import io.millrace.exec.session.context.QueryEntry;
import io.millrace.exec.session.context.SessionCatalog;
import io.millrace.exec.session.context.SessionContext;
import io.millrace.exec.session.context.SettingSpec;
import io.millrace.exec.session.context.Settings;
import io.millrace.exec.session.definition.DefinitionStatements;
import io.millrace.exec.session.definition.ViewStatements;
import io.millrace.exec.session.query.QueryPlanning;
import io.millrace.plan.PlanRequest;
import io.millrace.plan.catalog.CatalogObject;
import io.millrace.plan.catalog.MaterializedView;
import io.millrace.plan.catalog.Relation;
import io.millrace.plan.catalog.View;
import io.millrace.sql.statement.Statement;
import io.millrace.sql.statement.Statement.PlanStage;
import io.millrace.sql.statement.Statement.RelationKind;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** SHOW, DESCRIBE and EXPLAIN of what the catalog holds. */
final class InformationStatements {
  private static final long MICROS_PER_MILLI = 1_000;

  private final SessionContext session;

  InformationStatements(SessionContext session) {
    this.session = session;
  }

  StatementResult show(Statement.Show statement) {
    return switch (statement.what()) {
      case SOURCES -> relations(RelationKind.SOURCE);
      case TABLES -> relations(RelationKind.TABLE);
      case SINKS -> relations(RelationKind.SINK);
      case VIEWS -> views();
      case MATERIALIZED_VIEWS -> ViewStatements.list(session);
      case QUERIES -> QueryInformation.list(session);
      case SETTINGS -> settings(session, "");
      case CONNECTORS -> connectors();
    };
  }

  private StatementResult relations(RelationKind kind) {
    FixedRows.Builder rows =
        new FixedRows.Builder(
            Schema.of(
                new Field("name", DataType.STRING),
                new Field("connector", DataType.STRING),
                new Field("format", DataType.STRING),
                new Field("bounded", DataType.BOOLEAN)));
    for (CatalogObject object : session.catalog().list()) {
      if (object instanceof Relation relation && relation.kind() == kind) {
        rows.row(
            relation.name(), relation.connector(), present(relation.format()), relation.bounded());
      }
    }
    return rows.build();
  }

  private static Optional<String> present(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private StatementResult views() {
    FixedRows.Builder rows = FixedRows.Builder.ofText("name", "query");
    for (CatalogObject object : session.catalog().list()) {
      if (object instanceof View view) {
        rows.row(view.name(), view.query().original());
      }
    }
    return rows.build();
  }

  private StatementResult connectors() {
    FixedRows.Builder rows =
        new FixedRows.Builder(
            Schema.of(
                new Field("name", DataType.STRING),
                new Field("source", DataType.BOOLEAN),
                new Field("sink", DataType.BOOLEAN),
                new Field("formats", DataType.STRING)));
    for (Connector connector : session.connectors().list()) {
      rows.row(
          connector.name(),
          connector instanceof Connector.SourceConnector,
          connector instanceof Connector.SinkConnector,
          present(String.join(", ", connector.formats().stream().sorted().toList())));
    }
    return rows.build();
  }

  /** The settings whose names begin so. */
  static StatementResult settings(SessionContext session, String prefix) {
    String start = prefix.toLowerCase(Locale.ROOT);
    FixedRows.Builder rows =
        FixedRows.Builder.ofText("name", "value", "default", "type", "description");
    boolean any = false;
    for (SettingSpec spec : SettingSpec.ALL) {
      if (spec.name().toLowerCase(Locale.ROOT).startsWith(start)) {
        any = true;
        rows.row(
            spec.name(),
            session.settings().value(spec),
            spec.defaultValue(),
            spec.valueDescription(),
            spec.option().description());
      }
    }
    if (!any) {
      // Throws, with the nearest name, unless the name is written in another way.
      return settings(session, Settings.find(prefix, Optional.empty()).name());
    }
    return rows.build();
  }

  StatementResult describe(Statement.Describe statement) {
    CatalogObject object = session.catalog().get(statement.name());
    FixedRows.Builder rows = FixedRows.Builder.ofText("column", "type", "nullable", "key", "extra");
    Optional<Relation> stored = SessionCatalog.relation(object);
    if (stored.isPresent()) {
      for (int i = 0; i < stored.get().columns().size(); i++) {
        column(rows, stored.get(), i);
      }
      if (statement.extended() && object instanceof MaterializedView view) {
        property(rows, "kind", SessionCatalog.kindOf(view));
        property(rows, "query", view.query().original());
        ViewStatements.facts(session, view)
            .forEach((name, value) -> property(rows, name, Long.toString(value)));
      } else if (statement.extended()) {
        properties(rows, stored.get());
      }
    } else if (object instanceof View view) {
      Schema schema =
          session.planner().plan(DefinitionStatements.viewRequest(session, view)).root().output();
      for (int i = 0; i < schema.size(); i++) {
        String name = view.columns().isEmpty() ? schema.name(i) : view.columns().get(i);
        rows.row(
            name,
            schema.type(i).sql(),
            yesNo(schema.type(i).nullable()),
            Optional.empty(),
            Optional.empty());
      }
      if (statement.extended()) {
        property(rows, "query", view.query().original());
      }
    }
    return rows.build();
  }

  /** What the declaration of a column says beside its type, as SQL. */
  static String extra(Relation relation, int index) {
    Relation.Column column = relation.columns().get(index);
    StringBuilder extra = new StringBuilder();
    if (column instanceof Relation.ComputedColumn computed) {
      extra.append("AS ").append(computed.expression().original());
    } else if (column instanceof Relation.PhysicalColumn physical) {
      physical.metadataKey().ifPresent(key -> extra.append("METADATA FROM '" + key + "'"));
      physical.defaultValue().ifPresent(value -> extra.append("DEFAULT ").append(value.original()));
    }
    relation
        .watermark()
        .filter(watermark -> watermark.column() == index)
        .ifPresent(
            watermark ->
                extra
                    .append(extra.length() == 0 ? "" : ", ")
                    .append("WATERMARK - ")
                    .append(duration(watermark.delayMicros())));
    return extra.toString();
  }

  private static void column(FixedRows.Builder rows, Relation relation, int index) {
    Relation.Column column = relation.columns().get(index);
    DataType type = column.field().type();
    rows.row(
        column.field().name(),
        type.sql(),
        yesNo(type.nullable()),
        relation.primaryKey().contains(index) ? Optional.of("PRIMARY KEY") : Optional.empty(),
        present(extra(relation, index)));
  }

  private static String duration(long micros) {
    return Duration.ofNanos(micros * MICROS_PER_MILLI)
        .toString()
        .substring(2)
        .toLowerCase(Locale.ROOT);
  }

  private static String yesNo(boolean value) {
    return value ? "yes" : "no";
  }

  private static void properties(FixedRows.Builder rows, Relation relation) {
    property(rows, "kind", relation.kind().name().toLowerCase(Locale.ROOT));
    property(rows, "connector", relation.connector());
    if (!relation.format().isEmpty()) {
      property(rows, "format", relation.format());
    }
    property(rows, "bounded", yesNo(relation.bounded()));
    for (List<OptionValue> options : List.of(relation.options(), relation.formatOptions())) {
      for (OptionValue option : options) {
        property(rows, "option " + option.name(), masked(option));
      }
    }
  }

  /** A row that is about the whole, not a column: its name begins with #. */
  private static void property(FixedRows.Builder rows, String name, String value) {
    rows.row("# " + name, value, Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static String masked(OptionValue option) {
    String name = option.name().toLowerCase(Locale.ROOT);
    boolean secret = name.contains("password") || name.contains("secret") || name.contains("token");
    return secret ? "***" : option.value();
  }

  StatementResult explain(Statement.Explain statement, SourceText script) {
    if (statement.stage() == PlanStage.ANALYZE) {
      throw error(ErrorCode.NOT_SUPPORTED, "EXPLAIN ANALYZE of a statement that does not run")
          .at(statement.position())
          .hint("of a running query:   EXPLAIN ANALYZE QUERY name")
          .build();
    }
    PlanRequest request;
    if (statement.statement() instanceof Statement.Select select) {
      request =
          new PlanRequest(
              select.query(),
              script,
              Optional.empty(),
              select.clauses(),
              session.plannerSettings());
    } else if (statement.statement() instanceof Statement.Insert insert) {
      PlanRequest insertion = QueryPlanning.request(session, insert, script);
      request =
          insertion.with(insertion.clauses(), QueryPlanning.settings(session, insertion.clauses()));
    } else {
      throw error(ErrorCode.NOT_SUPPORTED, "EXPLAIN of anything but SELECT and INSERT")
          .at(statement.position())
          .build();
    }
    return new StatementResult.Text(
        "plan", session.planner().explain(request, statement.stage(), statement.format()));
  }

  StatementResult explain(Statement.ExplainView statement) {
    MaterializedView view = ViewStatements.get(session, statement.name());
    return new StatementResult.Text(
        "plan",
        session
            .planner()
            .explain(
                ViewStatements.request(session, view).keeping(),
                statement.stage(),
                statement.format()));
  }

  StatementResult explain(Statement.ExplainQuery statement) {
    QueryEntry entry = session.queries().get(statement.name());
    return new StatementResult.Text(
        "plan",
        session
            .planner()
            .explain(
                entry.request(),
                statement.stage(),
                statement.format(),
                QueryInformation.live(session, entry.query())));
  }
}
