package io.millrace.exec.session.context;

import io.millrace.api.connector.OutputMode;
import io.millrace.exec.query.RunningQuery;
import io.millrace.exec.trigger.Trigger;
import io.millrace.plan.PlanRequest;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * A query of the session.
 *
 * @param query that runs or has run
 * @param request from which it was planned
 * @param mode in which it writes
 * @param trigger when its batches run
 * @param relations names of what it reads
 * @param target name of what it writes; empty for a SELECT
 * @param definition the statement it was started by; empty for a SELECT
 * @param checkpoint where its checkpoint is; empty without one
 * @param awaited whether the statement that started it waits for its end and tells of its failure
 * @param listed whether people see it; a SELECT that ends is nobody's query
 */
public record QueryEntry(
    RunningQuery query,
    PlanRequest request,
    OutputMode mode,
    Trigger trigger,
    Set<String> relations,
    Optional<String> target,
    Optional<Definition> definition,
    Optional<Path> checkpoint,
    boolean awaited,
    boolean listed) {

  /** Whether it reads or writes the relation of that name. */
  boolean uses(String name) {
    return relations.stream().anyMatch(name::equalsIgnoreCase)
        || target.filter(name::equalsIgnoreCase).isPresent();
  }
}
