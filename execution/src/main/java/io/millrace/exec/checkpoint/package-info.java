/**
 * Steps 7 and 8: what makes a query survive its process. {@link
 * io.millrace.exec.checkpoint.QueryCheckpoint} is the door; {@code exec.query} asks it to decide
 * batches, and where a run begins. The log and the state behind it are {@code state-store}'s.
 *
 * <h2>Format 1</h2>
 *
 * A checkpoint is a directory of one query:
 *
 * <pre>
 *   metadata    which query it is of, and the settings its results depend on; written once
 *   plan        the fingerprint of the query as it ran last
 *   published   the newest batch that was visible when a run ended in order
 *   lease*      who has it open
 *   log/        one record a batch, which decides it
 *   state/      what stands behind the log
 * </pre>
 *
 * <p>The first three are JSON, each written to a name that ends in {@code .tmp}, synced and
 * renamed. Their last line is {@code crc32c} and eight hexadecimal digits, the checksum of all
 * bytes before it. {@code *.tmp} are leftovers. Each has a field {@code format}, here 1.
 *
 * <p>The header of a record is JSON in one line ({@link io.millrace.exec.checkpoint.BatchRecord}):
 *
 * <pre>
 *   format        1
 *   batch         N
 *   time          T, microseconds since 1970
 *   watermark     W, left out for none
 *   late          L, left out for none
 *   data          whether there were new rows
 *   end           whether bounded input ended with it
 *   stepCount     how many steps there have been up to its end
 *   steps         of an epoch of many steps that may run again, of each: time, watermark, late,
 *                 data, and of each source its ordinal and the JSON text of end
 *   sources       of each source its ordinal, and JSON texts of start and end, left out for none
 *   declarations  of each watermark its ordinal, m (newest, left out for none) and when it last saw
 *                 a row
 *   published     the newest batch known to be visible
 *   manifest      what the sink said of the batch
 *   writer        the identity under which the query wrote it
 *   given         the newest batch before it that gave the sink something under that identity, -1
 *                 for none
 * </pre>
 *
 * <p>Of the options that say which data a source or a sink is, {@code plan} has the words ({@code
 * identity}) and what they meant where the query ran ({@code meant}, such as an absolute path). The
 * meanings are compared; without them, the words.
 *
 * <p>In its field {@code tables} {@code plan} has what the bytes of the state's tables mean, by
 * table and signature, for every version of the query there has been; by it, columns may become
 * wider. Without it, in what early versions wrote, they may not.
 *
 * <p>Its field {@code wholeFrom} is the first batch of COMPLETE mode, if the query was in another
 * one before: as long as that batch is not decided, a run begins with the whole result. {@code
 * sinkFrom} is the first batch of the sink, if the query had another one before, or if output may
 * be missing.
 *
 * <p>Ordinals are given in {@code plan} and never to another source or watermark: its field {@code
 * next}, which only grows, says which are free; without it those are behind the ones in use. What a
 * source remembers is in the tables {@code source-} and its ordinal of the store.
 */
@NullMarked
package io.millrace.exec.checkpoint;

import org.jspecify.annotations.NullMarked;
