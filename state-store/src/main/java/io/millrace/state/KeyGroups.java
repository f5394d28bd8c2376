package io.millrace.state;

/**
 * The 1024 virtual groups that keys fall into by their hash. A partition owns a contiguous range of
 * groups, so that state can be dealt out anew when the number of partitions changes.
 */
public final class KeyGroups {
  /** The number of groups. */
  public static final int COUNT = 1024;

  private static final int BITS = 10;

  /** The bits of a hash that tell the group. */
  static final long HASH_BITS = -1L << (Long.SIZE - BITS);

  private KeyGroups() {}

  /** The group of a key: the top bits of its hash. */
  public static int group(long hash) {
    return (int) (hash >>> (Long.SIZE - BITS));
  }

  /** Which of that many partitions owns the key. */
  public static int partition(long hash, int partitions) {
    return partitionOf(group(hash), partitions);
  }

  /** The first group that a partition owns, or the number of groups behind the last partition. */
  public static int firstGroup(int partition, int partitions) {
    return ((partition << BITS) + partitions - 1) / partitions;
  }

  /** Which of that many partitions owns the group. */
  public static int partitionOf(int group, int partitions) {
    return group * partitions >>> BITS;
  }
}
