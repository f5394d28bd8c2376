package io.millrace.api.connector;

import io.millrace.api.batch.ColumnBatch;

/** A run of records as the source gave them; decoding is the part that runs in parallel. */
public interface Chunk {

  /**
   * Decodes the records in order. May be called once, on any thread.
   *
   * @throws io.millrace.api.error.MillraceException RECORD_MALFORMED under {@code on.error = fail}
   */
  void decode(Output output);

  /**
   * Says that nobody refers to the rows any more, so that their memory may be used again. Comes at
   * most once, after {@link #decode}, on any thread, and need not come at all.
   */
  default void release() {}

  /** What a chunk has become. */
  interface Output {

    /** Rows in order, at most {@link ColumnBatch#MAX_ROWS} of them, with the context's schema. */
    void rows(ColumnBatch batch);

    /**
     * Counts records that were malformed and, by the source's {@code on.error}, nulled or skipped.
     */
    void malformed(long records);
  }
}
