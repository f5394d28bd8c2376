package io.millrace.state.format.v1;

/**
 * What all entries of a section have in common.
 *
 * @param signature of the table's types, words and horizon
 * @param keyBytes of every key; 0 if they differ
 * @param words of every value
 * @param extended whether values have more than words
 */
public record SectionHeader(
    ChangeKind kind,
    String operator,
    String table,
    long signature,
    int keyBytes,
    int words,
    boolean extended) {

  /** The header for entries that are keys alone, of differing length or not. */
  public SectionHeader removal(ChangeKind newKind, int newKeyBytes) {
    return new SectionHeader(newKind, operator, table, signature, newKeyBytes, 0, false);
  }
}
