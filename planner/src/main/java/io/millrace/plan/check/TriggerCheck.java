package io.millrace.plan.check;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.sql.statement.QueryClauses;
import io.millrace.sql.statement.QueryClauses.TriggerClause;

/** Refuses the clauses that are not built. */
final class TriggerCheck {
  private TriggerCheck() {}

  static void check(QueryClauses clauses) {
    if (clauses.checkpoint().isPresent()) {
      throw error(ErrorCode.NOT_SUPPORTED, "CHECKPOINT (state that survives a restart)")
          .at(clauses.checkpoint().get().position())
          .hint("leave it out: state is kept in memory while the query runs")
          .build();
    }
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
}
