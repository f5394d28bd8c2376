package io.millrace.exec.expression.runtime;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.millrace.api.types.TypeKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The text that a value of a type of JSON is kept as.
 *
 * <ul>
 *   <li>JSON: as it was written.
 *   <li>JSONB: as PostgreSQL writes it. Of equal names the last counts; shorter names stand first,
 *       then those that are smaller; numbers are written out, with the digits behind the point that
 *       they had.
 *   <li>VARIANT: as Spark writes it. Names are sorted and differ, there are no blanks; numbers
 *       without an exponent are exact and end with no zero behind the point, others are doubles.
 * </ul>
 */
final class JsonText {
  static final JsonFactory FACTORY = new JsonFactory();
  static final byte[] NULL = {'n', 'u', 'l', 'l'};
  static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};

  private static final int MOST_FRACTION_DIGITS = 16_383;
  private static final int MOST_WHOLE_DIGITS = 131_072;
  private static final int EXACT_DIGITS = 38;
  private static final Comparator<byte[]> SMALLER = Arrays::compareUnsigned;
  private static final Comparator<byte[]> SHORTER =
      Comparator.<byte[]>comparingInt(name -> name.length).thenComparing(SMALLER);

  private JsonText() {}

  /** The text of a value of that type; null if it is none. */
  static byte @Nullable [] of(TypeKind kind, byte[] text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        return null;
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream(text.length);
      if (kind == TypeKind.JSON) {
        parser.skipChildren();
        parser.finishToken();
      } else {
        write(parser, kind, out);
      }
      if (parser.nextToken() != null) {
        return null;
      }
      return kind == TypeKind.JSON ? text : out.toByteArray();
    } catch (IOException | IllegalArgumentException invalid) {
      return null;
    }
  }

  private static void write(JsonParser parser, TypeKind kind, ByteArrayOutputStream out)
      throws IOException {
    switch (parser.currentToken()) {
      case START_OBJECT -> object(parser, kind, out);
      case START_ARRAY -> {
        out.write('[');
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
          if (i > 0) {
            separate(',', kind, out);
          }
          write(parser, kind, out);
        }
        out.write(']');
      }
      case VALUE_STRING -> out.writeBytes(quoted(parser.getText()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          out.writeBytes(number(parser.getText(), kind).getBytes(StandardCharsets.US_ASCII));
      default -> out.writeBytes(utf8(parser.getText()));
    }
  }

  private static void separate(char sign, TypeKind kind, ByteArrayOutputStream out) {
    out.write(sign);
    if (kind == TypeKind.JSONB) {
      out.write(' ');
    }
  }

  private static void object(JsonParser parser, TypeKind kind, ByteArrayOutputStream out)
      throws IOException {
    Map<byte[], byte[]> members = new TreeMap<>(kind == TypeKind.JSONB ? SHORTER : SMALLER);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      byte[] name = utf8(parser.currentName());
      parser.nextToken();
      ByteArrayOutputStream value = new ByteArrayOutputStream();
      write(parser, kind, value);
      if (members.put(name, value.toByteArray()) != null && kind == TypeKind.VARIANT) {
        throw new IllegalArgumentException("a name twice");
      }
    }
    out.write('{');
    boolean first = true;
    for (Map.Entry<byte[], byte[]> member : members.entrySet()) {
      if (!first) {
        separate(',', kind, out);
      }
      first = false;
      out.writeBytes(quoted(new String(member.getKey(), StandardCharsets.UTF_8)));
      separate(':', kind, out);
      out.writeBytes(member.getValue());
    }
    out.write('}');
  }

  private static String number(String written, TypeKind kind) {
    boolean exponent = written.indexOf('e') >= 0 || written.indexOf('E') >= 0;
    BigDecimal number = new BigDecimal(written);
    if (kind == TypeKind.JSONB) {
      boolean tooLong =
          Math.abs((long) number.scale()) > MOST_WHOLE_DIGITS
              || number.scale() > MOST_FRACTION_DIGITS
              || (long) number.precision() - number.scale() > MOST_WHOLE_DIGITS;
      if (tooLong) {
        throw new IllegalArgumentException("a number of too many digits");
      }
      return number.toPlainString();
    }
    BigDecimal exact = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    boolean fits =
        !exponent
            && exact.scale() <= EXACT_DIGITS
            && exact.precision() - Math.min(0, exact.scale()) <= EXACT_DIGITS;
    if (fits) {
      return exact.toPlainString();
    }
    double inexact = Double.parseDouble(written);
    if (Double.isInfinite(inexact)) {
      throw new IllegalArgumentException("a number that is too large");
    }
    return Double.toString(inexact);
  }

  /** The text of an equal value of JSONB that all values equal to it have. */
  static byte[] comparable(byte[] jsonb) {
    if (!mayEndWithZero(jsonb)) {
      return jsonb;
    }
    try (JsonParser parser = FACTORY.createParser(jsonb)) {
      parser.nextToken();
      ByteArrayOutputStream out = new ByteArrayOutputStream(jsonb.length);
      stripped(parser, out);
      return out.toByteArray();
    } catch (IOException impossible) {
      throw new IllegalStateException("broken JSONB", impossible);
    }
  }

  /** Whether there may be a zero behind the point of a number. */
  private static boolean mayEndWithZero(byte[] jsonb) {
    boolean point = false;
    for (byte c : jsonb) {
      if (point && c == '0') {
        return true;
      }
      point |= c == '.';
    }
    return false;
  }

  private static void stripped(JsonParser parser, ByteArrayOutputStream out) throws IOException {
    switch (parser.currentToken()) {
      case START_OBJECT, START_ARRAY -> {
        boolean object = parser.currentToken() == JsonToken.START_OBJECT;
        out.write(object ? '{' : '[');
        for (int i = 0; !parser.nextToken().isStructEnd(); i++) {
          if (i > 0) {
            separate(',', TypeKind.JSONB, out);
          }
          if (object) {
            out.writeBytes(quoted(parser.currentName()));
            separate(':', TypeKind.JSONB, out);
            parser.nextToken();
          }
          stripped(parser, out);
        }
        out.write(object ? '}' : ']');
      }
      case VALUE_STRING -> out.writeBytes(quoted(parser.getText()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        BigDecimal number = new BigDecimal(parser.getText());
        number = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        out.writeBytes(utf8(number.toPlainString()));
      }
      default -> out.writeBytes(utf8(parser.getText()));
    }
  }

  /** The value at the current token, as it was written; the parser stands at its end then. */
  static byte[] raw(JsonParser parser, byte[] source) throws IOException {
    switch (parser.currentToken()) {
      case START_OBJECT, START_ARRAY, VALUE_STRING -> {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        return Arrays.copyOfRange(source, from, (int) parser.currentLocation().getByteOffset());
      }
      default -> {
        return utf8(parser.getText());
      }
    }
  }

  /** What a value says: a text without its quotes; null for the null of JSON. */
  static byte @Nullable [] plain(byte[] json) {
    return switch (first(json)) {
      case 'n' -> null;
      case '"' -> utf8(unquoted(json));
      default -> json;
    };
  }

  /** What a text in JSON says. */
  static String unquoted(byte[] json) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      parser.nextToken();
      return parser.getText();
    } catch (IOException impossible) {
      throw new IllegalStateException("broken JSON", impossible);
    }
  }

  /** The first character that is no blank, which tells what kind of a value it is. */
  static char first(byte[] json) {
    int at = 0;
    while (json[at] == ' ' || json[at] == '\n' || json[at] == '\t' || json[at] == '\r') {
      at++;
    }
    return (char) json[at];
  }

  /** The kind of a value in one word, as PostgreSQL's. */
  static String typeOf(byte[] json) {
    return switch (first(json)) {
      case '{' -> "object";
      case '[' -> "array";
      case '"' -> "string";
      case 't', 'f' -> "boolean";
      case 'n' -> "null";
      default -> "number";
    };
  }

  static byte[] quoted(String text) {
    byte[] inside = JsonStringEncoder.getInstance().quoteAsUTF8(text);
    byte[] quoted = new byte[inside.length + 2];
    quoted[0] = '"';
    System.arraycopy(inside, 0, quoted, 1, inside.length);
    quoted[quoted.length - 1] = '"';
    return quoted;
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
