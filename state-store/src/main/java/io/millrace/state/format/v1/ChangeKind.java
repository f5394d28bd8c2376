package io.millrace.state.format.v1;

/** What a section says of its entries. The order is the order of application. */
public enum ChangeKind {
  /** Groups lost all their values. */
  GROUP_REMOVED,
  /** Values of groups went. */
  VALUE_REMOVED,
  /** Keys of a keyed table went. */
  KEY_REMOVED,
  /** Keys of a keyed table have these words. */
  KEY_PUT,
  /** Values of groups have these words: weights, times. */
  VALUE_PUT;

  private static final ChangeKind[] KINDS = values();

  /** The kind with that number in a record. */
  static ChangeKind of(int number) {
    if (number < 0 || number >= KINDS.length) {
      throw new IllegalArgumentException("there is no change of kind " + number);
    }
    return KINDS[number];
  }
}
