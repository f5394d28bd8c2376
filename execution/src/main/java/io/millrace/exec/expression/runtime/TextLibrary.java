package io.millrace.exec.expression.runtime;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.avatica.util.ByteString;
import org.jspecify.annotations.Nullable;

/** Functions of text and bytes outside of the fast path. */
public final class TextLibrary {
  private static final Pattern CONVERSION =
      Pattern.compile("%(?:([0-9]{1,4})\\$)?(-)?([0-9]{1,4})?([sL%])");
  private static final int NUMBER = 1;
  private static final int LEFT = 2;
  private static final int WIDTH = 3;
  private static final int KIND = 4;

  private TextLibrary() {}

  public static String toHex(Integer value) {
    return Integer.toHexString(value);
  }

  public static String toHex(Long value) {
    return Long.toHexString(value);
  }

  /** Of a whole number its digits, of text and bytes two digits for each byte. */
  public static String hex(Object value) {
    if (value instanceof Byte
        || value instanceof Short
        || value instanceof Integer
        || value instanceof Long) {
      return Long.toHexString(((Number) value).longValue()).toUpperCase(Locale.ROOT);
    }
    if (value instanceof String || value instanceof ByteString) {
      return HexFormat.of().withUpperCase().formatHex(bytes(value));
    }
    throw new IllegalArgumentException("neither a whole number nor text nor bytes");
  }

  private static byte[] bytes(Object value) {
    return value instanceof ByteString binary
        ? binary.getBytes()
        : value.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** NULL for what is not hexadecimal. */
  public static @Nullable ByteString unhex(String digits) {
    String even = digits.length() % 2 == 0 ? digits : "0" + digits;
    try {
      return new ByteString(HexFormat.of().parseHex(even));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  public static String sha224(Object value) {
    return digest("SHA-224", value);
  }

  public static String sha384(Object value) {
    return digest("SHA-384", value);
  }

  private static String digest(String algorithm, Object value) {
    if (!(value instanceof String) && !(value instanceof ByteString)) {
      throw new IllegalArgumentException("neither text nor bytes");
    }
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes(value)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK is without " + algorithm, e);
    }
  }

  /** Bytes as text: {@code hex} or {@code base64}. */
  public static String encode(ByteString value, String format) {
    return switch (format.toLowerCase(Locale.ROOT)) {
      case "hex" -> HexFormat.of().formatHex(value.getBytes());
      case "base64" ->
          // lines of 76 characters that end with a line feed, as in mails
          Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(value.getBytes());
      default -> throw new IllegalArgumentException("no format of bytes: " + format);
    };
  }

  public static ByteString encodeText(String value, String charset) {
    return new ByteString(value.getBytes(charset(charset)));
  }

  public static String decode(ByteString value, String charset) {
    try {
      return charset(charset).newDecoder().decode(ByteBuffer.wrap(value.getBytes())).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("the bytes are no text in " + charset, e);
    }
  }

  /** Text as bytes: {@code hex} or {@code base64}. */
  public static ByteString decodeText(String value, String format) {
    return new ByteString(
        switch (format.toLowerCase(Locale.ROOT)) {
          case "hex" -> HexFormat.of().parseHex(value);
          case "base64" -> Base64.getMimeDecoder().decode(value);
          default -> throw new IllegalArgumentException("no format of bytes: " + format);
        });
  }

  private static Charset charset(String name) {
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "UTF-8", "UTF8" -> StandardCharsets.UTF_8;
      case "US-ASCII" -> StandardCharsets.US_ASCII;
      case "ISO-8859-1" -> StandardCharsets.ISO_8859_1;
      case "UTF-16BE" -> StandardCharsets.UTF_16BE;
      case "UTF-16LE" -> StandardCharsets.UTF_16LE;
      default -> throw new IllegalArgumentException("no character set of that name: " + name);
    };
  }

  public static String quoteLiteral(String value) {
    if (value.indexOf('\\') >= 0) {
      return "E'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
    }
    return "'" + value.replace("'", "''") + "'";
  }

  /** In how many places two texts of one length differ. */
  public static Long hamming(String a, String b) {
    int[] first = a.codePoints().toArray();
    int[] second = b.codePoints().toArray();
    if (first.length != second.length) {
      throw new IllegalArgumentException("the texts are of different lengths");
    }
    long count = 0;
    for (int i = 0; i < first.length; i++) {
      count += first[i] == second[i] ? 0 : 1;
    }
    return count;
  }

  /** Whether the last of the digits is the check digit of Luhn's formula. */
  public static Boolean luhnCheck(String digits) {
    if (!digits.matches("[0-9]+")) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int weighted = i % 2 == 0 ? digit : 2 * digit;
      sum += weighted > 9 ? weighted - 9 : weighted;
    }
    return sum % 10 == 0;
  }

  /** Upper case becomes X, lower case x, digits n. */
  public static String mask(String value) {
    StringBuilder result = new StringBuilder(value.length());
    value
        .codePoints()
        .map(
            c ->
                Character.isUpperCase(c)
                    ? 'X'
                    : Character.isLowerCase(c) ? 'x' : Character.isDigit(c) ? 'n' : c)
        .forEach(result::appendCodePoint);
    return result.toString();
  }

  /** As {@code printf} of C. */
  public static String print(String pattern, Object[] values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  /**
   * PostgreSQL's: {@code %s}, {@code %L}, each also by number ({@code %1$s}) and with a width
   * ({@code %-5s}), and {@code %%}. NULL is no text at all, or the word where a literal is asked
   * for.
   */
  public static String format(String pattern, Object[] values) {
    StringBuilder result = new StringBuilder();
    int next = 0;
    Matcher found = CONVERSION.matcher(pattern);
    int at = 0;
    for (int sign = pattern.indexOf('%'); sign >= 0; sign = pattern.indexOf('%', at)) {
      result.append(pattern, at, sign);
      if (!found.region(sign, pattern.length()).lookingAt()) {
        throw new IllegalArgumentException(
            "no conversion: " + pattern.substring(sign, Math.min(pattern.length(), sign + 2)));
      }
      at = found.end();
      if (found.group(KIND).equals("%")) {
        result.append('%');
        continue;
      }
      int chosen = found.group(NUMBER) == null ? next : Integer.parseInt(found.group(NUMBER)) - 1;
      if (chosen < 0 || chosen >= values.length) {
        throw new IllegalArgumentException("too few arguments");
      }
      next = chosen + 1;
      pad(result, converted(found.group(KIND), values[chosen]), found);
    }
    return result.append(pattern, at, pattern.length()).toString();
  }

  private static String converted(String kind, @Nullable Object value) {
    boolean literal = kind.equals("L");
    if (value == null) {
      return literal ? "NULL" : "";
    }
    return literal ? quoteLiteral(plain(value)) : plain(value);
  }

  private static void pad(StringBuilder result, String value, Matcher conversion) {
    int width = conversion.group(WIDTH) == null ? 0 : Integer.parseInt(conversion.group(WIDTH));
    int blanks = width - value.codePointCount(0, value.length());
    boolean left = conversion.group(LEFT) != null;
    result.append(left ? value : "");
    result.append(" ".repeat(Math.max(0, blanks)));
    result.append(left ? "" : value);
  }

  private static String plain(Object value) {
    if (value instanceof Double || value instanceof Float || value instanceof ByteString) {
      throw new IllegalArgumentException("cast to text what is neither text nor an exact number");
    }
    return value instanceof java.math.BigDecimal decimal
        ? decimal.toPlainString()
        : value instanceof Boolean truth ? (truth ? "t" : "f") : value.toString();
  }

  /**
   * Upper case, lower case, digits and all else become the text for them, of one character; what
   * the text "NULL" stands for stays.
   */
  public static String mask(String value, String upper, String lower, String digit, String other) {
    StringBuilder result = new StringBuilder(value.length());
    int[] codes = {code(upper), code(lower), code(digit), code(other)};
    value
        .codePoints()
        .map(
            c -> {
              int kind =
                  Character.isUpperCase(c)
                      ? 0
                      : Character.isLowerCase(c) ? 1 : Character.isDigit(c) ? 2 : 3;
              return codes[kind] < 0 ? c : codes[kind];
            })
        .forEach(result::appendCodePoint);
    return result.toString();
  }

  private static int code(String text) {
    if (text.equals("NULL")) {
      return -1;
    }
    if (text.codePointCount(0, text.length()) != 1) {
      throw new IllegalArgumentException("not one character: " + Site.quote(text));
    }
    return text.codePointAt(0);
  }

  /** The number of the item of a list with commas that is the text; 0 if there is none. */
  public static Integer findInSet(String text, String list) {
    if (text.indexOf(',') >= 0) {
      return 0;
    }
    String[] items = list.split(",", -1);
    for (int i = 0; i < items.length; i++) {
      if (items[i].equals(text)) {
        return i + 1;
      }
    }
    return 0;
  }

  /** Fails with that message. */
  public static String raiseError(String message) {
    throw new IllegalArgumentException(message);
  }
}
