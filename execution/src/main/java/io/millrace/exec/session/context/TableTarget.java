package io.millrace.exec.session.context;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.connector.Attachment;
import io.millrace.api.connector.Connector.VersionedConnector;
import io.millrace.api.connector.VersionedTable;
import io.millrace.api.connector.VersionedTable.Snapshot;
import io.millrace.api.connector.VersionedTable.UniqueKey;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.plan.catalog.CatalogObject;
import io.millrace.plan.catalog.Relation;
import io.millrace.plan.catalog.Relation.Column;
import io.millrace.plan.catalog.Relation.PhysicalColumn;
import io.millrace.sql.statement.Identifier;
import io.millrace.sql.statement.Statement.RelationKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A table whose rows statements change.
 *
 * @param relation in the catalog
 * @param table its rows
 * @param name where the statement names it
 */
public record TableTarget(Relation relation, VersionedTable table, Identifier name) {
  /** The column of a row's id in the queries that find rows to change. */
  public static final String ROW_ID = "row$id";

  /**
   * Ends the name of a table with ids in such a query, so that no other table is called like it.
   */
  public static final String LEAF = "$rows";

  private static final Field ROW_ID_FIELD = new Field(ROW_ID, DataType.BIGINT.notNull());

  /** The versioned table behind a relation; none if its connector has no such tables. */
  public static Optional<VersionedTable> table(SessionContext session, Relation relation) {
    if (session.connectors().find(relation.connector()).orElse(null)
        instanceof VersionedConnector connector) {
      return Optional.of(connector.table(stored(relation), keys(relation), relation.attachment()));
    }
    return Optional.empty();
  }

  private static Schema stored(Relation relation) {
    return new Schema(relation.physicalColumns().stream().map(PhysicalColumn::field).toList());
  }

  private static List<UniqueKey> keys(Relation relation) {
    List<UniqueKey> keys = new ArrayList<>();
    if (relation.kind() != RelationKind.TABLE) {
      return keys;
    }
    if (!relation.primaryKey().isEmpty()) {
      keys.add(
          new UniqueKey(
              "the primary key of " + relation.name(),
              positions(relation, relation.primaryKey()),
              !relation.constraints().keyEnforced()));
    }
    for (List<Integer> columns : relation.constraints().unique()) {
      keys.add(
          new UniqueKey("a unique key of " + relation.name(), positions(relation, columns), false));
    }
    return keys;
  }

  /** Positions among the stored columns. */
  private static List<Integer> positions(Relation relation, List<Integer> columns) {
    List<PhysicalColumn> physical = relation.physicalColumns();
    List<Integer> positions = new ArrayList<>();
    for (int column : columns) {
      positions.add(physical.indexOf(relation.columns().get(column)));
    }
    return positions;
  }

  /**
   * The table that a statement names.
   *
   * @throws io.millrace.api.error.MillraceException if its rows are not changed by statements
   */
  public static TableTarget find(SessionContext session, Identifier name, String verb) {
    CatalogObject object = session.catalog().get(name);
    if (!(object instanceof Relation relation) || relation.kind() != RelationKind.TABLE) {
      throw error(
              ErrorCode.OBJECT_WRONG_KIND, object.name(), SessionCatalog.kindOf(object), "table")
          .at(name.position())
          .build();
    }
    VersionedTable table =
        table(session, relation)
            .orElseThrow(
                () ->
                    error(
                            ErrorCode.NOT_SUPPORTED,
                            verb + " of a table that uses " + relation.connector())
                        .at(name.position())
                        .hint("only rows of tables in memory can be changed; write a new result:")
                        .hint("INSERT INTO … SELECT …")
                        .build());
    return new TableTarget(relation, table, name);
  }

  /** The columns that the table stores, as they are declared. */
  public Schema schema() {
    return stored(relation);
  }

  public int column(Identifier column) {
    return schema()
        .indexOf(column.text())
        .orElseThrow(
            () ->
                error(ErrorCode.COLUMN_NOT_FOUND, column.text(), " in " + relation.name())
                    .at(column.position())
                    .hint("columns: " + String.join(", ", schema().names()))
                    .build());
  }

  /** The table as a query finds its rows in, with their ids. */
  public Relation withIds(String leaf) {
    List<Column> columns = new ArrayList<>();
    columns.add(
        new PhysicalColumn(ROW_ID_FIELD, Optional.of(VersionedConnector.ROW_ID), Optional.empty()));
    columns.addAll(relation.columns());
    return relation.with(
        leaf,
        columns,
        Optional.empty(),
        List.of(),
        Relation.Constraints.NONE,
        relation.attachment());
  }

  /** Some rows of the table, with their ids, in a table of their own. */
  public Relation withIds(SessionContext session, String leaf, Snapshot rows) {
    List<ColumnBatch> batches = new ArrayList<>();
    for (int b = 0; b < rows.batches().size(); b++) {
      BatchBuilder ids = new BatchBuilder(Schema.of(ROW_ID_FIELD));
      ColumnBatch batch = rows.batches().get(b);
      for (int i = 0; i < batch.size(); i++) {
        ids.column(0).appendLong(rows.ids().get(b).id(i));
        ids.endRow();
      }
      batches.add(beside(ids.build(), batch));
    }
    return leaf(session, leaf, batches);
  }

  /** Rows that have an id in front of the columns of this table. */
  public Relation leaf(SessionContext session, String leaf, List<ColumnBatch> rows) {
    List<Column> columns = new ArrayList<>();
    columns.add(new PhysicalColumn(ROW_ID_FIELD, Optional.empty(), Optional.empty()));
    columns.addAll(relation.columns());
    Relation made =
        relation.with(
            leaf,
            columns,
            Optional.empty(),
            List.of(),
            Relation.Constraints.NONE,
            new Attachment());
    VersionedTable content = table(session, made).orElseThrow();
    rows.forEach(content::insert);
    return made;
  }

  /** Rows that were changed, in a table of their own. */
  public Relation changed(SessionContext session, List<ColumnBatch> rows) {
    Relation made =
        relation.with(
            relation.name() + LEAF,
            relation.columns(),
            Optional.empty(),
            List.of(),
            Relation.Constraints.NONE,
            new Attachment());
    VersionedTable content = table(session, made).orElseThrow();
    rows.forEach(content::insert);
    return made;
  }

  /** A batch of one column of ids, with the columns of another batch behind it. */
  public static ColumnBatch beside(ColumnBatch ids, ColumnBatch batch) {
    List<Field> fields = new ArrayList<>(ids.schema().fields());
    fields.addAll(batch.schema().fields());
    io.millrace.api.batch.Column[] columns =
        new io.millrace.api.batch.Column[batch.columnCount() + 1];
    columns[0] = ids.column(0);
    for (int i = 0; i < batch.columnCount(); i++) {
      columns[i + 1] = batch.column(i);
    }
    return ColumnBatch.of(new Schema(fields), batch.size(), columns);
  }

  /** What a query gives that makes new images of rows: their ids and all columns. */
  public Relation images() {
    List<Column> columns = new ArrayList<>();
    columns.add(new PhysicalColumn(ROW_ID_FIELD, Optional.empty(), Optional.empty()));
    columns.addAll(relation.physicalColumns());
    return relation.with(
        relation.name(),
        columns,
        Optional.empty(),
        List.of(),
        Relation.Constraints.NONE,
        new Attachment());
  }

  /** The columns of a batch behind that of the ids. */
  public ColumnBatch withoutIds(ColumnBatch images) {
    ColumnBatch dense = images.compact();
    io.millrace.api.batch.Column[] columns =
        new io.millrace.api.batch.Column[dense.columnCount() - 1];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = dense.column(i + 1).withType(schema().type(i));
    }
    return ColumnBatch.of(schema(), dense.size(), columns);
  }
}
