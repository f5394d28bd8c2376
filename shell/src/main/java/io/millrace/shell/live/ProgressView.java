package io.millrace.shell.live;

import static java.util.Objects.requireNonNull;

import io.millrace.api.query.StreamingQuery;
import java.io.IOException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;

/** Somebody watches the progress of a query, until it ends or until q is pressed. */
public final class ProgressView {
  private static final long POLL_MILLIS = 50;

  private final Terminal terminal;
  private volatile boolean left;

  /** A view on a terminal that gives keys. */
  public ProgressView(Terminal terminal) {
    this.terminal = requireNonNull(terminal, "terminal is null");
  }

  /** Nobody watches any more. Any thread. */
  public void leave() {
    left = true;
  }

  /**
   * Waits until the query has ended or nobody watches any more.
   *
   * @throws io.millrace.api.error.MillraceException if the query has failed
   */
  public void follow(StreamingQuery query) {
    Attributes attributes = RawMode.enter(terminal);
    try {
      while (!left && query.isActive()) {
        Key key = Key.read(terminal.reader(), POLL_MILLIS);
        left |= key.kind() == Key.Kind.CLOSED || key.character() == 'q';
      }
    } catch (IOException e) {
      // The terminal is gone, and with it whoever watched.
      left = true;
    } finally {
      terminal.setAttributes(attributes);
    }
    if (!query.isActive()) {
      query.awaitTermination();
    }
  }
}
