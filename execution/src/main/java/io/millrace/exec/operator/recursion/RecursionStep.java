package io.millrace.exec.operator.recursion;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.exec.operator.BatchTime;
import io.millrace.exec.operator.StateCount;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a recursion does with the rows of a round: operators of its own, with memory. What they have
 * given adds up to what they compute of all that they were ever given.
 */
public interface RecursionStep {

  /** Begins a batch. */
  void begin(BatchTime time);

  /**
   * Takes changes of its inputs, and gives what follows from them.
   *
   * @param inputs the changes of each input; of input 0 those of rows of rounds
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  void run(List<List<ColumnBatch>> inputs, Consumer<ColumnBatch> output);

  /** What its operators did in this batch, and hold. */
  StateCount count();
}
