package io.millrace.state.format.v1;

/** Where the second words of text and binary beyond {@code KeyLayout.INLINE_BYTES} point to. */
public interface LongBytes {

  /** The array that holds the bytes. */
  byte[] array(long address);

  /** Where they begin in it. */
  int offset(long address);
}
