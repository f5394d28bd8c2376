package io.millrace.exec.changelog;

import java.util.Arrays;

/** A growing list of rows of a pool, or of entries of a table. */
final class ReferenceList {
  private long[] references = new long[64];
  private int size;

  void add(long reference) {
    if (size == references.length) {
      references = Arrays.copyOf(references, 2 * size);
    }
    references[size++] = reference;
  }

  void add(long reference, long times) {
    for (long i = 0; i < times; i++) {
      add(reference);
    }
  }

  int size() {
    return size;
  }

  long get(int index) {
    return references[index];
  }

  /** The list itself; valid up to its size. */
  long[] array() {
    return references;
  }
}
