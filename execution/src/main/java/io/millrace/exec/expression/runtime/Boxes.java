package io.millrace.exec.expression.runtime;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;
import org.apache.calcite.avatica.util.ByteString;
import org.jspecify.annotations.Nullable;

/** Boxed values at the border to functions of the long tail; null for NULL. */
public final class Boxes {
  private Boxes() {}

  public static @Nullable Object ofNothing() {
    return null;
  }

  public static @Nullable Boolean ofBoolean(boolean isNull, boolean value) {
    return isNull ? null : Boolean.valueOf(value);
  }

  public static @Nullable Byte ofByte(boolean isNull, int value) {
    return isNull ? null : Byte.valueOf((byte) value);
  }

  public static @Nullable Short ofShort(boolean isNull, int value) {
    return isNull ? null : Short.valueOf((short) value);
  }

  public static @Nullable Integer ofInt(boolean isNull, int value) {
    return isNull ? null : Integer.valueOf(value);
  }

  public static @Nullable Long ofLong(boolean isNull, long value) {
    return isNull ? null : Long.valueOf(value);
  }

  public static @Nullable Long ofMillis(boolean isNull, long micros) {
    return isNull ? null : Long.valueOf(Math.floorDiv(micros, 1000L));
  }

  public static @Nullable Float ofFloat(boolean isNull, double value) {
    return isNull ? null : Float.valueOf((float) value);
  }

  public static @Nullable Double ofDouble(boolean isNull, double value) {
    return isNull ? null : Double.valueOf(value);
  }

  public static @Nullable BigDecimal ofDecimal(boolean isNull, long low, long high, int scale) {
    return isNull ? null : Decimals.decimal(low, high, scale);
  }

  public static @Nullable String ofText(boolean isNull, byte[] data, int start, int length) {
    return isNull ? null : Site.text(data, start, length);
  }

  public static @Nullable ByteString ofBinary(boolean isNull, byte[] data, int start, int length) {
    return isNull ? null : new ByteString(Arrays.copyOfRange(data, start, start + length));
  }

  /** A number as DECIMAL, rounded half up. */
  public static void toDecimal(Int128 out, Number value, int digits, int scale, Site site) {
    BigDecimal decimal;
    if (value instanceof BigDecimal exact) {
      decimal = exact;
    } else if (value instanceof BigInteger whole) {
      decimal = new BigDecimal(whole);
    } else if (value instanceof Double || value instanceof Float) {
      decimal = new BigDecimal(value.toString());
    } else {
      decimal = BigDecimal.valueOf(value.longValue());
    }
    BigInteger unscaled = decimal.setScale(scale, RoundingMode.HALF_UP).unscaledValue();
    if (!out.set(unscaled) || !Int128.fits(out.low, out.high, digits)) {
      out.set(0, 0);
      site.overflow(decimal.toPlainString());
    }
  }

  /** Text or bytes. */
  public static void append(TextBuffer out, Object value) {
    if (value instanceof ByteString binary) {
      byte[] bytes = binary.getBytes();
      out.append(bytes, 0, bytes.length);
    } else {
      out.append(value.toString());
    }
  }
}
