package io.millrace.exec.session.query;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/** Hands things from a query's thread to its reader, a few at a time; whoever is ahead waits. */
final class ResultQueue<T> {
  private int capacity;
  private final Queue<T> items = new ArrayDeque<>();
  private boolean ended;
  private boolean closed;

  ResultQueue(int capacity) {
    this.capacity = capacity;
  }

  /** Adds an item, as soon as there is room; drops it if the reader has closed the queue. */
  synchronized void put(T item) {
    try {
      while (items.size() >= capacity && !closed) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw error(ErrorCode.INTERRUPTED).cause(e).build();
    }
    if (!closed) {
      items.add(item);
      notifyAll();
    }
  }

  /** Lets everything in without waiting: the writer is about to end. */
  synchronized void open() {
    capacity = Integer.MAX_VALUE;
    notifyAll();
  }

  /** Nothing comes any more. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** The next item, as soon as there is one; empty at the end. */
  synchronized Optional<T> take() {
    try {
      while (items.isEmpty() && !ended && !closed) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw error(ErrorCode.INTERRUPTED).cause(e).build();
    }
    Optional<T> item = Optional.ofNullable(items.poll());
    notifyAll();
    return item;
  }

  /** The reader reads no more. */
  synchronized void close() {
    closed = true;
    items.clear();
    notifyAll();
  }
}
