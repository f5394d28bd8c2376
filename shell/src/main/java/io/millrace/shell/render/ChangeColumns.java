package io.millrace.shell.render;

import io.millrace.api.types.Schema;

/**
 * The names of the two columns that stand before those of a change: {@code op} and {@code batch},
 * with as many underscores in front as it takes to differ from every column of the result.
 *
 * @param operation the column of the row kind
 * @param batch the column of the batch number
 */
record ChangeColumns(String operation, String batch) {

  static ChangeColumns of(Schema schema) {
    return new ChangeColumns(free("op", schema), free("batch", schema));
  }

  private static String free(String name, Schema schema) {
    String candidate = name;
    while (schema.indexOf(candidate).isPresent()) {
      candidate = "_" + candidate;
    }
    return candidate;
  }
}
