package io.millrace.exec.function;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The class of a function, and where its objects come from: a new one for each worker, or the one
 * that was registered.
 */
final class FunctionSource {
  private final String name;
  private final Class<?> type;
  private final @Nullable Object registered;
  private final Optional<SourcePosition> position;

  private FunctionSource(
      String name, Class<?> type, @Nullable Object registered, Optional<SourcePosition> position) {
    this.name = name;
    this.type = type;
    this.registered = registered;
    this.position = position;
  }

  /** A function by its class. */
  static FunctionSource of(String name, Class<?> type, Optional<SourcePosition> position) {
    FunctionSource source = new FunctionSource(name, type, null, position);
    source.newObject();
    return source;
  }

  /** A function by an object. */
  static FunctionSource of(String name, Object registered) {
    return new FunctionSource(name, registered.getClass(), registered, Optional.empty());
  }

  /** The function's. */
  String name() {
    return name;
  }

  Class<?> type() {
    return type;
  }

  /** What DESCRIBE says of it. */
  String origin() {
    return registered == null
        ? "class " + type.getName()
        : type.isSynthetic() || type.isHidden()
            ? "registered by the program"
            : "registered by the program, class " + type.getName();
  }

  /** The object of one worker. */
  Object object() {
    return registered == null ? newObject() : registered;
  }

  private Object newObject() {
    if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
      throw invalid("it is abstract").build();
    }
    try {
      Constructor<?> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      return constructor.newInstance();
    } catch (NoSuchMethodException e) {
      throw invalid("it has no constructor without parameters")
          .hint("an inner class needs the word static")
          .build();
    } catch (InvocationTargetException e) {
      throw invalid("its constructor failed: " + e.getCause()).cause(e.getCause()).build();
    } catch (InstantiationException | IllegalAccessException | InaccessibleObjectException e) {
      throw invalid("its constructor cannot be called: " + e.getMessage()).cause(e).build();
    } catch (LinkageError e) {
      throw invalid("a class that it needs is missing: " + e.getMessage()).cause(e).build();
    }
  }

  /** Its public methods of these names, as they are written: none that the compiler adds. */
  List<Method> methods(Set<String> names) {
    List<Method> found = new ArrayList<>();
    for (Method method : type.getMethods()) {
      if (names.contains(method.getName()) && !method.isBridge() && !method.isSynthetic()) {
        found.add(method);
      }
    }
    // the order of reflection is anybody's guess, and overloads are listed
    found.sort(
        Comparator.comparing(
            method -> method.getName() + Arrays.toString(method.getParameterTypes())));
    return found;
  }

  /** A handle of a method of a class of the user's, which may be hidden from us. */
  MethodHandle handle(Method method) {
    try {
      method.setAccessible(true);
      return MethodHandles.lookup().unreflect(method);
    } catch (IllegalAccessException | InaccessibleObjectException e) {
      throw invalid("its method " + method.getName() + " cannot be called: " + e.getMessage())
          .cause(e)
          .build();
    }
  }

  /** The error that this can be no function. */
  MillraceException.Builder invalid(String why) {
    String what = type.isSynthetic() || type.isHidden() ? "this lambda" : "class " + type.getName();
    return error(ErrorCode.FUNCTION_INVALID, what, name, why).at(position);
  }
}
