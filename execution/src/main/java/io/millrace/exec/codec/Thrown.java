package io.millrace.exec.codec;

/** Lets whatever a program's own code throws through as it is, declared or not. */
final class Thrown {
  private Thrown() {}

  /** Throws it; the result is for {@code throw} in front. */
  static RuntimeException as(Throwable thrown) {
    return Thrown.<RuntimeException>sneak(thrown);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> RuntimeException sneak(Throwable thrown) throws E {
    throw (E) thrown;
  }
}
