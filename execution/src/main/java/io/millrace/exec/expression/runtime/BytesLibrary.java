package io.millrace.exec.expression.runtime;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.calcite.avatica.util.ByteString;
import org.jspecify.annotations.Nullable;

/** Text as bytes, in one of several forms. */
public final class BytesLibrary {
  private BytesLibrary() {}

  /** Of text in a form: hex, base64 or utf-8. */
  public static ByteString toBinary(String text, String form) {
    ByteString bytes = tryToBinary(text, form);
    if (bytes == null) {
      throw new IllegalArgumentException(Site.quote(text) + " is not " + form);
    }
    return bytes;
  }

  /** As {@link #toBinary}, and NULL for text that does not have that form. */
  public static @Nullable ByteString tryToBinary(String text, String form) {
    switch (form.toLowerCase(Locale.ROOT)) {
      case "hex" -> {
        String even = text.length() % 2 == 0 ? text : "0" + text;
        boolean digits = even.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
        return digits ? new ByteString(HexFormat.of().parseHex(even)) : null;
      }
      case "base64" -> {
        return isBase64(text) ? new ByteString(Base64.getMimeDecoder().decode(text)) : null;
      }
      case "utf-8", "utf8" -> {
        return new ByteString(text.getBytes(StandardCharsets.UTF_8));
      }
      default ->
          throw new IllegalArgumentException(
              "the form must be hex, base64 or utf-8, not " + Site.quote(form));
    }
  }

  private static boolean isBase64(String text) {
    int digits = 0;
    int padding = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean digit =
          c >= 'A' && c <= 'Z'
              || c >= 'a' && c <= 'z'
              || c >= '0' && c <= '9'
              || c == '+'
              || c == '/';
      if (digit && padding == 0) {
        digits++;
      } else if (c == '=') {
        padding++;
      } else if (!Character.isWhitespace(c)) {
        return false;
      }
    }
    int rest = digits % 4;
    return padding == 0 ? rest != 1 : padding <= 2 && (rest + padding) % 4 == 0;
  }
}
