package io.millrace.plan;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.connector.Attachment;
import io.millrace.api.connector.Connector;
import io.millrace.api.connector.Connectors;
import io.millrace.api.connector.OptionValue;
import io.millrace.api.connector.SinkCapability;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.error.SourceText;
import io.millrace.api.error.Suggestions;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.api.types.TypeKind;
import io.millrace.plan.catalog.Catalog;
import io.millrace.plan.catalog.CatalogObject;
import io.millrace.plan.catalog.Relation;
import io.millrace.plan.catalog.Relation.Check;
import io.millrace.plan.catalog.Relation.Column;
import io.millrace.plan.catalog.Relation.ComputedColumn;
import io.millrace.plan.catalog.Relation.Constraints;
import io.millrace.plan.catalog.Relation.PhysicalColumn;
import io.millrace.plan.catalog.Relation.WatermarkDeclaration;
import io.millrace.plan.catalog.UserFunction;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expressions;
import io.millrace.plan.incremental.pass.Casts;
import io.millrace.plan.incremental.pass.NestedConversion;
import io.millrace.plan.incremental.pass.QueryConversion;
import io.millrace.plan.logical.LogicalPlanner;
import io.millrace.plan.logical.LogicalPlanner.LogicalPlan;
import io.millrace.sql.statement.Identifier;
import io.millrace.sql.statement.QueryText;
import io.millrace.sql.statement.Statement.CreateRelation;
import io.millrace.sql.statement.Statement.RelationKind;
import io.millrace.sql.statement.TableElement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Checks declarations, and plans the expressions they hold. */
final class Declarations {

  private final Catalog functions;
  private final Connectors connectors;
  private final SourceText script;
  private final PlannerSettings settings;

  /**
   * @param functions holds those that expressions may call
   */
  Declarations(
      Catalog functions, Connectors connectors, SourceText script, PlannerSettings settings) {
    this.functions = functions;
    this.connectors = connectors;
    this.script = script;
    this.settings = settings;
  }

  /** What the catalog is to hold for a CREATE. */
  Relation relation(CreateRelation statement) {
    String connector = connector(statement);
    String format = statement.format().map(f -> f.text().toLowerCase(Locale.ROOT)).orElse("");
    List<Column> physical = physicalColumns(statement);
    boolean declared = !physical.isEmpty();
    if (!declared) {
      physical.addAll(columnsOfConnector(statement, connector, format));
    }
    List<Column> columns =
        declared ? inOrder(statement, physical) : withComputed(statement, physical);
    Schema schema = schema(columns);
    List<Integer> key = primaryKey(statement, schema);
    Constraints constraints = constraints(statement, schema, connector);
    if (isStored(statement, connector)) {
      key.forEach(column -> columns.set(column, notNull(statement, columns.get(column))));
    }
    Relation relation =
        new Relation(
            statement.name().text(),
            statement.kind(),
            columns,
            watermark(statement, schema),
            key,
            connector,
            statement.options(),
            format,
            statement.formatOptions(),
            isReadable(statement, connector, format),
            statement.bounded() || statement.kind() != RelationKind.SOURCE,
            Optional.of(statement.name().position()),
            new Attachment(),
            Partitioning.of(statement, columns, connectors.find(connector), format),
            constraints);
    checks(relation);
    return relation;
  }

  /** Whether it is a table that changes by statements. */
  private static boolean isStored(CreateRelation statement, String connector) {
    return statement.kind() == RelationKind.TABLE && connector.equals(Relation.MEMORY);
  }

  private static Column notNull(CreateRelation statement, Column column) {
    if (!(column instanceof PhysicalColumn physical)) {
      throw error(ErrorCode.NOT_SUPPORTED, "a computed column in a key")
          .at(statement.name().position())
          .hint("take the columns that it is computed from")
          .build();
    }
    Field field = physical.field();
    return new PhysicalColumn(
        new Field(field.name(), field.type().notNull()),
        physical.metadataKey(),
        physical.defaultValue());
  }

  private static Constraints constraints(
      CreateRelation statement, Schema schema, String connector) {
    boolean enforced = false;
    List<List<Integer>> unique = new ArrayList<>();
    List<Check> checks = new ArrayList<>();
    for (TableElement element : statement.elements()) {
      if (element instanceof TableElement.PrimaryKey key) {
        enforced = key.enforced() && isStored(statement, connector);
      } else if (element instanceof TableElement.Unique columns) {
        demandStored(statement, connector, "UNIQUE", columns.position());
        unique.add(
            columns.columns().stream().map(name -> column(statement, name, schema)).toList());
      } else if (element instanceof TableElement.Check check) {
        demandStored(statement, connector, "CHECK", check.position());
        String name =
            check
                .name()
                .map(Identifier::text)
                .orElse("CHECK (" + check.condition().original().strip() + ")");
        checks.add(new Check(name, check.condition()));
      }
    }
    return new Constraints(enforced, unique, checks);
  }

  private static void demandStored(
      CreateRelation statement, String connector, String what, SourcePosition position) {
    if (!isStored(statement, connector)) {
      throw error(ErrorCode.NOT_SUPPORTED, what + " of anything but a table in memory")
          .at(position)
          .hint("filter the rows in the query that reads or writes them")
          .build();
    }
  }

  /** The conditions of CHECK, over the physical columns. */
  List<Expression> checks(Relation table) {
    List<QueryText> texts = table.constraints().checks().stream().map(Check::condition).toList();
    if (texts.isEmpty()) {
      return List.of();
    }
    List<Column> physical = List.copyOf(table.physicalColumns());
    List<Expression> conditions = expressions(texts, Optional.of(table.name()), physical);
    for (int i = 0; i < conditions.size(); i++) {
      TypeKind kind = conditions.get(i).type().kind();
      if (kind != TypeKind.BOOLEAN && kind != TypeKind.NULL) {
        throw error(
                ErrorCode.TYPE_MISMATCH,
                "the condition of CHECK is " + conditions.get(i).type().sql() + ", not boolean")
            .at(texts.get(i).position())
            .build();
      }
    }
    return conditions;
  }

  /** A connector that is not there is found out when its options are checked. */
  private boolean isReadable(CreateRelation statement, String connector, String format) {
    if (statement.kind() != RelationKind.SINK) {
      return true;
    }
    boolean declared =
        statement.elements().stream().anyMatch(TableElement.PhysicalColumn.class::isInstance);
    return declared
        && connectors
            .find(connector)
            .filter(Connector.SinkConnector.class::isInstance)
            .map(Connector.SinkConnector.class::cast)
            .filter(sink -> sink.sinkCapabilities(format).contains(SinkCapability.READABLE))
            .isPresent();
  }

  private static String connector(CreateRelation statement) {
    if (statement.connector().isPresent()) {
      return statement.connector().get().text().toLowerCase(Locale.ROOT);
    }
    if (statement.kind() == RelationKind.TABLE) {
      return Relation.MEMORY;
    }
    for (OptionValue option : statement.options()) {
      if (Suggestions.nearest(option.name(), List.of("connector")).isPresent()) {
        throw error(ErrorCode.OPTION_UNKNOWN, option.name(), statement.kind().name())
            .at(option.position())
            .hint("did you mean \"connector\"?")
            .build();
      }
    }
    throw error(ErrorCode.OPTION_MISSING, "connector", statement.kind() + " " + statement.name())
        .at(statement.name().position())
        .hint("say where the rows come from or go to:   USING memory")
        .build();
  }

  private static List<Column> physicalColumns(CreateRelation statement) {
    Set<String> names = new HashSet<>();
    List<Column> columns = new ArrayList<>();
    for (TableElement element : statement.elements()) {
      if (element instanceof TableElement.PhysicalColumn column) {
        checkNew(column.name(), names);
        columns.add(
            new PhysicalColumn(
                new Field(column.name().text(), column.type()),
                column.metadataKey(),
                column.defaultValue()));
      } else if (element instanceof TableElement.ComputedColumn column) {
        checkNew(column.name(), names);
      }
    }
    return columns;
  }

  private static void checkNew(Identifier name, Set<String> names) {
    if (!names.add(name.text().toLowerCase(Locale.ROOT))) {
      throw error(ErrorCode.COLUMN_DUPLICATE, name.text())
          .at(name.position())
          .hint("give one of them another name")
          .build();
    }
  }

  private List<Column> columnsOfConnector(
      CreateRelation statement, String connector, String format) {
    Optional<SourcePosition> position = statement.connector().map(Identifier::position);
    Optional<Schema> fixed =
        statement.kind() == RelationKind.SINK
            ? Optional.empty()
            : connectors.source(connector, position).defaultSchema(format);
    List<Column> columns = new ArrayList<>();
    if (fixed.isPresent()) {
      for (Field field : fixed.get().fields()) {
        columns.add(new PhysicalColumn(field, Optional.empty(), Optional.empty()));
      }
      return columns;
    }
    if (statement.kind() == RelationKind.SINK) {
      return columns;
    }
    throw error(
            ErrorCode.QUERY_INVALID,
            statement.kind().name().toLowerCase(Locale.ROOT)
                + " "
                + statement.name().text()
                + " has no columns")
        .at(statement.name().position())
        .hint("declare them:   " + statement.name().text() + " (name type, …)")
        .build();
  }

  /** Physical and computed columns as declared. */
  private List<Column> inOrder(CreateRelation statement, List<Column> physical) {
    List<Column> columns = new ArrayList<>();
    int next = 0;
    for (TableElement element : statement.elements()) {
      if (element instanceof TableElement.PhysicalColumn) {
        columns.add(physical.get(next++));
      } else if (element instanceof TableElement.ComputedColumn column) {
        columns.add(computed(statement, column, physical));
      }
    }
    checkDefaults(columns);
    return columns;
  }

  /** The connector's own columns, then the computed ones. */
  private List<Column> withComputed(CreateRelation statement, List<Column> physical) {
    List<Column> columns = new ArrayList<>(physical);
    Set<String> names = new HashSet<>();
    physical.forEach(column -> names.add(column.field().name().toLowerCase(Locale.ROOT)));
    for (TableElement element : statement.elements()) {
      if (element instanceof TableElement.ComputedColumn column) {
        checkNew(column.name(), names);
        columns.add(computed(statement, column, physical));
      }
    }
    return columns;
  }

  private Column computed(
      CreateRelation statement, TableElement.ComputedColumn column, List<Column> physical) {
    Expression expression =
        expressions(List.of(column.expression()), Optional.of(statement.name().text()), physical)
            .get(0);
    if (Expressions.readsBatchTime(expression)) {
      throw error(ErrorCode.NOT_SUPPORTED, "the current time in a computed column")
          .at(column.expression().position())
          .hint("select it in the query instead")
          .build();
    }
    return new ComputedColumn(
        new Field(column.name().text(), expression.type()), column.expression());
  }

  private void checkDefaults(List<Column> columns) {
    for (Column column : columns) {
      if (column instanceof PhysicalColumn physical && physical.defaultValue().isPresent()) {
        Casts.to(defaultValue(physical), physical.field().type(), Optional.empty());
      }
    }
  }

  /** The expression of a column's default. */
  Expression defaultValue(PhysicalColumn column) {
    QueryText text =
        column.defaultValue().orElseThrow(() -> new IllegalArgumentException("no default"));
    return expressions(List.of(text), Optional.empty(), List.of()).get(0);
  }

  /** The expressions of the computed columns, over the physical columns alone. */
  List<Expression> computedColumns(Relation relation) {
    List<QueryText> texts = new ArrayList<>();
    List<Column> physical = new ArrayList<>();
    for (Column column : relation.columns()) {
      if (column instanceof ComputedColumn computed) {
        texts.add(computed.expression());
      } else {
        physical.add(column);
      }
    }
    return expressions(texts, Optional.of(relation.name()), physical);
  }

  private List<Expression> expressions(
      List<QueryText> texts, Optional<String> name, List<Column> physical) {
    Relation self =
        new Relation(
            name.orElse("nothing"),
            RelationKind.SOURCE,
            physical,
            Optional.empty(),
            List.of(),
            "",
            List.of(),
            "",
            List.of(),
            true,
            true,
            Optional.empty(),
            new Attachment());
    LogicalPlan plan =
        new LogicalPlanner(new SingleRelation(self, functions), script).expressions(texts, name);
    return QueryConversion.expressions(plan, settings.zone());
  }

  /** A catalog with one relation, and the functions of another. */
  private record SingleRelation(Relation relation, Catalog known) implements Catalog {
    @Override
    public Optional<CatalogObject> find(String name) {
      return name.equalsIgnoreCase(relation.name()) ? Optional.of(relation) : Optional.empty();
    }

    @Override
    public Collection<CatalogObject> list() {
      return List.of(relation);
    }

    @Override
    public Optional<UserFunction> findFunction(String name) {
      return known.findFunction(name);
    }

    @Override
    public Collection<UserFunction> functions() {
      return known.functions();
    }
  }

  private static Schema schema(List<Column> columns) {
    return new Schema(columns.stream().map(Column::field).toList());
  }

  private static Optional<WatermarkDeclaration> watermark(CreateRelation statement, Schema schema) {
    Optional<WatermarkDeclaration> found = Optional.empty();
    for (TableElement element : statement.elements()) {
      if (element instanceof TableElement.Watermark watermark) {
        if (found.isPresent()) {
          throw error(
                  ErrorCode.WATERMARK_REDEFINED,
                  statement.name().text(),
                  schema.name(found.get().column()))
              .at(watermark.position())
              .hint("leave one of them out")
              .build();
        }
        found = Optional.of(watermark(statement, watermark, schema));
      }
    }
    return found;
  }

  private static WatermarkDeclaration watermark(
      CreateRelation statement, TableElement.Watermark watermark, Schema schema) {
    if (statement.kind() == RelationKind.SINK) {
      throw error(ErrorCode.WATERMARK_INVALID, "a sink cannot have a watermark")
          .at(watermark.position())
          .build();
    }
    int column = column(statement, watermark.column(), schema);
    if (!schema.type(column).kind().isTimestamp()) {
      throw error(
              ErrorCode.WATERMARK_INVALID,
              "column \""
                  + schema.name(column)
                  + "\" is "
                  + schema.type(column).sql()
                  + ", not a timestamp")
          .at(watermark.column().position())
          .hint(
              "add a computed column, such as:   ts AS CAST("
                  + schema.name(column)
                  + " AS TIMESTAMP)")
          .build();
    }
    if (watermark.delayMicros() < 0) {
      throw error(ErrorCode.WATERMARK_INVALID, "the delay of a watermark cannot be negative")
          .at(watermark.position())
          .build();
    }
    return new WatermarkDeclaration(column, watermark.delayMicros());
  }

  private static List<Integer> primaryKey(CreateRelation statement, Schema schema) {
    List<Integer> key = new ArrayList<>();
    for (TableElement element : statement.elements()) {
      if (element instanceof TableElement.PrimaryKey declared) {
        if (!key.isEmpty()) {
          throw error(ErrorCode.QUERY_INVALID, "a second PRIMARY KEY")
              .at(declared.position())
              .build();
        }
        for (Identifier name : declared.columns()) {
          int column = column(statement, name, schema);
          NestedConversion.demandSortable(
              schema.type(column), "a PRIMARY KEY", Optional.of(name.position()));
          if (key.contains(column)) {
            throw error(ErrorCode.COLUMN_DUPLICATE, name.text())
                .at(name.position())
                .hint("give one of them another name")
                .build();
          }
          key.add(column);
        }
      }
    }
    return key;
  }

  private static int column(CreateRelation statement, Identifier name, Schema schema) {
    OptionalInt found = schema.indexOf(name.text());
    if (found.isPresent()) {
      return found.getAsInt();
    }
    String didYouMean =
        Suggestions.nearest(name.text(), schema.names())
            .map(near -> "did you mean \"" + near + "\"?   ")
            .orElse("");
    throw error(ErrorCode.COLUMN_NOT_FOUND, name.text(), " in " + statement.name().text())
        .at(name.position())
        .hint(didYouMean + "columns: " + String.join(", ", schema.names()))
        .build();
  }
}
