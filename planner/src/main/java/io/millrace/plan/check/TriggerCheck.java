package io.millrace.plan.check;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.connector.OutputMode;
import io.millrace.api.connector.SinkCapability;
import io.millrace.api.error.ErrorCode;
import io.millrace.sql.statement.QueryClauses;
import io.millrace.sql.statement.QueryClauses.Checkpoint;
import io.millrace.sql.statement.QueryClauses.TriggerClause;

/** Refuses triggers that are not built, and checkpoints that nobody could go on from. */
final class TriggerCheck {
  private TriggerCheck() {}

  static void check(QueryClauses clauses) {
    if (clauses.trigger().isPresent()) {
      TriggerClause trigger = clauses.trigger().get();
      switch (trigger.kind()) {
        case CONTINUOUS, REAL_TIME ->
            throw error(ErrorCode.TRIGGER_UNSUPPORTED, trigger.kind().name().replace('_', ' '))
                .at(trigger.position())
                .hint("for small delays leave the trigger out: batches follow one another at once")
                .build();
        case DEFAULT, PROCESSING_TIME, ONCE, AVAILABLE_NOW -> {}
      }
    }
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
