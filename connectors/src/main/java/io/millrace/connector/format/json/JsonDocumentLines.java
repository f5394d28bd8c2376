package io.millrace.connector.format.json;

import java.io.IOException;
import java.io.InputStream;

/**
 * Rewrites a document into JSON lines: the brackets of an array around everything and the commas
 * between its elements go, line ends inside an element become blanks, and each element ends with a
 * line feed. Elements stay as they are; what is wrong in them is left to who reads the lines.
 */
final class JsonDocumentLines extends InputStream {
  private static final int READ = 1 << 16;

  private final InputStream raw;
  private final byte[] input = new byte[READ];
  private int at;
  private int end;
  private int depth;
  private boolean inArray;
  private boolean inString;
  private boolean escaped;
  private boolean inElement;
  private boolean began;

  /** Whether an element has just ended and waits for its line feed. */
  private boolean pendingClose;

  JsonDocumentLines(InputStream raw) {
    this.raw = raw;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int written = 0;
    while (written < length) {
      if (at == end) {
        if (written > 0) {
          return written;
        }
        at = 0;
        end = raw.read(input, 0, READ);
        if (end < 0) {
          end = 0;
          return -1;
        }
        continue;
      }
      int rewritten = rewrite(input[at++]);
      if (rewritten >= 0) {
        target[offset + written++] = (byte) rewritten;
      }
    }
    return written;
  }

  /** What stands for a byte: another byte, or a negative number for nothing. */
  private int rewrite(byte value) {
    if (inString) {
      return inString(value);
    }
    if (depth == 0) {
      return between(value);
    }
    switch (value) {
      case '"' -> inString = true;
      case '{', '[' -> depth++;
      case '}', ']' -> {
        depth--;
        if (depth == 0) {
          inElement = false;
          at--; // once more, as what stands behind the element
          pendingClose = true;
          return value & 0xFF;
        }
      }
      case '\n', '\r' -> {
        return ' ';
      }
      default -> {}
    }
    return value & 0xFF;
  }

  private int inString(byte value) {
    if (escaped) {
      escaped = false;
    } else if (value == '\\') {
      escaped = true;
    } else if (value == '"') {
      inString = false;
    }
    // A raw line feed is not allowed in text; another control character keeps it wrong.
    return value == '\n' ? 1 : value & 0xFF;
  }

  private int between(byte value) {
    if (pendingClose) {
      pendingClose = false;
      return '\n';
    }
    switch (value) {
      case ' ', '\t', '\r' -> {
        return -1;
      }
      case '\n' -> {
        return endPlain();
      }
      case ',' -> {
        return inArray ? endPlain() : value;
      }
      case '[' -> {
        if (!began) {
          began = true;
          inArray = true;
          return -1;
        }
        depth++;
      }
      case ']' -> {
        return inArray ? endPlain() : value;
      }
      case '{' -> depth++;
      case '"' -> inString = true;
      default -> {}
    }
    began = true;
    inElement = true;
    return value & 0xFF;
  }

  /** Ends an element that is no object, so that it is seen as wrong. */
  private int endPlain() {
    if (inElement) {
      inElement = false;
      return '\n';
    }
    return -1;
  }

  @Override
  public void close() throws IOException {
    raw.close();
  }
}
