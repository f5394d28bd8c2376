package io.millrace.tests.sqllogic;

import io.millrace.tests.sqllogic.SqlLogicFile.Sorting;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/** Rows as the values of a result, as files of this kind write them. */
final class Values {
  private static final Pattern HASH = Pattern.compile("(\\d+) values hashing to ([0-9a-f]{32})");

  private Values() {}

  /** The values of rows, sorted as a query asks for. */
  static List<String> of(List<List<Object>> rows, String types, Sorting sorting) {
    List<List<String>> texts = new ArrayList<>();
    for (List<Object> row : rows) {
      List<String> text = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        text.add(text(row.get(i), i < types.length() ? types.charAt(i) : 'T'));
      }
      texts.add(text);
    }
    if (sorting == Sorting.ROWSORT) {
      texts.sort(Comparator.comparing(row -> String.join("\n", row)));
    }
    List<String> values = new ArrayList<>();
    texts.forEach(values::addAll);
    if (sorting == Sorting.VALUESORT) {
      values.sort(Comparator.naturalOrder());
    }
    return values;
  }

  /** Whether values are what a file says. */
  static boolean match(List<String> values, List<String> expected) {
    if (expected.size() == 1) {
      var hash = HASH.matcher(expected.get(0));
      if (hash.matches()) {
        return values.size() == Integer.parseInt(hash.group(1))
            && md5(values).equals(hash.group(2));
      }
    }
    return values.equals(expected);
  }

  private static String md5(List<String> values) {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      values.forEach(value -> digest.update((value + "\n").getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(Object value, char type) {
    if (value == null) {
      return "NULL";
    }
    Object plain = value instanceof Boolean truth ? (Object) (truth ? 1 : 0) : value;
    if (plain instanceof Number number && type != 'T') {
      double floating = number.doubleValue();
      if (!Double.isFinite(floating)) {
        return number.toString();
      }
      BigDecimal exact = new BigDecimal(number.toString());
      return type == 'I'
          ? exact.setScale(0, RoundingMode.DOWN).toPlainString()
          : exact.setScale(3, RoundingMode.HALF_EVEN).toPlainString();
    }
    String text = value.toString();
    return text.isEmpty() ? "(empty)" : text;
  }
}
