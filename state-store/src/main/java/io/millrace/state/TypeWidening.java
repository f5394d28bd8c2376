package io.millrace.state;

import static io.millrace.api.types.DataType.UNBOUNDED;

import io.millrace.api.types.DataType;
import io.millrace.api.types.TypeKind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which types hold all values of another one, and how types are read back from their text. */
public final class TypeWidening {
  private static final List<TypeKind> WHOLE_NUMBERS =
      List.of(TypeKind.TINYINT, TypeKind.SMALLINT, TypeKind.INTEGER, TypeKind.BIGINT);
  private static final Pattern TYPE =
      Pattern.compile("([a-z_ ]+?)(?:\\((\\d+)(?:, (\\d+))?\\))?( not null)?");

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
      default -> from.precision() == to.precision() && from.scale() == to.scale();
    };
  }

  /** Reads what {@link DataType#toString} wrote; empty if it is no type. */
  public static Optional<DataType> parse(String text) {
    Matcher matcher = TYPE.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    boolean nullable = matcher.group(4) == null;
    String name = matcher.group(1);
    for (TypeKind kind : TypeKind.values()) {
      if (kind.sqlName().toLowerCase(Locale.ROOT).equals(name)) {
        return Optional.of(type(kind, matcher.group(2), matcher.group(3)).withNullable(nullable));
      }
    }
    return Optional.empty();
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
