package io.millrace.api.batch;

import io.millrace.api.types.DataType;
import java.util.List;

/**
 * Nested values as text: {@code [1, 2]}, {@code {k=1}} and {@code {'a': 1, 'b': x}}, NULL as {@code
 * NULL}. Text inside stands as it is, or in single quotes where it could be taken for something
 * else.
 */
public final class NestedText {
  private static final String SPECIAL = ",[]{}()'\"=:\\\n\r\t";

  private NestedText() {}

  /** How values that are not nested become text. */
  public interface Scalars {
    /** Appends the value of a row that is not NULL. */
    void append(StringBuilder out, Column column, int row);
  }

  /** Appends the value of a row that is not NULL. */
  public static void append(StringBuilder out, BytesColumn column, int row, Scalars scalars) {
    DataType type = column.type();
    List<Column> inside = NestedColumns.of(column, row);
    switch (type.kind()) {
      case ARRAY -> {
        out.append('[');
        for (int i = 0; i < inside.get(0).rowCount(); i++) {
          out.append(i == 0 ? "" : ", ");
          element(out, inside.get(0), i, scalars);
        }
        out.append(']');
      }
      case MAP -> {
        out.append('{');
        for (int i = 0; i < inside.get(0).rowCount(); i++) {
          out.append(i == 0 ? "" : ", ");
          element(out, inside.get(0), i, scalars);
          out.append('=');
          element(out, inside.get(1), i, scalars);
        }
        out.append('}');
      }
      default -> {
        out.append('{');
        for (int i = 0; i < inside.size(); i++) {
          out.append(i == 0 ? "'" : ", '").append(type.children().get(i).name()).append("': ");
          element(out, inside.get(i), 0, scalars);
        }
        out.append('}');
      }
    }
  }

  private static void element(StringBuilder out, Column column, int row, Scalars scalars) {
    if (column.isNull(row)) {
      out.append("NULL");
    } else if (column.type().kind().isNested()) {
      append(out, (BytesColumn) column, row, scalars);
    } else if (column.type().kind().isText()) {
      text(out, ((BytesColumn) column).text(row));
    } else {
      scalars.append(out, column, row);
    }
  }

  private static void text(StringBuilder out, String text) {
    if (!needsQuotes(text)) {
      out.append(text);
      return;
    }
    out.append('\'').append(text.replace("\\", "\\\\").replace("'", "\\'")).append('\'');
  }

  private static boolean needsQuotes(String text) {
    if (text.isEmpty() || text.equalsIgnoreCase("null") || !text.strip().equals(text)) {
      return true;
    }
    for (int i = 0; i < text.length(); i++) {
      if (SPECIAL.indexOf(text.charAt(i)) >= 0) {
        return true;
      }
    }
    return false;
  }
}
