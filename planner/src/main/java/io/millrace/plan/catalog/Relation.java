package io.millrace.plan.catalog;

import io.millrace.api.connector.Attachment;
import io.millrace.api.connector.OptionValue;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.sql.statement.QueryText;
import io.millrace.sql.statement.Statement.RelationKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A source, table or sink of the catalog.
 *
 * @param name as declared
 * @param columns what a query sees, in the order of declaration
 * @param watermark the watermark declared on one of the columns
 * @param primaryKey positions of the key columns; empty without a declared key
 * @param connector name of the connector, in lower case
 * @param options of the connector, as declared
 * @param format in lower case; empty if none is declared
 * @param formatOptions of the format, as declared
 * @param readable whether a query may read it: a SOURCE, a TABLE, or a SINK with declared columns
 *     whose connector keeps what is written
 * @param bounded whether a query reads what is there and ends: TABLEs, sinks that can be read, and
 *     SOURCEs declared BOUNDED
 * @param position where it was declared
 * @param attachment what its connector keeps for it
 * @param partitionedBy the names of the columns by whose values its rows lie apart
 * @param constraints what its rows must satisfy
 */
public record Relation(
    String name,
    RelationKind kind,
    List<Column> columns,
    Optional<WatermarkDeclaration> watermark,
    List<Integer> primaryKey,
    String connector,
    List<OptionValue> options,
    String format,
    List<OptionValue> formatOptions,
    boolean readable,
    boolean bounded,
    Optional<SourcePosition> position,
    Attachment attachment,
    List<String> partitionedBy,
    Constraints constraints)
    implements CatalogObject {

  public Relation {
    columns = List.copyOf(columns);
    primaryKey = List.copyOf(primaryKey);
    options = List.copyOf(options);
    formatOptions = List.copyOf(formatOptions);
    partitionedBy = List.copyOf(partitionedBy);
  }

  /** One whose rows all lie in one place. */
  public Relation(
      String name,
      RelationKind kind,
      List<Column> columns,
      Optional<WatermarkDeclaration> watermark,
      List<Integer> primaryKey,
      String connector,
      List<OptionValue> options,
      String format,
      List<OptionValue> formatOptions,
      boolean readable,
      boolean bounded,
      Optional<SourcePosition> position,
      Attachment attachment) {
    this(
        name,
        kind,
        columns,
        watermark,
        primaryKey,
        connector,
        options,
        format,
        formatOptions,
        readable,
        bounded,
        position,
        attachment,
        List.of(),
        Constraints.NONE);
  }

  /** The same with rows that lie apart. */
  public Relation partitionedBy(List<String> columnNames) {
    return new Relation(
        name,
        kind,
        columns,
        watermark,
        primaryKey,
        connector,
        options,
        format,
        formatOptions,
        readable,
        bounded,
        position,
        attachment,
        columnNames,
        constraints);
  }

  /** The connector of tables that name none. */
  public static final String MEMORY = "memory";

  /** Rows with these columns, which are all there. */
  public static Relation ofRows(String name, Schema schema) {
    List<Column> columns = new ArrayList<>();
    for (Field field : schema.fields()) {
      columns.add(new PhysicalColumn(field, Optional.empty(), Optional.empty()));
    }
    return new Relation(
        name,
        RelationKind.TABLE,
        columns,
        Optional.empty(),
        List.of(),
        MEMORY,
        List.of(),
        "",
        List.of(),
        true,
        true,
        Optional.empty(),
        new Attachment());
  }

  /**
   * What the rows of a table must satisfy, beside NOT NULL.
   *
   * @param keyEnforced whether a second row of a key is an error; if not it takes the place of the
   *     first
   * @param unique positions of columns whose values no two rows have in common
   * @param checks conditions that must not be false
   */
  public record Constraints(boolean keyEnforced, List<List<Integer>> unique, List<Check> checks) {
    /** None. */
    public static final Constraints NONE = new Constraints(false, List.of(), List.of());

    public Constraints {
      unique = List.copyOf(unique);
      checks = List.copyOf(checks);
    }
  }

  /**
   * {@code CHECK (condition)}.
   *
   * @param name given or made up
   * @param condition over the physical columns
   */
  public record Check(String name, QueryText condition) {}

  /** The columns that the connector delivers or stores. */
  public List<PhysicalColumn> physicalColumns() {
    List<PhysicalColumn> physical = new ArrayList<>();
    for (Column column : columns) {
      if (column instanceof PhysicalColumn stored) {
        physical.add(stored);
      }
    }
    return physical;
  }

  /** The same relation with other columns, key and constraints. */
  public Relation with(
      String newName,
      List<Column> newColumns,
      Optional<WatermarkDeclaration> newWatermark,
      List<Integer> newKey,
      Constraints newConstraints,
      Attachment newAttachment) {
    return new Relation(
        newName,
        kind,
        newColumns,
        newWatermark,
        newKey,
        connector,
        options,
        format,
        formatOptions,
        readable,
        bounded,
        position,
        newAttachment,
        partitionedBy,
        newConstraints);
  }

  /** What a query sees. */
  public Schema schema() {
    List<Field> fields = new ArrayList<>();
    for (Column column : columns) {
      fields.add(column.field());
    }
    return new Schema(fields);
  }

  /** A column of a relation. */
  public sealed interface Column {
    Field field();
  }

  /**
   * A column that the connector delivers.
   *
   * @param metadataKey the key of a METADATA column
   * @param defaultValue the expression that INSERT uses if the column is left out
   */
  public record PhysicalColumn(
      Field field, Optional<String> metadataKey, Optional<QueryText> defaultValue)
      implements Column {}

  /**
   * A column that is computed from others.
   *
   * @param expression over the relation's physical columns
   */
  public record ComputedColumn(Field field, QueryText expression) implements Column {}

  /**
   * {@code WATERMARK FOR column AS column - delay}.
   *
   * @param column its position among the columns
   */
  public record WatermarkDeclaration(int column, long delayMicros) {}
}
