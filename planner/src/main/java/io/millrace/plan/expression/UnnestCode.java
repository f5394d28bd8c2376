package io.millrace.plan.expression;

import java.util.List;

/**
 * Makes rows of the elements of arrays and maps: of several the first elements as one row, then the
 * second ones, with NULLs where one is at its end.
 *
 * @param spread for each argument whether its elements are rows whose fields become columns
 * @param numbering whether, and how, the rows are numbered
 */
public record UnnestCode(List<Boolean> spread, Numbering numbering) implements TableCode {
  /** What numbers there are beside the elements. */
  public enum Numbering {
    NONE,
    /** BIGINT from 1, the last column: WITH ORDINALITY. */
    ORDINALITY,
    /** INTEGER from 0, the first column: posexplode. */
    POSITION
  }

  public UnnestCode {
    spread = List.copyOf(spread);
  }

  @Override
  public String signature() {
    return "unnest" + spread + " " + numbering;
  }

  /** An argument that is NULL has no elements. */
  @Override
  public boolean skipsNull(int parameter) {
    return false;
  }

  @Override
  public Instance newInstance() {
    throw new IllegalStateException("unnest has an operator of its own");
  }
}
