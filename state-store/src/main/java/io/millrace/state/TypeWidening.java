package io.millrace.state;

import static io.millrace.api.types.DataType.UNBOUNDED;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which types hold all values of another one, and how types are read back from their text. */
public final class TypeWidening {
  private static final List<TypeKind> WHOLE_NUMBERS =
      List.of(TypeKind.TINYINT, TypeKind.SMALLINT, TypeKind.INTEGER, TypeKind.BIGINT);
  private static final Pattern TYPE = Pattern.compile("([a-z_ ]+?)(?:\\((\\d+)(?:, (\\d+))?\\))?");
  private static final Pattern FIELD =
      Pattern.compile("(?:\"((?:[^\"]|\"\")*)\"|([A-Za-z_][A-Za-z0-9_]*)) (.*)");
  private static final String NOT_NULL = " not null";

  private TypeWidening() {}

  /** Whether a column of one type can become one of another and keep its values, or is alike. */
  public static boolean allows(DataType from, DataType to) {
    if (from.nullable() && !to.nullable()) {
      return false;
    }
    TypeKind kind = from.kind();
    if (kind.isInteger() && to.kind().isInteger()) {
      return WHOLE_NUMBERS.indexOf(kind) <= WHOLE_NUMBERS.indexOf(to.kind());
    }
    if (kind == TypeKind.REAL && to.kind() == TypeKind.DOUBLE) {
      return true;
    }
    if (kind != to.kind()) {
      return false;
    }
    return switch (kind) {
      case DECIMAL -> from.scale() == to.scale() && from.precision() <= to.precision();
      case VARCHAR ->
          to.precision() == UNBOUNDED
              || from.precision() != UNBOUNDED && from.precision() <= to.precision();
      case ARRAY, MAP, ROW -> from.withNullable(true).equals(to.withNullable(true));
      default -> from.precision() == to.precision() && from.scale() == to.scale();
    };
  }

  /** Reads what {@link DataType#toString} wrote; empty if it is no type. */
  public static Optional<DataType> parse(String text) {
    boolean nullable = !text.endsWith(NOT_NULL);
    String type = nullable ? text : text.substring(0, text.length() - NOT_NULL.length());
    return read(type).map(found -> found.withNullable(nullable));
  }

  private static Optional<DataType> read(String text) {
    if (text.endsWith(" array")) {
      return read(text.substring(0, text.length() - " array".length())).map(DataType::array);
    }
    if (text.startsWith("map<") && text.endsWith(">")) {
      List<String> parts = parts(text.substring("map<".length(), text.length() - 1));
      Optional<DataType> key = parts.size() == 2 ? read(parts.get(0)) : Optional.empty();
      return key.flatMap(k -> read(parts.get(1)).map(value -> DataType.map(k, value)));
    }
    if (text.startsWith("row(") && text.endsWith(")")) {
      return row(parts(text.substring("row(".length(), text.length() - 1)));
    }
    Matcher matcher = TYPE.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String name = matcher.group(1);
    for (TypeKind kind : TypeKind.values()) {
      if (!kind.isNested() && kind.sqlName().toLowerCase(Locale.ROOT).equals(name)) {
        return Optional.of(type(kind, matcher.group(2), matcher.group(3)));
      }
    }
    return Optional.empty();
  }

  private static Optional<DataType> row(List<String> parts) {
    List<Field> fields = new ArrayList<>();
    for (String part : parts) {
      Matcher field = FIELD.matcher(part);
      Optional<DataType> type = field.matches() ? read(field.group(3)) : Optional.empty();
      if (type.isEmpty()) {
        return Optional.empty();
      }
      String quoted = field.group(1);
      String name = quoted == null ? field.group(2) : quoted.replace("\"\"", "\"");
      fields.add(new Field(name, type.get()));
    }
    return Optional.of(DataType.row(fields));
  }

  /** What stands between commas that are not inside of brackets or quotes. */
  private static List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    boolean quoted = false;
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      quoted ^= c == '"';
      if (!quoted && (c == '(' || c == '<')) {
        depth++;
      } else if (!quoted && (c == ')' || c == '>')) {
        depth--;
      } else if (!quoted && c == ',' && depth == 0) {
        parts.add(text.substring(from, i).strip());
        from = i + 1;
      }
    }
    parts.add(text.substring(from).strip());
    return parts;
  }

  private static DataType type(TypeKind kind, String precision, String scale) {
    int unsaid =
        switch (kind) {
          case VARCHAR, BINARY -> UNBOUNDED;
          case TIME, TIMESTAMP, TIMESTAMP_LTZ -> 6;
          default -> 0;
        };
    return new DataType(
        kind,
        precision == null ? unsaid : Integer.parseInt(precision),
        scale == null ? 0 : Integer.parseInt(scale),
        true);
  }
}
