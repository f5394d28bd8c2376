package io.millrace.api;

import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.IntColumn;
import io.millrace.api.batch.LongColumn;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.query.StreamingQuery;
import io.millrace.api.types.Schema;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What a statement gives back. */
public sealed interface StatementResult {

  /**
   * A statement that is done.
   *
   * @param message a line for people: {@code CREATE SOURCE clicks}
   * @param rows rows written, for an INSERT of values
   */
  record Done(String message, OptionalLong rows) implements StatementResult {}

  /**
   * Text to show as it is: a plan.
   *
   * @param name what it is, for formats that give everything a name: {@code plan}
   * @param text lines without a line end at the end
   */
  record Text(String name, String text) implements StatementResult {}

  /** The rows of a bounded SELECT, SHOW or DESCRIBE. Must be closed. */
  non-sealed interface Rows extends StatementResult, AutoCloseable {
    Schema schema();

    /** The query behind it; empty for rows that are there already. */
    default Optional<StreamingQuery> query() {
      return Optional.empty();
    }

    /**
     * The next rows, insertions only; empty at the end.
     *
     * @throws io.millrace.api.error.MillraceException if the query fails
     */
    Optional<ColumnBatch> next();

    @Override
    void close();
  }

  /** The changes of an unbounded SELECT, for as long as it is read. Must be closed. */
  non-sealed interface Changes extends StatementResult, AutoCloseable {
    Schema schema();

    /** How the changes come. */
    OutputMode mode();

    /** The query behind it. */
    StreamingQuery query();

    /**
     * Positions of the columns that tell rows of the result apart; an empty list for a result of
     * one row. Empty if its rows have no such columns.
     */
    Optional<List<Integer>> key();

    /** From when on a row of the result changes no more; empty if the plan cannot tell. */
    Optional<Finality> finality();

    /**
     * Waits for the output of the next batch that has any; empty once the query has stopped.
     *
     * @throws io.millrace.api.error.MillraceException if the query fails
     */
    Optional<Step> next();

    /** Rows that were left out so far, because the query does not wait for this reader. */
    default long leftOut() {
      return 0;
    }

    @Override
    void close();

    /**
     * The output of one batch, or a piece of it.
     *
     * @param batchId its number
     * @param changes a piece of its output
     * @param last whether it is the last piece of the batch
     */
    record Step(long batchId, ChangeBatch changes, boolean last) {}

    /**
     * A row is final when the watermark has come to {@code value of the column * unit + offset}.
     *
     * @param column a column of the result: a timestamp or a date
     * @param unitMicros how long one of its values is: 1 for timestamps, a day for dates
     * @param offsetMicros µs
     */
    record Finality(int column, long unitMicros, long offsetMicros) {

      /**
       * The watermark that makes a row final, µs since 1970; {@link Long#MAX_VALUE} if none does.
       */
      public long micros(ColumnBatch rows, int row) {
        Column values = rows.column(column);
        if (values.isNull(row)) {
          return Long.MAX_VALUE;
        }
        if (values instanceof LongColumn longs) {
          return longs.values()[row] * unitMicros + offsetMicros;
        }
        return values instanceof IntColumn ints
            ? ints.values()[row] * unitMicros + offsetMicros
            : Long.MAX_VALUE;
      }
    }
  }

  /**
   * An INSERT query that is running.
   *
   * @param query the query
   * @param mode the mode it runs in
   * @param reason why this mode was chosen; empty if the statement names it
   * @param checkpoint where its checkpoint is and what that guarantees, for people; empty if it has
   *     none
   */
  record Started(StreamingQuery query, OutputMode mode, String reason, String checkpoint)
      implements StatementResult {}

  /** A query that somebody wants to watch; it does not mind. */
  non-sealed interface Followed extends StatementResult {

    /** The query, running or ended. */
    StreamingQuery query();

    /**
     * What its sink shows from now on, as the sink receives it, until the query ends or the changes
     * are closed, which may be done on any thread and does nothing to the query. The query never
     * waits for the reader: what that does not take in time is left out, the oldest first. Must be
     * closed.
     */
    Changes changes();
  }

  /**
   * An INSERT query that has run to its end.
   *
   * @param query the query
   * @param summary a line for people: {@code 3,000 rows in 0.12s (25.0k/s), 2 batches, 12 rows out}
   */
  record Finished(StreamingQuery query, String summary) implements StatementResult {}
}
