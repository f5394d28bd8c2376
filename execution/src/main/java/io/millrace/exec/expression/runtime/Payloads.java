package io.millrace.exec.expression.runtime;

import io.millrace.api.batch.NestedFormat;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Values at the border to functions over nested values: the payload of {@link NestedFormat}, text
 * not closed; null for NULL.
 */
public final class Payloads {
  private Payloads() {}

  public static byte @Nullable [] ofBoolean(boolean isNull, boolean value) {
    return isNull ? null : of(value);
  }

  public static byte @Nullable [] ofInt(boolean isNull, int value) {
    return isNull ? null : of(value);
  }

  public static byte @Nullable [] ofLong(boolean isNull, long value) {
    return isNull ? null : of(value);
  }

  public static byte @Nullable [] ofDouble(boolean isNull, double value) {
    return isNull ? null : of(NestedFormat.orderedBits(value));
  }

  public static byte @Nullable [] ofWide(boolean isNull, long low, long high) {
    if (isNull) {
      return null;
    }
    byte[] payload = new byte[16];
    put(payload, 0, high ^ Long.MIN_VALUE, Long.BYTES);
    put(payload, 8, low, Long.BYTES);
    return payload;
  }

  public static byte @Nullable [] ofBytes(boolean isNull, byte[] data, int start, int length) {
    return isNull ? null : Arrays.copyOfRange(data, start, start + length);
  }

  static byte[] of(boolean value) {
    return new byte[] {(byte) (value ? 1 : 0)};
  }

  static byte[] of(int value) {
    byte[] payload = new byte[Integer.BYTES];
    put(payload, 0, value ^ Integer.MIN_VALUE, Integer.BYTES);
    return payload;
  }

  static byte[] of(long value) {
    byte[] payload = new byte[Long.BYTES];
    put(payload, 0, value ^ Long.MIN_VALUE, Long.BYTES);
    return payload;
  }

  private static void put(byte[] target, int at, long bits, int bytes) {
    for (int i = 0; i < bytes; i++) {
      target[at + i] = (byte) (bits >>> 8 * (bytes - 1 - i));
    }
  }
}
