package io.millrace.exec.batch;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.types.DataType;
import io.millrace.api.types.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/**
 * Our types as Arrow's. What Arrow has no place for (CHAR, the length of text, the digits of a
 * fraction) goes into the field's metadata; a field without it gets the widest type.
 */
final class ArrowTypes {
  private static final String KIND = "millrace.kind";
  private static final String PRECISION = "millrace.precision";

  private ArrowTypes() {}

  static Field field(String name, DataType type) {
    Map<String, String> metadata =
        Map.of(KIND, type.kind().name(), PRECISION, Integer.toString(type.precision()));
    return new Field(
        name, new FieldType(type.nullable(), arrow(type), null, metadata), children(type));
  }

  /** A MAP is a list of entries in Arrow. */
  private static List<Field> children(DataType type) {
    List<Field> fields = new ArrayList<>();
    type.children().forEach(child -> fields.add(field(child.name(), child.type())));
    return switch (type.kind()) {
      case MAP ->
          List.of(new Field("entries", FieldType.notNullable(new ArrowType.Struct()), fields));
      default -> fields;
    };
  }

  private static ArrowType arrow(DataType type) {
    return switch (type.kind()) {
      case BOOLEAN -> new ArrowType.Bool();
      case TINYINT -> new ArrowType.Int(8, true);
      case SMALLINT -> new ArrowType.Int(16, true);
      case INTEGER -> new ArrowType.Int(32, true);
      case BIGINT -> new ArrowType.Int(64, true);
      case DECIMAL -> new ArrowType.Decimal(type.precision(), type.scale(), 128);
      case REAL -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
      case DOUBLE -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
      case CHAR, VARCHAR, JSON, JSONB, VARIANT -> new ArrowType.Utf8();
      case BINARY -> new ArrowType.Binary();
      case DATE -> new ArrowType.Date(DateUnit.DAY);
      case TIME -> new ArrowType.Time(TimeUnit.MICROSECOND, 64);
      case TIMESTAMP -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, null);
      case TIMESTAMP_LTZ -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC");
      case INTERVAL_DAY -> new ArrowType.Duration(TimeUnit.MICROSECOND);
      case INTERVAL_MONTH -> new ArrowType.Interval(IntervalUnit.YEAR_MONTH);
      case ARRAY -> new ArrowType.List();
      case MAP -> new ArrowType.Map(false);
      case ROW -> new ArrowType.Struct();
      case NULL -> new ArrowType.Null();
    };
  }

  static DataType type(Field field) {
    DataType plain = plainType(field).withNullable(field.isNullable());
    String kind = field.getMetadata().get(KIND);
    String precision = field.getMetadata().get(PRECISION);
    if (kind == null
        || precision == null
        || plain.kind() == TypeKind.DECIMAL
        || plain.kind().isNested()) {
      return plain;
    }
    boolean same = kind.equals(plain.kind().name());
    boolean character = kind.equals(TypeKind.CHAR.name()) && plain.kind() == TypeKind.VARCHAR;
    boolean json = TypeKind.valueOf(kind).isJson() && plain.kind() == TypeKind.VARCHAR;
    if (!same && !character && !json) {
      return plain;
    }
    return new DataType(TypeKind.valueOf(kind), Integer.parseInt(precision), 0, field.isNullable());
  }

  private static DataType plainType(Field field) {
    ArrowType type = field.getType();
    if (type instanceof ArrowType.Bool) {
      return DataType.BOOLEAN;
    } else if (type instanceof ArrowType.Int whole && whole.getIsSigned()) {
      return switch (whole.getBitWidth()) {
        case 8 -> DataType.TINYINT;
        case 16 -> DataType.SMALLINT;
        case 32 -> DataType.INTEGER;
        default -> DataType.BIGINT;
      };
    } else if (type instanceof ArrowType.Decimal decimal
        && decimal.getBitWidth() == 128
        && decimal.getScale() >= 0
        && decimal.getScale() <= decimal.getPrecision()) {
      return DataType.decimal(decimal.getPrecision(), decimal.getScale());
    } else if (type instanceof ArrowType.FloatingPoint floating
        && floating.getPrecision() != FloatingPointPrecision.HALF) {
      return floating.getPrecision() == FloatingPointPrecision.SINGLE
          ? DataType.REAL
          : DataType.DOUBLE;
    } else if (type instanceof ArrowType.Utf8) {
      return DataType.STRING;
    } else if (type instanceof ArrowType.Binary) {
      return DataType.BINARY;
    } else if (type instanceof ArrowType.Date date && date.getUnit() == DateUnit.DAY) {
      return DataType.DATE;
    } else if (type instanceof ArrowType.Time time && time.getUnit() == TimeUnit.MICROSECOND) {
      return DataType.TIME;
    } else if (type instanceof ArrowType.Timestamp time && time.getUnit() == TimeUnit.MICROSECOND) {
      return time.getTimezone() == null ? DataType.TIMESTAMP : DataType.TIMESTAMP_LTZ;
    } else if (type instanceof ArrowType.Duration duration
        && duration.getUnit() == TimeUnit.MICROSECOND) {
      return DataType.INTERVAL_DAY;
    } else if (type instanceof ArrowType.Interval interval
        && interval.getUnit() == IntervalUnit.YEAR_MONTH) {
      return DataType.INTERVAL_MONTH;
    } else if (type instanceof ArrowType.List) {
      return DataType.array(type(field.getChildren().get(0)));
    } else if (type instanceof ArrowType.Map) {
      List<Field> entry = field.getChildren().get(0).getChildren();
      return DataType.map(type(entry.get(0)), type(entry.get(1)));
    } else if (type instanceof ArrowType.Struct) {
      return DataType.row(
          field.getChildren().stream()
              .map(child -> new io.millrace.api.types.Field(child.getName(), type(child)))
              .toList());
    } else if (type instanceof ArrowType.Null) {
      return DataType.NULL;
    }
    throw MillraceException.error(
            ErrorCode.TYPE_NOT_SUPPORTED, type, " (Arrow column \"" + field.getName() + "\")")
        .hint("cast the column to a type with microseconds, 128-bit decimals or signed integers")
        .build();
  }
}
