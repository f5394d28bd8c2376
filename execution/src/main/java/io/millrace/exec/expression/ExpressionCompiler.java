package io.millrace.exec.expression;

import static java.util.Objects.requireNonNull;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.types.Schema;
import io.millrace.exec.expression.codegen.CalcGenerator;
import io.millrace.exec.expression.codegen.CompiledClasses;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expressions;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Compiles filters and projections. Thread-safe; equal code is compiled once for each compiler.
 *
 * <p>Columns that are passed on and constants need no code: a calc of nothing else never touches
 * the Java compiler.
 */
public final class ExpressionCompiler {
  private final CompiledClasses classes = new CompiledClasses();

  /**
   * Compiles a filter and projection into one class.
   *
   * @param input the columns that expressions refer to
   * @param condition BOOLEAN; rows for which it is not true are removed. Its conjuncts are tested
   *     in order, and a later one only for rows that the earlier ones keep
   * @param projections one for each column of {@code output}
   * @param output names and types of the result; a projection's type may differ from its column's
   *     in nullability and text length only
   * @param zone the session's time zone, for TIMESTAMP_LTZ
   * @throws MillraceException NOT_SUPPORTED for a conversion that does not exist, CODE_TOO_LARGE
   *     for an expression beyond the limits of a Java class
   */
  public CompiledCalc compile(
      Schema input,
      Optional<Expression> condition,
      List<Expression> projections,
      Schema output,
      ZoneId zone) {
    requireNonNull(input, "input is null");
    requireNonNull(zone, "zone is null");
    if (projections.size() != output.size()) {
      throw new IllegalArgumentException(projections.size() + " projections for " + output);
    }
    for (int i = 0; i < projections.size(); i++) {
      if (projections.get(i).type().layout() != output.type(i).layout()) {
        throw new IllegalArgumentException(
            "projection " + projections.get(i).type() + " for column " + output.field(i));
      }
    }
    try {
      return compileChecked(input, condition, List.copyOf(projections), output, zone);
    } catch (StackOverflowError deep) {
      throw MillraceException.error(ErrorCode.CODE_TOO_LARGE, "it is nested too deeply")
          .hint("compute parts of it in a subquery or view")
          .cause(deep)
          .build();
    }
  }

  private CompiledCalc compileChecked(
      Schema input,
      Optional<Expression> condition,
      List<Expression> projections,
      Schema output,
      ZoneId zone) {
    boolean rejectsAll = false;
    List<Expression> conjuncts = new ArrayList<>();
    for (Expression conjunct : Conjuncts.of(condition)) {
      if (!(conjunct instanceof Expression.Literal constant)) {
        conjuncts.add(conjunct);
      } else if (!Boolean.TRUE.equals(constant.value())) {
        rejectsAll = true;
        break;
      }
    }
    List<Output> outputs = new ArrayList<>();
    List<Expression> computed = new ArrayList<>();
    for (int i = 0; i < projections.size(); i++) {
      Expression projection = projections.get(i);
      if (projection instanceof Expression.ColumnReference column) {
        outputs.add(new Output.Passed(column.index(), output.type(i)));
      } else if (projection instanceof Expression.Literal constant) {
        outputs.add(new Output.Constant(ConstantColumns.of(constant, output.type(i))));
      } else if (projection instanceof Expression.BatchTime time) {
        outputs.add(new Output.Time(time.value(), output.type(i)));
      } else {
        outputs.add(new Output.Computed(computed.size(), output.type(i)));
        computed.add(projection);
      }
    }
    if (conjuncts.isEmpty() && computed.isEmpty()) {
      return new Calc(output, outputs, rejectsAll, Optional.empty(), zone);
    }
    // What programs bring along may remember what it was called with, so it is made once.
    boolean isOurs = !haveUsers(conjuncts) && !haveUsers(computed);
    CalcGenerator.Program program =
        CalcGenerator.generate(classes, input, conjuncts, computed, zone, isOurs);
    Programs programs =
        new Programs(
            program,
            () ->
                isOurs
                    ? CalcGenerator.generate(classes, input, conjuncts, computed, zone, false)
                    : program);
    return new Calc(output, outputs, rejectsAll, Optional.of(programs), zone);
  }

  /** Whether a program's code is in them. They may be nested deep. */
  private static boolean haveUsers(List<Expression> expressions) {
    Deque<Expression> left = new ArrayDeque<>(expressions);
    while (!left.isEmpty()) {
      Expression next = left.pop();
      if (next instanceof Expression.UserCall) {
        return true;
      }
      Expressions.children(next).forEach(left::push);
    }
    return false;
  }
}
