package io.millrace.exec.changelog;

import java.util.Arrays;

/** A growing list of rows of a pool, or of entries of a table. */
final class ReferenceList {
  private static final int INITIAL = 64;
  private static final int KEPT = 1 << 10;

  private long[] references = new long[INITIAL];
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

  /** Forgets everything; a long list gives its memory back. */
  void clear() {
    if (references.length > KEPT) {
      references = new long[INITIAL];
    }
    size = 0;
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
