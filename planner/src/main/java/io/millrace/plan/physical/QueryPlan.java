package io.millrace.plan.physical;

import io.millrace.api.connector.OutputMode;
import io.millrace.plan.catalog.Relation;
import java.util.List;
import java.util.Optional;

/**
 * A planned query: the tree of operators and how its result leaves.
 *
 * @param root the operator whose output is the result; columns in the order of the target's
 * @param target the relation to write; empty for a SELECT, whose reader is the caller
 * @param mode how changes leave
 * @param modeReason why this mode was chosen, for people; empty if the statement names it
 * @param kind whether the result's rows can change or go
 * @param key positions of the result's key columns; empty if it has none. An empty list is the key
 *     of a result of one row
 * @param form in which its changes come out of the root
 * @param ordering COMPLETE: the order of the whole result, with its cut; other modes: the order
 *     within a batch, without offset or limit
 * @param bounded whether all input is bounded, so that the query ends
 * @param guarantee how often rows count in the sink of a query with a checkpoint, in words; empty
 *     without one
 * @param explanation the plan as EXPLAIN prints it
 */
public record QueryPlan(
    OperatorSpec root,
    Optional<Relation> target,
    OutputMode mode,
    String modeReason,
    ChangeKind kind,
    Optional<List<Integer>> key,
    ResultForm form,
    Optional<Ordering> ordering,
    boolean bounded,
    String guarantee,
    String explanation) {

  /** What can happen to the rows of a result. */
  public enum ChangeKind {
    /** I: rows only come. */
    INSERT,
    /** U: rows of a key are replaced. */
    UPDATE,
    /** D: rows may also go. */
    DELETE
  }
}
