package io.millrace.exec.build;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.plan.physical.AggregateCall;
import io.millrace.plan.physical.AggregateCall.AggregateFunction;
import io.millrace.plan.physical.OperatorSpec.AggregateSpec;
import io.millrace.plan.physical.OperatorSpec.Emission;
import io.millrace.plan.physical.OperatorSpec.Horizon;
import io.millrace.plan.physical.OperatorSpec.KeyPart;
import io.millrace.plan.physical.OperatorSpec.Slicing;
import io.millrace.plan.physical.OperatorSpec.WindowSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Aggregations over windows that overlap, each in two plans: every window counted by itself, and
 * windows made of slices.
 */
record SlidingCases(AggregateSpec windows, AggregateSpec slices, int keyCount) {
  private static final long SECOND = 1_000_000;

  /** Sizes, slides and offsets in seconds. */
  private static final int[][] SHAPES = {
    {2, 1, 0}, {10, 2, 1}, {6, 4, 0}, {9, 6, 2}, {30, 1, 0}, {5, 2, 0}, {12, 3, 7}
  };

  static SlidingCases random(Random random, boolean insertOnly, Emission emission) {
    int[] shape = SHAPES[random.nextInt(SHAPES.length)];
    long size = shape[0] * SECOND;
    long slide = shape[1] * SECOND;
    long offset = shape[2] * SECOND;
    long slice = gcd(size, slide);
    List<KeyPart> parts =
        switch (random.nextInt(4)) {
          case 0 -> List.of(KeyPart.START);
          case 1 -> List.of(KeyPart.VALUE, KeyPart.END);
          case 2 -> List.of(KeyPart.START, KeyPart.END, KeyPart.VALUE);
          default -> List.of(KeyPart.VALUE, KeyPart.TIME, KeyPart.VALUE);
        };
    boolean closes = emission == Emission.FINAL || random.nextInt(3) > 0;
    AggregateSpec windows =
        spec(window(size, slide, offset), parts, Optional.empty(), closes, insertOnly, emission);
    AggregateSpec slices =
        spec(
            window(slice, slice, Math.floorMod(offset, slice)),
            parts,
            Optional.of(new Slicing(size, slide, offset, slice, parts)),
            closes,
            insertOnly,
            emission);
    return new SlidingCases(windows, slices, parts.size());
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  private static WindowSpec window(long size, long slide, long offset) {
    List<Field> fields = new ArrayList<>(AggregateCases.INPUT.fields());
    for (String name : List.of("window_start", "window_end", "window_time")) {
      fields.add(new Field(name, DataType.TIMESTAMP.notNull()));
    }
    return new WindowSpec("w", AggregateCases.SOURCE, 0, size, slide, offset, new Schema(fields));
  }

  private static AggregateSpec spec(
      WindowSpec window,
      List<KeyPart> parts,
      Optional<Slicing> slicing,
      boolean closes,
      boolean insertOnly,
      Emission emission) {
    int first = AggregateCases.INPUT.size();
    List<Integer> keys = new ArrayList<>();
    Optional<Horizon> horizon = Optional.empty();
    long size = slicing.map(Slicing::sizeMicros).orElse(window.sizeMicros());
    for (KeyPart part : parts) {
      int column =
          switch (part) {
            case VALUE -> keys.contains(1) || keys.isEmpty() && parts.size() == 3 ? 3 : 1;
            case START -> first;
            case END -> first + 1;
            case TIME -> first + 2;
          };
      keys.add(column);
      if (closes && part != KeyPart.VALUE) {
        long offset = part == KeyPart.START ? size : part == KeyPart.END ? 0 : 1;
        horizon = Optional.of(new Horizon(column, offset + SECOND / 2));
      }
    }
    List<Field> fields = new ArrayList<>();
    keys.forEach(key -> fields.add(window.output().field(key)));
    List<AggregateCall> calls =
        AggregateCases.calls().stream().filter(call -> canMerge(call, insertOnly)).toList();
    for (int i = 0; i < calls.size(); i++) {
      fields.add(new Field("c" + i, calls.get(i).type()));
    }
    return new AggregateSpec(
        "a", window, keys, calls, slicing, horizon, insertOnly, emission, new Schema(fields));
  }

  private static boolean canMerge(AggregateCall call, boolean insertOnly) {
    boolean extreme =
        call.function() == AggregateFunction.MIN || call.function() == AggregateFunction.MAX;
    return extreme ? insertOnly : !call.distinct();
  }
}
