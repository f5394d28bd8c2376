package io.millrace.state.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.state.EncodedKeys;
import io.millrace.state.KeyHashing;
import io.millrace.state.KeyedTable;
import io.millrace.state.TimerTable;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class MemoryTimerTableTest {
  private static final int KEYS = 20;
  private static final int NUMBERS = 3;
  private static final DataType KEY_TYPE = DataType.INTEGER.notNull();

  /** A table of keys, whose slots are dealt out in some order, and timers. */
  private static final class Timers {
    final int[] slots = new int[KEYS];
    final TimerTable table;

    Timers(Random random) {
      MemoryStateTables tables = new MemoryStateTables();
      KeyedTable keys = tables.keyed("keys", List.of(KEY_TYPE), 0, Optional.empty());
      BatchBuilder builder = new BatchBuilder(Schema.of(new Field("k", KEY_TYPE)));
      IntStream.range(0, KEYS).forEach(builder::row);
      ColumnBatch batch = builder.build();
      int[] order = IntStream.range(0, KEYS).toArray();
      for (int i = KEYS - 1; i > 0; i--) {
        int other = random.nextInt(i + 1);
        int moved = order[i];
        order[i] = order[other];
        order[other] = moved;
      }
      long[] hashes = new long[KEYS];
      KeyHashing.hash(batch, new int[] {0}, order, KEYS, hashes);
      EncodedKeys encoded = new EncodedKeys(keys.layout());
      encoded.encode(batch, new int[] {0}, order, KEYS, hashes);
      int[] made = new int[KEYS];
      keys.upsert(encoded, made);
      for (int i = 0; i < KEYS; i++) {
        slots[order[i]] = made[i];
      }
      table = tables.timers("timers", keys);
    }

    void set(int key, long number, long time) {
      table.set(new int[] {slots[key]}, new long[] {number}, new long[] {time}, 1);
    }

    void delete(int key, long number) {
      table.delete(new int[] {slots[key]}, new long[] {number}, 1);
    }

    long time(int key, long number) {
      long[] times = new long[1];
      table.times(new int[] {slots[key]}, new long[] {number}, 1, times);
      return times[0];
    }

    /** Takes what is due: key, number and time of each. */
    List<List<Long>> takeDue(long bound) {
      IntArrayList keys = new IntArrayList();
      LongArrayList numbers = new LongArrayList();
      LongArrayList times = new LongArrayList();
      table.takeDue(bound, keys, numbers, times);
      List<List<Long>> due = new ArrayList<>();
      for (int i = 0; i < keys.size(); i++) {
        long key = List.of(IntStream.of(slots).boxed().toArray()).indexOf(keys.getInt(i));
        due.add(List.of(key, numbers.getLong(i), times.getLong(i)));
      }
      return due;
    }
  }

  /** Timers set, moved, deleted and taken, against a map; in two tables with other slots. */
  @Property(tries = 60)
  void timersComeDueOnceAndInOrder(@ForAll long seed) {
    Random random = new Random(seed);
    Timers timers = new Timers(random);
    Timers others = new Timers(random);
    Map<List<Long>, Long> expected = new HashMap<>();
    for (int step = 0; step < 300; step++) {
      int key = random.nextInt(KEYS);
      long number = random.nextInt(NUMBERS);
      long time = random.nextInt(60) - 20;
      switch (random.nextInt(12)) {
        case 0 -> {
          timers.delete(key, number);
          others.set(key, number, TimerTable.NEVER);
          expected.remove(List.of((long) key, number));
        }
        case 1 -> {
          timers.table.removeKeys(timers.slots, key, key + 1);
          others.table.removeKeys(others.slots, key, key + 1);
          expected.keySet().removeIf(each -> each.get(0) == key);
        }
        case 2 -> {
          List<List<Long>> due = timers.takeDue(time - 20);
          assertThat(others.takeDue(time - 20)).isEqualTo(due);
          assertDue(due, expected, time - 20);
        }
        default -> {
          timers.set(key, number, time);
          others.set(key, number, time);
          expected.put(List.of((long) key, number), time);
        }
      }
      assertThat(timers.table.size()).isEqualTo(expected.size());
      assertThat(timers.table.next())
          .isEqualTo(expected.values().stream().mapToLong(t -> t).min().orElse(TimerTable.NEVER));
      assertThat(timers.time(key, number))
          .isEqualTo(expected.getOrDefault(List.of((long) key, number), TimerTable.NEVER));
    }
  }

  private static void assertDue(List<List<Long>> due, Map<List<Long>, Long> expected, long bound) {
    Map<List<Long>, Long> found = new HashMap<>();
    long last = Long.MIN_VALUE;
    for (List<Long> each : due) {
      assertThat(each.get(2)).isGreaterThanOrEqualTo(last);
      last = each.get(2);
      assertThat(found.put(each.subList(0, 2), last)).isNull();
    }
    Map<List<Long>, Long> expectedDue = new HashMap<>(expected);
    expectedDue.values().removeIf(time -> time > bound);
    assertThat(found).isEqualTo(expectedDue);
    expected.keySet().removeAll(found.keySet());
  }
}
