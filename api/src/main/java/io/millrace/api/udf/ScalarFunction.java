package io.millrace.api.udf;

/**
 * Marks a class whose public methods {@code eval} (or {@code call}) are a scalar function: one
 * value for each row. Several methods are overloads; the one whose parameters need the least
 * conversion is called.
 *
 * <pre>{@code
 * public final class Initials implements ScalarFunction {
 *   public String eval(String first, String last) {
 *     return first.substring(0, 1) + last.substring(0, 1);
 *   }
 * }
 * }</pre>
 *
 * <p>Types: {@code boolean, byte, short, int, long, float, double} and their boxes, String,
 * BigDecimal, LocalDate, LocalTime, LocalDateTime (TIMESTAMP), Instant (TIMESTAMP_LTZ), Duration,
 * Period (intervals), {@code byte[]}; Object takes an argument of any type. If an argument of a
 * primitive parameter is NULL, the result is NULL without a call; other parameters get null.
 *
 * <p>A class named in SQL needs a public constructor without parameters. Each worker has an
 * instance of its own, so it may keep buffers in its fields; what is registered as an object is
 * shared by all of them.
 */
public interface ScalarFunction {

  /**
   * Whether equal arguments always give equal results. What is not deterministic is neither
   * computed in advance nor allowed where rows may be taken back, because it could not be computed
   * again.
   */
  default boolean isDeterministic() {
    return true;
  }
}
