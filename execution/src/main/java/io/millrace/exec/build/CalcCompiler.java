package io.millrace.exec.build;

import io.millrace.api.types.Schema;
import io.millrace.exec.expression.CompiledCalc;
import io.millrace.plan.expression.Expression;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Turns filters and projections into code: {@code expressionCompiler::compile}. */
@FunctionalInterface
public interface CalcCompiler {

  /**
   * Compiles a filter and projection.
   *
   * @param input the columns that the expressions refer to
   * @param condition BOOLEAN; rows for which it is not true are removed
   * @param projections one for each column of {@code output}
   * @param zone the session's time zone
   */
  CompiledCalc compile(
      Schema input,
      Optional<Expression> condition,
      List<Expression> projections,
      Schema output,
      ZoneId zone);
}
