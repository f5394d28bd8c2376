package io.millrace.tests.script;

import io.millrace.api.batch.ChangeBatch;
import io.millrace.exec.query.ProtocolStep;
import io.millrace.exec.session.MillraceSession;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Opens the watched query again where a variant wants that, with another number of partitions. */
final class Disturbance {
  private static final int[] PARALLELISMS = {1, 4, 2};

  private final Variant variant;
  private final MillraceSession session;
  private final Random random;
  private int restarts;

  Disturbance(Variant variant, MillraceSession session) {
    this.variant = variant;
    this.session = session;
    this.random = new Random(variant.seed());
  }

  /**
   * Perhaps opens the query again, before a batch or within it.
   *
   * @param succeeds whether the batch that is due is expected to
   * @return what the sink received of the batch, if it came to its end and will not run again
   */
  Optional<List<ChangeBatch>> before(WatchedQuery query, boolean succeeds) {
    if (!variant.hasRestarts() || !query.canGoOn()) {
      return Optional.empty();
    }
    changeParallelism();
    boolean always = variant.restarts() == Variant.Restarts.BEFORE_EVERY_BATCH;
    int choice = always ? 0 : random.nextInt(4);
    if (choice == 0) {
      query.restart();
    } else if (choice > 1 && succeeds) {
      ProtocolStep[] steps = ProtocolStep.values();
      return query.crash(steps[random.nextInt(steps.length)]);
    }
    return Optional.empty();
  }

  private void changeParallelism() {
    restarts++;
    session.sql("SET parallelism = " + PARALLELISMS[restarts % PARALLELISMS.length]);
  }
}
