package io.millrace.fault;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A disk that can be made to fail; the package says how it does. Safe for several threads, and
 * deterministic if its operations come in a deterministic order.
 */
public final class FaultDisk {
  /** What the system says if a device does not do as it is told. */
  public static final String IO_ERROR = "Input/output error";

  public static final String NO_SPACE = "No space left on device";

  private final Path directory;
  private final Random random;
  private final Names names;
  private final Map<Operation, Long> counts = new EnumMap<>(Operation.class);
  private final Map<Operation, Long> failures = new EnumMap<>(Operation.class);
  private final List<FileChannel> open = new ArrayList<>();
  private final List<String> history = new ArrayList<>();
  private long operations;
  private long crashAt = Long.MAX_VALUE;
  private Crash crash = Crash.KILL;
  private boolean crashed;
  private int life;
  private boolean shortWrites;
  private long space = Long.MAX_VALUE;

  /**
   * Makes a disk of an existing directory.
   *
   * @param seed of everything that is left to chance
   */
  public FaultDisk(Path directory, long seed) throws IOException {
    this.directory = directory.toRealPath();
    // Seeds that are near each other must not begin alike.
    this.random = new Random(new SplittableRandom(seed).nextLong());
    Path attic = this.directory.resolveSibling(this.directory.getFileName() + ".attic");
    this.names = new Names(Files.createDirectories(attic));
  }

  /**
   * Begins a life of the disk and returns its directory. If the one before ended by a crash, this
   * is what it has left; if not it ends now, with nothing lost. Paths and channels of an earlier
   * life throw for ever.
   */
  public synchronized Path mount() throws IOException {
    for (FileChannel channel : open) {
      channel.close();
    }
    open.clear();
    if (crashed && crash == Crash.POWER_CUT) {
      names.lose(random);
    }
    endProcess();
    crashed = false;
    crashAt = Long.MAX_VALUE;
    operations = 0;
    counts.clear();
    failures.clear();
    shortWrites = false;
    space = Long.MAX_VALUE;
    life++;
    history.add("life " + life);
    return new FaultFileSystem(this, life).path(directory);
  }

  /** The process that had leases is gone, though the test that plays it goes on. */
  private void endProcess() throws IOException {
    List<Path> claims;
    try (Stream<Path> files = Files.walk(directory)) {
      claims = files.filter(FaultDisk::isClaim).toList();
    }
    for (Path claim : claims) {
      Files.delete(claim);
    }
  }

  private static boolean isClaim(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith("lease-") || name.startsWith("writer-");
  }

  /** Ends this life with an operation, which may be done in part: 0 is the next that changes. */
  public synchronized void crashAt(long operation, Crash how) {
    crashAt = operations + operation;
    crash = how;
  }

  public synchronized void crash(Crash how) {
    crash = how;
    crashed = true;
  }

  public synchronized boolean crashed() {
    return crashed;
  }

  /** Operations of this life that changed something, or would have. */
  public synchronized long operations() {
    return operations;
  }

  /** What was done to the disk in all its lives, but for reading: for the message of a test. */
  public synchronized String history() {
    return String.join("\n", history);
  }

  /** Adds a remark to the history. */
  public synchronized void note(String remark) {
    history.add(remark);
  }

  public synchronized long count(Operation kind) {
    return counts.getOrDefault(kind, 0L);
  }

  /** Makes one operation of a kind fail: 0 is the next. */
  public synchronized void failAt(Operation kind, long number) {
    failures.put(kind, count(kind) + number);
  }

  /** Lets writes write less than they are given, as they may. */
  public synchronized void shortenWrites() {
    shortWrites = true;
  }

  /** Lets files grow by so many bytes in all, and no more. */
  public synchronized void limitSpace(long bytes) {
    space = bytes;
  }

  // What follows is for the file system: one operation at a time.

  Names names() {
    return names;
  }

  synchronized void expectAlive(int ofLife) throws IOException {
    if (crashed || ofLife != life) {
      throw new IOException("the machine is off");
    }
  }

  /** Counts an operation; throws if it is not to be, before anything is done. */
  void begin(Operation kind, int ofLife, String what) throws IOException {
    if (crashesOrFails(kind, ofLife, what)) {
      throw failure();
    }
  }

  /** Counts an operation; true if it must be done in part, or not at all, and then throw. */
  boolean crashesOrFails(Operation kind, int ofLife, String what) throws IOException {
    expectAlive(ofLife);
    long count = count(kind);
    counts.put(kind, count + 1);
    boolean fails = failures.getOrDefault(kind, -1L) == count;
    if (kind.changes()) {
      crashed = operations >= crashAt;
      operations++;
      history.add((crashed ? crash + " at " : "") + kind + " " + what + (fails ? " fails" : ""));
    }
    return fails || crashed;
  }

  IOException failure() {
    return new IOException(crashed ? "the machine is off" : IO_ERROR);
  }

  /** How much of so many bytes to write, if not all of them. */
  int part(int bytes) {
    return random.nextInt(bytes + 1);
  }

  /** How much of so many bytes a write takes at once. */
  int taken(int bytes) {
    return shortWrites && bytes > 1 && random.nextBoolean() ? 1 + random.nextInt(bytes) : bytes;
  }

  /** Takes room for a file that grows; less than asked for if there is no more. */
  long reserve(long bytes) {
    long reserved = Math.min(bytes, space);
    if (space != Long.MAX_VALUE) {
      space -= reserved;
    }
    return reserved;
  }

  void opened(FileChannel channel) {
    open.add(channel);
  }

  void closed(FileChannel channel) {
    open.remove(channel);
  }
}
