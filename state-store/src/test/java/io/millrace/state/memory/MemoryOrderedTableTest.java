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
import io.millrace.state.OrderedTable;
import io.millrace.state.OrderedTable.Place;
import io.millrace.state.RandomKeys;
import io.millrace.state.RowOrdering;
import io.millrace.state.SortOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class MemoryOrderedTableTest {
  private static final int GROUPS = 3;

  /** A table and, by group, what should be in it. */
  private static final class Compared {
    final Random random;
    final Schema schema;
    final List<SortOrder> orders;
    final OrderedTable table;
    final List<TreeMap<Object[], Long>> expected = new ArrayList<>();
    final int range;

    Compared(Random random) {
      this.random = random;
      this.schema = RandomKeys.schema(random, random.nextInt(5));
      this.orders = RowOrdering.randomOrders(random, schema.size());
      this.range = 3 + random.nextInt(30);
      List<DataType> types = schema.fields().stream().map(Field::type).toList();
      this.table = new MemoryOrderedTable(types, orders);
      for (int i = 0; i < GROUPS; i++) {
        expected.add(new TreeMap<>(order(schema.size())));
      }
    }

    /** Compares the first columns of rows. */
    Comparator<Object[]> order(int columns) {
      return new RowOrdering(orders, columns);
    }

    Object[] row() {
      return RandomKeys.row(schema, random, range);
    }

    ColumnBatch batch(List<Object[]> rows) {
      BatchBuilder builder = new BatchBuilder(schema);
      rows.forEach(builder::row);
      return builder.build();
    }

    private static List<Object[]> single(Object[] row) {
      return Collections.singletonList(row);
    }

    int[] columns(int count) {
      return IntStream.range(0, count).toArray();
    }

    int[] groups(int count) {
      return random.ints(count, 0, GROUPS).toArray();
    }

    void add() {
      int count = random.nextInt(60);
      List<Object[]> rows = new ArrayList<>();
      int[] groups = groups(count);
      int[] weights = new int[count];
      for (int i = 0; i < count; i++) {
        TreeMap<Object[], Long> group = expected.get(groups[i]);
        boolean known = !group.isEmpty() && random.nextInt(3) == 0;
        Object[] row = known ? any(group) : row();
        weights[i] = known && random.nextBoolean() ? (int) -group.get(row) : random.nextInt(5) - 1;
        rows.add(row);
        group.merge(row, (long) weights[i], Long::sum);
      }
      expected.forEach(group -> group.values().removeIf(weight -> weight == 0));
      int[] handles = new int[count];
      table.add(
          groups, batch(rows), columns(schema.size()), columns(count), weights, count, handles);
      for (int i = 0; i < count; i++) {
        if (expected.get(groups[i]).containsKey(rows.get(i))) {
          assertRow(handles[i], rows.get(i), expected.get(groups[i]).get(rows.get(i)));
        } else {
          assertThat(handles[i]).isEqualTo(OrderedTable.NONE);
        }
      }
    }

    private Object[] any(TreeMap<Object[], Long> group) {
      return new ArrayList<>(group.keySet()).get(random.nextInt(group.size()));
    }

    void assertRow(int handle, Object[] row, long weight) {
      int[] handles = {handle};
      long[] weights = new long[1];
      table.weights(handles, 1, weights);
      assertThat(weights[0]).isEqualTo(weight);
      Object[] stored = new Object[row.length];
      for (int i = 0; i < row.length; i++) {
        ColumnBuilder builder = new ColumnBuilder(schema.type(i), 1);
        table.append(i, handles, 0, 1, builder);
        Column column = builder.build();
        stored[i] = column.value(0);
      }
      assertThat(RandomKeys.normal(stored)).isEqualTo(RandomKeys.normal(row));
    }

    void evict() {
      if (schema.size() == 0) {
        return;
      }
      int columns = 1 + random.nextInt(schema.size());
      Object[] bound = row();
      int[] groups = {random.nextInt(GROUPS)};
      table.removeBefore(groups, batch(single(bound)), columns(columns), new int[] {0}, 1);
      expected.get(groups[0]).keySet().removeIf(row -> order(columns).compare(row, bound) < 0);
    }

    void removeGroup() {
      int[] groups = {random.nextInt(GROUPS)};
      table.removeGroups(groups, 0, 1);
      expected.get(groups[0]).clear();
    }

    void check() {
      long[] sizes = new long[GROUPS];
      int[] groups = columns(GROUPS);
      table.sizes(groups, GROUPS, sizes);
      long[] zeros = new long[GROUPS];
      GroupRows rows = new GroupRows();
      table.ranges(groups, zeros, sizes, false, GROUPS, rows);
      int size = 0;
      for (int group = 0; group < GROUPS; group++) {
        checkGroup(
            group,
            sizes[group],
            Arrays.copyOfRange(rows.handles(), rows.start(group), rows.end(group)));
        checkSearch(group);
        size += expected.get(group).size();
      }
      assertThat(table.size()).isEqualTo(size);
    }

    private void checkGroup(int group, long size, int[] handles) {
      long position = 0;
      int next = 0;
      for (Map.Entry<Object[], Long> each : expected.get(group).entrySet()) {
        if (each.getValue() < 0) {
          continue;
        }
        int handle = handles[next++];
        assertRow(handle, each.getKey(), each.getValue());
        assertThat(position(handle, Place.BEFORE_ROW)).isEqualTo(position);
        Comparator<Object[]> peers = order(orders.size());
        assertThat(position(handle, Place.BEFORE_PEERS))
            .isEqualTo(weight(group, row -> peers.compare(row, each.getKey()) < 0));
        assertThat(position(handle, Place.BEHIND_PEERS))
            .isEqualTo(weight(group, row -> peers.compare(row, each.getKey()) <= 0));
        int[] selected = new int[2];
        long end = position + each.getValue();
        table.select(new int[] {group, group}, new long[] {position, end - 1}, 2, selected);
        assertThat(selected).containsOnly(handle);
        position = end;
      }
      assertThat(next).isEqualTo(handles.length);
      assertThat(size).isEqualTo(position);
    }

    private long position(int handle, Place place) {
      long[] positions = new long[1];
      table.positions(new int[] {handle}, place, 1, positions);
      return positions[0];
    }

    private long weight(int group, Predicate<Object[]> rows) {
      return expected.get(group).entrySet().stream()
          .filter(each -> rows.test(each.getKey()))
          .mapToLong(each -> Math.max(each.getValue(), 0))
          .sum();
    }

    private void checkSearch(int group) {
      for (int columns = 1; columns <= schema.size(); columns++) {
        Comparator<Object[]> order = order(columns);
        Object[] bound = row();
        long[] before = new long[1];
        long[] behind = new long[1];
        int[] groups = {group};
        ColumnBatch batch = batch(single(bound));
        table.search(groups, batch, columns(columns), new int[] {0}, false, 1, before);
        table.search(groups, batch, columns(columns), new int[] {0}, true, 1, behind);
        assertThat(before[0]).isEqualTo(weight(group, row -> order.compare(row, bound) < 0));
        assertThat(behind[0]).isEqualTo(weight(group, row -> order.compare(row, bound) <= 0));
      }
    }
  }

  /** Short and long binaries that begin alike, or differ in zeros at their end only. */
  @Property(tries = 40)
  void bytesLieInOrder(@ForAll long seed) {
    Random random = new Random(seed);
    Schema schema = Schema.of(new Field("b", DataType.BINARY), new Field("c", DataType.BINARY));
    List<SortOrder> orders = RowOrdering.randomOrders(random, 2);
    OrderedTable table = new MemoryOrderedTable(List.of(DataType.BINARY, DataType.BINARY), orders);
    TreeSet<Object[]> expected = new TreeSet<>(new RowOrdering(orders, 2));
    BatchBuilder builder = new BatchBuilder(schema);
    int count = 200;
    for (int i = 0; i < count; i++) {
      Object[] row = {zerosAndOnes(random, 17), zerosAndOnes(random, 3)};
      builder.row(row);
      expected.add(row);
    }
    int[] rows = IntStream.range(0, count).toArray();
    int[] weights = new int[count];
    Arrays.fill(weights, 1);
    table.add(
        new int[count], builder.build(), new int[] {0, 1}, rows, weights, count, new int[count]);
    GroupRows ordered = new GroupRows();
    table.ranges(new int[1], new long[1], new long[] {count}, false, 1, ordered);
    ColumnBuilder first = new ColumnBuilder(DataType.BINARY, count);
    ColumnBuilder second = new ColumnBuilder(DataType.BINARY, count);
    table.append(0, ordered.handles(), 0, ordered.size(), first);
    table.append(1, ordered.handles(), 0, ordered.size(), second);
    Column firsts = first.build();
    Column seconds = second.build();
    assertThat(ordered.size()).isEqualTo(expected.size());
    int next = 0;
    for (Object[] row : expected) {
      assertThat(firsts.value(next)).isEqualTo(row[0]);
      assertThat(seconds.value(next++)).isEqualTo(row[1]);
    }
  }

  /** Mostly zeros, so that many begin alike. */
  private static byte[] zerosAndOnes(Random random, int longest) {
    byte[] bytes = new byte[random.nextInt(longest + 1)];
    for (int i = random.nextInt(3); i > 0 && bytes.length > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? 1 : -1);
    }
    return bytes;
  }

  /** Random types, orders, weights, also negative ones, and evictions, against sorted maps. */
  @Property(tries = 80)
  void rowsLieInOrderWithPositionsByWeight(@ForAll long seed) {
    Random random = new Random(seed);
    Compared compared = new Compared(random);
    for (int i = 0; i < 12; i++) {
      switch (random.nextInt(8)) {
        case 0 -> compared.evict();
        case 1 -> compared.removeGroup();
        default -> compared.add();
      }
      compared.check();
    }
  }
}
