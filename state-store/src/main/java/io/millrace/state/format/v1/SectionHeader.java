package io.millrace.state.format.v1;

import io.millrace.state.StateInput;
import io.millrace.state.StateOutput;
import java.nio.charset.StandardCharsets;

/**
 * What all entries of a section have in common.
 *
 * @param signature of the table's types, words and horizon
 * @param keyBytes of every key; 0 if they differ
 * @param words of every value
 * @param fresh whether the keys were in no record before, or in a removal last
 * @param extended whether values have more than words
 * @param exact whether keys that are not new are in a record before, and not in a removal last
 */
public record SectionHeader(
    ChangeKind kind,
    String operator,
    String table,
    long signature,
    int keyBytes,
    int words,
    boolean fresh,
    boolean extended,
    boolean exact) {
  private static final int EXTENDED = 1;
  private static final int FRESH = 2;
  private static final int EXACT = 4;

  /** A header of a section as it is written now. */
  public SectionHeader(
      ChangeKind kind,
      String operator,
      String table,
      long signature,
      int keyBytes,
      int words,
      boolean fresh,
      boolean extended) {
    this(kind, operator, table, signature, keyBytes, words, fresh, extended, true);
  }

  /** The header for entries that are keys alone, of differing length or not. */
  public SectionHeader removal(ChangeKind newKind, int newKeyBytes) {
    return new SectionHeader(newKind, operator, table, signature, newKeyBytes, 0, false, false);
  }

  /** The header for keys that are new, or not. */
  public SectionHeader withFresh(boolean newFresh) {
    return new SectionHeader(kind, operator, table, signature, keyBytes, words, newFresh, extended);
  }

  /** Writes everything. */
  public void write(StateOutput output) {
    output.writeByte(kind.ordinal());
    writeText(operator, output);
    writeText(table, output);
    output.writeLong(signature);
    output.writeByte(ChangeRecordWriter.SCHEMA_VERSION);
    output.writeInt(keyBytes);
    output.writeVarInt(words);
    output.writeByte((fresh ? FRESH : 0) | (extended ? EXTENDED : 0) | (exact ? EXACT : 0));
  }

  private static void writeText(String text, StateOutput output) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    output.writeVarInt(bytes.length);
    output.writeBytes(bytes, 0, bytes.length);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException it is something else
   */
  public static SectionHeader read(StateInput input) {
    ChangeKind kind = ChangeKind.of(input.readByte());
    String operator = readText(input);
    String table = readText(input);
    long signature = input.readLong();
    int schemaVersion = input.readByte();
    if (schemaVersion != ChangeRecordWriter.SCHEMA_VERSION) {
      throw new IllegalArgumentException("values have version " + schemaVersion);
    }
    int keyBytes = input.readInt();
    int words = input.readVarInt();
    int flags = input.readByte();
    return new SectionHeader(
        kind,
        operator,
        table,
        signature,
        keyBytes,
        words,
        (flags & FRESH) != 0,
        (flags & EXTENDED) != 0,
        (flags & EXACT) != 0);
  }

  private static String readText(StateInput input) {
    int length = input.readVarInt();
    int start = input.skip(length);
    return new String(input.array(), start, length, StandardCharsets.UTF_8);
  }
}
