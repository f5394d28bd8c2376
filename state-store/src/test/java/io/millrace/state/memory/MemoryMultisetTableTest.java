package io.millrace.state.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.state.GroupRows;
import io.millrace.state.MultisetTable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class MemoryMultisetTableTest {
  private static final int GROUPS = 4;

  /** So many values that the hashes of some agree in half of their bits. */
  @Test
  void theOrderOfValuesDependsOnNothingButTheValues() {
    int count = 300_000;
    assertThat(ordered(IntStream.range(0, count).toArray(), 1))
        .isEqualTo(ordered(IntStream.range(0, count).map(i -> count - 1 - i).toArray(), 7));
  }

  /** Adds values to a group, asks in between, and gives them in the order of the table. */
  private static List<Object> ordered(int[] values, int group) {
    Schema schema = Schema.of(new Field("v", DataType.INTEGER));
    MultisetTable table = new MemoryMultisetTable(List.of(DataType.INTEGER.notNull()), false);
    GroupRows found = new GroupRows();
    int[] groups = {group};
    for (int from = 0; from < values.length; from += ColumnBatch.MAX_ROWS) {
      int count = Math.min(ColumnBatch.MAX_ROWS, values.length - from);
      BatchBuilder builder = new BatchBuilder(schema);
      for (int i = 0; i < count; i++) {
        builder.row(values[from + i]);
      }
      int[] rows = IntStream.range(0, count).toArray();
      int[] alike = new int[count];
      Arrays.fill(alike, group);
      int[] ones = new int[count];
      Arrays.fill(ones, 1);
      table.add(alike, builder.build(), new int[] {0}, rows, ones, count, new int[count]);
      if (from % 3 == 0) {
        table.values(groups, 1, found);
      }
    }
    table.values(groups, 1, found);
    ColumnBuilder column = new ColumnBuilder(DataType.INTEGER, found.size());
    table.append(0, found.handles(), 0, found.size(), column);
    Column built = column.build();
    return IntStream.range(0, found.size()).mapToObj(built::value).toList();
  }

  /** Random weights, also negative ones before their insertions, against sorted maps. */
  @Property(tries = 60)
  void weightsTransitionsAndExtremes(@ForAll long seed, @ForAll boolean text) {
    Random random = new Random(seed);
    DataType type = text ? DataType.STRING : DataType.INTEGER;
    Schema schema = Schema.of(new Field("v", type));
    MultisetTable table = new MemoryMultisetTable(List.of(type.notNull()), true);
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

  /** Values of several columns, some of them NULL, are told group by group with their weights. */
  @Property(tries = 60)
  void valuesOfGroups(@ForAll long seed) {
    Random random = new Random(seed);
    Schema schema =
        Schema.of(new Field("n", DataType.INTEGER), new Field("t", DataType.STRING.notNull()));
    MultisetTable table =
        new MemoryMultisetTable(List.of(DataType.INTEGER, DataType.STRING.notNull()), false);
    Map<Integer, Map<List<Object>, Long>> expected = new HashMap<>();
    for (int batch = 0; batch < 20; batch++) {
      int count = random.nextInt(40);
      BatchBuilder builder = new BatchBuilder(schema);
      int[] groups = new int[count];
      int[] weights = new int[count];
      for (int i = 0; i < count; i++) {
        groups[i] = random.nextInt(GROUPS);
        weights[i] = random.nextInt(5) - 2;
        Object number = random.nextInt(4) == 0 ? null : random.nextInt(12);
        String text = "a text with a long beginning " + random.nextInt(3);
        builder.row(number, text);
        expected
            .computeIfAbsent(groups[i], group -> new HashMap<>())
            .merge(Arrays.asList(number, text), (long) weights[i], Long::sum);
      }
      int[] rows = IntStream.range(0, count).toArray();
      table.add(groups, builder.build(), new int[] {0, 1}, rows, weights, count, new int[count]);
      expected.values().forEach(group -> group.values().removeIf(weight -> weight == 0));
      // asking puts values in order, and links them anew
      boolean asks = random.nextInt(3) == 0 || batch == 19;
      for (int group = 0; asks && group < GROUPS; group++) {
        Map<List<Object>, Long> values = expected.getOrDefault(group, Map.of());
        assertThat(table.isEmpty(group)).isEqualTo(values.isEmpty());
        assertThat(values(table, schema, group)).isEqualTo(values);
      }
    }
  }

  private static Map<List<Object>, Long> values(MultisetTable table, Schema schema, int group) {
    GroupRows found = new GroupRows();
    table.values(new int[] {group, GROUPS + 1}, 2, found);
    assertThat(found.start(1)).isEqualTo(found.end(1));
    ColumnBuilder numbers = new ColumnBuilder(schema.type(0), found.size());
    ColumnBuilder texts = new ColumnBuilder(schema.type(1), found.size());
    table.append(0, found.handles(), found.start(0), found.end(0), numbers);
    table.append(1, found.handles(), found.start(0), found.end(0), texts);
    Column first = numbers.build();
    Column second = texts.build();
    Map<List<Object>, Long> values = new HashMap<>();
    for (int i = 0; i < found.end(0); i++) {
      values.put(Arrays.asList(first.value(i), second.value(i)), found.copies()[i]);
    }
    return values;
  }
}
