package io.millrace.plan.physical;

/** What is known of the order in which the changes of a result come, batch by batch. */
public enum ResultForm {
  /** Nothing: rows of a key come anywhere, rows of equal content in several pieces. */
  ANY,

  /**
   * Each key comes up once at most: with its old row (weight −1), its new row (+1), or both, the
   * old one directly before the new one and in the same piece. They may be equal.
   */
  PAIRS,

  /**
   * Each key comes up once at most: with its new row, whose weight is by how much it changes the
   * number of rows: 1 if the key is new, 0 if the row replaces another one. No row ever goes.
   */
  UPSERTS
}
