package io.millrace.exec.session;

import io.millrace.api.catalog.Catalog;
import io.millrace.api.catalog.CatalogColumn;
import io.millrace.api.catalog.CatalogConnector;
import io.millrace.api.catalog.CatalogFunction;
import io.millrace.api.catalog.CatalogSetting;
import io.millrace.api.catalog.CatalogTable;
import io.millrace.api.connector.Connector;
import io.millrace.api.connector.OptionSpec;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import io.millrace.exec.session.context.SessionCatalog;
import io.millrace.exec.session.context.SessionContext;
import io.millrace.exec.session.context.SettingSpec;
import io.millrace.exec.session.definition.DefinitionStatements;
import io.millrace.plan.catalog.CatalogObject;
import io.millrace.plan.catalog.MaterializedView;
import io.millrace.plan.catalog.Relation;
import io.millrace.plan.catalog.View;
import io.millrace.sql.statement.Identifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The catalog of a session as programs see it. */
final class CatalogView implements Catalog {
  private final SessionContext session;
  private final Consumer<String> dropper;

  /** Loading every built-in function takes tenths of a second, and they do not change. */
  private volatile List<CatalogFunction> functions = List.of();

  /**
   * A view of a session.
   *
   * @param dropper executes a statement
   */
  CatalogView(SessionContext session, Consumer<String> dropper) {
    this.session = session;
    this.dropper = dropper;
  }

  @Override
  public List<CatalogTable> listTables() {
    return session.catalog().list().stream().map(CatalogView::table).toList();
  }

  @Override
  public Optional<CatalogTable> findTable(String name) {
    return session.catalog().find(name).map(CatalogView::table);
  }

  @Override
  public CatalogTable getTable(String name) {
    return table(object(name));
  }

  private CatalogObject object(String name) {
    return session.catalog().get(new Identifier(name, SourcePosition.of(1, 1)));
  }

  private static CatalogTable table(CatalogObject object) {
    if (object instanceof Relation relation) {
      CatalogTable.Kind kind =
          switch (relation.kind()) {
            case SOURCE -> CatalogTable.Kind.SOURCE;
            case TABLE -> CatalogTable.Kind.TABLE;
            case SINK -> CatalogTable.Kind.SINK;
          };
      return new CatalogTable(
          relation.name(),
          kind,
          relation.connector(),
          relation.format(),
          relation.bounded(),
          relation.readable());
    }
    boolean kept = object instanceof MaterializedView;
    return new CatalogTable(
        object.name(),
        kept ? CatalogTable.Kind.MATERIALIZED_VIEW : CatalogTable.Kind.VIEW,
        "",
        "",
        kept,
        true);
  }

  @Override
  public List<CatalogColumn> listColumns(String table) {
    CatalogObject object = object(table);
    List<CatalogColumn> columns = new ArrayList<>();
    Optional<Relation> stored = SessionCatalog.relation(object);
    if (stored.isPresent()) {
      Relation relation = stored.get();
      for (int i = 0; i < relation.columns().size(); i++) {
        columns.add(column(relation, i));
      }
    } else if (object instanceof View view) {
      Schema schema =
          session.planner().plan(DefinitionStatements.viewRequest(session, view)).root().output();
      for (int i = 0; i < schema.size(); i++) {
        String name = view.columns().isEmpty() ? schema.name(i) : view.columns().get(i);
        columns.add(new CatalogColumn(name, schema.type(i), false, ""));
      }
    }
    return List.copyOf(columns);
  }

  private static CatalogColumn column(Relation relation, int index) {
    DataType type = relation.columns().get(index).field().type();
    return new CatalogColumn(
        relation.columns().get(index).field().name(),
        type,
        relation.primaryKey().contains(index),
        InformationStatements.extra(relation, index));
  }

  @Override
  public boolean dropTempView(String name) {
    if (session.catalog().find(name).filter(object -> object instanceof View).isEmpty()) {
      return false;
    }
    dropper.accept("DROP VIEW \"" + name.replace("\"", "\"\"") + '"');
    return true;
  }

  @Override
  public List<CatalogFunction> listFunctions() {
    if (functions.isEmpty()) {
      Map<String, List<String>> signatures = session.planner().signatures();
      functions =
          session.planner().builtInFunctions().stream()
              .map(name -> new CatalogFunction(name, signatures.getOrDefault(name, List.of())))
              .collect(Collectors.toUnmodifiableList());
    }
    Stream<CatalogFunction> users =
        session.catalog().functions().stream()
            .map(function -> new CatalogFunction(function.name(), function.signatures()));
    return Stream.concat(functions.stream(), users)
        .sorted(Comparator.comparing(CatalogFunction::name, String.CASE_INSENSITIVE_ORDER))
        .toList();
  }

  @Override
  public List<CatalogConnector> listConnectors() {
    return session.connectors().list().stream()
        .map(
            connector ->
                new CatalogConnector(
                    connector.name(),
                    connector instanceof Connector.SourceConnector,
                    connector instanceof Connector.SinkConnector,
                    connector.formats().stream().sorted().toList()))
        .toList();
  }

  @Override
  public List<OptionSpec> listOptions(String connector, CatalogTable.Kind kind, String format) {
    return session.options().understood(connector, kind, format.toLowerCase(Locale.ROOT));
  }

  @Override
  public List<CatalogSetting> listSettings() {
    return SettingSpec.ALL.stream()
        .map(spec -> new CatalogSetting(spec.option(), session.settings().value(spec)))
        .toList();
  }
}
