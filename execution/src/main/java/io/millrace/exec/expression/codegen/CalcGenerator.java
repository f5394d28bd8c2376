package io.millrace.exec.expression.codegen;

import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.exec.expression.runtime.InstanceConstant;
import io.millrace.exec.expression.runtime.Kernels;
import io.millrace.plan.expression.Expression;
import java.lang.invoke.MethodHandle;
import java.time.ZoneId;
import java.util.ArrayList;
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

  /**
   * Generates and compiles the class of a calc.
   *
   * @param conjuncts BOOLEAN; the filter, in order
   * @param projections what is to be computed
   * @param zone the session's
   * @param isCompact whether it is to be compiled fast rather than to run fast
   */
  public static Program generate(
      CompiledClasses classes,
      Schema input,
      List<Expression> conjuncts,
      List<Expression> projections,
      ZoneId zone,
      boolean isCompact) {
    ClassWriter owner = new ClassWriter(input.fields().stream().map(Field::type).toList(), zone);
    CommonSubexpressions common =
        new CommonSubexpressions(projections.stream().map(Trees::nest).toList(), input.size());
    for (Expression temporary : common.temporaries()) {
      owner.addColumn(temporary.type());
    }
    KernelWriter kernels = new KernelWriter(owner, isCompact);
    conjuncts.forEach(condition -> kernels.filter(Trees.nest(condition)));
    common.projections().forEach(kernels::project);
    common.temporaries().forEach(kernels::project);
    kernels.finish();
    List<Integer> columns = new ArrayList<>();
    for (int column : owner.usedColumns()) {
      if (column < input.size()) {
        columns.add(column);
      }
    }
    return new Program(
        kernels.filters(),
        kernels.projections(),
        common.temporaries().size(),
        input.size(),
        columns.stream().mapToInt(Integer::intValue).toArray(),
        classes.constructor(owner.source()),
        List.copyOf(owner.constants()));
  }
}
