package io.millrace.connector.memory;

/**
 * What a statement or transaction has changed: rows from {@code first} on were added, and of those
 * before it these were removed.
 */
record Pending(long first, LongList removed) {
  static Pending from(long first) {
    return new Pending(first, new LongList());
  }

  void remove(long id) {
    if (id < first) {
      removed.add(id);
    }
  }
}
