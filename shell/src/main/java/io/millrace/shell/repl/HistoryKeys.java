package io.millrace.shell.repl;

import org.jline.reader.Buffer;
import org.jline.reader.History;
import org.jline.reader.LineReader;

/**
 * The keys up and down: to another line of the entry if there is one, else to the entries before or
 * after that begin with what stands before the cursor.
 */
final class HistoryKeys {
  private final LineReader reader;

  /** What was typed before the first step into the history. */
  private String typed = "";

  private String prefix = "";

  /** What the last step has put into the line. */
  private String shown = "";

  HistoryKeys(LineReader reader) {
    this.reader = reader;
  }

  boolean up() {
    return reader.getBuffer().up() || search(true);
  }

  boolean down() {
    return reader.getBuffer().down() || search(false);
  }

  private boolean search(boolean backward) {
    Buffer buffer = reader.getBuffer();
    String now = buffer.toString();
    History history = reader.getHistory();
    if (!now.equals(shown) || now.isEmpty()) {
      // Nobody has searched since something was typed.
      typed = now;
      prefix = buffer.upToCursor();
    }
    int from = history.index();
    while (backward ? history.previous() : history.next()) {
      String entry = history.current();
      if (entry.startsWith(prefix) && !entry.equals(now)) {
        return show(entry);
      }
    }
    if (!backward) {
      // Behind the newest entry is what was being typed.
      history.moveToEnd();
      return show(typed);
    }
    if (from == history.size()) {
      history.moveToEnd();
    } else {
      history.moveTo(from);
    }
    return false;
  }

  private boolean show(String entry) {
    reader.getBuffer().clear();
    reader.getBuffer().write(entry);
    shown = entry;
    return true;
  }
}
