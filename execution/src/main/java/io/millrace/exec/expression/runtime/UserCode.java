package io.millrace.exec.expression.runtime;

import io.millrace.plan.expression.ScalarCode;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/** A function in the user's Java code, for one worker; called with as many Objects as it takes. */
public final class UserCode implements InstanceConstant {
  private final ScalarCode code;
  private final MethodHandle handle;

  public UserCode(ScalarCode code) {
    this.code = code;
    this.handle = code.newHandle();
  }

  @Override
  public UserCode forInstance() {
    return new UserCode(code);
  }

  public @Nullable Object call() throws Throwable {
    return (Object) handle.invokeExact();
  }

  public @Nullable Object call(@Nullable Object a1) throws Throwable {
    return (Object) handle.invokeExact(a1);
  }

  public @Nullable Object call(@Nullable Object a1, @Nullable Object a2) throws Throwable {
    return (Object) handle.invokeExact(a1, a2);
  }

  public @Nullable Object call(@Nullable Object a1, @Nullable Object a2, @Nullable Object a3)
      throws Throwable {
    return (Object) handle.invokeExact(a1, a2, a3);
  }

  public @Nullable Object call(
      @Nullable Object a1, @Nullable Object a2, @Nullable Object a3, @Nullable Object a4)
      throws Throwable {
    return (Object) handle.invokeExact(a1, a2, a3, a4);
  }

  public @Nullable Object call(
      @Nullable Object a1,
      @Nullable Object a2,
      @Nullable Object a3,
      @Nullable Object a4,
      @Nullable Object a5)
      throws Throwable {
    return (Object) handle.invokeExact(a1, a2, a3, a4, a5);
  }

  public @Nullable Object call(
      @Nullable Object a1,
      @Nullable Object a2,
      @Nullable Object a3,
      @Nullable Object a4,
      @Nullable Object a5,
      @Nullable Object a6)
      throws Throwable {
    return (Object) handle.invokeExact(a1, a2, a3, a4, a5, a6);
  }

  public @Nullable Object call(
      @Nullable Object a1,
      @Nullable Object a2,
      @Nullable Object a3,
      @Nullable Object a4,
      @Nullable Object a5,
      @Nullable Object a6,
      @Nullable Object a7)
      throws Throwable {
    return (Object) handle.invokeExact(a1, a2, a3, a4, a5, a6, a7);
  }

  public @Nullable Object call(
      @Nullable Object a1,
      @Nullable Object a2,
      @Nullable Object a3,
      @Nullable Object a4,
      @Nullable Object a5,
      @Nullable Object a6,
      @Nullable Object a7,
      @Nullable Object a8)
      throws Throwable {
    return (Object) handle.invokeExact(a1, a2, a3, a4, a5, a6, a7, a8);
  }

  public @Nullable Object call(
      @Nullable Object a1,
      @Nullable Object a2,
      @Nullable Object a3,
      @Nullable Object a4,
      @Nullable Object a5,
      @Nullable Object a6,
      @Nullable Object a7,
      @Nullable Object a8,
      @Nullable Object a9)
      throws Throwable {
    return (Object) handle.invokeExact(a1, a2, a3, a4, a5, a6, a7, a8, a9);
  }

  public @Nullable Object call(
      @Nullable Object a1,
      @Nullable Object a2,
      @Nullable Object a3,
      @Nullable Object a4,
      @Nullable Object a5,
      @Nullable Object a6,
      @Nullable Object a7,
      @Nullable Object a8,
      @Nullable Object a9,
      @Nullable Object a10)
      throws Throwable {
    return (Object) handle.invokeExact(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10);
  }
}
