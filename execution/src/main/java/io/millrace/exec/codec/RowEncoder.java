package io.millrace.exec.codec;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.encoding.Shape;
import io.millrace.api.encoding.Shape.Bean;
import io.millrace.api.encoding.Shape.Generic;
import io.millrace.api.encoding.Shape.Member;
import io.millrace.api.encoding.Shape.Struct;
import io.millrace.api.table.Encoder;
import io.millrace.api.types.Schema;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of objects: appends the values of the encoder's columns. Used by one thread.
 *
 * <p>What the class's own getters throw comes out as it is.
 */
public final class RowEncoder {
  private final ColumnWriter[] writers;
  private final ObjectTaker taker;
  private final int firstColumn;
  private @Nullable BatchBuilder bound;

  /** Writes an object into the columns that the writers are bound to. */
  @FunctionalInterface
  private interface ObjectTaker {
    void take(@Nullable Object object) throws Throwable;
  }

  /** An encoder into the first columns of a batch. */
  public RowEncoder(Encoder<?> encoder) {
    this(encoder, 0);
  }

  /** An encoder into the columns of a batch from one on. */
  public RowEncoder(Encoder<?> encoder, int firstColumn) {
    this.firstColumn = firstColumn;
    Schema schema = encoder.schema();
    this.writers = new ColumnWriter[schema.size()];
    Shape shape = encoder.shape();
    if (shape instanceof Bean bean) {
      this.taker = fields(bean.members(), schema, shape);
    } else if (shape instanceof Struct struct) {
      this.taker = fields(struct.members(), schema, shape);
    } else if (shape instanceof Generic generic) {
      this.taker = generic(generic);
    } else {
      writers[0] = new ColumnWriter(shape, schema.type(0));
      this.taker = writers[0]::object;
    }
  }

  private ObjectTaker fields(List<Member> members, Schema schema, Shape owner) {
    Access access = new Access(owner.javaType());
    MethodHandle[] getters = new MethodHandle[writers.length];
    for (int i = 0; i < getters.length; i++) {
      Member member = members.get(i);
      writers[i] = new ColumnWriter(member.shape(), schema.type(i));
      MethodHandle getter = access.getter(member);
      MethodHandle writer =
          writers[i].handle().asType(MethodType.methodType(void.class, getter.type().returnType()));
      getters[i] =
          MethodHandles.filterArguments(writer, 0, getter)
              .asType(MethodType.methodType(void.class, Object.class));
    }
    String name = owner.javaType().getSimpleName();
    return object -> {
      requirePresent(object, name);
      for (MethodHandle getter : getters) {
        getter.invokeExact(object);
      }
    };
  }

  private static void requirePresent(@Nullable Object object, String name) {
    if (object == null) {
      throw new NullPointerException("it gave null, and a row needs a " + name);
    }
  }

  private ObjectTaker generic(Generic generic) {
    Schema schema = generic.schema().orElseThrow();
    for (int i = 0; i < writers.length; i++) {
      writers[i] = new ColumnWriter(new Shape.Scalar(Object.class, schema.type(i)), schema.type(i));
    }
    String name = generic.javaType().getSimpleName();
    return object -> {
      requirePresent(object, name);
      List<Object> values = generic.values().apply(object);
      if (values.size() != writers.length) {
        throw new IllegalArgumentException(
            "a row of " + values.size() + " values for the columns " + schema);
      }
      for (int i = 0; i < writers.length; i++) {
        Object value = values.get(i);
        writers[i].object(value == null ? null : Conversions.toColumn(value, schema.type(i)));
      }
    };
  }

  /** Appends the values of an object; the caller ends the row. */
  public void encode(@Nullable Object object, BatchBuilder target) {
    if (target != bound) {
      bound = target;
      for (int i = 0; i < writers.length; i++) {
        writers[i].bind(target.column(firstColumn + i));
      }
    }
    try {
      taker.take(object);
    } catch (Throwable e) {
      throw Thrown.as(e);
    }
  }
}
