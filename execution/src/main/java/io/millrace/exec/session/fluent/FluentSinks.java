package io.millrace.exec.session.fluent;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.BatchWriter;
import io.millrace.api.connector.Attachment;
import io.millrace.api.connector.Connector;
import io.millrace.api.connector.OptionValue;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.types.Schema;
import io.millrace.exec.fluent.WriteRequest;
import io.millrace.exec.session.context.Definition;
import io.millrace.exec.session.context.SessionCatalog;
import io.millrace.exec.session.context.SessionContext;
import io.millrace.exec.session.definition.DefinitionStatements;
import io.millrace.exec.session.query.QueryPlanning;
import io.millrace.plan.Partitioning;
import io.millrace.plan.catalog.CatalogObject;
import io.millrace.plan.catalog.Relation;
import io.millrace.plan.catalog.Relation.PhysicalColumn;
import io.millrace.plan.physical.QueryPlan;
import io.millrace.sql.statement.Identifier;
import io.millrace.sql.statement.Statement.RelationKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Where tables of programs are written: sinks of the catalog, and such without a name. */
final class FluentSinks {
  private static final String FILE = "file";

  private final SessionContext session;
  private final DefinitionStatements definitions;

  /** Tables that queries of programs made in memory, by their name in lower case. */
  private final Map<String, Relation> memoryTables = new HashMap<>();

  FluentSinks(SessionContext session, DefinitionStatements definitions) {
    this.session = session;
    this.definitions = definitions;
  }

  /**
   * What is written.
   *
   * @param clauseOptions options that are the query's and not the sink's
   * @param undo takes back what was made for a query that could not be started
   */
  record Target(Relation relation, List<OptionValue> clauseOptions, Runnable undo) {
    static Target of(Relation relation) {
      return new Target(relation, List.of(), () -> {});
    }
  }

  Target open(WriteRequest write, Supplier<Schema> schema) {
    if (write.destination() instanceof WriteRequest.Named named) {
      return partitioned(named(named.name(), write, schema), write);
    } else if (write.destination() instanceof WriteRequest.Format format) {
      requirePartitions(format.name(), write);
      return format.name().equals(Relation.MEMORY)
          ? memory(write, schema.get())
          : Target.of(anonymous(format.name(), write).partitionedBy(known(write, schema.get())));
    } else if (write.destination() instanceof WriteRequest.Batches batches) {
      Attachment code = new Attachment();
      code.getOrCreate(BatchWriter.class, batches::writer);
      return Target.of(program("foreachbatch", code, write));
    } else if (write.destination() instanceof WriteRequest.Rows rows) {
      Attachment code = new Attachment();
      code.getOrCreate(Supplier.class, rows::writers);
      return Target.of(program("foreach", code, write));
    }
    throw new IllegalStateException("unknown destination " + write.destination());
  }

  /** Fails if rows are to lie apart and the sink cannot do that. */
  private void requirePartitions(String connector, WriteRequest write) {
    if (!write.partitionedBy().isEmpty()) {
      Partitioning.requireCapability(
          session.connectors().find(connector), "", "partitionBy", Optional.empty());
    }
  }

  private static List<String> known(WriteRequest write, Schema schema) {
    Partitioning.positions(write.partitionedBy(), schema.names());
    return write.partitionedBy();
  }

  /** A table of the catalog lies as it was declared. */
  private static Target partitioned(Target target, WriteRequest write) {
    List<String> declared = target.relation().partitionedBy();
    boolean same =
        write.partitionedBy().isEmpty()
            || String.join(",", write.partitionedBy()).equalsIgnoreCase(String.join(",", declared));
    if (!same) {
      target.undo().run();
      throw error(
              ErrorCode.QUERY_INVALID,
              "partitionBy is another than that of " + target.relation().name())
          .hint("leave it out; it is said where the table is made:  PARTITIONED BY (…)")
          .build();
    }
    return target;
  }

  private Target named(String name, WriteRequest write, Supplier<Schema> schema) {
    Runnable undo = () -> {};
    if (session.catalog().find(name).isEmpty()) {
      session.catalog().put(table(name, schema.get()));
      undo = () -> session.catalog().remove(name);
    }
    CatalogObject found = session.catalog().get(new Identifier(name, Definition.NOWHERE));
    if (!(found instanceof Relation relation) || !QueryPlanning.isWritable(session, relation)) {
      throw error(ErrorCode.OBJECT_WRONG_KIND, name, SessionCatalog.kindOf(found), "table or sink")
          .build();
    }
    return new Target(relation, options(write), undo);
  }

  /** An empty table in memory. */
  static Relation table(String name, Schema schema) {
    List<Relation.Column> columns = new ArrayList<>();
    schema
        .fields()
        .forEach(
            field -> columns.add(new PhysicalColumn(field, Optional.empty(), Optional.empty())));
    return new Relation(
        name,
        RelationKind.TABLE,
        columns,
        Optional.empty(),
        List.of(),
        Relation.MEMORY,
        List.of(),
        "",
        List.of(),
        true,
        true,
        Optional.empty(),
        new Attachment());
  }

  /** As in Spark: a table that has the name of the query, anew for each. */
  private Target memory(WriteRequest write, Schema schema) {
    String name =
        write
            .queryName()
            .orElseThrow(
                () ->
                    error(ErrorCode.OPTION_MISSING, "queryName", "the sink memory")
                        .hint("it is the name of the table:  queryName(\"counts\")")
                        .build());
    Optional<CatalogObject> found = session.catalog().find(name);
    if (found.isPresent()) {
      if (memoryTables.get(name.toLowerCase(Locale.ROOT)) != found.get()) {
        throw error(ErrorCode.OBJECT_EXISTS, SessionCatalog.kindOf(found.get()), found.get().name())
            .hint("give the query another name")
            .hint("or write into it:  toTable(\"" + name + "\")")
            .build();
      }
      definitions.checkNoQueryUses(found.get());
    }
    Relation table = table(name, schema);
    session.catalog().put(table);
    String key = name.toLowerCase(Locale.ROOT);
    Optional<Relation> before = Optional.ofNullable(memoryTables.put(key, table));
    return new Target(
        table,
        options(write),
        () -> {
          session.catalog().remove(name);
          found.ifPresent(session.catalog()::put);
          memoryTables.remove(key);
          before.ifPresent(relation -> memoryTables.put(key, relation));
        });
  }

  private Relation anonymous(String format, WriteRequest write) {
    Optional<Connector> connector = session.connectors().find(format);
    boolean isFile =
        connector.isEmpty()
            && session
                .connectors()
                .find(FILE)
                .filter(file -> file.formats().contains(format))
                .isPresent();
    return new Relation(
        format,
        RelationKind.SINK,
        List.of(),
        Optional.empty(),
        List.of(),
        isFile ? FILE : format,
        options(write),
        isFile ? format : "",
        List.of(),
        false,
        true,
        Optional.empty(),
        new Attachment());
  }

  private Relation program(String connector, Attachment code, WriteRequest write) {
    return new Relation(
        connector,
        RelationKind.SINK,
        List.of(),
        Optional.empty(),
        List.of(),
        connector,
        options(write),
        "",
        List.of(),
        false,
        true,
        Optional.empty(),
        code);
  }

  private static List<OptionValue> options(WriteRequest write) {
    return write.options().entrySet().stream()
        .filter(option -> !option.getKey().equalsIgnoreCase(FluentClauses.CHECKPOINT))
        .map(option -> OptionValue.of(option.getKey(), option.getValue()))
        .toList();
  }

  /** A program gets rows without their kinds: it could not tell that one is gone. */
  static void checkProgramTakes(QueryPlan plan, WriteRequest write) {
    boolean isProgram =
        write.destination() instanceof WriteRequest.Batches
            || write.destination() instanceof WriteRequest.Rows;
    if (!isProgram) {
      return;
    }
    String sink = write.destination() instanceof WriteRequest.Rows ? "foreach" : "foreachBatch";
    if (plan.mode() == OutputMode.CHANGELOG) {
      throw error(ErrorCode.CHANGELOG_SINK_UNSUPPORTED, sink)
          .hint("register a sink that is told the kinds:  Millrace.foreachBatch(name, writer)")
          .build();
    }
    boolean ignores =
        FluentClauses.option(write, "deletes").filter(value -> !value.equals("error")).isPresent();
    if (plan.mode() == OutputMode.UPDATE
        && plan.kind() == QueryPlan.ChangeKind.DELETE
        && !ignores) {
      throw error(ErrorCode.UPDATE_SINK_NO_DELETE, sink)
          .hint("leave deletions out:  option(\"deletes\", \"ignore\")")
          .hint("or mark them:  option(\"deletes\", \"column:gone\")")
          .hint("or write the whole result each time:  outputMode(\"complete\")")
          .build();
    }
  }
}
