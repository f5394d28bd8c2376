package io.millrace.exec.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.plan.physical.OperatorSpec.DistinctSpec;
import io.millrace.plan.physical.OperatorSpec.Horizon;
import io.millrace.plan.physical.OperatorSpec.SourceSpec;
import io.millrace.state.memory.MemoryStateStore;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** DISTINCT over random changes against recomputation from the accepted input. */
class DistinctPropertyTest {
  private static final Schema INPUT =
      Schema.of(new Field("ts", DataType.TIMESTAMP), new Field("k", DataType.STRING));
  private static final SourceSpec SOURCE = TestSources.source("s", INPUT);

  @Property(tries = 200)
  void resultIsTheDistinctRowsOfTheAcceptedInput(
      @ForAll long seed, @ForAll boolean insertOnly, @ForAll boolean horizon) throws Exception {
    DistinctSpec spec =
        new DistinctSpec(
            "d", SOURCE, horizon ? Optional.of(new Horizon(0, 0)) : Optional.empty(), insertOnly);
    Random random = new Random(seed);
    Map<List<Object>, Long> accepted = new HashMap<>();
    Map<List<Object>, Long> folded = new HashMap<>();
    long watermark = StepInput.NO_WATERMARK;
    try (RunningGraph graph =
        GraphBuilder.build(
            spec,
            1 + random.nextInt(4),
            ZoneOffset.UTC,
            (input, condition, projections, output, zone) -> {
              throw new IllegalStateException();
            },
            new MemoryStateStore())) {
      for (int batch = 0; batch < 6; batch++) {
        long late = watermark;
        if (horizon && random.nextBoolean()) {
          watermark = Math.max(watermark, 1_000_000L * random.nextInt(10));
        }
        List<Change> input = randomInput(random, accepted, insertOnly);
        long dropped = 0;
        BatchBuilder builder = new BatchBuilder(INPUT);
        for (Change change : input) {
          builder.weightedRow(change.weight(), change.row().toArray());
          if (horizon && late != StepInput.NO_WATERMARK && time(change.row()) <= late) {
            dropped += Math.abs(change.weight());
          } else {
            accepted.merge(change.row(), (long) change.weight(), Long::sum);
          }
        }
        accepted.values().removeIf(weight -> weight == 0);
        StepReport report =
            graph.run(
                new StepInput(
                    batch,
                    0,
                    watermark,
                    late,
                    false,
                    Map.of("s", TestSources.reader(List.of(List.of(builder.build()))))),
                changes ->
                    OperatorTester.changes(changes)
                        .forEach(
                            change ->
                                folded.merge(change.row(), (long) change.weight(), Long::sum)));
        folded.values().removeIf(weight -> weight == 0);
        Map<List<Object>, Long> expected = new HashMap<>();
        long held = 0;
        for (List<Object> row : accepted.keySet()) {
          expected.put(row, 1L);
          held += !horizon || time(row) > watermark ? 1 : 0;
        }
        assertThat(folded).isEqualTo(expected);
        assertThat(report.operators().get(0).rowsTotal()).isEqualTo(held);
        assertThat(report.operators().get(0).rowsDroppedByWatermark()).isEqualTo(dropped);
      }
    }
  }

  private static long time(List<Object> row) {
    LocalDateTime time = (LocalDateTime) row.get(0);
    return time == null ? Long.MAX_VALUE : time.toEpochSecond(ZoneOffset.UTC) * 1_000_000;
  }

  private static List<Change> randomInput(
      Random random, Map<List<Object>, Long> accepted, boolean insertOnly) {
    List<Change> input = new ArrayList<>();
    for (int i = random.nextInt(15); i > 0; i--) {
      LocalDateTime time =
          random.nextInt(6) == 0
              ? null
              : LocalDateTime.ofEpochSecond(random.nextInt(8), 0, ZoneOffset.UTC);
      List<Object> row =
          Arrays.asList(time, random.nextInt(5) == 0 ? null : "k" + random.nextInt(3));
      input.add(new Change(1 + random.nextInt(2), row));
    }
    if (!insertOnly) {
      accepted.forEach(
          (row, weight) -> {
            if (random.nextInt(2) == 0) {
              input.add(new Change(-1 - random.nextInt(weight.intValue()), row));
            }
          });
      Collections.shuffle(input, random);
    }
    return input;
  }
}
