package io.millrace.exec.build;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.plan.physical.OperatorSpec;
import java.time.ZoneId;

/** Makes a running graph from a plan. */
public final class GraphBuilder {
  private GraphBuilder() {}

  /**
   * Builds the operators of a plan. Threads start with the first batch that is worth it.
   *
   * @param root the operator whose output is the result
   * @param parallelism how many partitions stateful operators have, and how many threads work
   * @param zone the session's time zone
   * @param compiler makes code of filters and projections
   * @throws MillraceException for an expression that cannot be compiled
   */
  public static RunningGraph build(
      OperatorSpec root, int parallelism, ZoneId zone, CalcCompiler compiler) {
    if (parallelism < 1) {
      throw new IllegalArgumentException("bad parallelism " + parallelism);
    }
    throw MillraceException.error(ErrorCode.NOT_SUPPORTED, "operator " + root.id()).build();
  }
}
