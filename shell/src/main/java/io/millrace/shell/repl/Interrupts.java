package io.millrace.shell.repl;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;

/**
 * Ctrl-C while something runs. The first ends it cleanly: it interrupts the thread, or does what
 * the work has asked for. The second does not wait for that end.
 */
final class Interrupts {
  private final PromptTerminal prompt;

  Interrupts(PromptTerminal prompt) {
    this.prompt = prompt;
  }

  /** How work has ended. */
  enum Outcome {
    DONE,
    /** Ctrl-C came, and the work has ended since. */
    INTERRUPTED,
    /** The work may go on, and nobody waits for it. */
    ABANDONED
  }

  /** Work, and the way to end it. */
  static final class Running {
    private final Thread thread;
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicReference<Runnable> stopper;
    private volatile boolean interrupted;
    private volatile boolean ended;

    private Running(Runnable work) {
      this.thread =
          new Thread(
              () -> {
                try {
                  work.run();
                } finally {
                  ended = true;
                  over.countDown();
                }
              },
              "millrace-statement");
      this.stopper = new AtomicReference<>(thread::interrupt);
    }

    /** Whether Ctrl-C has been pressed. */
    boolean isInterrupted() {
      return interrupted;
    }

    /** From now on Ctrl-C does this, on a thread of its own. */
    void onInterrupt(Runnable stop) {
      stopper.set(stop);
      if (interrupted) {
        stop(stop);
      }
    }

    /** Ctrl-C interrupts the thread, as in the beginning. */
    void onInterruptOfThread() {
      stopper.set(thread::interrupt);
    }

    private synchronized void signal() {
      if (interrupted) {
        over.countDown();
        return;
      }
      interrupted = true;
      stop(stopper.get());
    }

    private static void stop(Runnable stop) {
      Thread stopping = new Thread(stop, "millrace-interrupt");
      stopping.setDaemon(true);
      stopping.start();
    }
  }

  /** Work that is told how it can be ended. */
  interface Work {
    void run(Running running);
  }

  /** Does the work on a thread of its own, and waits for its end or for the second Ctrl-C. */
  Outcome run(Work work) {
    AtomicReference<Running> self = new AtomicReference<>();
    Running running = new Running(() -> work.run(self.get()));
    self.set(running);
    Terminal terminal = prompt.terminal();
    SignalHandler before = terminal.handle(Signal.INT, signal -> running.signal());
    try {
      running.thread.setDaemon(true);
      running.thread.start();
      if (prompt.takeInterrupt()) {
        running.signal();
      }
      await(running);
    } finally {
      terminal.handle(Signal.INT, before);
    }
    if (!running.ended) {
      return Outcome.ABANDONED;
    }
    return running.interrupted ? Outcome.INTERRUPTED : Outcome.DONE;
  }

  private static void await(Running running) {
    while (running.over.getCount() > 0) {
      try {
        running.over.await();
      } catch (InterruptedException e) {
        // Ctrl-C came while the editor was handing over the entry: it interrupts the thread.
        running.signal();
      }
    }
  }
}
