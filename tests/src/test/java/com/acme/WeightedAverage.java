package com.acme;

import io.millrace.api.udf.AggregateFunction;
import java.io.Serializable;

public final class WeightedAverage implements AggregateFunction<WeightedAverage.Sums, Double> {
  public static final class Sums implements Serializable {
    private static final long serialVersionUID = 1;
    double total;
    long weights;
  }

  @Override
  public Sums create() {
    return new Sums();
  }

  public void accumulate(Sums sums, double value, long weight) {
    sums.total += value * weight;
    sums.weights += weight;
  }

  public void retract(Sums sums, double value, long weight) {
    sums.total -= value * weight;
    sums.weights -= weight;
  }

  @Override
  public Double result(Sums sums) {
    return sums.weights == 0 ? null : sums.total / sums.weights;
  }
}
