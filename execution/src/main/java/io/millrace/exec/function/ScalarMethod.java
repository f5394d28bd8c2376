package io.millrace.exec.function;

import io.millrace.plan.expression.ScalarCode;
import java.lang.invoke.MethodHandle;
import java.util.List;

/**
 * A method that is a scalar function.
 *
 * @param signature name and types
 * @param method with its object as first parameter, unless it is static
 * @param isStatic whether it needs no object
 * @param skipped whether there is no call for NULL, for each parameter
 */
record ScalarMethod(
    FunctionSource source,
    String signature,
    MethodHandle method,
    boolean isStatic,
    List<Boolean> skipped)
    implements ScalarCode {

  @Override
  public boolean skipsNull(int parameter) {
    return skipped.get(parameter);
  }

  @Override
  public MethodHandle newHandle() {
    MethodHandle bound = isStatic ? method : method.bindTo(source.object());
    return bound.asType(bound.type().generic());
  }
}
