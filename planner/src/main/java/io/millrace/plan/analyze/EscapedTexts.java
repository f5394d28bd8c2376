package io.millrace.plan.analyze;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * PostgreSQL's texts with backslashes, {@code E'\x41\n'}, and the standard's with code points,
 * {@code U&'\0041' UESCAPE '\'}, as plain ones. An end of line in them would move what follows, so
 * something stands for it that no text can have, until {@link #show}.
 */
final class EscapedTexts {
  /** Code points that are no characters, and never will be. */
  private static final char LINE_FEED = '\uFDD0';

  private static final char RETURN = '\uFDD1';

  private final QueryEdits query;
  private final int token;
  private final StringBuilder text = new StringBuilder();

  /** Bytes of UTF-8 that are not a whole character yet. */
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private EscapedTexts(QueryEdits query, int token) {
    this.query = query;
    this.token = token;
  }

  static void rewrite(QueryEdits query) {
    for (int i = 0; i < query.size(); i++) {
      if (query.get(i).isEscapedText()) {
        EscapedTexts escaped = new EscapedTexts(query, i);
        escaped.readBackslashes(unquoted(query.get(i).text().substring(1)));
        query.replace(i, escaped.literal());
      } else if (query.is(i, "U") && query.touch(i) && query.is(i + 1, "&") && query.touch(i + 1)) {
        codePoints(query, i);
      }
    }
  }

  private static void codePoints(QueryEdits query, int first) {
    int last = first + 2;
    if (!query.isText(last)) {
      return;
    }
    while (query.isText(last + 1) && query.touch(last)) {
      last++;
    }
    EscapedTexts escaped = new EscapedTexts(query, first);
    char escape = '\\';
    if (query.is(last + 1, "UESCAPE") && query.isText(last + 2)) {
      String written = query.get(last + 2).value();
      if (written.length() != 1 || "+'\"".contains(written) || hex(written, 0, 1) >= 0) {
        throw escaped.invalid("UESCAPE takes one character that is no digit of a code point");
      }
      escape = written.charAt(0);
      query.replace(last + 1, last + 2, "");
    }
    escaped.readCodePoints(unquoted(query.text(first + 2, last + 1)), escape);
    query.replace(first, last, escaped.literal());
  }

  private static String unquoted(String quoted) {
    return quoted.substring(1, Math.max(1, quoted.length() - 1)).replace("''", "'");
  }

  private void readBackslashes(String written) {
    int at = 0;
    while (at < written.length()) {
      char c = written.charAt(at++);
      if (c != '\\' || at == written.length()) {
        append(c);
        continue;
      }
      char kind = written.charAt(at++);
      switch (kind) {
        case 'b' -> append('\b');
        case 'f' -> append('\f');
        case 'n' -> append('\n');
        case 'r' -> append('\r');
        case 't' -> append('\t');
        case 'u', 'U' -> {
          int digits = kind == 'u' ? 4 : 8;
          appendCodePoint(hex(written, at, digits));
          at += digits;
        }
        case 'x' -> {
          int digits = digits(written, at, 2, 16);
          if (digits == 0) {
            append(kind);
          } else {
            bytes.write(Integer.parseInt(written, at, at + digits, 16));
          }
          at += digits;
        }
        case '0', '1', '2', '3', '4', '5', '6', '7' -> {
          int digits = digits(written, at - 1, 3, 8);
          bytes.write(Integer.parseInt(written, at - 1, at - 1 + digits, 8));
          at += digits - 1;
        }
        default -> append(kind);
      }
    }
  }

  private void readCodePoints(String written, char escape) {
    int at = 0;
    while (at < written.length()) {
      char c = written.charAt(at++);
      if (c != escape) {
        append(c);
      } else if (at < written.length() && written.charAt(at) == escape) {
        append(escape);
        at++;
      } else {
        boolean six = at < written.length() && written.charAt(at) == '+';
        int digits = six ? 6 : 4;
        at += six ? 1 : 0;
        appendCodePoint(hex(written, at, digits));
        at += digits;
      }
    }
  }

  /** How many digits there are, at most so many. */
  private static int digits(String written, int at, int most, int radix) {
    int digits = 0;
    while (digits < most
        && at + digits < written.length()
        && Character.digit(written.charAt(at + digits), radix) >= 0) {
      digits++;
    }
    return digits;
  }

  /** So many hexadecimal digits, as a number; negative if there are fewer. */
  private static long hex(String written, int at, int count) {
    return digits(written, at, count, 16) < count
        ? -1
        : Long.parseLong(written, at, at + count, 16);
  }

  private void append(char c) {
    flush();
    text.append(c);
  }

  private void appendCodePoint(long code) {
    flush();
    if (code <= 0 || code > Character.MAX_CODE_POINT) {
      throw invalid("this is no code point: write four hexadecimal digits, or eight behind \\U");
    }
    text.appendCodePoint((int) code);
  }

  private void flush() {
    try {
      text.append(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())));
    } catch (CharacterCodingException e) {
      throw invalid("these bytes are no text in UTF-8");
    }
    bytes.reset();
  }

  private String literal() {
    flush();
    boolean whole = StandardCharsets.UTF_8.newEncoder().canEncode(text);
    if (!whole || text.indexOf("\0") >= 0) {
      throw invalid("a text has neither zero nor half a character");
    }
    String value = text.toString().replace('\n', LINE_FEED).replace('\r', RETURN);
    return "'" + value.replace("'", "''") + "'";
  }

  private MillraceException invalid(String what) {
    return error(ErrorCode.SYNTAX_ERROR, what)
        .at(query.position(token))
        .hint("a backslash itself is written twice")
        .build();
  }

  /** The texts with their ends of lines. */
  static SqlNode show(SqlNode parsed, String text) {
    if (text.indexOf(LINE_FEED) < 0 && text.indexOf(RETURN) < 0) {
      return parsed;
    }
    return Objects.requireNonNull(
        parsed.accept(
            new SqlShuttle() {
              @Override
              public SqlNode visit(SqlLiteral literal) {
                return SqlTypeName.CHAR_TYPES.contains(literal.getTypeName())
                    ? shown(literal)
                    : literal;
              }
            }));
  }

  private static SqlNode shown(SqlLiteral literal) {
    String value = literal.getValueAs(String.class);
    return SqlLiteral.createCharString(
        value.replace(LINE_FEED, '\n').replace(RETURN, '\r'), literal.getParserPosition());
  }
}
