package io.millrace.state.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.state.EncodedKeys;
import io.millrace.state.KeyGroups;
import io.millrace.state.KeyHashing;
import io.millrace.state.KeyLayout;
import io.millrace.state.KeyedTable;
import io.millrace.state.StateTables.KeyHorizon;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class MemoryKeyedTableTest {
  private static int[] upsert(KeyedTable table, ColumnBatch batch) {
    int[] columns = IntStream.range(0, batch.columnCount()).toArray();
    int[] rows = IntStream.range(0, batch.size()).toArray();
    long[] hashes = new long[batch.size()];
    KeyHashing.hash(batch, columns, rows, rows.length, hashes);
    EncodedKeys keys = new EncodedKeys(table.layout());
    keys.encode(batch, columns, rows, rows.length, hashes);
    int[] slots = new int[rows.length];
    table.upsert(keys, slots);
    return slots;
  }

  private static KeyedTable table(Schema schema, Optional<KeyHorizon> horizon) {
    return new MemoryKeyedTable(
        new KeyLayout(schema.fields().stream().map(Field::type).toList()), 1, horizon);
  }

  private static void add(KeyedTable table, int slot, long value) {
    table
            .segments()[slot >>> KeyedTable.SEGMENT_BITS][
            (slot & KeyedTable.SEGMENT_MASK) * table.width() + table.stateOffset()] +=
        value;
  }

  private static long read(KeyedTable table, int slot) {
    return table
        .segments()[slot >>> KeyedTable.SEGMENT_BITS][
        (slot & KeyedTable.SEGMENT_MASK) * table.width() + table.stateOffset()];
  }

  private static List<Object> key(KeyedTable table, Schema schema, int slot) {
    List<Object> key = new ArrayList<>();
    for (int i = 0; i < schema.size(); i++) {
      ColumnBuilder builder = new ColumnBuilder(schema.type(i), 1);
      table.appendKeys(i, new int[] {slot}, 0, 1, builder);
      Column column = builder.build();
      key.add(column.value(0));
    }
    return key;
  }

  /** Counts by random keys, with removals, against a map. */
  private static void check(Schema schema, Random random, int keys) {
    KeyedTable table = table(schema, Optional.empty());
    Map<List<Object>, Long> expected = new HashMap<>();
    for (int batch = 0; batch < 10; batch++) {
      BatchBuilder builder = new BatchBuilder(schema);
      List<List<Object>> rows = new ArrayList<>();
      for (int i = 0; i < random.nextInt(2000); i++) {
        List<Object> row = new ArrayList<>();
        for (Field field : schema.fields()) {
          row.add(value(field.type(), random, keys));
        }
        rows.add(row);
        builder.row(row.toArray());
      }
      int[] slots = upsert(table, builder.build());
      for (int i = 0; i < slots.length; i++) {
        add(table, slots[i], i);
        expected.merge(rows.get(i), (long) i, Long::sum);
      }
      IntArrayList all = new IntArrayList();
      table.allSlots(all);
      Map<List<Object>, Long> actual = new HashMap<>();
      for (int slot : all.toIntArray()) {
        actual.put(key(table, schema, slot), read(table, slot));
      }
      assertThat(actual).isEqualTo(expected);
      assertThat(table.size()).isEqualTo(expected.size());
      int[] removed =
          IntStream.of(all.toIntArray()).filter(slot -> random.nextInt(3) == 0).toArray();
      for (int slot : removed) {
        expected.remove(key(table, schema, slot));
      }
      table.remove(removed, 0, removed.length);
    }
  }

  private static Object value(DataType type, Random random, int keys) {
    if (type.nullable() && random.nextInt(10) == 0) {
      return null;
    }
    int number = random.nextInt(keys);
    return switch (type.layout()) {
      case LONG -> (long) number * 1_000_003;
      case INT -> number;
      case BYTES -> "k".repeat(1 + number % 30) + number;
      case DOUBLE -> number / 4.0;
      default -> number % 2 == 0;
    };
  }

  @Property(tries = 10)
  void oneLong(@ForAll long seed) {
    check(Schema.of(new Field("k", DataType.BIGINT.notNull())), new Random(seed), 5000);
  }

  @Property(tries = 10)
  void keysOfSeveralColumnsWithNulls(@ForAll long seed) {
    check(
        Schema.of(
            new Field("a", DataType.STRING),
            new Field("b", DataType.INTEGER.notNull()),
            new Field("c", DataType.STRING.notNull()),
            new Field("d", DataType.DOUBLE)),
        new Random(seed),
        12);
  }

  @Test
  void keysOfManyColumnsHaveNullsAnywhere() {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < 130; i++) {
      fields.add(new Field("c" + i, i % 2 == 0 ? DataType.INTEGER : DataType.STRING));
    }
    Schema schema = new Schema(fields);
    KeyedTable table = table(schema, Optional.empty());
    BatchBuilder builder = new BatchBuilder(schema);
    List<Object> row = new ArrayList<>();
    for (int i = 0; i < 130; i++) {
      row.add(null);
    }
    builder.row(row.toArray());
    for (int i = 0; i < 130; i++) {
      List<Object> other = new ArrayList<>(row);
      other.set(i, i % 2 == 0 ? (Object) 0 : "");
      builder.row(other.toArray());
    }
    int[] slots = upsert(table, builder.build());
    assertThat(slots).isEqualTo(IntStream.range(0, 131).toArray());
    List<Object> expected = new ArrayList<>(row);
    expected.set(99, "");
    assertThat(key(table, schema, slots[100])).isEqualTo(expected);
  }

  @Test
  void negativeZeroIsZeroAndNanIsNan() {
    Schema schema = Schema.of(new Field("k", DataType.DOUBLE));
    KeyedTable table = table(schema, Optional.empty());
    BatchBuilder builder = new BatchBuilder(schema);
    builder.row(0.0).row(-0.0).row(Double.NaN).row(Double.longBitsToDouble(0x7ff8000000000001L));
    builder.row((Object) null).row((Object) null);
    assertThat(upsert(table, builder.build())).isEqualTo(new int[] {0, 0, 1, 1, 2, 2});
  }

  @Property(tries = 50)
  void expiredKeysComeOldestFirstAndOnlyThey(@ForAll long seed) {
    Random random = new Random(seed);
    Schema schema = Schema.of(new Field("t", DataType.TIMESTAMP), new Field("k", DataType.INTEGER));
    KeyedTable table = table(schema, Optional.of(new KeyHorizon(0, 10)));
    long bound = 0;
    int number = 0;
    List<List<Object>> live = new ArrayList<>();
    for (int batch = 0; batch < 20; batch++) {
      BatchBuilder builder = new BatchBuilder(schema);
      List<Object> times = new ArrayList<>();
      for (int i = 0; i < random.nextInt(10); i++) {
        long time = bound + random.nextInt(20) - 9;
        boolean none = random.nextInt(8) == 0;
        if (none) {
          builder.column(0).appendNull();
        } else {
          builder.column(0).appendLong(time);
        }
        builder.column(1).appendInt(number);
        builder.endRow();
        live.add(Arrays.asList(none ? Long.MAX_VALUE : time + 10, number++));
        times.add(time);
      }
      upsert(table, builder.build());
      bound += random.nextInt(6);
      long limit = bound;
      List<List<Object>> expected =
          live.stream()
              .filter(row -> (Long) row.get(0) <= limit)
              .sorted((a, b) -> Long.compare((Long) a.get(0), (Long) b.get(0)))
              .toList();
      IntArrayList expired = new IntArrayList();
      table.takeExpired(bound, expired);
      List<List<Object>> actual = new ArrayList<>();
      for (int slot : expired.toIntArray()) {
        actual.add(Arrays.asList(table.horizon(slot), key(table, schema, slot).get(1)));
      }
      assertThat(actual).isEqualTo(expected);
      table.remove(expired.elements(), 0, expired.size());
      live.removeAll(expected);
      assertThat(table.size()).isEqualTo(live.size());
    }
  }

  @Test
  void memoryIsUsedAgain() {
    Schema schema = Schema.of(new Field("k", DataType.STRING));
    KeyedTable table = table(schema, Optional.empty());
    long before = 0;
    for (int round = 0; round < 20; round++) {
      BatchBuilder builder = new BatchBuilder(schema);
      for (int i = 0; i < 3000; i++) {
        builder.row("a key that is longer than twelve bytes, of round " + round + ", number " + i);
      }
      int[] slots = upsert(table, builder.build());
      table.remove(slots, 0, slots.length);
      if (round == 4) {
        before = table.memoryBytes();
      }
    }
    assertThat(table.size()).isZero();
    assertThat(table.memoryBytes()).isLessThanOrEqualTo(before + 100_000);
  }

  @Test
  void partitionsOwnContiguousGroups() {
    Random random = new Random(7);
    for (int partitions : new int[] {1, 2, 3, 7, 16}) {
      int[] owner = new int[KeyGroups.COUNT];
      Arrays.fill(owner, -1);
      for (int i = 0; i < 50_000; i++) {
        long hash = random.nextLong();
        owner[KeyGroups.group(hash)] = KeyGroups.partition(hash, partitions);
      }
      assertThat(owner).isSorted();
      assertThat(owner[0]).isZero();
      assertThat(owner[KeyGroups.COUNT - 1]).isEqualTo(partitions - 1);
    }
  }
}
