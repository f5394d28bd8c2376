package io.millrace.exec.build;

import io.millrace.plan.physical.OperatorSpec.SourceSpec;
import java.util.List;
import java.util.Map;

/**
 * A plan at work: operators, their state and the threads that run them. Used by one thread, the
 * trigger loop's. Knows nothing of time, triggers, offsets or sinks.
 */
public interface RunningGraph extends AutoCloseable {

  /** The sources to read, each once, in plan order. */
  List<SourceSpec> sources();

  /**
   * Whether some operator holds rows back or drops state by watermark, so that W's advance matters.
   */
  boolean hasHorizon();

  /**
   * The batch time from which on a batch is due though there are no new rows, because some operator
   * has a timer; {@link Long#MAX_VALUE} for never.
   */
  long nextTimerMicros();

  /** The number of watermark declarations in the plan: ordinals 0 up to this. */
  int watermarkCount();

  /**
   * Runs one batch to its end. Reads and closes the readers. Changes of the result arrive at the
   * consumer on the calling thread, in an order that does not depend on scheduling, before the call
   * returns; rows of equal content may come in several pieces, whose weights add up.
   *
   * <p>After an exception the graph is broken and can only be closed.
   *
   * @throws io.millrace.api.error.MillraceException for errors in the data
   * @throws InterruptedException if the calling thread is interrupted
   */
  StepReport run(StepInput input, ChangeConsumer changes) throws InterruptedException;

  /**
   * Lets the next batch begin with the whole result so far, as insertions, from what the last
   * operators of the plan hold: for one who has not seen it. All of them must be able to.
   */
  void giveAll();

  /**
   * Which operators of the plan have state: the ids of their specs, by the names under which they
   * have it.
   */
  default Map<String, String> statefulOperators() {
    return Map.of();
  }

  /** Stops the threads and frees state. May be called twice. */
  @Override
  void close();
}
