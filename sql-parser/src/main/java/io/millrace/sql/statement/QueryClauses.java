package io.millrace.sql.statement;

import io.millrace.api.connector.OptionValue;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.error.SourcePosition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What stands behind a query: {@code [OUTPUT MODE m | EMIT m] [TRIGGER t] [CHECKPOINT 'path']
 * [OPTIONS (…)]}, in any order, each once.
 */
public record QueryClauses(
    Optional<Mode> mode,
    Optional<TriggerClause> trigger,
    Optional<Checkpoint> checkpoint,
    List<OptionValue> options) {

  /** No clause at all. */
  public static final QueryClauses NONE =
      new QueryClauses(Optional.empty(), Optional.empty(), Optional.empty(), List.of());

  public QueryClauses {
    options = List.copyOf(options);
  }

  /** {@code OUTPUT MODE m} or {@code EMIT m}. */
  public record Mode(SourcePosition position, OutputMode mode) {}

  /** {@code CHECKPOINT 'path'}. */
  public record Checkpoint(SourcePosition position, String path) {}

  /** When batches run. */
  public enum TriggerKind {
    DEFAULT,
    PROCESSING_TIME,
    ONCE,
    AVAILABLE_NOW,
    CONTINUOUS,
    REAL_TIME
  }

  /** {@code TRIGGER kind [interval]}. */
  public record TriggerClause(
      SourcePosition position, TriggerKind kind, Optional<Duration> interval) {}
}
