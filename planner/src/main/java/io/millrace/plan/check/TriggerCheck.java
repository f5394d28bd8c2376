package io.millrace.plan.check;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.connector.OutputMode;
import io.millrace.api.connector.SinkCapability;
import io.millrace.api.error.ErrorCode;
import io.millrace.plan.incremental.ObserveNode;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.sql.statement.QueryClauses;
import io.millrace.sql.statement.QueryClauses.Checkpoint;
import io.millrace.sql.statement.QueryClauses.TriggerClause;
import java.time.Duration;

/** Refuses triggers without sense, and checkpoints that nobody could go on from. */
final class TriggerCheck {
  private static final Duration SHORTEST = Duration.ofNanos(1_000);

  private TriggerCheck() {}

  static void check(QueryClauses clauses) {
    if (clauses.trigger().isPresent()) {
      TriggerClause trigger = clauses.trigger().get();
      if (trigger.isContinuous()
          && trigger.interval().filter(i -> i.compareTo(SHORTEST) < 0).isPresent()) {
        throw error(
                ErrorCode.TRIGGER_INVALID,
                trigger.sql(),
                "its interval is shorter than a microsecond")
            .at(trigger.position())
            .detail(
                "The interval is the time between two epochs, which make what was done durable.")
            .hint("give it one:   TRIGGER CONTINUOUS INTERVAL '1' SECOND")
            .hint("or leave the trigger out: every batch is decided by itself then")
            .build();
      }
    }
  }

  /** An epoch of many steps has no one batch whose rows could be observed. */
  static void checkObservations(ModeRequest request) {
    boolean isContinuous =
        request.clauses().trigger().filter(TriggerClause::isContinuous).isPresent();
    if (isContinuous && observes(request.root())) {
      throw error(ErrorCode.NOT_SUPPORTED, "observe in continuous mode")
          .at(request.place())
          .hint("take another trigger:  Trigger.ProcessingTime(\"1 second\")")
          .build();
    }
  }

  private static boolean observes(PlanNode node) {
    return node instanceof ObserveNode || node.inputs().stream().anyMatch(TriggerCheck::observes);
  }

  /** A checkpoint needs somebody who still has the output when the process is gone. */
  static void checkCheckpoint(ModeRequest request, OutputMode mode) {
    if (request.clauses().checkpoint().isEmpty()) {
      return;
    }
    Checkpoint checkpoint = request.clauses().checkpoint().get();
    if (request.target().isEmpty()) {
      throw error(ErrorCode.NOT_SUPPORTED, "CHECKPOINT of a SELECT")
          .at(checkpoint.position())
          .detail("its reader ends with it, and nobody is left to go on")
          .hint("write the rows somewhere:  INSERT INTO sink SELECT … CHECKPOINT '…'")
          .build();
    }
    ModeRequest.Target target = request.target().get();
    if (target.can(SinkCapability.VOLATILE) && mode != OutputMode.COMPLETE) {
      throw error(
              ErrorCode.SINK_NOT_CONTINUABLE,
              target.name(),
              "its rows end with the process, and " + mode + " mode does not write them again")
          .at(checkpoint.position())
          .hint("use  OUTPUT MODE COMPLETE,  or a sink that keeps rows, such as file")
          .build();
    }
  }
}
