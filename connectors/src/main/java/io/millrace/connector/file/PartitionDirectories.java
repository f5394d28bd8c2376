package io.millrace.connector.file;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.batch.BytesColumn;
import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.connector.SinkContext;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.api.types.TypeKind;
import io.millrace.connector.format.Utf8Buffer;
import io.millrace.connector.format.ValueText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds for rows the directory in which they belong: {@code key=value} for each column that
 * partitions, one below the other, as Hive and Spark name them. NULL is a name of its own; what
 * cannot stand in names, or would be read differently, is {@code %} and two hexadecimal digits.
 * Directories have numbers in the order in which they are found. Not thread-safe.
 */
final class PartitionDirectories {
  /** What a directory is called whose value is NULL. */
  static final String NULL = "__HIVE_DEFAULT_PARTITION__";

  private static final byte[] NULL_NAME = NULL.getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DIGITS = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
  private static final int NONE = -1;

  private final int[] columns;
  private final byte[][] prefixes;
  private final ValueText values;
  private final Utf8Buffer value = new Utf8Buffer(64);
  private final Utf8Buffer path = new Utf8Buffer(256);
  private final List<byte[]> paths = new ArrayList<>();

  /** Numbers of directories by the hash of their paths, in the next free place from there on. */
  private int[] places = empty(64);

  PartitionDirectories(SinkContext context) {
    check(context);
    this.columns = context.partitionedBy().stream().mapToInt(Integer::intValue).toArray();
    this.prefixes = new byte[columns.length][];
    for (int i = 0; i < columns.length; i++) {
      Utf8Buffer prefix = new Utf8Buffer(64);
      byte[] name = context.schema().name(columns[i]).getBytes(StandardCharsets.UTF_8);
      // such names would be hidden
      int from = name[0] == '.' || name[0] == '_' ? 1 : 0;
      if (from > 0) {
        appendEscape(name[0], prefix);
      }
      appendEscaped(name, from, name.length, prefix);
      prefix.append('=');
      prefixes[i] = Arrays.copyOf(prefix.array(), prefix.size());
    }
    this.values = new ValueText(context.zone(), ValueText.Audience.PEOPLE);
  }

  /**
   * Fails for columns by which rows cannot lie apart.
   *
   * @throws io.millrace.api.error.MillraceException NOT_SUPPORTED for their type, QUERY_INVALID if
   *     nothing is left
   */
  static void check(SinkContext context) {
    Schema schema = context.schema();
    for (int column : context.partitionedBy()) {
      Field field = schema.field(column);
      boolean readable =
          switch (field.type().kind()) {
            case BINARY, INTERVAL_DAY, INTERVAL_MONTH, JSON, JSONB, VARIANT, NULL -> false;
            default -> true;
          };
      if (!readable) {
        throw error(
                ErrorCode.NOT_SUPPORTED,
                "a directory for each value of \"" + field.name() + "\", " + field.type().sql())
            .hint("partition by a text of it:  CAST(… AS STRING)")
            .build();
      }
    }
    if (!schema.fields().isEmpty() && context.partitionedBy().size() >= schema.size()) {
      throw error(
              ErrorCode.QUERY_INVALID,
              "all columns are names of directories, and nothing is left for the files")
          .hint("partition by fewer columns")
          .build();
    }
  }

  /** The columns that files have: those that directories do not tell. */
  static int[] inFiles(SinkContext context) {
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < context.schema().size(); i++) {
      if (!context.partitionedBy().contains(i)) {
        kept.add(i);
      }
    }
    return kept.stream().mapToInt(Integer::intValue).toArray();
  }

  /** How many directories were found. */
  int count() {
    return paths.size();
  }

  /** The path of a directory below that of the sink, with slashes. */
  String path(int number) {
    return new String(paths.get(number), StandardCharsets.UTF_8);
  }

  /** The number of the directory of a row. */
  int find(ColumnBatch dense, int row) {
    path.clear();
    for (int i = 0; i < columns.length; i++) {
      if (i > 0) {
        path.append('/');
      }
      path.append(prefixes[i]);
      appendValue(dense.column(columns[i]), row);
    }
    int place = place(path.array(), path.size());
    if (places[place] == NONE) {
      places[place] = paths.size();
      paths.add(Arrays.copyOf(path.array(), path.size()));
      if (2 * paths.size() > places.length) {
        grow();
      }
      return paths.size() - 1;
    }
    return places[place];
  }

  private void appendValue(Column column, int row) {
    if (column.isNull(row)) {
      path.append(NULL_NAME);
      return;
    }
    if (column instanceof BytesColumn bytes && bytes.type().kind() != TypeKind.BINARY) {
      int from = bytes.starts()[row];
      int to = from + bytes.lengths()[row];
      boolean looksNull = Arrays.equals(bytes.data(), from, to, NULL_NAME, 0, NULL_NAME.length);
      if (looksNull) {
        appendEscape(bytes.data()[from++], path);
      }
      appendEscaped(bytes.data(), from, to, path);
      return;
    }
    value.clear();
    values.append(column, row, value);
    appendEscaped(value.array(), 0, value.size(), path);
  }

  private static void appendEscaped(byte[] text, int from, int to, Utf8Buffer out) {
    for (int i = from; i < to; i++) {
      if (needsEscape(text[i])) {
        appendEscape(text[i], out);
      } else {
        out.append(text[i]);
      }
    }
  }

  private static void appendEscape(byte character, Utf8Buffer out) {
    out.append('%');
    out.append(DIGITS[character >> 4 & 0xf]);
    out.append(DIGITS[character & 0xf]);
  }

  private static boolean needsEscape(byte character) {
    return switch (character) {
      case '"', '#', '%', '\'', '*', '/', ':', '=', '?', '\\', 0x7f, '{', '[', ']', '^' -> true;
      default -> character >= 0 && character < ' ';
    };
  }

  private int place(byte[] wanted, int size) {
    int hash = 1;
    for (int i = 0; i < size; i++) {
      hash = 31 * hash + wanted[i];
    }
    int place = (hash ^ hash >>> 16) & places.length - 1;
    while (places[place] != NONE
        && !Arrays.equals(
            paths.get(places[place]), 0, paths.get(places[place]).length, wanted, 0, size)) {
      place = place + 1 & places.length - 1;
    }
    return place;
  }

  private void grow() {
    places = empty(2 * places.length);
    for (int i = 0; i < paths.size(); i++) {
      places[place(paths.get(i), paths.get(i).length)] = i;
    }
  }

  private static int[] empty(int size) {
    int[] places = new int[size];
    Arrays.fill(places, NONE);
    return places;
  }
}
