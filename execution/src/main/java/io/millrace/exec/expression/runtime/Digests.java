package io.millrace.exec.expression.runtime;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** MD5, SHA-1 or SHA-256 in hexadecimal. */
public final class Digests implements InstanceConstant {
  private static final String HEXADECIMAL = "0123456789abcdef";

  private final String algorithm;
  private final MessageDigest digest;

  public Digests(String algorithm) {
    this.algorithm = algorithm;
    try {
      this.digest = MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has " + algorithm, missing);
    }
  }

  @Override
  public Digests forInstance() {
    return new Digests(algorithm);
  }

  public void append(TextBuffer out, byte[] data, int at, int length) {
    digest.update(data, at, length);
    for (byte b : digest.digest()) {
      out.append((byte) HEXADECIMAL.charAt(b >> 4 & 15));
      out.append((byte) HEXADECIMAL.charAt(b & 15));
    }
  }
}
