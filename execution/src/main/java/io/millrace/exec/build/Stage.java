package io.millrace.exec.build;

import io.millrace.exec.operator.BatchTime;
import io.millrace.exec.operator.Emission;
import io.millrace.exec.operator.InputRows;
import io.millrace.exec.operator.StateCount;
import io.millrace.exec.operator.StatefulOperator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

/** A stateful operator in all its partitions, and the way its output takes. */
final class Stage {
  /** Fewer rows than this are not worth waking another thread. */
  static final int INLINE_ROWS = 1024;

  private static final Runnable NOTHING = () -> {};

  private final String operatorId;
  private final String stateName;
  private final boolean reported;
  private final List<StatefulOperator> partitions;
  private final List<Route> outputs = new ArrayList<>();
  private final SharedOutput waiting = new SharedOutput();
  private long arrived;
  private long arrivedBefore;

  /**
   * @param stateName what the store calls its operator
   * @param reported whether it keeps rows, so that its state is worth reporting
   * @param output the first way that its rows take
   */
  Stage(
      String operatorId,
      String stateName,
      boolean reported,
      List<StatefulOperator> partitions,
      Route output) {
    this.operatorId = operatorId;
    this.stateName = stateName;
    this.reported = reported;
    this.partitions = List.copyOf(partitions);
    this.outputs.add(output);
  }

  String operatorId() {
    return operatorId;
  }

  String stateName() {
    return stateName;
  }

  int partitionCount() {
    return partitions.size();
  }

  boolean isReported() {
    return reported;
  }

  /** The ways its rows take: all of them take each. */
  List<Route> outputs() {
    return outputs;
  }

  boolean givesResult() {
    return outputs.stream().anyMatch(output -> output.target() instanceof ResultTarget);
  }

  /** Adds a way, before the first batch. */
  void addOutput(Route route) {
    outputs.add(route);
  }

  /** What it has given that has not gone on yet; for one whose rows take several ways. */
  SharedOutput waiting() {
    return waiting;
  }

  boolean keepsInput() {
    return partitions.stream().anyMatch(StatefulOperator::keepsInput);
  }

  boolean canBeSatisfied() {
    return partitions.stream().allMatch(StatefulOperator::canBeSatisfied);
  }

  boolean isSatisfied() {
    return partitions.stream().allMatch(StatefulOperator::isSatisfied);
  }

  /**
   * Begins a batch.
   *
   * @param rows that arrived in all batches before it
   */
  void begin(BatchTime time, long rows) {
    arrived = rows;
    arrivedBefore = rows;
    outputs.forEach(output -> output.begin(time));
    for (StatefulOperator partition : partitions) {
      partition.begin(time);
    }
  }

  /** Gives all that its operators hold. */
  void giveAll() {
    partitions.forEach(StatefulOperator::giveAll);
  }

  /** Rows that arrived so far, in all batches. */
  long arrived() {
    return arrived;
  }

  /** Takes a wave's rows of an input, in order; every partition works through all of them. */
  void process(int index, List<Exchange> wave, Workers workers) throws InterruptedException {
    long before = arrived;
    Workers.Task task = receive(index, wave);
    run(task, arrived - before <= INLINE_ROWS, workers);
  }

  /**
   * Counts a wave's rows as arrived.
   *
   * @return what is to be done with them, once for each partition; nothing for larger numbers
   */
  Workers.Task receive(int index, List<Exchange> wave) {
    long[] firstPositions = new long[wave.size()];
    for (int i = 0; i < firstPositions.length; i++) {
      firstPositions[i] = arrived;
      arrived += wave.get(i).size();
    }
    return partition -> {
      for (int i = 0; i < firstPositions.length && partition < partitions.size(); i++) {
        InputRows input = wave.get(i).rows(partition, firstPositions[i]);
        if (input.count() > 0) {
          partitions.get(partition).process(index, input);
        }
      }
    };
  }

  /** Ends the batch for this stage. */
  void finish(Workers workers) throws InterruptedException {
    boolean small = arrived - arrivedBefore <= INLINE_ROWS && rowsTotal() <= 8 * INLINE_ROWS;
    try {
      run(partition -> partitions.get(partition).finish(), small, workers);
    } catch (CancellationException cancelled) {
      if (Thread.interrupted()) {
        throw new InterruptedException(cancelled.getMessage());
      }
      throw cancelled;
    }
  }

  private long rowsTotal() {
    long rows = 0;
    for (StatefulOperator partition : partitions) {
      rows += partition.rowsTotal();
    }
    return rows;
  }

  private void run(Workers.Task task, boolean inline, Workers workers) throws InterruptedException {
    if (inline || partitions.size() == 1) {
      for (int partition = 0; partition < partitions.size(); partition++) {
        task.run(partition);
      }
    } else {
      workers.run(partitions.size(), task, NOTHING);
    }
  }

  /** Takes the output that waits, a list for each partition. */
  List<List<Emission.Rows>> takeEmissions() {
    List<List<Emission.Rows>> emissions = new ArrayList<>(partitions.size());
    for (StatefulOperator partition : partitions) {
      emissions.add(partition.emission().take());
    }
    return emissions;
  }

  /** When a batch is due for its sake; {@link Long#MAX_VALUE} for never. */
  long nextTimerMicros() {
    long next = Long.MAX_VALUE;
    for (StatefulOperator partition : partitions) {
      next = Math.min(next, partition.nextTimerMicros());
    }
    return next;
  }

  /** What happened in the batch, summed over partitions. */
  StateCount count() {
    StateCount sum = new StateCount(0, 0, 0, 0, 0, 0, 0);
    for (StatefulOperator partition : partitions) {
      sum = sum.plus(partition.count());
    }
    return sum;
  }

  /** What only this kind of operator counts, summed over partitions. */
  Map<String, Long> customCounts() {
    Map<String, Long> sum = new HashMap<>();
    for (StatefulOperator partition : partitions) {
      partition.customCounts().forEach((name, count) -> sum.merge(name, count, Long::sum));
    }
    return sum;
  }
}
