package io.millrace.connector.format.json;

import static io.millrace.connector.format.json.JsonSkipper.UNUSUAL;

import io.millrace.connector.format.Bytes;

/** Text with escapes. Decoded it is never longer, so it takes its own place. */
final class JsonEscapes {
  private JsonEscapes() {}

  /**
   * The place behind the closing quote of text that can be decoded; unusual if an escape is wrong
   * or half of a pair of surrogates.
   */
  static int end(byte[] data, int open) {
    int at = open + 1;
    while (true) {
      at = Bytes.endOfPlainJson(data, at);
      if (data[at] == '"') {
        return at + 1;
      }
      if (data[at] != '\\') {
        return UNUSUAL;
      }
      int behind = JsonSkipper.escape(data, at);
      if (behind == at + 6) {
        behind = unicodeEnd(data, at, behind);
      }
      if (behind == UNUSUAL) {
        return UNUSUAL;
      }
      at = behind;
    }
  }

  private static int unicodeEnd(byte[] data, int at, int behind) {
    char unit = (char) JsonSkipper.hex(data, at + 2);
    if (!Character.isSurrogate(unit)) {
      return behind;
    }
    boolean pair =
        Character.isHighSurrogate(unit)
            && data[behind] == '\\'
            && data[behind + 1] == 'u'
            && isLowSurrogate(JsonSkipper.hex(data, behind + 2));
    return pair ? behind + 6 : UNUSUAL;
  }

  private static boolean isLowSurrogate(int unit) {
    return unit >= Character.MIN_LOW_SURROGATE && unit <= Character.MAX_LOW_SURROGATE;
  }

  /** Decodes {@code data[from, to)} in place; the new end. */
  static int decode(byte[] data, int from, int to) {
    int read = from;
    int write = from;
    while (read < to) {
      byte value = data[read++];
      if (value != '\\') {
        data[write++] = value;
        continue;
      }
      byte kind = data[read++];
      switch (kind) {
        case 'b' -> data[write++] = '\b';
        case 'f' -> data[write++] = '\f';
        case 'n' -> data[write++] = '\n';
        case 'r' -> data[write++] = '\r';
        case 't' -> data[write++] = '\t';
        case 'u' -> {
          int character = JsonSkipper.hex(data, read);
          read += 4;
          if (Character.isHighSurrogate((char) character)) {
            int low = JsonSkipper.hex(data, read + 2);
            character = Character.toCodePoint((char) character, (char) low);
            read += 6;
          }
          write = encode(data, write, character);
        }
        default -> data[write++] = kind;
      }
    }
    return write;
  }

  private static int encode(byte[] data, int at, int character) {
    int write = at;
    if (character < 0x80) {
      data[write++] = (byte) character;
    } else if (character < 0x800) {
      data[write++] = (byte) (0xC0 | character >> 6);
      data[write++] = (byte) (0x80 | character & 0x3F);
    } else if (character < 0x10000) {
      data[write++] = (byte) (0xE0 | character >> 12);
      data[write++] = (byte) (0x80 | character >> 6 & 0x3F);
      data[write++] = (byte) (0x80 | character & 0x3F);
    } else {
      data[write++] = (byte) (0xF0 | character >> 18);
      data[write++] = (byte) (0x80 | character >> 12 & 0x3F);
      data[write++] = (byte) (0x80 | character >> 6 & 0x3F);
      data[write++] = (byte) (0x80 | character & 0x3F);
    }
    return write;
  }
}
