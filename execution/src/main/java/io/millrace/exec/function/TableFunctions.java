package io.millrace.exec.function;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.api.udf.TableFunction;
import io.millrace.plan.catalog.Overload;
import io.millrace.plan.catalog.Overload.ParameterType;
import io.millrace.plan.catalog.UserFunction.JavaTable;
import io.millrace.plan.expression.TableCode;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.BaseStream;

/** Makes table functions of classes. */
final class TableFunctions {
  private static final String VALUE = "value";

  private final FunctionSource source;
  private final FunctionTraits traits;

  TableFunctions(FunctionSource source, FunctionTraits traits) {
    this.source = source;
    this.traits = traits;
  }

  /** Whether a class without any interface of ours is a table function. */
  static boolean isOne(FunctionSource source) {
    return source.methods(ScalarFunctions.METHODS).stream()
        .anyMatch(method -> givesRows(method.getReturnType()));
  }

  private static boolean givesRows(Class<?> type) {
    return Iterator.class.isAssignableFrom(type)
        || Iterable.class.isAssignableFrom(type)
        || BaseStream.class.isAssignableFrom(type)
        || type.isArray() && type != byte[].class;
  }

  JavaTable byMethods() {
    if (traits.result().isPresent()) {
      throw source.invalid("it gives rows: RETURNS TABLE (column type, …)").build();
    }
    List<Method> methods = source.methods(Set.of("eval"));
    if (methods.isEmpty()) {
      methods = source.methods(ScalarFunctions.METHODS);
    }
    Optional<Class<?>> row = Optional.empty();
    for (Method method : methods) {
      Class<?> found = rowOf(method);
      if (row.isPresent() && row.get() != found) {
        throw source.invalid("its methods eval give different rows").build();
      }
      row = Optional.of(found);
    }
    Class<?> rowClass =
        row.orElseThrow(
            () ->
                source
                    .invalid("it has no public method eval")
                    .hint("write for example   public void eval(String text) { collect(…); }")
                    .build());
    Schema columns = columns(rowClass);
    RowReader reader = RowReader.of(source, rowClass, columns);
    List<Overload<TableCode>> overloads = new ArrayList<>();
    for (Method method : methods) {
      overloads.add(overload(method, columns, reader));
    }
    return new JavaTable(source.name(), overloads, columns, traits.comment(), source.origin());
  }

  private Class<?> rowOf(Method method) {
    Class<?> result = method.getReturnType();
    if (TableFunction.class.isAssignableFrom(source.type()) && result == void.class) {
      return GenericTypes.argument(source.type(), TableFunction.class, 0);
    }
    if (Iterator.class.isAssignableFrom(result)) {
      return GenericTypes.argument(method.getGenericReturnType(), Iterator.class, 0);
    }
    if (Iterable.class.isAssignableFrom(result)) {
      return GenericTypes.argument(method.getGenericReturnType(), Iterable.class, 0);
    }
    if (BaseStream.class.isAssignableFrom(result)) {
      return GenericTypes.argument(method.getGenericReturnType(), BaseStream.class, 0);
    }
    if (result.isArray() && result != byte[].class && !result.getComponentType().isPrimitive()) {
      return result.getComponentType();
    }
    throw source
        .invalid("its method eval gives no rows, but " + result.getSimpleName())
        .hint("it extends TableFunction, or gives an Iterator, Iterable, Stream or array")
        .build();
  }

  private Schema columns(Class<?> row) {
    List<Field> own = new ArrayList<>();
    if (row.isRecord()) {
      for (RecordComponent component : row.getRecordComponents()) {
        own.add(new Field(component.getName(), type(component.getType())));
      }
    } else if (JavaTypes.typeOf(row).isPresent()) {
      own.add(new Field(VALUE, type(row)));
    }
    if (traits.columns().isEmpty()) {
      if (own.isEmpty()) {
        throw source
            .invalid("the columns of its rows, of class " + row.getTypeName() + ", cannot be told")
            .hint("let rows be a record, or name the columns: RETURNS TABLE (column type, …)")
            .build();
      }
      return new Schema(own);
    }
    Schema declared = traits.columns().get();
    boolean fits = own.isEmpty() || own.size() == declared.size();
    for (int i = 0; fits && i < own.size(); i++) {
      fits = JavaTypes.fits(JavaTypes.classOf(own.get(i).type()), declared.type(i));
    }
    if (!fits || own.isEmpty() && row != Object[].class && row != Object.class) {
      throw source
          .invalid("its rows, of class " + row.getTypeName() + ", have not the columns declared")
          .build();
    }
    return declared;
  }

  private DataType type(Class<?> type) {
    return JavaTypes.typeOf(type)
        .orElseThrow(
            () ->
                source
                    .invalid("its column of class " + type.getName() + " has no type in SQL")
                    .hint("classes there are: " + String.join(", ", JavaTypes.NAMES))
                    .build());
  }

  private Overload<TableCode> overload(Method method, Schema columns, RowReader reader) {
    List<ParameterType> types = new ArrayList<>();
    List<Boolean> skipped = new ArrayList<>();
    for (Class<?> parameter : method.getParameterTypes()) {
      types.add(Parameters.of(source, parameter));
      skipped.add(parameter.isPrimitive());
    }
    String signature = source.name() + Overload.list(types) + " " + columns;
    return new Overload<>(
        types,
        DataType.NULL,
        new TableMethod(
            source,
            signature,
            source.handle(method),
            Modifier.isStatic(method.getModifiers()),
            reader,
            skipped));
  }
}
