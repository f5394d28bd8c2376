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
    Choice choice = always ? Choice.RESTART : Choice.next(random);
    if (choice.restarts()) {
      query.restart();
    } else if (choice.crash().isPresent() && succeeds) {
      Optional<List<ChangeBatch>> received = query.crash(choice.crash().get());
      // The script goes on as if the batch had run, and may look at what it wrote.
      query.publishEarlier();
      return received;
    }
    return Optional.empty();
  }

  /** What is done before a batch: one of both, or nothing. */
  record Choice(boolean restarts, Optional<ProtocolStep> crash) {
    private static final Choice RESTART = new Choice(true, Optional.empty());
    private static final Choice NOTHING = new Choice(false, Optional.empty());

    static Choice next(Random random) {
      int choice = random.nextInt(4);
      if (choice > 1) {
        ProtocolStep[] steps = ProtocolStep.values();
        return new Choice(false, Optional.of(steps[random.nextInt(steps.length)]));
      }
      return choice == 0 ? RESTART : NOTHING;
    }
  }

  private void changeParallelism() {
    restarts++;
    session.sql("SET parallelism = " + PARALLELISMS[restarts % PARALLELISMS.length]);
  }
}
