package io.millrace.exec.expression.runtime;

import io.millrace.plan.expression.Expression;
import java.nio.charset.StandardCharsets;

/** Values of literals in the form that columns hold. */
public final class Constants {
  private Constants() {}

  /** The bytes of a text or BINARY literal. */
  public static byte[] bytes(Object literal) {
    if (literal instanceof Expression.Binary binary) {
      byte[] bytes = new byte[binary.bytes().size()];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = binary.bytes().get(i);
      }
      return bytes;
    }
    return ((String) literal).getBytes(StandardCharsets.UTF_8);
  }
}
