package io.millrace.connector.format.json;

import io.millrace.connector.format.Bytes;

/**
 * Finds the end of a JSON value and checks that it is one, without decoding it. Where it is in
 * doubt it says {@link #UNUSUAL}, and the record goes to the general parser.
 */
final class JsonSkipper {
  /** Not a value, or one that this class does not decide about. */
  static final int UNUSUAL = -1;

  private static final int DEEPEST = 63;
  private static final long TRUE = word("true");
  private static final long NULL = word("null");
  private static final long FALSE = word("alse");
  private static final long FOUR_BYTES = 0xFFFFFFFFL;

  private JsonSkipper() {}

  private static long word(String text) {
    long word = 0;
    for (int i = 0; i < 4; i++) {
      word |= (long) text.charAt(i) << 8 * i;
    }
    return word;
  }

  static int blanks(byte[] data, int from) {
    int at = from;
    while (data[at] == ' ' || data[at] == '\t' || data[at] == '\r') {
      at++;
    }
    return at;
  }

  static boolean isNull(byte[] data, int at) {
    return (Bytes.word(data, at) & FOUR_BYTES) == NULL;
  }

  static boolean isTrue(byte[] data, int at) {
    return (Bytes.word(data, at) & FOUR_BYTES) == TRUE;
  }

  static boolean isFalse(byte[] data, int at) {
    return data[at] == 'f' && (Bytes.word(data, at + 1) & FOUR_BYTES) == FALSE;
  }

  /** The place behind a value that begins here. */
  static int value(byte[] data, int at) {
    byte first = data[at];
    if (first == '"') {
      return string(data, at);
    }
    if (first == '{' || first == '[') {
      return nested(data, at);
    }
    return plain(data, at);
  }

  /** The place behind a number or a literal. */
  static int plain(byte[] data, int at) {
    return switch (data[at]) {
      case 't' -> isTrue(data, at) ? at + 4 : UNUSUAL;
      case 'f' -> isFalse(data, at) ? at + 5 : UNUSUAL;
      case 'n' -> isNull(data, at) ? at + 4 : UNUSUAL;
      default -> number(data, at);
    };
  }

  /** The place behind the closing quote. */
  static int string(byte[] data, int open) {
    int at = open + 1;
    while (true) {
      at = Bytes.endOfPlainJson(data, at);
      if (data[at] == '"') {
        return at + 1;
      }
      if (data[at] != '\\') {
        return UNUSUAL;
      }
      at = escape(data, at);
      if (at == UNUSUAL) {
        return UNUSUAL;
      }
    }
  }

  /** The place behind an escape. */
  static int escape(byte[] data, int backslash) {
    return switch (data[backslash + 1]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> backslash + 2;
      case 'u' -> hex(data, backslash + 2) < 0 ? UNUSUAL : backslash + 6;
      default -> UNUSUAL;
    };
  }

  /** The value of four hexadecimal digits, negative if they are not. */
  static int hex(byte[] data, int from) {
    int value = 0;
    for (int i = from; i < from + 4; i++) {
      int digit = Character.digit((char) (data[i] & 0xFF), 16);
      if (digit < 0 || data[i] < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  /** The place behind a number as JSON allows it. */
  static int number(byte[] data, int from) {
    int at = data[from] == '-' ? from + 1 : from;
    int begin = at;
    at = digits(data, at);
    if (at == begin || (data[begin] == '0' && at > begin + 1)) {
      return UNUSUAL;
    }
    if (data[at] == '.') {
      int fraction = at + 1;
      at = digits(data, fraction);
      if (at == fraction) {
        return UNUSUAL;
      }
    }
    if (data[at] == 'e' || data[at] == 'E') {
      int exponent = data[at + 1] == '-' || data[at + 1] == '+' ? at + 2 : at + 1;
      at = digits(data, exponent);
      if (at == exponent) {
        return UNUSUAL;
      }
    }
    return at;
  }

  private static int digits(byte[] data, int from) {
    int at = from;
    int count = Bytes.digits(Bytes.word(data, at));
    while (count == 8) {
      at += 8;
      count = Bytes.digits(Bytes.word(data, at));
    }
    return at + count;
  }

  /** The place behind an object or array. */
  private static int nested(byte[] data, int from) {
    long objects = 0; // one bit for each level: whether it is an object
    int depth = 0;
    int at = from;
    while (true) {
      byte first = data[at];
      if (first == '{' || first == '[') {
        if (depth == DEEPEST) {
          return UNUSUAL;
        }
        depth++;
        objects = objects << 1 | (first == '{' ? 1 : 0);
        at = blanks(data, at + 1);
        if (data[at] == (first == '{' ? '}' : ']')) {
          at++;
          depth--;
          objects >>>= 1;
        } else {
          if (first == '{') {
            at = name(data, at);
            if (at == UNUSUAL) {
              return UNUSUAL;
            }
          }
          continue;
        }
      } else {
        at = first == '"' ? string(data, at) : plain(data, at);
        if (at == UNUSUAL) {
          return UNUSUAL;
        }
      }
      // Behind a value: close what ends here, then go on with the next value.
      while (true) {
        if (depth == 0) {
          return at;
        }
        at = blanks(data, at);
        boolean object = (objects & 1) != 0;
        if (data[at] == ',') {
          at = blanks(data, at + 1);
          if (object) {
            at = name(data, at);
            if (at == UNUSUAL) {
              return UNUSUAL;
            }
          }
          break;
        }
        if (data[at] != (object ? '}' : ']')) {
          return UNUSUAL;
        }
        at++;
        depth--;
        objects >>>= 1;
      }
    }
  }

  /** The beginning of the value behind a name and its colon. */
  private static int name(byte[] data, int from) {
    if (data[from] != '"') {
      return UNUSUAL;
    }
    int at = string(data, from);
    if (at == UNUSUAL) {
      return UNUSUAL;
    }
    at = blanks(data, at);
    return data[at] == ':' ? blanks(data, at + 1) : UNUSUAL;
  }
}
