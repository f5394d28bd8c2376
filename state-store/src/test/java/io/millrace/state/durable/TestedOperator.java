package io.millrace.state.durable;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.state.EncodedKeys;
import io.millrace.state.KeyGroups;
import io.millrace.state.KeyHashing;
import io.millrace.state.KeyedTable;
import io.millrace.state.MultisetTable;
import io.millrace.state.RandomKeys;
import io.millrace.state.SlotExtension;
import io.millrace.state.StateInput;
import io.millrace.state.StateOutput;
import io.millrace.state.StateStore;
import io.millrace.state.StateTables;
import io.millrace.state.durable.Operation.Expire;
import io.millrace.state.durable.Operation.Remove;
import io.millrace.state.durable.Operation.Shape;
import io.millrace.state.durable.Operation.Upsert;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
      this.keys = new EncodedKeys(table.layout());
      for (int i = 0; i < shape.multisets().size(); i++) {
        multisets.add(
            tables.multiset(
                "values " + i,
                table,
                shape.multisets().get(i).fields().stream().map(Field::type).toList(),
                shape.ordered()));
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
  }

  /** Compares everything, which destroys the multisets. */
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
    assertMultisets(model);
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
