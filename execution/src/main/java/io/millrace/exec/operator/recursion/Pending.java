package io.millrace.exec.operator.recursion;

import it.unimi.dsi.fastutil.ints.Int2IntLinkedOpenHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rows by the rounds in which they are to be looked at, with what their weight there has changed
 * by.
 */
final class Pending {
  private final TreeMap<Long, Int2IntLinkedOpenHashMap> rounds = new TreeMap<>();
  private Int2IntLinkedOpenHashMap newest = new Int2IntLinkedOpenHashMap();
  private long newestRound = -1;

  boolean isEmpty() {
    return rounds.isEmpty();
  }

  /** Lets a row be looked at in a round. */
  void add(long round, int slot, int weight) {
    if (round != newestRound) {
      newest = rounds.computeIfAbsent(round, r -> new Int2IntLinkedOpenHashMap());
      newestRound = round;
    }
    newest.put(slot, Math.addExact(newest.get(slot), weight));
  }

  /** Takes the rows of the first round that has any, in the order in which they came. */
  Map.Entry<Long, Int2IntLinkedOpenHashMap> takeFirst() {
    Map.Entry<Long, Int2IntLinkedOpenHashMap> first = rounds.pollFirstEntry();
    newestRound = -1;
    return first;
  }
}
