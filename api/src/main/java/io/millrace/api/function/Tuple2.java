package io.millrace.api.function;

import java.util.Objects;

/** Two values, any of which may be null. */
public final class Tuple2<T1, T2> {
  /** The first value. */
  public final T1 _1;

  /** The second value. */
  public final T2 _2;

  public Tuple2(T1 _1, T2 _2) {
    this._1 = _1;
    this._2 = _2;
  }

  /** The first value. */
  public T1 _1() {
    return _1;
  }

  /** The second value. */
  public T2 _2() {
    return _2;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tuple2<?, ?> that
        && Objects.equals(_1, that._1)
        && Objects.equals(_2, that._2);
  }

  @Override
  public int hashCode() {
    return Objects.hash(_1, _2);
  }

  @Override
  public String toString() {
    return "(" + _1 + "," + _2 + ")";
  }
}
