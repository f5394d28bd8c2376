package io.millrace.exec.expression.runtime;

import io.millrace.api.batch.NestedReader;
import io.millrace.api.batch.NestedWriter;
import io.millrace.api.types.DataType;
import io.millrace.plan.expression.JavaValues;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Values at the border to the user's Java code, as generated code has them; null for NULL. */
public final class UserValues {
  private UserValues() {}

  public static @Nullable Object ofNothing() {
    return null;
  }

  public static @Nullable Boolean ofBoolean(boolean isNull, boolean value) {
    return isNull ? null : Boolean.valueOf(value);
  }

  public static @Nullable Object ofWhole(boolean isNull, long value, DataType type) {
    return isNull ? null : JavaValues.ofWhole(type, value);
  }

  public static @Nullable Float ofFloat(boolean isNull, double value) {
    return isNull ? null : Float.valueOf((float) value);
  }

  public static @Nullable Double ofDouble(boolean isNull, double value) {
    return isNull ? null : Double.valueOf(value);
  }

  public static @Nullable Object ofDecimal(boolean isNull, long low, long high, int scale) {
    return isNull ? null : Decimals.decimal(low, high, scale);
  }

  public static @Nullable String ofText(boolean isNull, byte[] data, int start, int length) {
    return isNull ? null : Site.text(data, start, length);
  }

  public static byte @Nullable [] ofBinary(boolean isNull, byte[] data, int start, int length) {
    return isNull ? null : Arrays.copyOfRange(data, start, start + length);
  }

  /** A List, Map or {@link io.millrace.api.types.StructValue}. */
  public static @Nullable Object ofNested(
      boolean isNull, byte[] data, int start, int length, DataType type) {
    return isNull ? null : NestedReader.value(type, data, start);
  }

  public static void appendNested(TextBuffer out, Object value, DataType type) {
    NestedWriter nested = new NestedWriter();
    nested.putNested(type, value);
    out.append(nested.data(), 0, nested.size());
  }

  public static boolean toBoolean(Object value) {
    return (Boolean) value;
  }

  public static long toWhole(Object value, DataType type) {
    return JavaValues.whole(type, value);
  }

  public static int toInt(Object value, DataType type) {
    return Math.toIntExact(JavaValues.whole(type, value));
  }

  public static double toDouble(Object value) {
    return ((Number) value).doubleValue();
  }

  public static double toReal(Object value) {
    return ((Number) value).floatValue();
  }

  public static void toDecimal(Int128 out, Object value, DataType type) {
    if (!out.set(JavaValues.decimal(type, value).unscaledValue())) {
      throw new ArithmeticException(value + " is out of range for " + type.sql());
    }
  }

  public static void append(TextBuffer out, Object value) {
    if (value instanceof byte[] binary) {
      out.append(binary, 0, binary.length);
    } else {
      out.append((String) value);
    }
  }
}
