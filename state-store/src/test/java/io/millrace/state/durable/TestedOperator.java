package io.millrace.state.durable;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.state.EncodedKeys;
import io.millrace.state.GroupRows;
import io.millrace.state.KeyGroups;
import io.millrace.state.KeyHashing;
import io.millrace.state.KeyedTable;
import io.millrace.state.MultisetTable;
import io.millrace.state.OrderedTable;
import io.millrace.state.RandomKeys;
import io.millrace.state.RowOrdering;
import io.millrace.state.SlotExtension;
import io.millrace.state.StateInput;
import io.millrace.state.StateOutput;
import io.millrace.state.StateStore;
import io.millrace.state.StateTables;
import io.millrace.state.TimerTable;
import io.millrace.state.durable.Operation.Evict;
import io.millrace.state.durable.Operation.Expire;
import io.millrace.state.durable.Operation.Remove;
import io.millrace.state.durable.Operation.Shape;
import io.millrace.state.durable.Operation.TakeDue;
import io.millrace.state.durable.Operation.Upsert;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Does operations to the tables of an operator, and compares them with a model. */
final class TestedOperator {
  private final Shape shape;
  private final List<Partition> partitions = new ArrayList<>();

  TestedOperator(String name, Shape shape, StateStore store, int partitionCount) {
    this.shape = shape;
    for (int i = 0; i < partitionCount; i++) {
      partitions.add(new Partition(shape, store.tables(name, i, partitionCount)));
    }
  }

  /** Texts of slots, twice, so that extensions are many. */
  private static final class Texts implements SlotExtension {
    final Map<Integer, String> texts = new HashMap<>();

    @Override
    public void write(int slot, StateOutput output) {
      byte[] bytes = texts.getOrDefault(slot, "").getBytes(StandardCharsets.UTF_8);
      output.writeVarInt(bytes.length);
      output.writeBytes(bytes, 0, bytes.length);
    }

    @Override
    public void read(int slot, StateInput input) {
      int length = input.readVarInt();
      int start = input.skip(length);
      texts.put(slot, new String(input.array(), start, length, StandardCharsets.UTF_8));
    }

    @Override
    public void release(int slot) {
      texts.remove(slot);
    }
  }

  private static final class Partition {
    final StateTables tables;
    final KeyedTable table;
    final List<MultisetTable> multisets = new ArrayList<>();
    final List<OrderedTable> ordered = new ArrayList<>();
    final List<TimerTable> timers = new ArrayList<>();
    final List<Texts> texts = new ArrayList<>();
    final EncodedKeys keys;

    Partition(Shape shape, StateTables tables) {
      this.tables = tables;
      this.table =
          tables.keyed(
              "keys",
              shape.keys().fields().stream().map(Field::type).toList(),
              shape.words(),
              shape.horizon());
      table.letLeave();
      this.keys = new EncodedKeys(table.layout());
      for (int i = 0; i < shape.multisets().size(); i++) {
        multisets.add(
            tables.multiset(
                "values " + i,
                table,
                shape.multisets().get(i).fields().stream().map(f -> f.type().notNull()).toList(),
                shape.ordered()));
      }
      for (Operation.Ordered each : shape.orderedTables()) {
        List<DataType> types = each.rows().fields().stream().map(Field::type).toList();
        ordered.add(tables.ordered("ordered " + ordered.size(), table, types, each.orders()));
      }
      if (shape.timers()) {
        timers.add(tables.timers("timers", table));
      }
      if (shape.extended()) {
        for (int i = 0; i < 2; i++) {
          texts.add(new Texts());
          table.extend(texts.get(i));
        }
      }
    }

    int[] upsert(ColumnBatch batch, int[] rows, long[] hashes) {
      keys.encode(batch, columns(batch), rows, rows.length, hashes);
      int[] slots = new int[rows.length];
      table.upsert(keys, slots);
      return slots;
    }

    void remove(int[] slots) {
      for (MultisetTable multiset : multisets) {
        multiset.removeGroups(slots, 0, slots.length);
      }
      for (OrderedTable each : ordered) {
        each.removeGroups(slots, 0, slots.length);
      }
      for (TimerTable each : timers) {
        each.removeKeys(slots, 0, slots.length);
      }
      table.remove(slots, 0, slots.length);
    }

    int at(int slot) {
      return (slot & KeyedTable.SEGMENT_MASK) * table.width() + table.stateOffset();
    }

    long[] segment(int slot) {
      return table.segments()[slot >>> KeyedTable.SEGMENT_BITS];
    }
  }

  private static int[] columns(ColumnBatch batch) {
    return IntStream.range(0, batch.columnCount()).toArray();
  }

  private static ColumnBatch batch(Schema schema, List<Object[]> rows) {
    BatchBuilder builder = new BatchBuilder(schema);
    rows.forEach(builder::row);
    return builder.build();
  }

  /** What is done with the rows of a batch that belong to one partition. */
  private interface Dealt {
    void accept(Partition partition, ColumnBatch batch, int[] rows, long[] hashes);
  }

  private void deal(List<Object[]> rows, Dealt dealt) {
    ColumnBatch batch = batch(shape.keys(), rows);
    int[] all = IntStream.range(0, rows.size()).toArray();
    long[] hashes = new long[rows.size()];
    KeyHashing.hash(batch, columns(batch), all, all.length, hashes);
    for (int p = 0; p < partitions.size(); p++) {
      int number = p;
      int[] own =
          IntStream.of(all)
              .filter(i -> KeyGroups.partition(hashes[i], partitions.size()) == number)
              .toArray();
      long[] ownHashes = IntStream.of(own).mapToLong(i -> hashes[i]).toArray();
      dealt.accept(partitions.get(p), batch, own, ownHashes);
    }
  }

  void apply(Operation operation) {
    partitions.forEach(partition -> partition.tables.beginBatch());
    if (operation instanceof Upsert upsert) {
      deal(
          upsert.rows(),
          (partition, batch, rows, hashes) -> {
            int[] slots = partition.upsert(batch, rows, hashes);
            update(upsert, partition, rows, slots);
          });
    } else if (operation instanceof Remove remove) {
      deal(
          remove.rows(),
          (partition, batch, rows, hashes) ->
              partition.remove(partition.upsert(batch, rows, hashes)));
    } else if (operation instanceof Expire expire) {
      for (Partition partition : partitions) {
        IntArrayList slots = new IntArrayList();
        partition.table.takeExpired(expire.bound(), slots);
        partition.remove(slots.toIntArray());
      }
    } else if (operation instanceof TakeDue due) {
      for (Partition partition : partitions) {
        partition
            .timers
            .get(0)
            .takeDue(due.bound(), new IntArrayList(), new LongArrayList(), new LongArrayList());
      }
    } else if (operation instanceof Evict evict) {
      ColumnBatch bound =
          batch(
              shape.orderedTables().get(evict.table()).rows(),
              Collections.singletonList(evict.bound()));
      deal(
          evict.rows(),
          (partition, batch, rows, hashes) ->
              partition
                  .ordered
                  .get(evict.table())
                  .removeBefore(
                      partition.upsert(batch, rows, hashes),
                      bound,
                      IntStream.range(0, evict.columns()).toArray(),
                      new int[rows.length],
                      rows.length));
    }
  }

  private void update(Upsert upsert, Partition partition, int[] rows, int[] slots) {
    for (int i = 0; i < rows.length; i++) {
      long[] addition = upsert.additions().get(rows[i]);
      for (int word = 0; word < addition.length; word++) {
        partition.segment(slots[i])[partition.at(slots[i]) + word] += addition[word];
      }
      for (Texts texts : partition.texts) {
        texts.texts.put(slots[i], upsert.texts().get(rows[i]));
      }
    }
    int[] weights = IntStream.of(rows).map(row -> upsert.weights()[row]).toArray();
    for (int m = 0; m < partition.multisets.size(); m++) {
      ColumnBatch values = batch(shape.multisets().get(m), upsert.values().get(m));
      partition
          .multisets
          .get(m)
          .add(slots, values, columns(values), rows, weights, rows.length, new int[rows.length]);
    }
    for (int i = 0; i < partition.ordered.size(); i++) {
      ColumnBatch values =
          batch(
              shape.orderedTables().get(i).rows(),
              upsert.values().get(shape.multisets().size() + i));
      partition
          .ordered
          .get(i)
          .add(slots, values, columns(values), rows, weights, rows.length, new int[rows.length]);
    }
    for (TimerTable each : partition.timers) {
      each.set(
          slots,
          IntStream.of(rows).mapToLong(row -> upsert.timers().get(row).number()).toArray(),
          IntStream.of(rows).mapToLong(row -> upsert.timers().get(row).time()).toArray(),
          rows.length);
    }
  }

  /** Compares everything, which destroys the multisets and timers. */
  void assertEquals(Model model) {
    Map<List<Object>, List<Object>> actual = new HashMap<>();
    int texts = 0;
    for (Partition partition : partitions) {
      IntArrayList slots = new IntArrayList();
      partition.table.allSlots(slots);
      assertThat(partition.table.size()).isEqualTo(slots.size());
      for (int slot : slots.toIntArray()) {
        List<Object> words = new ArrayList<>();
        for (int word = 0; word < shape.words(); word++) {
          words.add(partition.segment(slot)[partition.at(slot) + word]);
        }
        for (Texts each : partition.texts) {
          words.add(each.texts.getOrDefault(slot, ""));
        }
        actual.put(key(partition.table, slot), words);
      }
      for (Texts each : partition.texts) {
        texts += each.texts.size();
      }
    }
    Map<List<Object>, List<Object>> expected = new HashMap<>();
    model.entries.forEach(
        (key, entry) -> {
          List<Object> words = new ArrayList<>();
          for (long word : entry.words()) {
            words.add(word);
          }
          if (shape.extended()) {
            words.add(entry.text()[0]);
            words.add(entry.text()[0]);
          }
          expected.put(key, words);
        });
    assertThat(actual).isEqualTo(expected);
    assertThat(texts).isEqualTo(shape.extended() ? 2 * expected.size() : 0);
    assertOrdered(model);
    assertTimers(model);
    assertMultisets(model);
  }

  private void assertOrdered(Model model) {
    for (int i = 0; i < shape.orderedTables().size(); i++) {
      int table = i;
      int size = 0;
      int expectedSize = 0;
      for (Partition partition : partitions) {
        size += partition.ordered.get(i).size();
      }
      for (Model.Entry entry : model.entries.values()) {
        Map<List<Object>, Integer> rows = entry.values().get(shape.multisets().size() + i);
        expectedSize += rows.size();
        TreeMap<Object[], Integer> expected =
            new TreeMap<>(
                new RowOrdering(
                    shape.orderedTables().get(i).orders(),
                    shape.orderedTables().get(i).rows().size()));
        rows.forEach(
            (row, weight) -> {
              if (weight > 0) {
                expected.put(entry.valueRows().get(row), weight);
              }
            });
        deal(
            Collections.singletonList(entry.row()),
            (partition, batch, own, hashes) -> {
              if (own.length > 0) {
                assertRows(
                    partition.ordered.get(table),
                    shape.orderedTables().get(table).rows(),
                    partition.upsert(batch, own, hashes)[0],
                    expected);
              }
            });
      }
      assertThat(size).isEqualTo(expectedSize);
    }
  }

  private static void assertRows(
      OrderedTable table, Schema schema, int group, Map<Object[], Integer> expected) {
    long[] size = new long[1];
    table.sizes(new int[] {group}, 1, size);
    GroupRows rows = new GroupRows();
    table.ranges(new int[] {group}, new long[1], size, false, 1, rows);
    List<Object> actual = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      Object[] row = new Object[schema.size()];
      for (int column = 0; column < row.length; column++) {
        ColumnBuilder builder = new ColumnBuilder(schema.type(column), 1);
        table.append(column, rows.handles(), i, i + 1, builder);
        row[column] = builder.build().value(0);
      }
      actual.add(RandomKeys.normal(row));
      actual.add(rows.copies()[i]);
    }
    List<Object> expectedRows = new ArrayList<>();
    expected.forEach(
        (row, weight) -> {
          expectedRows.add(RandomKeys.normal(row));
          expectedRows.add((long) weight);
        });
    assertThat(actual).isEqualTo(expectedRows);
  }

  private void assertTimers(Model model) {
    Map<List<Object>, Map<Long, Long>> expected = new HashMap<>();
    model.entries.forEach((key, entry) -> expected.put(key, entry.timers()));
    expected.values().removeIf(Map::isEmpty);
    Map<List<Object>, Map<Long, Long>> actual = new HashMap<>();
    for (Partition partition : partitions) {
      for (TimerTable each : partition.timers) {
        IntArrayList slots = new IntArrayList();
        LongArrayList numbers = new LongArrayList();
        LongArrayList times = new LongArrayList();
        each.takeDue(TimerTable.NEVER, slots, numbers, times);
        for (int i = 0; i < slots.size(); i++) {
          actual
              .computeIfAbsent(key(partition.table, slots.getInt(i)), key -> new HashMap<>())
              .put(numbers.getLong(i), times.getLong(i));
        }
      }
    }
    assertThat(actual).isEqualTo(expected);
  }

  private List<Object> key(KeyedTable table, int slot) {
    Object[] row = new Object[shape.keys().size()];
    for (int i = 0; i < row.length; i++) {
      ColumnBuilder builder = new ColumnBuilder(shape.keys().type(i), 1);
      table.appendKeys(i, new int[] {slot}, 0, 1, builder);
      row[i] = builder.build().value(0);
    }
    return RandomKeys.normal(row);
  }

  /** Takes all weights of the model away: nothing may be left, and presence must cease as told. */
  private void assertMultisets(Model model) {
    for (int m = 0; m < shape.multisets().size(); m++) {
      int multiset = m;
      int size = 0;
      for (Partition partition : partitions) {
        size += partition.multisets.get(m).size();
      }
      assertThat(size)
          .isEqualTo(
              model.entries.values().stream()
                  .mapToInt(entry -> entry.values().get(multiset).size())
                  .sum());
      List<Object[]> rows = new ArrayList<>();
      List<Object[]> values = new ArrayList<>();
      List<Integer> weights = new ArrayList<>();
      for (Model.Entry entry : model.entries.values()) {
        entry
            .values()
            .get(m)
            .forEach(
                (value, weight) -> {
                  rows.add(entry.row());
                  values.add(entry.valueRows().get(value));
                  weights.add(weight);
                });
      }
      takeAway(m, rows, values, weights);
      for (Partition partition : partitions) {
        assertThat(partition.multisets.get(m).size()).isZero();
      }
    }
  }

  private void takeAway(
      int multiset, List<Object[]> rows, List<Object[]> values, List<Integer> weights) {
    ColumnBatch valueBatch = batch(shape.multisets().get(multiset), values);
    deal(
        rows,
        (partition, batch, own, hashes) -> {
          int[] slots = partition.upsert(batch, own, hashes);
          int[] negated = IntStream.of(own).map(row -> -weights.get(row)).toArray();
          int[] transitions = new int[own.length];
          partition
              .multisets
              .get(multiset)
              .add(slots, valueBatch, columns(valueBatch), own, negated, own.length, transitions);
          for (int i = 0; i < own.length; i++) {
            assertThat(transitions[i]).isEqualTo(weights.get(own[i]) > 0 ? -1 : 0);
          }
        });
  }
}
