package io.millrace.connector.socket;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lines between the thread that receives them and the query: in order, numbered from 0, kept until
 * committed. Who adds waits while too much is kept. Thread-safe.
 */
final class LineBuffer {
  private final long maxBytes;
  private final List<Line> lines = new ArrayList<>();
  private long first;
  private long bytes;
  private boolean closed;
  private @Nullable String end;

  /**
   * A line as it came.
   *
   * @param text without line end; empty if it was too long
   * @param micros when it came, in microseconds since 1970
   * @param tooLong whether it was longer than a line may be
   */
  record Line(byte[] text, long micros, boolean tooLong) {}

  LineBuffer(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Adds a line, once there is room; false if nobody wants it any more. */
  synchronized boolean add(Line line) throws InterruptedException {
    while (bytes >= maxBytes && !closed) {
      wait();
    }
    if (closed) {
      return false;
    }
    lines.add(line);
    bytes += cost(line);
    return true;
  }

  /** Whether the next line must wait. */
  synchronized boolean isFull() {
    return bytes >= maxBytes;
  }

  private static long cost(Line line) {
    return line.text().length + 32L;
  }

  /** Says that no more lines come, and why. */
  synchronized void end(String reason) {
    end = reason;
  }

  /** Why no more lines come; empty if they may. */
  synchronized Optional<String> ended() {
    return Optional.ofNullable(end);
  }

  /** The number of lines so far. */
  synchronized long count() {
    return first + lines.size();
  }

  synchronized List<Line> range(long from, long to) {
    if (from < first) {
      throw new IllegalStateException("line " + from + " is gone, the first is " + first);
    }
    return List.copyOf(lines.subList((int) (from - first), (int) (to - first)));
  }

  /** Forgets the lines before a number. */
  synchronized void forget(long to) {
    if (to <= first) {
      return;
    }
    List<Line> done = lines.subList(0, (int) (to - first));
    for (Line line : done) {
      bytes -= cost(line);
    }
    done.clear();
    first = to;
    notifyAll();
  }

  synchronized void close() {
    closed = true;
    lines.clear();
    notifyAll();
  }
}
