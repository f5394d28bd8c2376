package io.millrace.plan.check;

import io.millrace.api.connector.OutputMode;
import io.millrace.api.connector.SinkCapability;
import java.util.Set;

/** When others see what a query in continuous mode writes. */
public enum Visibility {
  /** With each step, before its epoch is decided: after a crash it is written again. */
  STEP,
  /** With each epoch, as one batch. */
  EPOCH;

  /**
   * What a sink allows.
   *
   * @param sink what it can do
   */
  public static Visibility of(OutputMode mode, Set<SinkCapability> sink) {
    boolean asOne =
        mode == OutputMode.COMPLETE
            || sink.contains(SinkCapability.EXACTLY_ONCE)
            || sink.contains(SinkCapability.DURABLE_PREPARE)
            || sink.contains(SinkCapability.WHOLE_BATCHES);
    return asOne ? EPOCH : STEP;
  }
}
