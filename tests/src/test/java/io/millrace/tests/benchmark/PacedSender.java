package io.millrace.tests.benchmark;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends lines {@code due,number} to the first client that connects, at a fixed rate whatever the
 * client does: a line that is late does not move the ones behind it. Times are those of {@code
 * System.nanoTime()}.
 */
final class PacedSender implements AutoCloseable {
  /** Parked threads wake late by about half of that; the rest of the wait is spun away. */
  private static final long SPIN_NANOS = 120_000;

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final int rate;
  private final ServerSocket server;
  private final AtomicLongArray sent;
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile long start;

  /** A sender that waits for its client. */
  PacedSender(int rate, int lines) throws IOException {
    this.rate = rate;
    this.sent = new AtomicLongArray(lines);
    this.server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "sender");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return server.getLocalPort();
  }

  int lines() {
    return sent.length();
  }

  /** When a line should be sent. */
  long due(int line) {
    return start + line * NANOS_PER_SECOND / rate;
  }

  /** When it was. */
  long sent(int line) {
    return sent.get(line);
  }

  /** Waits until the first line is on its way. */
  void awaitStart() throws InterruptedException {
    begun.await();
  }

  /** Waits until all lines are sent. */
  void awaitEnd() throws InterruptedException {
    ended.await();
  }

  private void serve() {
    try (Socket client = server.accept()) {
      client.setTcpNoDelay(true);
      OutputStream out = client.getOutputStream();
      start = System.nanoTime() + NANOS_PER_SECOND / 10;
      begun.countDown();
      for (int line = 0; line < lines(); line++) {
        long due = due(line);
        await(due);
        byte[] bytes = (due + "," + line + "\n").getBytes(StandardCharsets.US_ASCII);
        sent.set(line, System.nanoTime());
        out.write(bytes);
      }
      ended.countDown();
      client.getInputStream().read(); // until the client has closed
    } catch (IOException e) {
      if (ended.getCount() > 0) {
        throw new IllegalStateException("the client has gone", e);
      }
    }
  }

  private static void await(long due) {
    long remaining = due - System.nanoTime();
    while (remaining > 0) {
      if (remaining > SPIN_NANOS) {
        LockSupport.parkNanos(remaining - SPIN_NANOS);
      } else {
        Thread.onSpinWait();
      }
      remaining = due - System.nanoTime();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
