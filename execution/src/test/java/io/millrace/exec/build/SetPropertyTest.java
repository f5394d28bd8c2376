package io.millrace.exec.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.connector.ChunkReader;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.plan.physical.OperatorSpec.SetSpec;
import io.millrace.plan.physical.OperatorSpec.SourceSpec;
import io.millrace.plan.physical.SetOperation;
import io.millrace.state.memory.MemoryStateStore;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** INTERSECT and EXCEPT over random changes of both inputs against recomputation. */
class SetPropertyTest {
  private static final Schema SCHEMA =
      Schema.of(new Field("k", DataType.STRING), new Field("v", DataType.INTEGER));
  private static final List<SourceSpec> SOURCES =
      List.of(TestSources.source("0", SCHEMA), TestSources.source("1", SCHEMA));

  @Property(tries = 200)
  void resultFollowsFromBothInputs(
      @ForAll SetOperation operation, @ForAll boolean atEnd, @ForAll long seed) throws Exception {
    SetSpec spec =
        new SetSpec("s", SOURCES.get(0), SOURCES.get(1), operation, atEnd, false, SCHEMA);
    Random random = new Random(seed);
    List<Map<List<Object>, Long>> inputs = List.of(new HashMap<>(), new HashMap<>());
    Map<List<Object>, Long> folded = new HashMap<>();
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
        boolean last = batch == 5;
        Map<String, ChunkReader> readers = new HashMap<>();
        for (int side = 0; side < 2; side++) {
          List<Change> changes = changes(inputs.get(side), random);
          readers.put("" + side, TestSources.reader(TestSources.chunks(SCHEMA, changes)));
        }
        StepReport report =
            graph.run(
                new StepInput(
                    batch, 0, StepInput.NO_WATERMARK, StepInput.NO_WATERMARK, last, readers),
                output ->
                    OperatorTester.changes(output)
                        .forEach(c -> folded.merge(c.row(), (long) c.weight(), Long::sum)));
        folded.values().removeIf(weight -> weight == 0);
        Set<List<Object>> held = new HashSet<>(inputs.get(0).keySet());
        held.addAll(inputs.get(1).keySet());
        assertThat(report.operators().get(0).rowsTotal()).isEqualTo(held.size());
        assertThat(folded).isEqualTo(atEnd && !last ? Map.of() : expected(operation, inputs, held));
      }
    }
  }

  private static Map<List<Object>, Long> expected(
      SetOperation operation, List<Map<List<Object>, Long>> inputs, Set<List<Object>> rows) {
    Map<List<Object>, Long> result = new HashMap<>();
    for (List<Object> row : rows) {
      long left = inputs.get(0).getOrDefault(row, 0L);
      long right = inputs.get(1).getOrDefault(row, 0L);
      long weight =
          switch (operation) {
            case INTERSECT -> Math.min(1, Math.min(left, right));
            case INTERSECT_ALL -> Math.min(left, right);
            case EXCEPT -> right > 0 ? 0 : Math.min(1, left);
            case EXCEPT_ALL -> Math.max(0, left - right);
          };
      if (weight > 0) {
        result.put(row, weight);
      }
    }
    return result;
  }

  private static List<Change> changes(Map<List<Object>, Long> input, Random random) {
    List<Change> changes = new ArrayList<>();
    for (int i = random.nextInt(10); i > 0; i--) {
      Object key = random.nextInt(4) == 0 ? null : "k" + random.nextInt(2);
      changes.add(new Change(1 + random.nextInt(2), Arrays.asList(key, random.nextInt(2))));
    }
    input.forEach(
        (row, weight) -> {
          if (random.nextInt(3) == 0) {
            changes.add(new Change(-1 - random.nextInt(weight.intValue()), row));
          }
        });
    Collections.shuffle(changes, random);
    changes.forEach(change -> input.merge(change.row(), (long) change.weight(), Long::sum));
    input.values().removeIf(weight -> weight == 0);
    return changes;
  }
}
