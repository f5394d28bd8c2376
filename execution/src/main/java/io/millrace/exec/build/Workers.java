package io.millrace.exec.build;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a graph, one a partition, and the barrier they meet at. The first of them is the
 * thread that asks for a round: it would only wait. The others start with the first round that
 * needs them.
 */
final class Workers implements AutoCloseable {
  /** The work of one thread in a round. */
  interface Task {
    void run(int index);
  }

  private record Round(Task task, int index, CountDownLatch done, @Nullable Throwable[] failures) {
    void run() {
      try {
        task.run(index);
      } catch (Throwable failure) {
        // kept for the thread that waits at the barrier, which throws it
        failures[index] = failure;
      } finally {
        done.countDown();
      }
    }
  }

  private static final class Worker extends Thread {
    private final SynchronousQueue<Round> rounds = new SynchronousQueue<>();

    Worker(String name) {
      super(name);
      setDaemon(true);
    }

    @Override
    public void run() {
      try {
        while (true) {
          rounds.take().run();
        }
      } catch (InterruptedException closed) {
        // close() ends the thread this way
      }
    }
  }

  private final int size;

  /** The threads by number; the first place stays empty. */
  private final Worker[] threads;

  Workers(int size) {
    this.size = size;
    this.threads = new Worker[size];
  }

  int size() {
    return size;
  }

  /**
   * Runs a task once for each index below the count, at most one a thread. The calling thread does
   * something else first, then it runs the task of index 0. Returns when all have ended. The
   * failure of the lowest index is thrown as it is; then that of the calling thread's own part.
   */
  void run(int count, Task task, Runnable first) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(count);
    Throwable[] failures = new Throwable[count];
    int started = 1;
    InterruptedException interrupt = null;
    try {
      while (started < count) {
        thread(started).rounds.put(new Round(task, started, done, failures));
        started++;
      }
    } catch (InterruptedException interrupted) {
      interrupt = interrupted;
      for (int i = started; i < count; i++) {
        done.countDown();
      }
    }
    Throwable own = null;
    if (interrupt == null) {
      try {
        first.run();
      } catch (RuntimeException | Error failure) {
        // thrown below, once no worker is at work any more
        own = failure;
      }
    }
    if (interrupt == null && own == null) {
      new Round(task, 0, done, failures).run();
    } else {
      done.countDown();
    }
    interrupt = await(done, interrupt);
    for (Throwable failure : failures) {
      rethrow(failure);
    }
    rethrow(own);
    if (interrupt != null) {
      throw interrupt;
    }
  }

  /** Waits for the end of the round, which is near, even if interrupted. */
  private static @Nullable InterruptedException await(
      CountDownLatch done, @Nullable InterruptedException earlier) {
    InterruptedException interrupt = earlier;
    while (true) {
      try {
        done.await();
        return interrupt;
      } catch (InterruptedException interrupted) {
        interrupt = interrupted;
      }
    }
  }

  /** Throws a failure, if there is one, as it is. */
  static void rethrow(@Nullable Throwable failure) {
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
  }

  private Worker thread(int index) {
    Worker thread = threads[index];
    if (thread == null) {
      thread = new Worker("millrace-worker-" + index);
      threads[index] = thread;
      thread.start();
    }
    return thread;
  }

  /** Ends the threads, and waits until they have ended: they are between two rounds. */
  @Override
  public void close() {
    for (Worker thread : threads) {
      if (thread != null) {
        thread.interrupt();
      }
    }
    boolean interrupted = false;
    for (Worker thread : threads) {
      interrupted |= thread != null && join(thread);
    }
    Arrays.fill(threads, null);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for the end of the thread; says whether somebody wanted to interrupt that. */
  private static boolean join(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
  }
}
