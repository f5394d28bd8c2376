package io.millrace.sql.statement;

import io.millrace.api.connector.OptionValue;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.error.SourcePosition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What stands behind a query: {@code [OUTPUT MODE m | EMIT m] [TRIGGER t] [CHECKPOINT 'path'] [FROM
 * BATCH n] [ALLOW SOURCE CHANGE] [ACCEPT PARTIAL OUTPUT] [OPTIONS (…)]}, in any order, each once.
 */
public record QueryClauses(
    Optional<Mode> mode,
    Optional<TriggerClause> trigger,
    Optional<Checkpoint> checkpoint,
    Optional<FromBatch> fromBatch,
    Restart restart,
    List<OptionValue> options) {

  /** No clause at all. */
  public static final QueryClauses NONE =
      new QueryClauses(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Restart.AS_IT_WAS,
          List.of());

  public QueryClauses {
    options = List.copyOf(options);
  }

  /** These clauses with that checkpoint. */
  public QueryClauses withCheckpoint(Checkpoint other) {
    return new QueryClauses(mode, trigger, Optional.of(other), fromBatch, restart, options);
  }

  /** These clauses for another start: it goes back on its own account, and may allow more. */
  public QueryClauses restarted(Optional<FromBatch> from, Restart allowed) {
    return new QueryClauses(mode, trigger, checkpoint, from, restart.or(allowed), options);
  }

  /** {@code OUTPUT MODE m} or {@code EMIT m}. */
  public record Mode(SourcePosition position, OutputMode mode) {}

  /** {@code CHECKPOINT 'path'}. */
  public record Checkpoint(SourcePosition position, String path) {}

  /** {@code FROM BATCH n}: forgets that batch and all behind it first. */
  public record FromBatch(SourcePosition position, long batch) {}

  /**
   * What a query may do with the checkpoint of an earlier run that read or wrote something else.
   *
   * @param sourceChange {@code ALLOW SOURCE CHANGE}: named sources added at the end, or removed
   * @param partialOutput {@code ACCEPT PARTIAL OUTPUT}: a sink without what came before
   */
  public record Restart(boolean sourceChange, boolean partialOutput) {
    /** Neither. */
    public static final Restart AS_IT_WAS = new Restart(false, false);

    /** Either's allowances. */
    public Restart or(Restart other) {
      return new Restart(sourceChange || other.sourceChange, partialOutput || other.partialOutput);
    }
  }

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
      SourcePosition position, TriggerKind kind, Optional<Duration> interval) {

    /** Its name in SQL, without the interval. */
    public String sql() {
      return kind.name().replace('_', ' ');
    }

    /** Whether many small batches are decided together. */
    public boolean isContinuous() {
      return kind == TriggerKind.CONTINUOUS || kind == TriggerKind.REAL_TIME;
    }
  }
}
