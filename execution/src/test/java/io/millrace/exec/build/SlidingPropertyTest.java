package io.millrace.exec.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.plan.physical.OperatorSpec.AggregateSpec;
import io.millrace.plan.physical.OperatorSpec.Emission;
import io.millrace.state.memory.MemoryStateStore;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Windows made of slices are those that are counted one by one, batch for batch: every aggregate
 * that can be put together, over random changes with late rows, watermarks, deletions and rows
 * without time.
 */
class SlidingPropertyTest {
  @Property(tries = 150)
  void givesTheSameChanges(@ForAll long seed, @ForAll boolean insertOnly) throws Exception {
    check(seed, insertOnly, Emission.CHANGES);
  }

  @Property(tries = 80)
  void givesTheSameNewRows(@ForAll long seed) throws Exception {
    check(seed, true, Emission.UPSERTS);
  }

  @Property(tries = 150)
  void givesTheSameFinalRows(@ForAll long seed, @ForAll boolean insertOnly) throws Exception {
    check(seed, insertOnly, Emission.FINAL);
  }

  private static void check(long seed, boolean insertOnly, Emission emission) throws Exception {
    Random random = new Random(seed);
    SlidingCases cases = SlidingCases.random(random, insertOnly, emission);
    try (RunningGraph windows = graph(cases.windows(), 1);
        RunningGraph slices = graph(cases.slices(), 1 + random.nextInt(4))) {
      Map<List<Object>, Long> accepted = new HashMap<>();
      long late = StepInput.NO_WATERMARK;
      long watermark = StepInput.NO_WATERMARK;
      int batches = 1 + random.nextInt(8);
      for (int batch = 0; batch < batches; batch++) {
        late = watermark;
        if (random.nextBoolean()) {
          watermark = Math.max(watermark, 500_000L * (random.nextInt(100) - 30));
        }
        List<Change> input = AggregateCases.randomInput(random, accepted, insertOnly);
        input.forEach(change -> accepted.merge(change.row(), (long) change.weight(), Long::sum));
        accepted.values().removeIf(weight -> weight == 0);
        boolean end = batch == batches - 1 && random.nextBoolean();
        long cut = random.nextLong();
        Step expected = step(windows, batch, watermark, late, end, input, cut);
        Step actual = step(slices, batch, watermark, late, end, input, cut);
        String place = "batch " + batch + " of seed " + seed;
        assertThat(actual.rows()).as(place).containsExactlyInAnyOrderElementsOf(expected.rows());
        assertThat(actual.report().rowsDroppedByWatermark())
            .as(place)
            .isEqualTo(expected.report().rowsDroppedByWatermark());
        if (expected.report().rowsTotal() == 0) {
          assertThat(actual.report().rowsTotal())
              .as("slices without windows, " + place)
              .isLessThanOrEqualTo(lingering(cases.slices(), actual));
        }
      }
    }
  }

  /** A slice may stay until as long behind its last window as that began before it. */
  private static long lingering(AggregateSpec spec, Step step) {
    boolean exact =
        spec.slicing().orElseThrow().slideMicros() == spec.slicing().get().sliceMicros();
    return exact ? 0 : step.report().rowsTotal();
  }

  private record Step(List<Change> rows, StepReport.OperatorCount report) {}

  private static RunningGraph graph(AggregateSpec spec, int parallelism) {
    return GraphBuilder.build(
        spec,
        parallelism,
        ZoneOffset.UTC,
        (input, condition, projections, output, zone) -> {
          throw new IllegalStateException();
        },
        new MemoryStateStore());
  }

  private static Step step(
      RunningGraph graph,
      int batch,
      long watermark,
      long late,
      boolean end,
      List<Change> input,
      long cut)
      throws Exception {
    List<Change> output = new ArrayList<>();
    StepReport report =
        graph.run(
            new StepInput(
                batch,
                0,
                watermark,
                late,
                end,
                Map.of("s", TestSources.reader(AggregateCases.cut(input, new Random(cut))))),
            changes -> output.addAll(OperatorTester.changes(changes)));
    return new Step(output, report.operators().get(0));
  }
}
