package io.millrace.shell.live;

import java.io.IOException;
import org.jline.utils.NonBlockingReader;

/**
 * A key that was pressed.
 *
 * @param kind which
 * @param character of a key that has one; 0 for others
 */
record Key(Kind kind, char character) {
  private static final int ESCAPE = 27;

  /** How long the rest of a sequence may take. */
  private static final long SEQUENCE_MILLIS = 20;

  /** The kinds of keys. */
  enum Kind {
    /** None was pressed in time. */
    NONE,
    /** None will be pressed any more. */
    CLOSED,
    CHARACTER,
    ENTER,
    ESCAPE,
    BACKSPACE,
    UP,
    DOWN,
    LEFT,
    RIGHT,
    PAGE_UP,
    PAGE_DOWN,
    HOME,
    END,
    UNKNOWN
  }

  static Key of(Kind kind) {
    return new Key(kind, (char) 0);
  }

  static Key of(char character) {
    return new Key(Kind.CHARACTER, character);
  }

  /** The next key, or that none was pressed in so many milliseconds. */
  static Key read(NonBlockingReader reader, long millis) throws IOException {
    int c = reader.read(Math.max(1, millis));
    return switch (c) {
      case NonBlockingReader.READ_EXPIRED -> of(Kind.NONE);
      case NonBlockingReader.EOF -> of(Kind.CLOSED);
      case '\r', '\n' -> of(Kind.ENTER);
      case 8, 127 -> of(Kind.BACKSPACE);
      case ESCAPE -> sequence(reader);
      default -> c < ' ' ? of(Kind.UNKNOWN) : of((char) c);
    };
  }

  private static Key sequence(NonBlockingReader reader) throws IOException {
    int c = reader.read(SEQUENCE_MILLIS);
    if (c < 0) {
      return of(Kind.ESCAPE);
    }
    if (c != '[' && c != 'O') {
      return of(Kind.UNKNOWN);
    }
    StringBuilder sequence = new StringBuilder();
    do {
      c = reader.read(SEQUENCE_MILLIS);
      if (c < 0) {
        return of(Kind.UNKNOWN);
      }
      sequence.append((char) c);
    } while (Character.isDigit(c) || c == ';');
    return of(
        switch (sequence.toString()) {
          case "A" -> Kind.UP;
          case "B" -> Kind.DOWN;
          case "C" -> Kind.RIGHT;
          case "D" -> Kind.LEFT;
          case "H", "1~", "7~" -> Kind.HOME;
          case "F", "4~", "8~" -> Kind.END;
          case "5~" -> Kind.PAGE_UP;
          case "6~" -> Kind.PAGE_DOWN;
          default -> Kind.UNKNOWN;
        });
  }
}
