package io.millrace.exec.operator.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FloatingSumTest {
  private static final long[] ZERO = {};

  private static double randomFinite(Random random, int spread) {
    if (random.nextInt(4) == 0) {
      double any = Double.longBitsToDouble(random.nextLong());
      return Double.isFinite(any) ? any : 1.0;
    }
    return Math.scalb(random.nextDouble() - 0.5, random.nextInt(2 * spread + 1) - spread);
  }

  @Property(tries = 300)
  void sumsAreExactWhateverTheOrder(@ForAll long seed) {
    Random random = new Random(seed);
    int spread = 1 + random.nextInt(1000);
    List<Double> values = new ArrayList<>();
    List<Integer> weights = new ArrayList<>();
    BigDecimal exact = BigDecimal.ZERO;
    long[] sum = ZERO;
    int count = random.nextInt(30);
    for (int i = 0; i < count; i++) {
      double value = randomFinite(random, spread);
      int weight =
          switch (random.nextInt(3)) {
            case 0 -> 1;
            case 1 -> -1;
            default -> random.nextInt();
          };
      values.add(value);
      weights.add(weight);
      exact = exact.add(new BigDecimal(value).multiply(BigDecimal.valueOf(weight)));
      sum = FloatingSum.add(sum, value, weight);
    }
    assertThat(FloatingSum.round(sum)).isEqualTo(exact.doubleValue() + 0.0);
    long divisor = 1 + random.nextInt(1000);
    assertThat(FloatingSum.roundQuotient(sum, divisor) + 0.0)
        .isEqualTo(
            exact.divide(BigDecimal.valueOf(divisor), new MathContext(2500)).doubleValue() + 0.0);

    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      order.add(i);
    }
    Collections.shuffle(order, random);
    for (int i : order) {
      sum = FloatingSum.add(sum, values.get(i), -weights.get(i) == 0 ? 0 : -weights.get(i));
    }
    boolean undone = weights.stream().noneMatch(weight -> weight == Integer.MIN_VALUE);
    assertThat(FloatingSum.round(sum) == 0.0 || !undone).isTrue();
  }

  @Test
  void manyAdditionsCarry() {
    long[] sum = ZERO;
    for (int i = 0; i < 100_000; i++) {
      sum = FloatingSum.add(sum, Double.MAX_VALUE, 1);
      sum = FloatingSum.add(sum, 1.0, 1);
    }
    assertThat(FloatingSum.round(sum)).isEqualTo(Double.POSITIVE_INFINITY);
    for (int i = 0; i < 100_000; i++) {
      sum = FloatingSum.add(sum, Double.MAX_VALUE, -1);
    }
    assertThat(FloatingSum.round(sum)).isEqualTo(100_000.0);
  }

  @Test
  void roundsToEvenOnce() {
    BigInteger odd = BigInteger.ONE.shiftLeft(53).add(BigInteger.ONE);
    assertThat(Rounding.round(odd, false, 0)).isEqualTo(0x1p53);
    assertThat(Rounding.round(odd, true, 0)).isEqualTo(0x1p53 + 2);
    assertThat(Rounding.round(BigInteger.ONE, false, -1075)).isEqualTo(0.0);
    assertThat(Rounding.round(BigInteger.ONE, true, -1075)).isEqualTo(Double.MIN_VALUE);
    assertThat(Rounding.round(BigInteger.ONE, false, 1024)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(Rounding.quotient(BigInteger.ONE.negate(), BigInteger.valueOf(3), 0))
        .isEqualTo(-1.0 / 3);
  }
}
