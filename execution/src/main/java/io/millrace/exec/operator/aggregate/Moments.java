package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.ColumnBuilder;
import io.millrace.plan.physical.AggregateCall.AggregateFunction;
import java.math.BigInteger;
import java.util.List;

/**
 * The sums that a function takes, and its result by them: a quotient of exact numbers that is
 * rounded once, and of which a root may be taken.
 *
 * <p>Of one argument the sums are those of its powers; of two, which SQL calls {@code y} and {@code
 * x}, those listed in {@link Term}.
 */
final class Moments {
  /** A sum over pairs; functions of one argument have {@code Y}, {@code YY} and powers. */
  private enum Term {
    Y,
    X,
    YY,
    XX,
    XY,
    CUBES,
    FOURTHS
  }

  private final AggregateFunction function;
  private final List<Term> terms;

  Moments(AggregateFunction function) {
    this.function = function;
    this.terms =
        switch (function) {
          case VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP, REGR_SYY -> List.of(Term.Y, Term.YY);
          case SKEWNESS -> List.of(Term.Y, Term.YY, Term.CUBES);
          case KURTOSIS -> List.of(Term.Y, Term.YY, Term.CUBES, Term.FOURTHS);
          case COVAR_POP, COVAR_SAMP, REGR_SXY -> List.of(Term.Y, Term.X, Term.XY);
          case CORR, REGR_R2 -> List.of(Term.Y, Term.X, Term.YY, Term.XX, Term.XY);
          case REGR_SLOPE, REGR_INTERCEPT -> List.of(Term.Y, Term.X, Term.XX, Term.XY);
          case REGR_AVGX -> List.of(Term.X);
          case REGR_AVGY -> List.of(Term.Y);
          case REGR_SXX -> List.of(Term.X, Term.XX);
          case REGR_COUNT -> List.of();
          default -> throw new IllegalArgumentException(function + " is not made of sums");
        };
  }

  /** How many sums there are. */
  int count() {
    return terms.size();
  }

  /** Adds a pair, or a value that comes as both, to the sums of a group. */
  void add(FloatingSums[] sums, int slot, double y, double x, int weight) {
    for (int i = 0; i < sums.length; i++) {
      FloatingSums sum = sums[i];
      switch (terms.get(i)) {
        case Y -> sum.add(slot, y, weight);
        case X -> sum.add(slot, x, weight);
        case YY -> sum.addProduct(slot, y, y, weight);
        case XX -> sum.addProduct(slot, x, x, weight);
        case XY -> sum.addProduct(slot, x, y, weight);
        case CUBES -> sum.addPower(slot, y, 3, weight);
        case FOURTHS -> sum.addPower(slot, y, 4, weight);
      }
    }
  }

  /** Whether so many values have a result, if it need not divide by zero. */
  boolean isDefined(long count) {
    return switch (function) {
      case VAR_SAMP, STDDEV_SAMP, COVAR_SAMP -> count > 1;
      default -> count > 0;
    };
  }

  /** Appends the result for the sums of a positive number of values. */
  void append(long count, ExactNumber[] sums, ColumnBuilder target) {
    BigInteger n = BigInteger.valueOf(count);
    BigInteger squared = n.multiply(n);
    BigInteger sample = n.multiply(BigInteger.valueOf(count - 1));
    switch (function) {
      case VAR_POP -> give(spread(sums, Term.Y, Term.YY, count).over(squared), target);
      case VAR_SAMP -> give(spread(sums, Term.Y, Term.YY, count).over(sample), target);
      case STDDEV_POP ->
          give(Math.sqrt(spread(sums, Term.Y, Term.YY, count).over(squared)), target);
      case STDDEV_SAMP ->
          give(Math.sqrt(spread(sums, Term.Y, Term.YY, count).over(sample)), target);
      case COVAR_POP -> give(together(sums, count).over(squared), target);
      case COVAR_SAMP -> give(together(sums, count).over(sample), target);
      case REGR_AVGX -> give(sum(sums, Term.X).over(n), target);
      case REGR_AVGY -> give(sum(sums, Term.Y).over(n), target);
      case REGR_SXX -> give(spread(sums, Term.X, Term.XX, count).over(n), target);
      case REGR_SYY -> give(spread(sums, Term.Y, Term.YY, count).over(n), target);
      case REGR_SXY -> give(together(sums, count).over(n), target);
      case SKEWNESS, KURTOSIS -> shape(count, sums, target);
      default -> line(count, sums, target);
    }
  }

  /** The results that depend on how the two sides go together. */
  private void line(long count, ExactNumber[] sums, ColumnBuilder target) {
    ExactNumber together = together(sums, count);
    ExactNumber ofY = terms.contains(Term.YY) ? spread(sums, Term.Y, Term.YY, count) : together;
    ExactNumber ofX = spread(sums, Term.X, Term.XX, count);
    if (ofX.signum() == 0 || function == AggregateFunction.CORR && ofY.signum() == 0) {
      target.appendNull();
      return;
    }
    switch (function) {
      case CORR -> {
        double root = Math.sqrt(together.times(together).over(ofX.times(ofY)));
        give(together.signum() < 0 ? -root : root, target);
      }
      case REGR_R2 ->
          give(ofY.signum() == 0 ? 1 : together.times(together).over(ofX.times(ofY)), target);
      case REGR_SLOPE -> give(together.over(ofX), target);
      default ->
          give(
              sum(sums, Term.Y)
                  .times(sum(sums, Term.XX))
                  .minus(sum(sums, Term.X).times(sum(sums, Term.XY)))
                  .over(ofX),
              target);
    }
  }

  /** By the central moments {@code m_k = Σ(y − mean)^k}, made whole by powers of the count. */
  private void shape(long count, ExactNumber[] sums, ColumnBuilder target) {
    ExactNumber second = spread(sums, Term.Y, Term.YY, count);
    if (second.signum() == 0) {
      target.appendNull();
      return;
    }
    ExactNumber y = sum(sums, Term.Y);
    ExactNumber yy = sum(sums, Term.YY);
    ExactNumber cubes = sum(sums, Term.CUBES);
    ExactNumber ySquared = y.times(y);
    if (function == AggregateFunction.SKEWNESS) {
      // n²·m3 over (n·m2)^1.5 and √n: squared, m3²·n⁴ over (n·m2)³
      ExactNumber third =
          cubes
              .times(count)
              .times(count)
              .minus(y.times(yy).times(3).times(count))
              .minus(ySquared.times(y).times(-2));
      double root = Math.sqrt(third.times(third).over(second.times(second).times(second)));
      give(third.signum() < 0 ? -root : root, target);
      return;
    }
    // n³·m4 over (n·m2)², and that is n·m4 over m2²
    ExactNumber fourth =
        sum(sums, Term.FOURTHS)
            .times(count)
            .times(count)
            .times(count)
            .minus(cubes.times(y).times(4).times(count).times(count))
            .minus(ySquared.times(yy).times(-6).times(count))
            .minus(ySquared.times(ySquared).times(3));
    ExactNumber square = second.times(second);
    give(fourth.minus(square.times(3)).over(square), target);
  }

  private ExactNumber sum(ExactNumber[] sums, Term term) {
    return sums[terms.indexOf(term)];
  }

  /** {@code n·Σy² − (Σy)²}. */
  private ExactNumber spread(ExactNumber[] sums, Term values, Term squares, long count) {
    ExactNumber sum = sum(sums, values);
    return sum(sums, squares).times(count).minus(sum.times(sum));
  }

  /** {@code n·Σxy − Σx·Σy}. */
  private ExactNumber together(ExactNumber[] sums, long count) {
    return sum(sums, Term.XY).times(count).minus(sum(sums, Term.X).times(sum(sums, Term.Y)));
  }

  /** No result is −0.0. */
  private static void give(double value, ColumnBuilder target) {
    target.appendDouble(value + 0.0);
  }
}
