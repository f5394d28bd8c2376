package io.millrace.exec.function;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import io.millrace.api.types.TypeKind;
import java.util.Optional;

/**
 * What a declaration says of a function beside its code.
 *
 * @param result the type of its value; empty to go by its class
 * @param columns of the rows it gives; empty to go by their class
 * @param deterministic empty to ask the function
 * @param comment empty without one
 */
public record FunctionTraits(
    Optional<DataType> result,
    Optional<Schema> columns,
    Optional<Boolean> deterministic,
    String comment) {
  /** Nothing. */
  public static final FunctionTraits NONE =
      new FunctionTraits(Optional.empty(), Optional.empty(), Optional.empty(), "");

  /** Those of a function whose result is of that type. */
  public static FunctionTraits ofResult(DataType result) {
    return new FunctionTraits(Optional.of(result), Optional.empty(), Optional.empty(), "");
  }

  /** The type of a result of that class. */
  DataType resultOf(FunctionSource source, Class<?> type) {
    if (columns.isPresent()) {
      throw source.invalid("it gives values, and RETURNS TABLE (…) is declared").build();
    }
    if (result.isEmpty()) {
      return JavaTypes.typeOf(type)
          .orElseThrow(
              () ->
                  source
                      .invalid(
                          type == Object.class
                              ? "the type of its result cannot be told"
                              : "its result of class " + type.getName() + " has no type in SQL")
                      .hint("name the type:  RETURNS INT, or register(name, function, type)")
                      .hint("classes there are: " + String.join(", ", JavaTypes.NAMES))
                      .build());
    }
    DataType declared = result.get();
    if (declared.kind() == TypeKind.NULL || !JavaTypes.fits(type, declared)) {
      throw source
          .invalid("its result of class " + type.getName() + " is no " + declared.sql())
          .hint(
              declared.kind() == TypeKind.NULL
                  ? "no value is of that type"
                  : "it has to be of class " + JavaTypes.classOf(declared).getName())
          .build();
    }
    return type.isPrimitive() ? declared.notNull() : declared.withNullable(true);
  }
}
