package io.millrace.exec.expression.runtime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A LIKE pattern: literal pieces between {@code %}, each of bytes and single-character wildcards.
 * The usual forms (no wildcard, prefix, suffix, infix) become one comparison or search.
 *
 * <p>It remembers the last pattern it has seen, so that one that varies from row to row works too.
 */
public final class LikePattern implements InstanceConstant {
  private enum Form {
    EXACT,
    PREFIX,
    SUFFIX,
    INFIX,
    GENERAL
  }

  private static final byte[][] NO_PIECES = {};

  private final boolean ignoreCase;
  private final TextBuffer folded = new TextBuffer();
  private byte[] source = {};
  private byte[] sourceEscape = {};
  private boolean known;
  private Form form = Form.EXACT;
  private byte[] single = {};
  // Pieces between '%'; a wildcard for one character is the byte 0xFF, which UTF-8 never has.
  private byte[][] pieces = NO_PIECES;

  private static final byte ANY_CHARACTER = (byte) 0xFF;

  public LikePattern(boolean ignoreCase) {
    this.ignoreCase = ignoreCase;
  }

  @Override
  public LikePattern forInstance() {
    return new LikePattern(ignoreCase);
  }

  /** Whether the text matches the pattern. */
  public boolean matches(
      byte[] text,
      int at,
      int length,
      byte[] pattern,
      int patternAt,
      int patternLength,
      byte[] escape,
      int escapeAt,
      int escapeLength,
      Site site) {
    if (!known
        || !Texts.equal(source, 0, source.length, pattern, patternAt, patternLength)
        || !Texts.equal(sourceEscape, 0, sourceEscape.length, escape, escapeAt, escapeLength)) {
      source = Arrays.copyOfRange(pattern, patternAt, patternAt + patternLength);
      sourceEscape = Arrays.copyOfRange(escape, escapeAt, escapeAt + escapeLength);
      known = prepare(site);
      if (!known) {
        return false;
      }
    }
    if (!ignoreCase) {
      return matches(text, at, length);
    }
    folded.clear();
    TextFunctions.lower(folded, text, at, length);
    return matches(folded.data, 0, folded.end);
  }

  private boolean matches(byte[] text, int at, int length) {
    return switch (form) {
      case EXACT -> Texts.equal(text, at, length, single, 0, single.length);
      case PREFIX -> Texts.startsWith(text, at, length, single, 0, single.length);
      case SUFFIX -> Texts.endsWith(text, at, length, single, 0, single.length);
      case INFIX -> Texts.contains(text, at, length, single, 0, single.length);
      case GENERAL -> general(text, at, at + length);
    };
  }

  private boolean prepare(Site site) {
    String text = new String(source, StandardCharsets.UTF_8);
    if (ignoreCase) {
      text = text.toLowerCase(Locale.ROOT);
    }
    String escapeText = new String(sourceEscape, StandardCharsets.UTF_8);
    if (escapeText.codePointCount(0, escapeText.length()) > 1) {
      site.invalid("the escape of LIKE must be one character, not " + Site.quote(escapeText));
      return false;
    }
    int escape = escapeText.isEmpty() ? -1 : escapeText.codePointAt(0);
    if (ignoreCase && escape >= 0) {
      escape = Character.toLowerCase(escape);
    }
    List<byte[]> found = new ArrayList<>();
    TextBuffer piece = new TextBuffer();
    boolean wildcards = false;
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      i += Character.charCount(character);
      if (character == escape) {
        if (i == text.length()) {
          site.invalid("the LIKE pattern " + Site.quote(text) + " ends with its escape character");
          return false;
        }
        int escaped = text.codePointAt(i);
        i += Character.charCount(escaped);
        piece.append(Character.toString(escaped));
      } else if (character == '%') {
        found.add(Arrays.copyOf(piece.data, piece.end));
        piece.clear();
      } else if (character == '_') {
        piece.append(ANY_CHARACTER);
        wildcards = true;
      } else {
        piece.append(Character.toString(character));
      }
    }
    found.add(Arrays.copyOf(piece.data, piece.end));
    pieces = found.toArray(NO_PIECES);
    form = wildcards ? Form.GENERAL : simpleForm();
    return true;
  }

  private Form simpleForm() {
    int last = pieces.length - 1;
    boolean nothingBetween = true;
    for (int i = 1; i < last; i++) {
      nothingBetween &= pieces[i].length == 0;
    }
    if (last == 0) {
      single = pieces[0];
      return Form.EXACT;
    }
    if (nothingBetween && pieces[last].length == 0) {
      single = pieces[0];
      return Form.PREFIX;
    }
    if (nothingBetween && pieces[0].length == 0) {
      single = pieces[last];
      return Form.SUFFIX;
    }
    if (last == 2 && pieces[0].length == 0 && pieces[2].length == 0) {
      single = pieces[1];
      return Form.INFIX;
    }
    return Form.GENERAL;
  }

  /** Takes the first match of each piece in turn, which is never worse than a later one. */
  private boolean general(byte[] text, int from, int end) {
    int last = pieces.length - 1;
    int at = matchPiece(pieces[0], text, from, end);
    if (last == 0 || at < 0) {
      return at == end;
    }
    for (int i = 1; i < last; i++) {
      int next = -1;
      while (next < 0 && at <= end) {
        next = matchPiece(pieces[i], text, at, end);
        if (next < 0) {
          at = at == end ? end + 1 : at + Utf8.width(text[at]);
        }
      }
      if (next < 0) {
        return false;
      }
      at = next;
    }
    // The last piece ends the text: its start is as many characters before the end as it has.
    byte[] tail = pieces[last];
    int start = end;
    for (int i = tail.length - 1; i >= 0; i--) {
      start =
          tail[i] == ANY_CHARACTER
              ? (start > at ? Utf8.skipBack(text, at, start, 1) : -1)
              : start - 1;
      if (start < at) {
        return false;
      }
    }
    return matchPiece(tail, text, start, end) == end;
  }

  /** Where a match of the piece at that place ends, −1 if there is none. */
  private static int matchPiece(byte[] piece, byte[] text, int from, int end) {
    int at = from;
    for (byte expected : piece) {
      if (at >= end) {
        return -1;
      }
      if (expected == ANY_CHARACTER) {
        at += Utf8.width(text[at]);
      } else if (text[at++] != expected) {
        return -1;
      }
    }
    return at;
  }
}
