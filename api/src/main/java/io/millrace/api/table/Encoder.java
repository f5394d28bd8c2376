package io.millrace.api.table;

import static io.millrace.api.error.MillraceException.error;
import static java.util.Objects.requireNonNull;

import io.millrace.api.encoding.Shape;
import io.millrace.api.encoding.Shape.Bean;
import io.millrace.api.encoding.Shape.Generic;
import io.millrace.api.encoding.Shape.Member;
import io.millrace.api.encoding.Shape.Scalar;
import io.millrace.api.encoding.Shape.Struct;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import java.util.ArrayList;
import java.util.List;

/**
 * Says how objects of a type become rows and rows such objects. Immutable; made by {@link
 * Encoders}.
 *
 * @param <T> the type of the objects
 */
public final class Encoder<T> {
  /** The column of a value that is no record, bean or tuple. */
  private static final String VALUE = "value";

  private final Shape shape;

  Encoder(Shape shape) {
    this.shape = requireNonNull(shape, "shape is null");
  }

  /** The class of the objects. */
  @SuppressWarnings("unchecked")
  public Class<T> clsTag() {
    return (Class<T>) shape.javaType();
  }

  /** How the objects are made of simple values. */
  public Shape shape() {
    return shape;
  }

  /**
   * The columns that objects become: one for each part of a record, bean or tuple, else one named
   * {@code value}.
   *
   * @throws io.millrace.api.error.MillraceException TYPE_NOT_SUPPORTED if a part has no column
   *     type, such as a list; it can be used for state and not for rows
   */
  public Schema schema() {
    if (shape instanceof Struct struct) {
      return columns(struct.members());
    }
    if (shape instanceof Bean bean) {
      return columns(bean.members());
    }
    if (shape instanceof Generic generic) {
      return generic
          .schema()
          .orElseThrow(() -> new IllegalStateException("rows of whatever columns are only read"));
    }
    return Schema.of(new Field(VALUE, type(VALUE, shape)));
  }

  private Schema columns(List<Member> members) {
    List<Field> fields = new ArrayList<>();
    for (Member member : members) {
      fields.add(new Field(member.name(), type(member.name(), member.shape())));
    }
    return new Schema(fields);
  }

  private DataType type(String name, Shape part) {
    if (part instanceof Scalar scalar) {
      return scalar.type();
    }
    if (part instanceof Shape.Serialized) {
      return DataType.BINARY;
    }
    throw error(
            ErrorCode.TYPE_NOT_SUPPORTED,
            part.javaType().getSimpleName(),
            ": field \""
                + name
                + "\" of "
                + shape.javaType().getSimpleName()
                + " has no column type")
        .hint("make its parts fields of their own, or encode the whole with")
        .hint("Encoders.javaSerialization(" + shape.javaType().getSimpleName() + ".class)")
        .build();
  }

  @Override
  public String toString() {
    return "Encoder[" + shape.javaType().getSimpleName() + "]";
  }
}
