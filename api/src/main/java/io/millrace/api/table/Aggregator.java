package io.millrace.api.table;

import java.io.Serializable;

/**
 * An aggregate with types, in Spark's words: {@code functions.udaf(aggregator, inputEncoder)} makes
 * a function of it that {@link UDFRegistration#register(String, UserDefinedFunction)} gives a name.
 *
 * <p>Over rows that may be taken back the rows of each group are kept and reduced anew; {@link
 * io.millrace.api.udf.AggregateFunction} can do better. Used by several threads, with a buffer for
 * each group.
 *
 * @param <I> what comes in: a value of one column, or a record or bean with one field a column, in
 *     order
 * @param <B> what is known of a group
 * @param <O> the result, a value of one column
 */
public abstract class Aggregator<I, B, O> implements Serializable {
  private static final long serialVersionUID = 1;

  /** The buffer of a group without rows. */
  public abstract B zero();

  /** Adds a row; may change the buffer and return it. */
  public abstract B reduce(B buffer, I input);

  /** Adds what the second buffer knows to the first, which it may change; the second stays. */
  public abstract B merge(B first, B second);

  /** The result of a group; null for NULL. It must not change the buffer. */
  public abstract O finish(B buffer);

  /** How buffers are written into checkpoints. */
  public abstract Encoder<B> bufferEncoder();

  /** The type of the result. */
  public abstract Encoder<O> outputEncoder();
}
