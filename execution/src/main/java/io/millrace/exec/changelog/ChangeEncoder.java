package io.millrace.exec.changelog;

import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.types.Schema;
import io.millrace.plan.physical.QueryPlan.ChangeKind;
import io.millrace.plan.physical.ResultForm;
import io.millrace.state.StateTables;
import java.util.function.Consumer;

/**
 * Turns the changes of a query, rows with weights, into what its sink receives. One for each run of
 * a query; used by one thread.
 *
 * <p>For each batch: {@link #add} for every piece that the graph gives, then {@link #finish}. What
 * a batch has added counts only if it finishes; after a failure the encoder is of no more use. If
 * the sink takes many batches as one, {@link #settle} ends those before the last.
 */
public interface ChangeEncoder {
  /** What the store calls an encoder's state. */
  String STATE_NAME = "output";

  /** Takes a piece of the batch; may hand on at once what can no longer change in this batch. */
  void add(ColumnBatch changes, Consumer<ChangeBatch> sink);

  /**
   * Ends a batch that the sink takes together with the next: nothing more is handed on, but what
   * need not be kept until {@link #finish} is not.
   */
  default void settle() {}

  /**
   * Whether a batch, or a column of it, is still read when {@link #add} has returned, besides what
   * was handed on.
   */
  default boolean keepsChanges() {
    return true;
  }

  /**
   * Hands on the rest of the batch, in pieces of at most {@link ColumnBatch#MAX_ROWS} rows.
   *
   * @throws io.millrace.api.error.MillraceException KEY_CONFLICT
   */
  void finish(Consumer<ChangeBatch> sink);

  /**
   * The encoder for a query.
   *
   * @param tables where it keeps what must outlive a batch; nobody else's
   */
  static ChangeEncoder of(OutputSpec spec, StateTables tables) {
    return switch (spec.mode()) {
      case APPEND -> new AppendEncoder(spec);
      case COMPLETE -> new CompleteEncoder(spec, tables);
      case UPDATE -> ofChanges(spec, tables);
      case CHANGELOG -> ofChanges(spec, tables);
    };
  }

  /**
   * The encoder for a query in COMPLETE mode whose sink keeps what it has got in this run: it gets
   * the whole result once, and then only what changes.
   *
   * @param tables where the result is kept; nobody else's
   */
  static ChangeEncoder keeping(OutputSpec spec, StateTables tables) {
    return new KeepingEncoder(spec, tables);
  }

  private static ChangeEncoder ofChanges(OutputSpec spec, StateTables tables) {
    boolean everyRowStandsAlone = spec.key().isEmpty() || spec.keyIsUnique();
    if (spec.kind() == ChangeKind.INSERT && everyRowStandsAlone) {
      return new AppendEncoder(spec);
    }
    if (spec.form() == ResultForm.UPSERTS) {
      return new UpsertEncoder(spec);
    } else if (spec.form() == ResultForm.PAIRS) {
      return new PairEncoder(spec, tables);
    }
    return spec.key().isPresent() ? new KeyedEncoder(spec, tables) : new UnkeyedEncoder(spec);
  }

  /** The columns that the sink receives: those of the result, and what marks deletions. */
  static Schema outputSchema(OutputSpec spec) {
    return ChangeOutput.schema(spec);
  }
}
