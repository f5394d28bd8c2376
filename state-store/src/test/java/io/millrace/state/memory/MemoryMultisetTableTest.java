package io.millrace.state.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.state.MultisetTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class MemoryMultisetTableTest {
  private static final int GROUPS = 4;

  /** Random weights, also negative ones before their insertions, against sorted maps. */
  @Property(tries = 60)
  void weightsTransitionsAndExtremes(@ForAll long seed, @ForAll boolean text) {
    Random random = new Random(seed);
    DataType type = text ? DataType.STRING : DataType.INTEGER;
    Schema schema = Schema.of(new Field("v", type));
    MultisetTable table = new MemoryMultisetTable(List.of(type), true);
    Map<Integer, TreeMap<Comparable<Object>, Long>> expected = new HashMap<>();
    for (int i = 0; i < GROUPS; i++) {
      expected.put(i, new TreeMap<>());
    }
    for (int batch = 0; batch < 15; batch++) {
      int count = random.nextInt(60);
      BatchBuilder builder = new BatchBuilder(schema);
      int[] groups = new int[count];
      int[] weights = new int[count];
      int[] transitions = new int[count];
      int[] expectedTransitions = new int[count];
      for (int i = 0; i < count; i++) {
        groups[i] = random.nextInt(GROUPS);
        weights[i] = random.nextInt(5) - 2;
        int number = random.nextInt(40);
        Object value = text ? "a value with a long beginning " + number : (Object) number;
        builder.row(value);
        @SuppressWarnings("unchecked")
        Comparable<Object> key = (Comparable<Object>) value;
        TreeMap<Comparable<Object>, Long> group = expected.get(groups[i]);
        long before = group.getOrDefault(key, 0L);
        long after = before + weights[i];
        group.put(key, after);
        expectedTransitions[i] = (after > 0 ? 1 : 0) - (before > 0 ? 1 : 0);
      }
      table.add(
          groups,
          builder.build(),
          new int[] {0},
          IntStream.range(0, count).toArray(),
          weights,
          count,
          transitions);
      assertThat(transitions).isEqualTo(expectedTransitions);
      if (random.nextInt(5) == 0) {
        int gone = random.nextInt(GROUPS);
        table.removeGroups(new int[] {gone}, 0, 1);
        expected.get(gone).clear();
      }
      int size = 0;
      for (int i = 0; i < GROUPS; i++) {
        TreeMap<Comparable<Object>, Long> group = expected.get(i);
        group.values().removeIf(weight -> weight == 0);
        size += group.size();
        TreeMap<Comparable<Object>, Long> present = new TreeMap<>(group);
        present.values().removeIf(weight -> weight < 0);
        assertExtreme(table, type, i, false, present.isEmpty() ? null : present.firstKey());
        assertExtreme(table, type, i, true, present.isEmpty() ? null : present.lastKey());
      }
      assertThat(table.size()).isEqualTo(size);
    }
  }

  private static void assertExtreme(
      MultisetTable table, DataType type, int group, boolean largest, Object expected) {
    int handle = table.extreme(group, largest);
    if (expected == null) {
      assertThat(handle).isEqualTo(MultisetTable.NONE);
    } else {
      ColumnBuilder builder = new ColumnBuilder(type, 1);
      table.append(handle, builder);
      assertThat(builder.build().value(0)).isEqualTo(expected);
    }
  }
}
