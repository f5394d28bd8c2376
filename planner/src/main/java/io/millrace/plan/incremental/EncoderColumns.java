package io.millrace.plan.incremental;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.encoding.Shape;
import io.millrace.api.encoding.Shape.Bean;
import io.millrace.api.encoding.Shape.Generic;
import io.millrace.api.encoding.Shape.Member;
import io.millrace.api.encoding.Shape.Scalar;
import io.millrace.api.encoding.Shape.Serialized;
import io.millrace.api.encoding.Shape.Struct;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Suggestions;
import io.millrace.api.table.Encoder;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import io.millrace.api.types.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * Finds the columns that an encoder reads its objects from: those of records and beans by name,
 * those of tuples by place, that of a single value if there is only one. A column may be narrower
 * than the field, as in Java's own conversions, not wider.
 */
public final class EncoderColumns {
  private final Schema schema;
  private final String owner;

  private EncoderColumns(Schema schema, String owner) {
    this.schema = schema;
    this.owner = owner;
  }

  /**
   * The columns, one for each field of the encoder.
   *
   * @throws MillraceException FIELD_NOT_READABLE if a column is missing or of another type, naming
   *     field and column
   */
  public static List<Integer> of(Encoder<?> encoder, Schema schema) {
    return new EncoderColumns(schema, encoder.shape().javaType().getSimpleName())
        .columns(encoder.shape());
  }

  private List<Integer> columns(Shape shape) {
    if (shape instanceof Bean bean) {
      return byName(bean.members());
    }
    if (shape instanceof Struct struct) {
      return struct.byPosition() ? byPlace(struct.members()) : byName(struct.members());
    }
    if (shape instanceof Generic) {
      List<Integer> all = new ArrayList<>();
      for (int i = 0; i < schema.size(); i++) {
        all.add(i);
      }
      return all;
    }
    if (schema.size() != 1) {
      throw error(
              ErrorCode.FIELD_NOT_READABLE,
              "value",
              owner,
              "it needs an input of one column, and there are "
                  + schema.size()
                  + ": "
                  + String.join(", ", schema.names()))
          .hint("select the one it is:  select(\"" + schema.name(0) + "\")")
          .build();
    }
    check("value", shape, 0);
    return List.of(0);
  }

  private List<Integer> byName(List<Member> members) {
    List<Integer> columns = new ArrayList<>();
    for (Member member : members) {
      OptionalInt found = schema.indexOf(member.name());
      if (found.isEmpty()) {
        throw missing(member.name());
      }
      check(member.name(), member.shape(), found.getAsInt());
      columns.add(found.getAsInt());
    }
    return columns;
  }

  private MillraceException missing(String field) {
    MillraceException.Builder missing =
        error(
            ErrorCode.FIELD_NOT_READABLE,
            field,
            owner,
            "the input has no column of that name; it has " + String.join(", ", schema.names()));
    Suggestions.nearest(field, schema.names())
        .ifPresent(near -> missing.hint("did you mean:  " + near));
    return missing
        .hint("give a column that name:  withColumnRenamed(…, \"" + field + "\")")
        .build();
  }

  private List<Integer> byPlace(List<Member> members) {
    if (schema.size() != members.size()) {
      throw error(
              ErrorCode.FIELD_NOT_READABLE,
              members.get(Math.min(schema.size(), members.size() - 1)).name(),
              owner,
              "a tuple of "
                  + members.size()
                  + " needs as many columns, and the input has "
                  + schema.size()
                  + ": "
                  + String.join(", ", schema.names()))
          .hint("select the columns it is made of")
          .build();
    }
    List<Integer> columns = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      check(members.get(i).name(), members.get(i).shape(), i);
      columns.add(i);
    }
    return columns;
  }

  private void check(String field, Shape shape, int column) {
    DataType type = schema.type(column);
    if (!isReadable(type, shape)) {
      throw error(
              ErrorCode.FIELD_NOT_READABLE,
              field,
              owner,
              "column \""
                  + schema.name(column)
                  + "\" is of type "
                  + type.sql().toUpperCase(Locale.ROOT)
                  + ", and the field of type "
                  + shape.javaType().getSimpleName())
          .hint("convert the column, as in  withColumn(\"" + field + "\", col(…).cast(…)),")
          .hint("or change the type of the field")
          .build();
    }
  }

  /** Whether every value of a column but NULL is one of the Java type. */
  private static boolean isReadable(DataType column, Shape shape) {
    TypeKind kind = column.kind();
    if (kind == TypeKind.NULL) {
      return true;
    }
    if (shape instanceof Serialized) {
      return kind == TypeKind.BINARY;
    }
    if (!(shape instanceof Scalar scalar)) {
      return false;
    }
    Class<?> type = scalar.javaType();
    return switch (kind) {
      case BOOLEAN -> type == boolean.class || type == Boolean.class;
      case TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE -> isNumberReadable(kind, scalar);
      case DECIMAL -> type == BigDecimal.class || type == BigInteger.class && column.scale() == 0;
      case CHAR, VARCHAR -> type == String.class || type.isEnum();
      case BINARY -> type == byte[].class;
      case DATE -> type == LocalDate.class || type == Date.class;
      case TIME -> type == LocalTime.class;
      case TIMESTAMP -> type == LocalDateTime.class || type == Timestamp.class;
      case TIMESTAMP_LTZ -> type == Instant.class || type == Timestamp.class;
      case INTERVAL_DAY -> type == Duration.class;
      case JSON, JSONB, VARIANT -> type == String.class;
      case INTERVAL_MONTH, ARRAY, MAP, ROW, NULL -> false;
    };
  }

  private static boolean isNumberReadable(TypeKind column, Scalar field) {
    if (field.javaType() == BigDecimal.class || field.javaType() == BigInteger.class) {
      return column.isInteger();
    }
    TypeKind wanted = field.type().kind();
    // the kinds stand in the order in which Java widens them
    return wanted.isNumeric() && wanted != TypeKind.DECIMAL && rank(wanted) >= rank(column);
  }

  private static int rank(TypeKind kind) {
    return switch (kind) {
      case TINYINT -> 0;
      case SMALLINT -> 1;
      case INTEGER -> 2;
      case BIGINT -> 3;
      case REAL -> 4;
      case DOUBLE -> 5;
      default -> throw new IllegalStateException(kind + " is no number of Java");
    };
  }
}
