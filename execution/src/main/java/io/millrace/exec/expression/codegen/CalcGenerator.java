package io.millrace.exec.expression.codegen;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.types.Schema;
import io.millrace.exec.expression.runtime.InstanceConstant;
import io.millrace.exec.expression.runtime.Kernels;
import io.millrace.plan.expression.Expression;
import java.lang.invoke.MethodHandle;
import java.time.ZoneId;
import java.util.List;

/** Generates the class of a calc. */
public final class CalcGenerator {
  private CalcGenerator() {}

  /**
   * A loop of the generated class.
   *
   * @param columns the nullable columns it reads; if none of them has a bitmap in a batch, the
   *     variant without checks runs
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Kernel(int[] columns) {}

  /**
   * A generated class and what it needs to be run.
   *
   * @param filters the conjuncts, in order
   * @param projections the computed columns, then the temporaries
   * @param temporaries how many common sub-expressions are computed first, as columns behind the
   *     input's
   * @param columns all columns of the input that are read
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Program(
      List<Kernel> filters,
      List<Kernel> projections,
      int temporaries,
      int inputColumns,
      int[] columns,
      MethodHandle constructor,
      List<Object> constants) {

    /** An instance for one worker. */
    public Kernels newKernels() {
      Object[] own = constants.toArray();
      for (int i = 0; i < own.length; i++) {
        if (own[i] instanceof InstanceConstant shared) {
          own[i] = shared.forInstance();
        }
      }
      try {
        return (Kernels) constructor.invokeExact(own);
      } catch (RuntimeException | Error failure) {
        throw failure;
      } catch (Throwable failure) {
        throw new IllegalStateException("a constructor of generated code threw", failure);
      }
    }
  }

  public static Program generate(
      CompiledClasses classes,
      Schema input,
      List<Expression> conjuncts,
      List<Expression> projections,
      ZoneId zone) {
    throw MillraceException.error(ErrorCode.NOT_SUPPORTED, "a computed expression").build();
  }
}
