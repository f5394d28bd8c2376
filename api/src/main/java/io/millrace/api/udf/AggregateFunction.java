package io.millrace.api.udf;

import org.jspecify.annotations.Nullable;

/**
 * A function of many rows. What it knows of a group is in an accumulator, which the engine keeps,
 * writes into checkpoints and gives back after a restart.
 *
 * <pre>{@code
 * public final class WeightedAverage
 *     implements AggregateFunction<WeightedAverage.Sums, Double> {
 *   public static final class Sums implements Serializable {
 *     double total;
 *     long weights;
 *   }
 *
 *   public Sums create() {
 *     return new Sums();
 *   }
 *
 *   public void accumulate(Sums sums, double value, long weight) {
 *     sums.total += value * weight;
 *     sums.weights += weight;
 *   }
 *
 *   public Double result(Sums sums) {
 *     return sums.weights == 0 ? null : sums.total / sums.weights;
 *   }
 * }
 * }</pre>
 *
 * <p>Beside the methods here the class has, found by their names:
 *
 * <ul>
 *   <li>{@code accumulate(A accumulator, …)}, public, once or as overloads: adds a row whose
 *       arguments follow. It changes the accumulator, or returns the new one.
 *   <li>{@code retract(A accumulator, …)} with the same parameters, if it can: takes back a row
 *       that was added before. Without it the engine keeps the rows of each group where rows can be
 *       taken back, and adds them up anew, in no particular order, for each batch that changes the
 *       group.
 *   <li>{@code merge(A into, A other)}, if it can: adds what the second accumulator knows to the
 *       first and returns that; the second stays as it is. With it overlapping windows are put
 *       together of parts.
 * </ul>
 *
 * <p>Types of arguments and results are those of {@link ScalarFunction}. Rows with NULL for a
 * primitive parameter are left out, and with DISTINCT all rows with NULL. Methods of one
 * accumulator are called by one thread at a time; the function itself is shared if it was
 * registered as an object.
 *
 * @param <A> the accumulator: Serializable, unless {@link #codec} says otherwise
 * @param <R> the result
 */
public interface AggregateFunction<A, R extends @Nullable Object> {

  /** The accumulator of a group without rows. */
  A create();

  /** The result of a group; null for NULL. It must not change the accumulator. */
  R result(A accumulator);

  /** How accumulators are written into checkpoints; by Java serialization unless overridden. */
  default AccumulatorCodec<A> codec() {
    return AccumulatorCodec.serialization();
  }
}
