package io.millrace.shell.live;

import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;

/** The terminal's mode in which keys come one by one, and Ctrl-C is still a signal. */
final class RawMode {
  private RawMode() {}

  /** Enters the mode; gives what the terminal is to be set to again. */
  static Attributes enter(Terminal terminal) {
    Attributes before = terminal.enterRawMode();
    // Without it Ctrl-C would be a character, which is read only as long as somebody reads.
    Attributes raw = terminal.getAttributes();
    raw.setLocalFlag(LocalFlag.ISIG, true);
    terminal.setAttributes(raw);
    return before;
  }
}
