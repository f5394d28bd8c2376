package io.millrace.exec.codec;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.encoding.Shape;
import io.millrace.api.encoding.Shape.Bean;
import io.millrace.api.encoding.Shape.Generic;
import io.millrace.api.encoding.Shape.Member;
import io.millrace.api.encoding.Shape.Struct;
import io.millrace.api.table.Encoder;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes objects of rows. Bound to one batch at a time; used by one thread.
 *
 * <p>What the class's own constructor or setters throw comes out as it is.
 */
public final class RowDecoder {
  private final int[] columns;
  private final ColumnReader[] readers;
  private final ObjectMaker maker;

  /** Makes the object of a row of the batch that the readers are bound to. */
  @FunctionalInterface
  private interface ObjectMaker {
    @Nullable Object make(int row) throws Throwable;
  }

  /**
   * A decoder of rows of that schema.
   *
   * @param columns what each field is read from, checked by the planner
   */
  public RowDecoder(Encoder<?> encoder, Schema schema, List<Integer> columns) {
    this.columns = columns.stream().mapToInt(Integer::intValue).toArray();
    this.readers = new ColumnReader[this.columns.length];
    Shape shape = encoder.shape();
    if (shape instanceof Bean bean) {
      bindFields(bean.members(), schema, shape);
      this.maker = bean(bean);
    } else if (shape instanceof Struct struct) {
      bindFields(struct.members(), schema, shape);
      this.maker = struct(struct);
    } else if (shape instanceof Generic generic) {
      this.maker = generic(generic, schema);
    } else {
      readers[0] = reader(schema, 0, "value", shape, shape);
      this.maker = readers[0]::object;
    }
  }

  private ColumnReader reader(
      Schema schema, int index, String field, Shape fieldShape, Shape owner) {
    Field column = schema.field(columns[index]);
    return new ColumnReader(
        column.name(), column.type(), field, fieldShape, owner.javaType().getSimpleName());
  }

  private void bindFields(List<Member> members, Schema schema, Shape owner) {
    for (int i = 0; i < readers.length; i++) {
      readers[i] = reader(schema, i, members.get(i).name(), members.get(i).shape(), owner);
    }
  }

  private ObjectMaker struct(Struct struct) {
    MethodHandle constructor = new Access(struct.javaType()).constructor(struct.constructor());
    MethodHandle[] values = new MethodHandle[readers.length];
    for (int i = 0; i < values.length; i++) {
      Class<?> parameter = constructor.type().parameterType(i);
      values[i] = readers[i].handle().asType(MethodType.methodType(parameter, int.class));
    }
    MethodHandle ofRows = MethodHandles.filterArguments(constructor, 0, values);
    MethodHandle ofRow =
        MethodHandles.permuteArguments(
                ofRows, MethodType.methodType(struct.javaType(), int.class), new int[values.length])
            .asType(MethodType.methodType(Object.class, int.class));
    return row -> (Object) ofRow.invokeExact(row);
  }

  private ObjectMaker bean(Bean bean) {
    Access access = new Access(bean.javaType());
    MethodHandle constructor =
        access.constructor(bean.constructor()).asType(MethodType.methodType(Object.class));
    MethodHandle[] setters = new MethodHandle[readers.length];
    for (int i = 0; i < setters.length; i++) {
      MethodHandle setter = access.setter(bean.members().get(i));
      MethodHandle ofRow = MethodHandles.filterArguments(setter, 1, readers[i].handle());
      setters[i] = ofRow.asType(MethodType.methodType(void.class, Object.class, int.class));
    }
    return row -> {
      Object object = (Object) constructor.invokeExact();
      for (MethodHandle setter : setters) {
        setter.invokeExact(object, row);
      }
      return object;
    };
  }

  private ObjectMaker generic(Generic generic, Schema schema) {
    for (int i = 0; i < readers.length; i++) {
      Shape any = new Shape.Scalar(Object.class, schema.type(columns[i]));
      readers[i] = reader(schema, i, schema.name(columns[i]), any, generic);
    }
    Schema read = schema.project(columns);
    return row -> {
      Object[] values = new Object[readers.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = readers[i].object(row);
      }
      return generic.maker().apply(read, Arrays.asList(values));
    };
  }

  /** Turns to another batch. */
  public void bind(ColumnBatch batch) {
    for (int i = 0; i < columns.length; i++) {
      readers[i].bind(batch.column(columns[i]));
    }
  }

  /**
   * The object of a physical row of the batch; null only for a single value that is NULL.
   *
   * @throws io.millrace.api.error.MillraceException FIELD_IS_NULL for NULL where the field has none
   */
  public @Nullable Object decode(int row) {
    try {
      return maker.make(row);
    } catch (Throwable e) {
      throw Thrown.as(e);
    }
  }

  /** The objects of all rows of a batch, each as often as its weight says. */
  public List<@Nullable Object> decodeAll(ColumnBatch batch) {
    bind(batch);
    List<@Nullable Object> objects = new ArrayList<>(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      int row = batch.row(i);
      for (int n = 0; n < batch.weight(row); n++) {
        objects.add(decode(row));
      }
    }
    return Collections.unmodifiableList(objects);
  }
}
