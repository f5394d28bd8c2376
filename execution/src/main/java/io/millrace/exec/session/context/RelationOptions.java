package io.millrace.exec.session.context;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.catalog.CatalogTable;
import io.millrace.api.connector.Connector;
import io.millrace.api.connector.Connectors;
import io.millrace.api.connector.OptionSpec;
import io.millrace.api.connector.OptionSpec.Kind;
import io.millrace.api.connector.OptionValue;
import io.millrace.api.connector.Options;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.error.Suggestions;
import io.millrace.exec.changelog.DeletePolicy;
import io.millrace.plan.catalog.Relation;
import io.millrace.sql.statement.Identifier;
import io.millrace.sql.statement.Statement.CreateRelation;
import io.millrace.sql.statement.Statement.RelationKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The options of a source, table or sink: those of its connector, and those of every sink. */
public final class RelationOptions {
  private static final String DELETES = "deletes";
  private static final String KEY_CONFLICT = "key.conflict";
  private static final String COLUMN_PREFIX = "column:";

  /** What the engine itself understands for everything that can be written. */
  private static final List<OptionSpec> WRITE_OPTIONS =
      List.of(
          OptionSpec.withDefault(
              DELETES,
              Kind.TEXT,
              "error",
              "what becomes of deletions in UPDATE mode: error, ignore or column:NAME"),
          OptionSpec.withDefault(
              KEY_CONFLICT, Kind.TEXT, "error", "what happens if two rows have one key: error"));

  private final Connectors connectors;

  public RelationOptions(Connectors connectors) {
    this.connectors = connectors;
  }

  /**
   * The options of a relation, checked.
   *
   * @throws io.millrace.api.error.MillraceException if one is unknown, missing or wrong, or the
   *     connector cannot do what the relation is for
   */
  public Options parse(Relation relation) {
    return parse(relation, List.of());
  }

  /** The options that a declaration takes; none if there is no such connector. */
  public List<OptionSpec> understood(String connector, CatalogTable.Kind kind, String format) {
    Map<String, OptionSpec> specs = new LinkedHashMap<>();
    Optional<Connector> found = connectors.find(connector);
    if (kind != CatalogTable.Kind.SINK
        && found.orElse(null) instanceof Connector.SourceConnector source) {
      source.sourceOptions(format).forEach(spec -> specs.put(spec.name(), spec));
    }
    if (kind != CatalogTable.Kind.SOURCE
        && found.orElse(null) instanceof Connector.SinkConnector sink) {
      sink.sinkOptions(format).forEach(spec -> specs.putIfAbsent(spec.name(), spec));
      WRITE_OPTIONS.forEach(spec -> specs.putIfAbsent(spec.name(), spec));
    }
    return List.copyOf(specs.values());
  }

  /** As {@link #parse(Relation)}, with errors at the words of the statement that declares it. */
  public Options parse(Relation relation, CreateRelation statement) {
    Places places =
        new Places(
            statement.connector().map(Identifier::position).or(relation::position),
            statement.format().map(Identifier::position).or(relation::position));
    return parse(relation, List.of(), places);
  }

  /** Where the names of connector and format stand. */
  private record Places(Optional<SourcePosition> connector, Optional<SourcePosition> format) {}

  /** Whether the option is about how a query writes, not about the query. */
  public static boolean isWriteOption(String name) {
    return name.equalsIgnoreCase(DELETES);
  }

  /**
   * The options of a relation with those that a query gives for writing it, which win.
   *
   * @throws io.millrace.api.error.MillraceException as {@link #parse(Relation)}
   */
  public Options parse(Relation relation, List<OptionValue> ofQuery) {
    return parse(relation, ofQuery, new Places(relation.position(), relation.position()));
  }

  private Options parse(Relation relation, List<OptionValue> ofQuery, Places places) {
    Map<String, OptionSpec> specs = new LinkedHashMap<>();
    if (relation.readable()) {
      Connector.SourceConnector source =
          connectors.source(relation.connector(), places.connector());
      checkFormat(relation, source, places);
      source.sourceOptions(relation.format()).forEach(spec -> specs.put(spec.name(), spec));
    }
    if (relation.kind() != RelationKind.SOURCE) {
      Connector.SinkConnector sink = connectors.sink(relation.connector(), places.connector());
      checkFormat(relation, sink, places);
      sink.sinkOptions(relation.format()).forEach(spec -> specs.putIfAbsent(spec.name(), spec));
      WRITE_OPTIONS.forEach(spec -> specs.putIfAbsent(spec.name(), spec));
    }
    List<OptionValue> given = new ArrayList<>(relation.options());
    given.removeIf(
        option -> ofQuery.stream().anyMatch(own -> own.name().equalsIgnoreCase(option.name())));
    given.addAll(ofQuery);
    given.addAll(relation.formatOptions());
    String format = relation.format().isEmpty() ? "" : " with format " + relation.format();
    Options options;
    try {
      options =
          Options.parse(
              "connector " + relation.connector() + format, List.copyOf(specs.values()), given);
    } catch (MillraceException e) {
      // A missing option has no place of its own: its relation's stands for it.
      throw relation.position().map(e::at).orElse(e);
    }
    if (relation.kind() != RelationKind.SOURCE) {
      deletes(relation, options);
      checkKeyConflict(relation, options);
    }
    return options;
  }

  private static void checkFormat(Relation relation, Connector connector, Places places) {
    if (relation.format().isEmpty() || connector.formats().contains(relation.format())) {
      return;
    }
    var unknown =
        error(ErrorCode.FORMAT_NOT_FOUND, relation.format(), "connector " + connector.name())
            .at(places.format());
    Suggestions.nearest(relation.format(), connector.formats())
        .ifPresent(near -> unknown.hint("did you mean \"" + near + "\"?"));
    List<String> formats = connector.formats().stream().sorted().toList();
    throw unknown
        .hint(
            formats.isEmpty()
                ? "it takes no format: leave FORMAT out"
                : "formats of " + connector.name() + ": " + String.join(", ", formats))
        .build();
  }

  private static void checkKeyConflict(Relation relation, Options options) {
    String value = options.requiredText(KEY_CONFLICT).toLowerCase(Locale.ROOT);
    if (value.equals("last")) {
      throw error(ErrorCode.NOT_SUPPORTED, "key.conflict = 'last'")
          .at(relation.position())
          .hint("group by the key, so that each key has one row")
          .build();
    }
    if (!value.equals("error")) {
      throw options.invalid(KEY_CONFLICT, "is not error");
    }
  }

  /** What becomes of deletions when the relation is written in UPDATE mode. */
  public static DeletePolicy deletes(Relation relation, Options options) {
    String value = options.requiredText(DELETES);
    String lower = value.toLowerCase(Locale.ROOT);
    if (lower.equals("error")) {
      return new DeletePolicy.Delete();
    }
    if (lower.equals("ignore")) {
      return new DeletePolicy.Ignore();
    }
    if (lower.startsWith(COLUMN_PREFIX) && value.length() > COLUMN_PREFIX.length()) {
      String column = value.substring(COLUMN_PREFIX.length()).trim();
      if (relation.schema().indexOf(column).isPresent()) {
        throw options.invalid(DELETES, "names a column that the rows have already");
      }
      return new DeletePolicy.Mark(column);
    }
    if (lower.equals("tombstone")) {
      throw error(ErrorCode.NOT_SUPPORTED, "deletes = 'tombstone'")
          .at(options.invalid(DELETES, "is not supported").position())
          .hint("use deletes = 'ignore', or deletes = 'column:gone' to mark them")
          .build();
    }
    throw options.invalid(DELETES, "is not one of error, ignore, column:NAME");
  }
}
