package io.millrace.shell.repl;

import io.millrace.shell.render.Screen;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The screen of one entry. Once it is shut, nothing that its statements still print appears. */
final class GatedScreen implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final Screen screen;
  private final Screen target;
  private final boolean paints;
  private volatile boolean open = true;
  private volatile @Nullable WaitingLine waiting;

  /**
   * A screen over another one.
   *
   * @param paints whether lines can be erased
   */
  GatedScreen(Screen target, boolean paints) {
    this.target = target;
    this.paints = paints;
    this.screen =
        target.withStreams(
            new PrintStream(
                new BufferedOutputStream(new Gate(target.out()), BUFFER),
                false,
                StandardCharsets.UTF_8),
            new PrintStream(new Gate(target.err()), true, StandardCharsets.UTF_8));
  }

  Screen screen() {
    return screen;
  }

  /** Tells that something is going on until something is printed. */
  void await(String what) {
    if (paints) {
      waiting = WaitingLine.show(target, what);
    }
  }

  void endWait() {
    WaitingLine line = waiting;
    if (line != null) {
      line.close();
      waiting = null;
    }
  }

  void shut() {
    endWait();
    open = false;
  }

  /** Hands on what has been printed. */
  @Override
  public void close() {
    endWait();
    screen.out().flush();
    screen.err().flush();
  }

  /** Lets bytes through as long as it is open. */
  private final class Gate extends FilterOutputStream {
    Gate(OutputStream target) {
      super(target);
    }

    private void check() throws IOException {
      if (!open) {
        throw new IOException("nobody waits for this any longer");
      }
      endWait();
    }

    @Override
    public void write(int value) throws IOException {
      check();
      out.write(value);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      check();
      out.write(bytes, offset, length);
      if (out instanceof PrintStream stream && stream.checkError()) {
        throw new IOException("the terminal is gone");
      }
    }
  }
}
