package io.millrace.shell.repl;

import io.millrace.shell.render.Screen;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The screen of one entry. Once it is shut, nothing that its statements still print appears. */
final class GatedScreen implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final Screen screen;
  private volatile boolean open = true;

  GatedScreen(Screen target) {
    this.screen =
        target.withStreams(
            new PrintStream(
                new java.io.BufferedOutputStream(new Gate(target.out()), BUFFER),
                false,
                StandardCharsets.UTF_8),
            new PrintStream(new Gate(target.err()), true, StandardCharsets.UTF_8));
  }

  Screen screen() {
    return screen;
  }

  void shut() {
    open = false;
  }

  /** Hands on what has been printed. */
  @Override
  public void close() {
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
