package io.millrace.connector.socket;

import io.millrace.connector.format.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What has come through a channel, cut into lines: in order, numbered from 0, kept until they are
 * forgotten. Not thread-safe, but lines that are there may be read on other threads.
 */
final class LineBuffer {
  private static final int BLOCK = 1 << 17;

  /** With less room than that a new block begins. */
  private static final int LEAST_ROOM = 1 << 10;

  private final int maxLine;
  private final Deque<LineBlock> blocks = new ArrayDeque<>();
  private LineBlock newest = new LineBlock(0, BLOCK);

  /** Where the line that has not ended begins in the newest block. */
  private int begin;

  /** Whether that line is too long already; its bytes are not kept. */
  private boolean tooLong;

  /** The first line that is not forgotten. */
  private long first;

  /**
   * An empty buffer.
   *
   * @param maxLine the most bytes that a line may have
   */
  LineBuffer(int maxLine) {
    this.maxLine = maxLine;
    blocks.add(newest);
  }

  /** How reading went. */
  record Received(long bytes, boolean atEnd) {}

  /**
   * Reads what a channel has, without waiting.
   *
   * @param max about how many bytes to take
   * @param micros the time that the lines came
   */
  Received receive(ReadableByteChannel channel, long max, long micros) throws IOException {
    long received = 0;
    while (received < max) {
      makeRoom();
      ByteBuffer target = newest.buffer();
      int room = target.remaining();
      int from = target.position();
      int count = channel.read(target);
      if (count < 0) {
        endLastLine(micros);
        return new Received(received, true);
      }
      cut(from, micros);
      received += count;
      if (count < room) {
        break;
      }
    }
    return new Received(received, false);
  }

  private void makeRoom() {
    ByteBuffer full = newest.buffer();
    if (full.remaining() >= LEAST_ROOM) {
      return;
    }
    int begun = full.position() - begin;
    LineBlock next = new LineBlock(newest.endLine(), Math.max(BLOCK, 2 * begun));
    next.buffer().put(newest.data(), begin, begun);
    newest = next;
    begin = 0;
    blocks.add(next);
  }

  /** Finds the lines that end in the bytes behind a place. */
  private void cut(int from, long micros) {
    byte[] data = newest.data();
    int to = newest.buffer().position();
    int end = Bytes.indexOf(data, from, to, (byte) '\n');
    while (end < to) {
      add(end, micros);
      begin = end + 1;
      end = Bytes.indexOf(data, begin, to, (byte) '\n');
    }
    if (tooLong || to - begin > maxLine) {
      tooLong = true;
      newest.buffer().position(begin);
    }
  }

  private void add(int end, long micros) {
    if (tooLong || end - begin > maxLine) {
      newest.add(begin, begin, micros, true);
    } else {
      boolean returns = end > begin && newest.data()[end - 1] == '\r';
      newest.add(begin, returns ? end - 1 : end, micros, false);
    }
    tooLong = false;
  }

  private void endLastLine(long micros) {
    int end = newest.buffer().position();
    if (end > begin || tooLong) {
      add(end, micros);
      begin = end;
    }
  }

  /** The number of lines so far. */
  long count() {
    return newest.endLine();
  }

  /** The blocks that hold a range of lines. */
  List<LineBlock> blocks(long from, long to) {
    if (from < first) {
      throw new IllegalStateException("line " + from + " is gone, the first is " + first);
    }
    List<LineBlock> found = new ArrayList<>();
    for (LineBlock block : blocks) {
      if (block.endLine() > from && block.firstLine() < to) {
        found.add(block);
      }
    }
    return found;
  }

  /** Forgets the lines before a number; memory is freed a block at a time. */
  void forget(long to) {
    first = Math.max(first, to);
    while (blocks.getFirst().endLine() <= to && blocks.getFirst() != newest) {
      blocks.removeFirst();
    }
  }
}
