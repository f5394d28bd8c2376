package io.millrace.tests.spark;

import java.util.Comparator;

/**
 * A method as far as it is compared.
 *
 * @param name of the method
 * @param parameters their number; all that a varargs method takes at its end are one
 */
record Signature(String name, int parameters) implements Comparable<Signature> {
  private static final Comparator<Signature> ORDER =
      Comparator.comparing(Signature::name, String.CASE_INSENSITIVE_ORDER)
          .thenComparing(Signature::name)
          .thenComparingInt(Signature::parameters);

  @Override
  public String toString() {
    return name + "(" + parameters + ")";
  }

  @Override
  public int compareTo(Signature other) {
    return ORDER.compare(this, other);
  }
}
