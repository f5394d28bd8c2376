package io.millrace.api.table;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Takes the rows of a query one by one. Called on the query's thread: {@link #open} for each
 * partition of each batch, {@link #process} for each row if that said true, and {@link #close}
 * always.
 *
 * @param <T> what the rows are
 */
public abstract class ForeachWriter<T> implements Serializable {
  private static final long serialVersionUID = 1;

  /** Begins; false to skip the rows. */
  public abstract boolean open(long partitionId, long epochId);

  /** Takes a row. */
  public abstract void process(T value);

  /** Ends; the error is null if there was none. */
  public abstract void close(@Nullable Throwable errorOrNull);
}
