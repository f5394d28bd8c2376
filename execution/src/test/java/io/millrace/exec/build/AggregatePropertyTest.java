package io.millrace.exec.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.plan.physical.AggregateCall;
import io.millrace.plan.physical.OperatorSpec.AggregateSpec;
import io.millrace.plan.physical.OperatorSpec.Emission;
import io.millrace.state.memory.MemoryStateStore;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Every aggregate over random changes, with NULLs, deletions, late rows and watermarks, against
 * recomputation from the accepted input after each batch.
 */
class AggregatePropertyTest {
  @Property(tries = 60)
  void groupsThatNeverClose(@ForAll long seed, @ForAll boolean insertOnly) throws Exception {
    check(AggregateCases.spec(List.of(1, 2), false, insertOnly, Emission.CHANGES), seed);
  }

  @Property(tries = 60)
  void groupsWithHorizonGiveChanges(@ForAll long seed, @ForAll boolean insertOnly)
      throws Exception {
    check(AggregateCases.spec(List.of(0, 1), true, insertOnly, Emission.CHANGES), seed);
  }

  @Property(tries = 60)
  void groupsWithHorizonGiveFinalRows(@ForAll long seed, @ForAll boolean insertOnly)
      throws Exception {
    check(AggregateCases.spec(List.of(1, 0), true, insertOnly, Emission.FINAL), seed);
  }

  @Property(tries = 30)
  void oneGroupThatAlwaysExists(@ForAll long seed, @ForAll boolean insertOnly) throws Exception {
    check(AggregateCases.spec(List.of(), false, insertOnly, Emission.CHANGES), seed);
  }

  @Property(tries = 20)
  void finalAtTheEndOfInput(@ForAll long seed, @ForAll boolean keyed) throws Exception {
    check(AggregateCases.spec(keyed ? List.of(1) : List.of(), false, false, Emission.FINAL), seed);
  }

  private static void check(AggregateSpec spec, long seed) throws Exception {
    Random random = new Random(seed);
    int parallelism = 1 + random.nextInt(4);
    Map<List<Object>, Long> accepted = new HashMap<>();
    Map<List<Object>, Long> folded = new HashMap<>();
    long late = StepInput.NO_WATERMARK;
    long watermark = StepInput.NO_WATERMARK;
    int batches = 1 + random.nextInt(5);
    try (RunningGraph graph =
        GraphBuilder.build(
            spec,
            parallelism,
            ZoneOffset.UTC,
            (input, condition, projections, output, zone) -> {
              throw new IllegalStateException();
            },
            new MemoryStateStore())) {
      for (int batch = 0; batch < batches; batch++) {
        boolean end = batch == batches - 1;
        late = watermark;
        if (spec.horizon().isPresent() && random.nextBoolean()) {
          watermark = Math.max(watermark, 1_000_000L * random.nextInt(20));
        }
        List<Change> input = AggregateCases.randomInput(random, accepted, spec.insertOnly());
        long dropped = 0;
        for (Change change : input) {
          if (isLate(spec, change.row(), late)) {
            dropped += Math.abs(change.weight());
          } else {
            accepted.merge(change.row(), (long) change.weight(), Long::sum);
          }
        }
        accepted.values().removeIf(weight -> weight == 0);
        List<Change> output = new ArrayList<>();
        StepReport report =
            graph.run(
                new StepInput(
                    batch,
                    0,
                    watermark,
                    late,
                    end,
                    Map.of("s", TestSources.reader(AggregateCases.cut(input, random)))),
                changes -> output.addAll(OperatorTester.changes(changes)));
        Map<List<Object>, Long> delta = OperatorTester.consolidate(output);
        assertThat(delta).as("nothing is given that cancels").hasSize(output.size());
        delta.forEach((row, weight) -> folded.merge(row, weight, Long::sum));
        folded.values().removeIf(weight -> weight == 0);
        assertSame(
            folded,
            expected(spec, accepted, watermark, end),
            "batch " + batch + " of " + batches + " with seed " + seed);
        assertThat(report.operators().get(0).rowsDroppedByWatermark()).isEqualTo(dropped);
        if (!end) {
          assertThat(report.operators().get(0).rowsTotal())
              .as("groups held")
              .isEqualTo(held(spec, accepted, watermark));
        }
      }
    }
  }

  /** Compares results, showing only rows that differ. */
  private static void assertSame(
      Map<List<Object>, Long> actual, Map<List<Object>, Long> expected, String place) {
    Map<List<Object>, Long> surplus = new HashMap<>(actual);
    surplus.entrySet().removeAll(expected.entrySet());
    Map<List<Object>, Long> missing = new HashMap<>(expected);
    missing.entrySet().removeAll(actual.entrySet());
    assertThat(surplus.toString()).as(place).isEqualTo(missing.toString());
  }

  private static boolean isLate(AggregateSpec spec, List<Object> row, long late) {
    return spec.horizon().isPresent() && late != StepInput.NO_WATERMARK && horizon(row) <= late;
  }

  private static long horizon(List<Object> row) {
    LocalDateTime time = (LocalDateTime) row.get(0);
    return time == null
        ? Long.MAX_VALUE
        : time.toEpochSecond(ZoneOffset.UTC) * 1_000_000 + AggregateCases.HORIZON;
  }

  private static long held(AggregateSpec spec, Map<List<Object>, Long> accepted, long watermark) {
    Set<List<Object>> keys = new HashSet<>();
    accepted.forEach(
        (row, weight) -> {
          if (spec.horizon().isEmpty() || horizon(row) > watermark) {
            keys.add(key(spec, row));
          }
        });
    return spec.keys().isEmpty() ? 1 : keys.size();
  }

  private static List<Object> key(AggregateSpec spec, List<Object> row) {
    List<Object> key = new ArrayList<>();
    for (int column : spec.keys()) {
      Object value = row.get(column);
      key.add(value instanceof Double number && number == 0 ? Double.valueOf(0.0) : value);
    }
    return key;
  }

  private static Map<List<Object>, Long> expected(
      AggregateSpec spec, Map<List<Object>, Long> accepted, long watermark, boolean end) {
    Map<List<Object>, Map<List<Object>, Long>> groups = new HashMap<>();
    if (spec.keys().isEmpty()) {
      groups.put(List.of(), new HashMap<>());
    }
    accepted.forEach(
        (row, weight) ->
            groups.computeIfAbsent(key(spec, row), k -> new HashMap<>()).put(row, weight));
    Map<List<Object>, Long> rows = new HashMap<>();
    groups.forEach(
        (key, members) -> {
          boolean isFinal =
              end
                  || spec.horizon().isPresent()
                      && members.keySet().stream().allMatch(row -> horizon(row) <= watermark);
          if (spec.emission() == Emission.CHANGES || isFinal) {
            List<Object> row = new ArrayList<>(key);
            for (AggregateCall call : spec.calls()) {
              row.add(AggregateOracle.result(call, members));
            }
            rows.put(row, 1L);
          }
        });
    return rows;
  }
}
