package io.millrace.exec.query;

import io.millrace.api.connector.Offset;
import io.millrace.exec.checkpoint.BatchRecord;
import java.util.List;
import java.util.Optional;

/**
 * A batch that has been chosen but not run.
 *
 * @param id N, the number of its epoch: with most triggers each batch is one
 * @param step how many batches were run before it, in this run and all that it goes on from
 * @param timeMicros T_N
 * @param hasData whether there are new rows; otherwise it runs for the watermark's or the end's
 *     sake
 * @param ends E_N, by source
 * @param newest what each source could have given
 * @param upToDate whether nothing more was available than the batch takes
 * @param endOfInput whether it is the last batch of bounded input
 * @param endsEpoch whether its epoch must be decided behind it, whatever the trigger
 * @param choiceNanos how long it took to choose
 * @param logged its part of the record, if its epoch was decided in an earlier run and runs again
 */
record Batch(
    long id,
    long step,
    long timeMicros,
    boolean hasData,
    List<Optional<Offset>> ends,
    List<Optional<Offset>> newest,
    boolean upToDate,
    boolean endOfInput,
    boolean endsEpoch,
    long choiceNanos,
    Optional<BatchRecord.Step> logged) {}
