package io.millrace.api.function;

import java.util.Objects;

/** Three values, any of which may be null. */
public final class Tuple3<T1, T2, T3> {
  /** The first value. */
  public final T1 _1;

  /** The second value. */
  public final T2 _2;

  /** The third value. */
  public final T3 _3;

  public Tuple3(T1 _1, T2 _2, T3 _3) {
    this._1 = _1;
    this._2 = _2;
    this._3 = _3;
  }

  /** The first value. */
  public T1 _1() {
    return _1;
  }

  /** The second value. */
  public T2 _2() {
    return _2;
  }

  /** The third value. */
  public T3 _3() {
    return _3;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tuple3<?, ?, ?> that
        && Objects.equals(_1, that._1)
        && Objects.equals(_2, that._2)
        && Objects.equals(_3, that._3);
  }

  @Override
  public int hashCode() {
    return Objects.hash(_1, _2, _3);
  }

  @Override
  public String toString() {
    return "(" + _1 + "," + _2 + "," + _3 + ")";
  }
}
