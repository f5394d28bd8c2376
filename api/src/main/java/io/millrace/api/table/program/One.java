package io.millrace.api.table.program;

import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * An iterator over one value, which may be null: whoever encodes it says whether that is allowed.
 */
final class One<T> implements Iterator<T> {
  private final T value;
  private boolean taken;

  private One(T value) {
    this.value = value;
  }

  static <T> Iterator<T> of(T value) {
    return new One<>(value);
  }

  @Override
  public boolean hasNext() {
    return !taken;
  }

  @Override
  public T next() {
    if (taken) {
      throw new NoSuchElementException();
    }
    taken = true;
    return value;
  }
}
