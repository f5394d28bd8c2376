package io.millrace.state.format.v1;

import io.millrace.state.StateOutput;
import java.nio.ByteBuffer;

/**
 * A value as the store behind the log has it: the schema version (a byte), the words (eight bytes
 * each, high first), what the table's extensions wrote.
 */
public final class StoredValue {
  private StoredValue() {}

  /** The bytes of a value. */
  public static int bytes(int words, int extensionLength) {
    return 1 + words * Long.BYTES + extensionLength;
  }

  /** Appends a value. */
  public static void write(
      long[] words, int from, int count, byte[] source, int start, int length, StateOutput output) {
    output.writeByte(ChangeRecordWriter.SCHEMA_VERSION);
    for (int i = 0; i < count; i++) {
      output.writeLong(words[from + i]);
    }
    output.writeBytes(source, start, length);
  }

  /** Writes a value over another that is not shorter. */
  public static void overwrite(
      long[] words,
      int from,
      int count,
      byte[] source,
      int start,
      int length,
      StateOutput output,
      int valueStart) {
    for (int i = 0; i < count; i++) {
      output.setLong(valueStart + 1 + i * Long.BYTES, words[from + i]);
    }
    System.arraycopy(source, start, output.array(), valueStart + 1 + count * Long.BYTES, length);
  }

  /** Reads the words; what extensions wrote is what is left. */
  static void readWords(ByteBuffer value, int count, long[] target, int at) {
    int version = value.get();
    if (version != ChangeRecordWriter.SCHEMA_VERSION) {
      throw new IllegalArgumentException("a value has version " + version);
    }
    for (int i = 0; i < count; i++) {
      target[at + i] = value.getLong();
    }
  }
}
