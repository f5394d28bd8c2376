package io.millrace.tests.benchmark;

import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.batch.LongColumn;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.HdrHistogram.Histogram;

/**
 * Notes when lines have arrived at the sink. A row of output says with its number that all lines of
 * its lane up to it have arrived: every {@code lanes}-th line is of one lane.
 */
final class Arrivals {
  private static final int DIGITS = 3;

  private final PacedSender sender;
  private final int numberColumn;
  private final int lanes;
  private final int firstMeasured;
  private final int[] next;
  private final Histogram sinceDue = new Histogram(DIGITS);
  private final Histogram sinceSent = new Histogram(DIGITS);
  private final CountDownLatch complete = new CountDownLatch(1);
  private long batches;
  private int missing;

  /**
   * Nothing has arrived.
   *
   * @param numberColumn the column of the newest line's number
   * @param lanes how many, from number 0 on
   * @param open how many of them give output at all
   * @param firstMeasured the first line that counts
   */
  Arrivals(PacedSender sender, int numberColumn, int lanes, int open, int firstMeasured) {
    this.sender = sender;
    this.numberColumn = numberColumn;
    this.lanes = lanes;
    this.firstMeasured = firstMeasured;
    this.next = new int[lanes];
    Arrays.setAll(next, lane -> lane);
    for (int line = 0; line < sender.lines(); line++) {
      missing += line % lanes < open ? 1 : 0;
    }
  }

  /** A batch has become visible now. */
  void published(List<ChangeBatch> changes) {
    long now = System.nanoTime();
    boolean measured = false;
    for (ChangeBatch batch : changes) {
      LongColumn numbers = (LongColumn) batch.rows().column(numberColumn);
      for (int i = 0; i < batch.size(); i++) {
        int number = (int) numbers.values()[batch.rows().row(i)];
        measured |= number >= firstMeasured;
        arrived(number, now);
      }
    }
    batches += measured ? 1 : 0;
    if (missing == 0) {
      complete.countDown();
    }
  }

  private void arrived(int number, long now) {
    int lane = number % lanes;
    for (int line = next[lane]; line <= number; line += lanes) {
      if (line >= firstMeasured) {
        sinceDue.recordValue(Math.max(0, now - sender.due(line)));
        sinceSent.recordValue(Math.max(0, now - sender.sent(line)));
      }
      missing--;
    }
    next[lane] = Math.max(next[lane], number + lanes);
  }

  /** Waits until nothing is missing; then everything below may be read. */
  void await() throws InterruptedException {
    complete.await();
  }

  /** From the time when a line should have been sent. */
  Histogram sinceDue() {
    return sinceDue;
  }

  /** From the time when it was sent. */
  Histogram sinceSent() {
    return sinceSent;
  }

  /** How many batches brought measured lines. */
  long batches() {
    return batches;
  }
}
