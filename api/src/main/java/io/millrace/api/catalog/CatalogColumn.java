package io.millrace.api.catalog;

import io.millrace.api.types.DataType;

/**
 * A column.
 *
 * @param name as declared
 * @param type with whether it can be NULL
 * @param key whether it is part of the primary key
 * @param extra what else its declaration says, as SQL, such as {@code WATERMARK - 10s}; may be
 *     empty
 */
public record CatalogColumn(String name, DataType type, boolean key, String extra) {

  /** Whether it can be NULL. */
  public boolean nullable() {
    return type.nullable();
  }

  /** The type as SQL: {@code decimal(10, 2)}. */
  public String dataType() {
    return type.sql();
  }
}
