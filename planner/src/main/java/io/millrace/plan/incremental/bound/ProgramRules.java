package io.millrace.plan.incremental.bound;

import io.millrace.plan.physical.OperatorSpec.Emission;
import io.millrace.plan.physical.QueryPlan.ChangeKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What is known about changes that a program's own code has made. It may do anything to a row but
 * change its mind: the same row gives the same again.
 */
public final class ProgramRules {
  private ProgramRules() {}

  /** Rows made of rows: nothing is known of their columns, and no key is left. */
  public static Traits made(Traits input, int columns) {
    return new Traits(
        input.kind() == ChangeKind.INSERT ? ChangeKind.INSERT : ChangeKind.DELETE,
        Optional.empty(),
        input.ends(),
        input.rows() == RowCount.ONE ? RowCount.BOUNDED : input.rows(),
        Collections.nCopies(columns, ColumnTraits.NONE));
  }

  /** Rows that stay or go, for a reason that nobody else sees. */
  public static Traits filtered(Traits input) {
    return new Traits(
        input.kind() == ChangeKind.UPDATE ? ChangeKind.DELETE : input.kind(),
        input.key(),
        input.ends(),
        input.rows() == RowCount.ONE ? RowCount.BOUNDED : input.rows(),
        input.columns());
  }

  /** Rows as they are, with columns added behind. */
  public static Traits extended(Traits input, int columns) {
    List<ColumnTraits> all = new ArrayList<>(input.columns());
    all.addAll(Collections.nCopies(columns, ColumnTraits.NONE));
    return input.withColumns(all);
  }

  /**
   * Rows made of groups with state.
   *
   * @param replaces whether the rows of a call take the place of those of the call before
   * @param emission CHANGES says so of each that goes; with the others rows only come
   */
  public static Traits groups(Traits input, boolean replaces, Emission emission, int columns) {
    boolean rowsGo = replaces && emission == Emission.CHANGES;
    return new Traits(
        rowsGo ? ChangeKind.DELETE : ChangeKind.INSERT,
        Optional.empty(),
        input.ends(),
        input.rows() == RowCount.ONE ? RowCount.BOUNDED : input.rows(),
        Collections.nCopies(columns, ColumnTraits.NONE));
  }
}
