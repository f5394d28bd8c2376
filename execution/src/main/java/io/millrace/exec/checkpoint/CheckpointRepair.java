package io.millrace.exec.checkpoint;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.exec.checkpoint.CheckpointDirectory.Published;
import io.millrace.state.log.LogRepair;
import io.millrace.state.rocksdb.RocksInspection;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code REPAIR CHECKPOINT}: gives up what cannot be read at the end of the log, so that the query
 * can go on behind the last batch that can. Damage in the middle is left alone: behind it lies what
 * later batches were made of. So is the state behind the log, of which nothing can be given up.
 */
public final class CheckpointRepair {
  private CheckpointRepair() {}

  /**
   * Repairs the checkpoint in a directory.
   *
   * @param now what others are told of the time it was taken
   * @return what was done, for people
   * @throws MillraceException CHECKPOINT_NOT_FOUND, CHECKPOINT_IN_USE, CHECKPOINT_CORRUPT if it
   *     cannot be repaired
   */
  public static List<String> repair(Path path, Instant now) {
    CheckpointDirectory.expect(path);
    try (CheckpointDirectory directory = CheckpointDirectory.take(path, now)) {
      directory.plan();
      directory.published();
      return repairLog(directory);
    }
  }

  private static List<String> repairLog(CheckpointDirectory directory) {
    LogRepair log = LogRepair.inspect(directory.log());
    long kept = log.readableUpTo().orElse(-1);
    expectBehind(kept, directory, log);
    Published published = directory.published();
    if (log.damages().isEmpty() && published.batch() > kept && directory.rewind().isEmpty()) {
      return giveUpWhatIsLost(directory, published, kept);
    }
    if (log.damages().isEmpty()) {
      List<String> mended = new ArrayList<>();
      log.mendLengths()
          .forEach(file -> mended.add(file + " had lost zeros at its end, and has them again"));
      if (!mended.isEmpty()) {
        mended.add(upTo(kept) + " can be read");
        return mended;
      }
      return List.of("nothing is damaged: " + upTo(kept) + " can be read");
    }
    if (log.readableFrom().isPresent()) {
      throw notAtTheEnd(log, log.readableFrom().getAsLong());
    }
    if (log.writtenUpTo().isPresent()) {
      throw notAtTheEnd(log, kept + 2);
    }
    // A batch is begun when the one before it has been published.
    long visible = log.isBegunBehind() ? kept : Math.min(published.batch(), kept);
    directory.write(new Published(visible, published.generation() + 1));
    log.keepUpTo();
    List<String> done = new ArrayList<>();
    log.damages().forEach(damage -> done.add(damage.summary()));
    done.addAll(goesOnBehind(kept));
    return done;
  }

  /** What is in the state, which must not be damaged, cannot be taken out of it. */
  private static void expectBehind(long kept, CheckpointDirectory directory, LogRepair log) {
    long reached = RocksInspection.newestEpoch(directory.state()).orElse(-1);
    if (reached > kept) {
      String lost =
          "the state is that of batch "
              + reached
              + " already, and the log would end with "
              + (kept < 0 ? "no batch" : "batch " + kept);
      throw log.damages().isEmpty()
          ? error(ErrorCode.CHECKPOINT_INCONSISTENT, directory.path(), lost).build()
          : log.damages().get(0).withDetail(lost);
    }
  }

  /** The log ends too early without being damaged: a device has lost what it had confirmed. */
  private static List<String> giveUpWhatIsLost(
      CheckpointDirectory directory, Published published, long kept) {
    if (kept < 0) {
      throw CheckpointFile.corrupt(directory.log(), "nothing is left of it");
    }
    directory.write(new Published(kept, published.generation() + 1));
    List<String> done = new ArrayList<>();
    done.add("the log has lost its end: batch " + published.batch() + " had been decided");
    done.addAll(goesOnBehind(kept));
    return done;
  }

  private static List<String> goesOnBehind(long kept) {
    return List.of(
        upTo(kept) + " is kept; what came behind is given up",
        "the query goes on with batch "
            + (kept + 1)
            + ": if the sink has rows of it already, it sees them a second time");
  }

  private static String upTo(long batch) {
    return batch < 0 ? "no batch" : batch == 0 ? "batch 0" : "everything up to batch " + batch;
  }

  private static MillraceException notAtTheEnd(LogRepair log, long behind) {
    return log.damages()
        .get(0)
        .withDetail(
            "batches from "
                + behind
                + " on lie behind the damage, and they are of no use without what is damaged");
  }
}
