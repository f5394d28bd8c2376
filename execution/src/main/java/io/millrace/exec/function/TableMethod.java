package io.millrace.exec.function;

import io.millrace.api.udf.TableFunction;
import io.millrace.plan.expression.TableCode;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/** A method that is a table function. */
record TableMethod(
    FunctionSource source,
    String signature,
    MethodHandle method,
    boolean isStatic,
    RowReader reader,
    List<Boolean> skipped)
    implements TableCode {

  @Override
  public boolean skipsNull(int parameter) {
    return skipped.get(parameter);
  }

  @Override
  public Instance newInstance() {
    Object object = source.object();
    MethodHandle bound = isStatic ? method : method.bindTo(object);
    int parameters = bound.type().parameterCount();
    boolean collects = bound.type().returnType() == void.class;
    MethodHandle spread =
        bound.asType(bound.type().generic()).asSpreader(Object[].class, parameters);
    return arguments -> {
      if (collects) {
        // one object may serve several workers
        synchronized (object) {
          Object nothing = (Object) spread.invokeExact(arguments);
          return rows(((TableFunction<?>) object).takeRows().iterator());
        }
      }
      Object given = (Object) spread.invokeExact(arguments);
      try {
        return rows(iterator(given));
      } finally {
        if (given instanceof BaseStream<?, ?> stream) {
          stream.close();
        }
      }
    };
  }

  private Iterator<@Nullable Object[]> rows(Iterator<?> found) throws Throwable {
    List<@Nullable Object[]> rows = new ArrayList<>();
    while (found.hasNext()) {
      rows.add(reader.values(found.next()));
    }
    return rows.iterator();
  }

  private static Iterator<?> iterator(@Nullable Object rows) {
    if (rows == null) {
      return Collections.emptyIterator();
    }
    if (rows instanceof Iterator<?> iterator) {
      return iterator;
    }
    if (rows instanceof Iterable<?> iterable) {
      return iterable.iterator();
    }
    if (rows instanceof BaseStream<?, ?> stream) {
      return stream.iterator();
    }
    return Arrays.asList((Object[]) rows).iterator();
  }
}
