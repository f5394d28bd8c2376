package io.millrace.exec.function;

import io.millrace.api.types.DataType;
import io.millrace.plan.catalog.Overload.OneType;
import io.millrace.plan.catalog.Overload.ParameterType;

/** What parameters of Java methods take. */
final class Parameters {
  private Parameters() {}

  static ParameterType of(FunctionSource source, Class<?> type) {
    return JavaTypes.parameter(type)
        .orElseThrow(
            () ->
                source
                    .invalid("its parameter of class " + type.getName() + " has no type in SQL")
                    .hint("classes there are: " + String.join(", ", JavaTypes.NAMES))
                    .build());
  }

  /** A parameter whose type is named. */
  static ParameterType declared(FunctionSource source, Class<?> type, DataType declared) {
    boolean fits = type == Object.class || type.isAssignableFrom(JavaTypes.classOf(declared));
    boolean primitive = JavaTypes.typeOf(type).filter(t -> t.kind() == declared.kind()).isPresent();
    if (!fits && !primitive) {
      throw source
          .invalid(
              "its parameter of class "
                  + type.getName()
                  + " does not take "
                  + declared.sql()
                  + ", which is a "
                  + JavaTypes.classOf(declared).getName())
          .build();
    }
    return new OneType(declared.withNullable(true));
  }
}
