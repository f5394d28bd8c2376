package io.millrace.sql.statement;

import io.millrace.api.error.SourcePosition;
import io.millrace.api.types.DataType;
import java.util.List;
import java.util.Optional;

/** What stands between the parentheses of CREATE SOURCE, TABLE or SINK. */
public sealed interface TableElement {

  SourcePosition position();

  /**
   * {@code name type [NOT NULL] [METADATA [FROM 'key']] [DEFAULT e]}.
   *
   * @param type with its nullability
   * @param metadataKey the key of a METADATA column: the given one, else the column's name
   */
  record PhysicalColumn(
      SourcePosition position,
      Identifier name,
      DataType type,
      Optional<String> metadataKey,
      Optional<QueryText> defaultValue)
      implements TableElement {}

  /** {@code name AS expression}. */
  record ComputedColumn(SourcePosition position, Identifier name, QueryText expression)
      implements TableElement {}

  /**
   * {@code WATERMARK FOR column AS column - INTERVAL …}.
   *
   * @param delayMicros how far the watermark stays behind the newest row; a month counts 31 days
   */
  record Watermark(SourcePosition position, Identifier column, long delayMicros)
      implements TableElement {}

  /**
   * {@code PRIMARY KEY (…) [NOT ENFORCED]}.
   *
   * @param enforced whether a second row of a key is an error
   */
  record PrimaryKey(SourcePosition position, List<Identifier> columns, boolean enforced)
      implements TableElement {}

  /** {@code UNIQUE (…)}. */
  record Unique(SourcePosition position, List<Identifier> columns) implements TableElement {}

  /** {@code [CONSTRAINT name] CHECK (condition)}. */
  record Check(SourcePosition position, Optional<Identifier> name, QueryText condition)
      implements TableElement {}
}
