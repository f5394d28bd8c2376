package io.millrace.exec.function;

import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What a lambda takes and gives. The compiler notes it for lambdas that can be serialized; classes
 * tell it by their type arguments.
 */
final class LambdaTypes {
  private LambdaTypes() {}

  /**
   * The classes of the parameters and of the result; Object where that cannot be told.
   *
   * @param above the functional interface, whose type variables are those of its method, in order
   */
  static List<Class<?>> of(Object lambda, Class<?> above) {
    Optional<MethodType> noted = noted(lambda);
    if (noted.isPresent()) {
      List<Class<?>> types = new ArrayList<>(noted.get().parameterList());
      types.add(noted.get().returnType());
      return types;
    }
    int count = above.getTypeParameters().length;
    if (lambda.getClass().isSynthetic() || lambda.getClass().isHidden()) {
      return Collections.nCopies(count, Object.class);
    }
    List<Class<?>> types = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      types.add(GenericTypes.argument(lambda.getClass(), above, i));
    }
    return types;
  }

  private static Optional<MethodType> noted(Object lambda) {
    try {
      Method writer = lambda.getClass().getDeclaredMethod("writeReplace");
      writer.setAccessible(true);
      if (!(writer.invoke(lambda) instanceof SerializedLambda noted)) {
        return Optional.empty();
      }
      return Optional.of(
          MethodType.fromMethodDescriptorString(
              noted.getInstantiatedMethodType(), lambda.getClass().getClassLoader()));
    } catch (NoSuchMethodException
        | IllegalAccessException
        | InvocationTargetException
        | InaccessibleObjectException
        | TypeNotPresentException e) {
      // a lambda that does not say it is one whose types have to be named
      return Optional.empty();
    }
  }
}
