package io.millrace.state.memory;

import io.millrace.state.GroupRows;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;

/**
 * Slots by group in an order, with what the slots before each of them weigh: for every group a B+
 * tree of {@link TreeNodes}, whose inner nodes know the weight below each child.
 *
 * <p>What is looked for is the <em>probe</em> that the {@link Order} has been told. {@link #find}
 * remembers its way down; {@link #insert}, {@link #changeWeight} and {@link #remove} must follow a
 * find of the same probe in the same group.
 */
final class SortedSlots {
  /** No slot and no node. */
  static final int NONE = -1;

  /** A node with no more entries is merged with one beside it if it can be. */
  private static final int FEW = TreeNodes.CAPACITY / 4;

  /** The most entries of a node that two are merged into. */
  private static final int MERGED = TreeNodes.CAPACITY * 3 / 4;

  private static final int FIRST_LEAF = 1;
  private static final int FURTHER_LEAF = 8;
  private static final int DEEPEST = 32;

  /** Compares a probe with slots. */
  interface Order {
    /** A number for the probe; who has a smaller one than another comes before it. */
    long prefix();

    /** Compares the probe with a slot that has the same prefix. */
    int compare(int slot);

    /** What a slot weighs, not less than 0. */
    long weight(int slot);
  }

  private final Order order;
  private final TreeNodes nodes = new TreeNodes();

  /** By group: the root + 1. */
  private int[] roots = {};

  // the way that find went
  private final int[] wayNodes = new int[DEEPEST];
  private final int[] wayEntries = new int[DEEPEST];
  private int depth;

  SortedSlots(Order order) {
    this.order = order;
  }

  private int root(int group) {
    return group < roots.length ? roots[group] - 1 : NONE;
  }

  private void setRoot(int group, int root) {
    if (group >= roots.length) {
      roots = Arrays.copyOf(roots, Math.max(group + 1, 2 * roots.length));
    }
    roots[group] = root + 1;
  }

  boolean isEmpty(int group) {
    return root(group) == NONE;
  }

  /** The slot that equals the probe; {@link #NONE} if there is none. */
  int find(int group) {
    depth = 0;
    int node = root(group);
    if (node == NONE) {
      return NONE;
    }
    long prefix = order.prefix();
    while (nodes.level(node) > 0) {
      int child = childOf(node, prefix, true);
      step(node, child);
      node = nodes.child(node, child);
    }
    int at = before(node, prefix, false);
    step(node, at);
    boolean found =
        at < nodes.count(node)
            && nodes.prefix(node, at) == prefix
            && order.compare(nodes.slot(node, at)) == 0;
    return found ? nodes.slot(node, at) : NONE;
  }

  private void step(int node, int entry) {
    wayNodes[depth] = node;
    wayEntries[depth++] = entry;
  }

  /** The child below which the place before or behind the probe's equals is. */
  private int childOf(int node, long prefix, boolean behind) {
    return Math.max(0, before(node, prefix, behind) - 1);
  }

  /** How many entries of a node are before the probe, or before it or equal. */
  private int before(int node, long prefix, boolean orEqual) {
    long[] chunk = nodes.chunk(node);
    int prefixes = TreeNodes.prefixes(node);
    int low = 0;
    int high = nodes.count(node);
    while (low < high) {
      int middle = low + high >>> 1;
      long other = chunk[prefixes + middle];
      boolean isBefore = other < prefix;
      if (other == prefix) {
        int comparison = order.compare(nodes.slot(node, middle));
        isBefore = comparison > 0 || comparison == 0 && orEqual;
      }
      if (isBefore) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Inserts a slot that equals the probe, which was not found. */
  void insert(int group, int slot, long weight) {
    long link = link(slot, weight);
    if (depth == 0) {
      int leaf = nodes.allocate(0, FIRST_LEAF);
      nodes.insert(leaf, 0, order.prefix(), link);
      setRoot(group, leaf);
      return;
    }
    int leafDepth = depth - 1;
    addAbove(leafDepth, weight);
    int leaf = wayNodes[leafDepth];
    int at = wayEntries[leafDepth];
    int count = nodes.count(leaf);
    if (count == TreeNodes.CAPACITY) {
      int right = split(leafDepth, at, FURTHER_LEAF);
      int left = nodes.count(leaf);
      if (at > left || left == count) {
        nodes.insert(right, at - left, order.prefix(), link);
      } else {
        nodes.insert(leaf, at, order.prefix(), link);
      }
      addSibling(group, leafDepth, right);
      return;
    }
    if (count == nodes.capacity(leaf)) {
      leaf = resize(leaf, 2 * count);
      replace(group, leafDepth, leaf);
    }
    nodes.insert(leaf, at, order.prefix(), link);
    if (at == 0) {
      setFirstAbove(leafDepth);
    }
  }

  /** The link of a slot in a leaf; a weight that has no room there is looked up. */
  private static long link(int slot, long weight) {
    return (long) slot << 32 | Math.min(weight, Integer.MAX_VALUE);
  }

  /**
   * Moves the entries of a full node behind some place into a new one: half of them, but none if
   * entries come in order, so that nodes are full then.
   */
  private int split(int nodeDepth, int at, int leastEntries) {
    int node = wayNodes[nodeDepth];
    int count = nodes.count(node);
    int from = count / 2;
    if (at == count && isOutermost(nodeDepth, true)) {
      from = count;
    } else if (at == 0 && isOutermost(nodeDepth, false)) {
      from = 0;
    }
    int right = nodes.allocate(nodes.level(node), Math.max(count - from + 1, leastEntries));
    nodes.moveTail(node, from, right);
    return right;
  }

  /** Whether nothing of the tree is beside a node of the way, on the right or on the left. */
  private boolean isOutermost(int nodeDepth, boolean right) {
    for (int i = 0; i < nodeDepth; i++) {
      if (wayEntries[i] != (right ? nodes.count(wayNodes[i]) - 1 : 0)) {
        return false;
      }
    }
    return true;
  }

  /** Makes a node the right neighbour of a node of the way, out of which it was split. */
  private void addSibling(int group, int nodeDepth, int right) {
    int left = wayNodes[nodeDepth];
    if (nodeDepth == 0) {
      int root = nodes.allocate(nodes.level(left) + 1, 2);
      nodes.insertChild(root, 0, left, weight(left));
      nodes.insertChild(root, 1, right, weight(right));
      setRoot(group, root);
      return;
    }
    int parent = wayNodes[nodeDepth - 1];
    int at = wayEntries[nodeDepth - 1];
    nodes.setFirst(parent, at);
    nodes.setSum(parent, at, weight(left));
    setFirstAbove(nodeDepth - 1);
    if (nodes.count(parent) < TreeNodes.CAPACITY) {
      nodes.insertChild(parent, at + 1, right, weight(right));
      return;
    }
    int uncle = split(nodeDepth - 1, at + 1, 1);
    int count = nodes.count(parent);
    if (at + 1 > count || count == TreeNodes.CAPACITY) {
      nodes.insertChild(uncle, at + 1 - count, right, weight(right));
    } else {
      nodes.insertChild(parent, at + 1, right, weight(right));
    }
    addSibling(group, nodeDepth - 1, uncle);
  }

  /** Notes that a slot just found, which weighed so much, weighs something else. */
  void changeWeight(long before, long after) {
    int leaf = wayNodes[depth - 1];
    int at = wayEntries[depth - 1];
    nodes.setLink(leaf, at, link(nodes.slot(leaf, at), after));
    addAbove(depth - 1, after - before);
  }

  /** Removes a slot just found. */
  void remove(int group) {
    int leaf = wayNodes[depth - 1];
    int at = wayEntries[depth - 1];
    addAbove(depth - 1, -weight(leaf, at));
    nodes.remove(leaf, at, at + 1);
    settle(group, depth - 1);
  }

  /** Puts in order a node of the way that has lost an entry. */
  private void settle(int group, int nodeDepth) {
    int node = wayNodes[nodeDepth];
    if (nodes.count(node) == 0) {
      nodes.free(node);
      if (nodeDepth == 0) {
        setRoot(group, NONE);
        return;
      }
      int at = wayEntries[nodeDepth - 1];
      nodes.remove(wayNodes[nodeDepth - 1], at, at + 1);
      settle(group, nodeDepth - 1);
      return;
    }
    setFirstAbove(nodeDepth);
    if (nodeDepth == 0) {
      trimRoot(group);
    } else if (merge(wayNodes[nodeDepth - 1], wayEntries[nodeDepth - 1])) {
      settle(group, nodeDepth - 1);
    }
  }

  /** Merges a child with one beside it if it has few entries; whether that was done. */
  private boolean merge(int parent, int at) {
    if (nodes.count(nodes.child(parent, at)) > FEW) {
      return false;
    }
    return at + 1 < nodes.count(parent) && mergeNext(parent, at)
        || at > 0 && mergeNext(parent, at - 1);
  }

  private boolean mergeNext(int parent, int at) {
    int left = nodes.child(parent, at);
    int right = nodes.child(parent, at + 1);
    int leftCount = nodes.count(left);
    int count = leftCount + nodes.count(right);
    if (count > MERGED) {
      return false;
    }
    if (nodes.capacity(left) < count) {
      left = resize(left, count);
      nodes.setChild(parent, at, left);
    }
    nodes.moveTail(right, 0, left);
    nodes.free(right);
    nodes.setSum(parent, at, nodes.sum(parent, at) + nodes.sum(parent, at + 1));
    nodes.remove(parent, at + 1, at + 2);
    if (nodes.level(left) > 0 && !merge(left, leftCount - 1)) {
      merge(left, leftCount);
    }
    return true;
  }

  /** Moves a leaf into one with room for so many entries. */
  private int resize(int leaf, int entries) {
    int resized = nodes.allocate(0, entries);
    nodes.moveTail(leaf, 0, resized);
    nodes.free(leaf);
    return resized;
  }

  /** A root with one child gives way to it; a leaf that is nearly empty gets smaller. */
  private void trimRoot(int group) {
    int root = root(group);
    while (nodes.level(root) > 0 && nodes.count(root) == 1) {
      int child = nodes.child(root, 0);
      nodes.free(root);
      root = child;
    }
    int count = nodes.count(root);
    if (nodes.level(root) == 0 && 4 * count <= nodes.capacity(root)) {
      root = resize(root, 2 * count);
    }
    setRoot(group, root);
  }

  private void replace(int group, int nodeDepth, int node) {
    if (nodeDepth == 0) {
      setRoot(group, node);
    } else {
      nodes.setChild(wayNodes[nodeDepth - 1], wayEntries[nodeDepth - 1], node);
    }
  }

  private void addAbove(int nodeDepth, long added) {
    if (added != 0) {
      for (int i = 0; i < nodeDepth; i++) {
        nodes.setSum(wayNodes[i], wayEntries[i], nodes.sum(wayNodes[i], wayEntries[i]) + added);
      }
    }
  }

  /** Tells the nodes above one of the way what its first entry is now. */
  private void setFirstAbove(int nodeDepth) {
    for (int i = nodeDepth - 1; i >= 0; i--) {
      nodes.setFirst(wayNodes[i], wayEntries[i]);
      if (wayEntries[i] != 0) {
        return;
      }
    }
  }

  private long weight(int node, int entry) {
    if (nodes.level(node) > 0) {
      return nodes.sum(node, entry);
    }
    return weight(nodes.link(node, entry));
  }

  /** The weight in a link of a leaf. */
  private long weight(long link) {
    int weight = (int) link;
    return weight == Integer.MAX_VALUE ? order.weight((int) (link >>> 32)) : weight;
  }

  private long weight(int node) {
    return weightBefore(node, nodes.count(node));
  }

  /** What the first entries of a node weigh. */
  private long weightBefore(int node, int entry) {
    long[] chunk = nodes.chunk(node);
    long sum = 0;
    if (nodes.level(node) > 0) {
      int sums = TreeNodes.sums(node);
      for (int i = sums; i < sums + entry; i++) {
        sum += chunk[i];
      }
    } else {
      int links = nodes.links(node);
      for (int i = links; i < links + entry; i++) {
        sum += weight(chunk[i]);
      }
    }
    return sum;
  }

  /** What a group weighs. */
  long groupWeight(int group) {
    int root = root(group);
    return root == NONE ? 0 : weight(root);
  }

  /** What the slots weigh that are before the probe, or before it or equal. */
  long weightBefore(int group, boolean orEqual) {
    int node = root(group);
    if (node == NONE) {
      return 0;
    }
    long prefix = order.prefix();
    long sum = 0;
    while (nodes.level(node) > 0) {
      int child = childOf(node, prefix, orEqual);
      sum += weightBefore(node, child);
      node = nodes.child(node, child);
    }
    return sum + weightBefore(node, before(node, prefix, orEqual));
  }

  /** The slot before which less than that weight is, and with it more; {@link #NONE} if none is. */
  int slotAt(int group, long position) {
    int node = root(group);
    if (node == NONE || position < 0) {
      return NONE;
    }
    long left = position;
    while (nodes.level(node) > 0) {
      long[] chunk = nodes.chunk(node);
      int sums = TreeNodes.sums(node);
      int count = nodes.count(node);
      int at = 0;
      while (at < count && left >= chunk[sums + at]) {
        left -= chunk[sums + at++];
      }
      if (at == count) {
        return NONE;
      }
      node = nodes.child(node, at);
    }
    return slotInLeaf(node, left);
  }

  private int slotInLeaf(int leaf, long position) {
    long[] chunk = nodes.chunk(leaf);
    int links = nodes.links(leaf);
    int end = links + nodes.count(leaf);
    long left = position;
    for (int i = links; i < end; i++) {
      left -= weight(chunk[i]);
      if (left < 0) {
        return (int) (chunk[i] >>> 32);
      }
    }
    return NONE;
  }

  /** Gives the slots that make up a range of weight, in order. */
  void forward(int group, long from, long to, GroupRows target) {
    int root = root(group);
    if (root != NONE && from < to) {
      forward(root, 0, Math.max(from, 0), to, target);
    }
  }

  private void forward(int node, long nodeStart, long from, long to, GroupRows target) {
    int count = nodes.count(node);
    long start = nodeStart;
    for (int i = 0; i < count && start < to; i++) {
      long end = start + weight(node, i);
      if (end > from) {
        if (nodes.level(node) > 0) {
          forward(nodes.child(node, i), start, from, to, target);
        } else {
          give(nodes.slot(node, i), Math.max(start, from), Math.min(end, to), target);
        }
      }
      start = end;
    }
  }

  /** Gives the slots that make up a range of weight, last first. */
  void backward(int group, long from, long to, GroupRows target) {
    int root = root(group);
    if (root != NONE && from < to) {
      backward(root, weight(root), Math.max(from, 0), to, target);
    }
  }

  private void backward(int node, long nodeEnd, long from, long to, GroupRows target) {
    long end = nodeEnd;
    for (int i = nodes.count(node) - 1; i >= 0 && end > from; i--) {
      long start = end - weight(node, i);
      if (start < to) {
        if (nodes.level(node) > 0) {
          backward(nodes.child(node, i), end, from, to, target);
        } else {
          give(nodes.slot(node, i), Math.max(start, from), Math.min(end, to), target);
        }
      }
      end = start;
    }
  }

  private static void give(int slot, long from, long to, GroupRows target) {
    if (from < to) {
      target.add(slot, to - from);
    }
  }

  /** The least prefix in a group, which is not empty. */
  long firstPrefix(int group) {
    return nodes.prefix(root(group), 0);
  }

  /**
   * Removes the slots that are before the probe, or before it or equal, and gives them in order.
   */
  void removeBefore(int group, boolean orEqual, IntArrayList removed) {
    int root = root(group);
    if (root == NONE) {
      return;
    }
    if (cut(root, order.prefix(), orEqual, removed)) {
      nodes.free(root);
      setRoot(group, NONE);
    } else {
      trimRoot(group);
    }
  }

  /** Removes the first entries below a node; whether none is left. */
  private boolean cut(int node, long prefix, boolean orEqual, IntArrayList removed) {
    int end = before(node, prefix, orEqual);
    if (nodes.level(node) == 0) {
      for (int i = 0; i < end; i++) {
        removed.add(nodes.slot(node, i));
      }
      nodes.remove(node, 0, end);
      return nodes.count(node) == 0;
    }
    if (end == 0) {
      return false;
    }
    for (int i = 0; i < end - 1; i++) {
      dismantle(nodes.child(node, i), removed);
    }
    int last = nodes.child(node, end - 1);
    if (cut(last, prefix, orEqual, removed)) {
      nodes.free(last);
      nodes.remove(node, 0, end);
      return nodes.count(node) == 0;
    }
    nodes.remove(node, 0, end - 1);
    nodes.setFirst(node, 0);
    nodes.setSum(node, 0, weight(last));
    merge(node, 0);
    return false;
  }

  /** Removes a group and gives its slots in order. */
  void removeGroup(int group, IntArrayList removed) {
    int root = root(group);
    if (root != NONE) {
      dismantle(root, removed);
      setRoot(group, NONE);
    }
  }

  private void dismantle(int node, IntArrayList removed) {
    int count = nodes.count(node);
    for (int i = 0; i < count; i++) {
      if (nodes.level(node) > 0) {
        dismantle(nodes.child(node, i), removed);
      } else {
        removed.add(nodes.slot(node, i));
      }
    }
    nodes.free(node);
  }

  /** How many levels a group has. */
  int height(int group) {
    int root = root(group);
    return root == NONE ? 0 : nodes.level(root) + 1;
  }

  long memoryBytes() {
    return nodes.memoryBytes() + 4L * roots.length;
  }
}
