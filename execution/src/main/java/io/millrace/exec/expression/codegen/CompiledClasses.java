package io.millrace.exec.expression.codegen;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.exec.expression.runtime.Kernels;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Generated classes by their source, the most recently used ones. Thread-safe. */
public final class CompiledClasses {
  static final String CLASS_NAME = "io.millrace.exec.expression.generated.Calc";
  private static final int CAPACITY = 256;

  /** Made for the first class: many queries have nothing to compile. */
  private @Nullable JaninoCompiler compiler;

  private final Map<String, MethodHandle> constructors =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, MethodHandle> eldest) {
          return size() > CAPACITY;
        }
      };

  /** The constructor of the class with that source: (Object[] constants) to Kernels. */
  MethodHandle constructor(String source) {
    synchronized (constructors) {
      MethodHandle known = constructors.get(source);
      if (known != null) {
        return known;
      }
    }
    MethodHandle compiled = compile(source);
    synchronized (constructors) {
      MethodHandle winner = constructors.putIfAbsent(source, compiled);
      return winner == null ? compiled : winner;
    }
  }

  /** The number of classes in the cache. */
  int size() {
    synchronized (constructors) {
      return constructors.size();
    }
  }

  private synchronized JaninoCompiler compiler() {
    if (compiler == null) {
      compiler = new JaninoCompiler();
    }
    return compiler;
  }

  private MethodHandle compile(String source) {
    Class<?> compiled = compiler().compile(CLASS_NAME, source);
    try {
      return MethodHandles.publicLookup()
          .findConstructor(compiled, MethodType.methodType(void.class, Object[].class))
          .asType(MethodType.methodType(Kernels.class, Object[].class));
    } catch (ReflectiveOperationException | LinkageError failure) {
      throw MillraceException.error(
              ErrorCode.INTERNAL_ERROR, "generated code does not load: " + failure.getMessage())
          .cause(failure)
          .build();
    }
  }
}
