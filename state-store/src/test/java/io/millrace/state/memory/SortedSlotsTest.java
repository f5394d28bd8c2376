package io.millrace.state.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.state.GroupRows;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortedSlotsTest {
  private static final long HUGE = 5L * Integer.MAX_VALUE;

  /** Slots that stand for numbers; counts how often they are compared. */
  private static final class Numbers implements SortedSlots.Order {
    final LongArrayList numbers = new LongArrayList();
    final LongArrayList weights = new LongArrayList();
    final int prefixShift;
    long probe;
    long comparisons;

    /**
     * @param prefixShift how many bits of a number are not in its prefix
     */
    Numbers(int prefixShift) {
      this.prefixShift = prefixShift;
    }

    int slot(long number, long weight) {
      numbers.add(number);
      weights.add(weight);
      return numbers.size() - 1;
    }

    @Override
    public long prefix() {
      return prefixShift == Long.SIZE ? 0 : probe >> prefixShift;
    }

    @Override
    public int compare(int slot) {
      comparisons++;
      return Long.compare(probe, numbers.getLong(slot));
    }

    @Override
    public long weight(int slot) {
      return weights.getLong(slot);
    }
  }

  /** Trees in one pool, and what they should hold: by group, number → slot. */
  private static final class Trees {
    final Numbers numbers;
    final SortedSlots sorted;
    final List<TreeMap<Long, Integer>> expected = new ArrayList<>();

    Trees(int prefixShift, int groups) {
      numbers = new Numbers(prefixShift);
      sorted = new SortedSlots(numbers);
      for (int i = 0; i < groups; i++) {
        expected.add(new TreeMap<>());
      }
    }

    void insert(int group, long number, long weight) {
      numbers.probe = number;
      Integer known = expected.get(group).get(number);
      assertFound(group, known);
      if (known != null) {
        sorted.changeWeight(numbers.weight(known), weight);
        numbers.weights.set(known.intValue(), weight);
        return;
      }
      int slot = numbers.slot(number, weight);
      sorted.insert(group, slot, weight);
      expected.get(group).put(number, slot);
    }

    void remove(int group, long number) {
      numbers.probe = number;
      Integer known = expected.get(group).remove(number);
      assertFound(group, known);
      if (known != null) {
        sorted.remove(group);
      }
    }

    private void assertFound(int group, @Nullable Integer slot) {
      int found = sorted.find(group);
      if (found != (slot == null ? SortedSlots.NONE : slot)) {
        assertThat(found).isEqualTo(slot);
      }
    }

    void removeBefore(int group, long bound, boolean orEqual) {
      Map<Long, Integer> head = expected.get(group).headMap(bound, orEqual);
      IntArrayList removed = new IntArrayList();
      numbers.probe = bound;
      sorted.removeBefore(group, orEqual, removed);
      assertThat(removed.toIntArray()).containsExactly(head.values().toArray(Integer[]::new));
      head.clear();
    }

    void removeGroup(int group) {
      IntArrayList removed = new IntArrayList();
      sorted.removeGroup(group, removed);
      assertThat(removed.toIntArray())
          .containsExactly(expected.get(group).values().toArray(Integer[]::new));
      expected.get(group).clear();
    }

    long weightBefore(int group, long number, boolean orEqual) {
      return expected.get(group).headMap(number, orEqual).values().stream()
          .mapToLong(numbers::weight)
          .sum();
    }

    void check(int group, Random random) {
      TreeMap<Long, Integer> slots = expected.get(group);
      long total = weightBefore(group, Long.MAX_VALUE, true);
      assertThat(sorted.isEmpty(group)).isEqualTo(slots.isEmpty());
      assertThat(sorted.groupWeight(group)).isEqualTo(total);
      long from = (long) (random.nextDouble() * (total + 2)) - 1;
      long to = from + (long) (random.nextDouble() * (total + 2 - from));
      assertRange(group, random.nextBoolean() ? -1 : from, random.nextBoolean() ? total + 1 : to);
      for (int i = 0; i < 3 && !slots.isEmpty(); i++) {
        long number =
            slots.firstKey() + random.nextInt((int) (slots.lastKey() - slots.firstKey()) + 1);
        boolean orEqual = random.nextBoolean();
        numbers.probe = number;
        assertThat(sorted.weightBefore(group, orEqual))
            .isEqualTo(weightBefore(group, number, orEqual));
      }
    }

    private void assertRange(int group, long from, long to) {
      List<String> expectedRows = new ArrayList<>();
      long start = 0;
      for (int slot : expected.get(group).values()) {
        long end = start + numbers.weight(slot);
        long copies = Math.min(end, to) - Math.max(start, from);
        if (copies > 0) {
          expectedRows.add(slot + " x " + copies);
          assertThat(sorted.slotAt(group, Math.max(start, from))).isEqualTo(slot);
        }
        start = end;
      }
      assertThat(sorted.slotAt(group, start)).isEqualTo(SortedSlots.NONE);
      GroupRows rows = new GroupRows();
      sorted.forward(group, from, to, rows);
      assertThat(strings(rows)).isEqualTo(expectedRows);
      rows.clear();
      sorted.backward(group, from, to, rows);
      Collections.reverse(expectedRows);
      assertThat(strings(rows)).isEqualTo(expectedRows);
    }

    private static List<String> strings(GroupRows rows) {
      List<String> strings = new ArrayList<>();
      for (int i = 0; i < rows.size(); i++) {
        strings.add(rows.handles()[i] + " x " + rows.copies()[i]);
      }
      return strings;
    }
  }

  /** Random insertions, removals, changes of weight and cuts, against sorted maps. */
  @Property(tries = 60)
  void treesHoldWhatSortedMapsDo(@ForAll long seed) {
    Random random = new Random(seed);
    int groups = 1 + random.nextInt(4);
    Trees trees = new Trees(List.of(0, 3, Long.SIZE).get(random.nextInt(3)), groups);
    for (int phase = 0; phase < 12; phase++) {
      int group = random.nextInt(groups);
      int range = 1 << random.nextInt(12);
      int way = random.nextInt(4);
      int count = random.nextInt(300);
      double insertions = random.nextDouble();
      for (int i = 0; i < count; i++) {
        long number =
            switch (way) {
              case 0 -> i;
              case 1 -> range - i;
              default -> random.nextInt(range);
            };
        if (random.nextDouble() < insertions) {
          trees.insert(group, number, weight(random));
        } else {
          trees.remove(group, number);
        }
      }
      switch (random.nextInt(8)) {
        case 0 -> trees.removeGroup(group);
        case 1, 2 -> trees.removeBefore(group, random.nextInt(range), random.nextBoolean());
        default -> {}
      }
      for (int i = 0; i < groups; i++) {
        trees.check(i, random);
      }
    }
    for (int i = 0; i < groups; i++) {
      List<Long> left = new ArrayList<>(trees.expected.get(i).keySet());
      Collections.shuffle(left, random);
      for (long number : left) {
        trees.remove(i, number);
      }
      assertThat(trees.sorted.isEmpty(i)).isTrue();
    }
  }

  private static long weight(Random random) {
    return random.nextInt(10) == 0 ? HUGE + random.nextInt(3) : random.nextInt(4);
  }

  /** With all comparisons counted, an operation costs the logarithm of what there is. */
  @ParameterizedTest
  @ValueSource(ints = {100, 3000, 100_000})
  void operationsCostTheLogarithm(int size) {
    Random random = new Random(size);
    Trees trees = new Trees(Long.SIZE, 1);
    for (int i = 0; i < size; i++) {
      trees.insert(0, random.nextInt(4 * size), 1);
    }
    double log = Math.log(size) / Math.log(2);
    assertThat(trees.sorted.height(0)).isLessThanOrEqualTo((int) Math.ceil(log / 4) + 1);
    assertThat(comparisons(trees, random, 4 * size)).isLessThan(3 * log + 8);
    // and still so when most has gone
    for (int i = 0; i < 4 * size; i++) {
      if (random.nextInt(50) > 0) {
        trees.remove(0, i);
      }
    }
    double lessLog = Math.log(Math.max(2, trees.expected.get(0).size())) / Math.log(2);
    assertThat(trees.sorted.height(0)).isLessThanOrEqualTo((int) Math.ceil(lessLog / 3) + 1);
    assertThat(comparisons(trees, random, 4 * size)).isLessThan(3 * lessLog + 8);
  }

  private static double comparisons(Trees trees, Random random, int range) {
    int operations = 1000;
    trees.numbers.comparisons = 0;
    for (int i = 0; i < operations; i++) {
      long number = random.nextInt(range);
      if (random.nextBoolean()) {
        trees.insert(0, number, 1);
      } else {
        trees.remove(0, number);
      }
      trees.numbers.probe = number;
      trees.sorted.weightBefore(0, false);
    }
    return (double) trees.numbers.comparisons / operations;
  }

  @Test
  void aWindowThatMovesOnStaysShallowAndUsesItsMemoryAgain() {
    Trees trees = new Trees(0, 1);
    long memory = 0;
    for (int i = 0; i < 100_000; i++) {
      trees.insert(0, i, 1);
      if (i % 100 == 99) {
        trees.removeBefore(0, i - 5000, false);
      }
      if (i == 20_000) {
        memory = trees.sorted.memoryBytes();
      }
    }
    assertThat(trees.sorted.height(0)).isLessThanOrEqualTo(3);
    assertThat(trees.sorted.memoryBytes()).isLessThanOrEqualTo(memory + (1 << 17));
    trees.removeBefore(0, 99_998, false);
    assertThat(trees.sorted.height(0)).isEqualTo(1);
  }

  /** Two rows that are left on both sides of where the root was split are not far below it. */
  @Test
  void whatIsLeftOfADeepTreeIsShallow() {
    int full = TreeNodes.CAPACITY * TreeNodes.CAPACITY * TreeNodes.CAPACITY;
    Trees trees = new Trees(0, 1);
    for (int i = 0; i <= full; i++) {
      trees.insert(0, i, 1);
    }
    assertThat(trees.sorted.height(0)).isEqualTo(4);
    trees.removeBefore(0, full - 1, false);
    assertThat(trees.sorted.height(0)).isEqualTo(1);
    trees.check(0, new Random(0));
  }

  /** Rows that come in order fill their nodes, and small groups take little. */
  @Test
  void memoryFollowsTheRows() {
    Trees ascending = new Trees(0, 1);
    for (int i = 0; i < 100_000; i++) {
      ascending.insert(0, i, 1);
    }
    assertThat(ascending.sorted.memoryBytes() / 100_000.0).isLessThan(20);
    Trees small = new Trees(0, 50_000);
    for (int i = 0; i < 150_000; i++) {
      small.insert(i % 50_000, i, 1);
    }
    // also what their smaller nodes took before
    assertThat(small.sorted.memoryBytes() / 50_000.0).isLessThan(160);
  }
}
