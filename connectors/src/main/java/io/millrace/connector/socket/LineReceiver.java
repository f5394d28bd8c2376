package io.millrace.connector.socket;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;

/** Cuts what a server sends into lines; runs on a thread of its own until the server ends. */
final class LineReceiver implements Runnable {
  private static final int READ = 1 << 16;

  private final InputStream in;
  private final LineBuffer buffer;
  private final InstantSource clock;
  private final int maxLine;
  private final Runnable arrived;
  private byte[] line = new byte[256];
  private int length;
  private boolean tooLong;

  LineReceiver(
      InputStream in, LineBuffer buffer, InstantSource clock, int maxLine, Runnable arrived) {
    this.in = in;
    this.buffer = buffer;
    this.clock = clock;
    this.maxLine = maxLine;
    this.arrived = arrived;
  }

  @Override
  public void run() {
    String reason = "the server closed the connection";
    try {
      Optional<String> failure = receive();
      reason = failure.orElse(reason);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      reason = "it was interrupted";
    } finally {
      buffer.end(reason);
      arrived.run();
    }
  }

  private Optional<String> receive() throws InterruptedException {
    byte[] input = new byte[READ];
    while (true) {
      int count;
      try {
        count = in.read(input, 0, READ);
      } catch (IOException e) {
        return Optional.of("the connection failed: " + e.getMessage());
      }
      if (count < 0) {
        if (length > 0 || tooLong) {
          add();
        }
        return Optional.empty();
      }
      boolean added = false;
      int begin = 0;
      for (int i = 0; i < count; i++) {
        if (input[i] == '\n') {
          keep(input, begin, i);
          begin = i + 1;
          if (!add()) {
            return Optional.empty();
          }
          added = true;
        }
      }
      keep(input, begin, count);
      if (added) {
        arrived.run();
      }
    }
  }

  private void keep(byte[] input, int from, int to) {
    int more = to - from;
    if (tooLong || length + (long) more > maxLine) {
      tooLong = true;
      length = 0;
      return;
    }
    if (length + more > line.length) {
      line = Arrays.copyOf(line, Math.max(length + more, 2 * line.length));
    }
    System.arraycopy(input, from, line, length, more);
    length += more;
  }

  private boolean add() throws InterruptedException {
    int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    Instant now = clock.instant();
    long micros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
    byte[] text = tooLong ? new byte[0] : Arrays.copyOf(line, end);
    if (buffer.isFull()) {
      arrived.run(); // only the query can make room
    }
    boolean wanted = buffer.add(new LineBuffer.Line(text, micros, tooLong));
    length = 0;
    tooLong = false;
    return wanted;
  }
}
