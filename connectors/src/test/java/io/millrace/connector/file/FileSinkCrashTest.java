package io.millrace.connector.file;

import io.millrace.api.connector.OutputMode;
import io.millrace.fault.Crash;
import io.millrace.fault.FaultDisk;
import io.millrace.fault.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

/**
 * Whenever the process or the machine ends or the disk refuses, and whichever query writes next:
 * each batch that is published is there whole and once, and one that was not decided never is.
 */
class FileSinkCrashTest {
  private static final int BATCHES = 4;

  private Path scratch = Path.of("");

  @BeforeTry
  void makeScratch() throws IOException {
    scratch = Files.createTempDirectory("sink");
  }

  @AfterTry
  void removeScratch() throws IOException {
    try (Stream<Path> files = Files.walk(scratch)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private SinkDriver driver(String name, OutputMode mode, long chance, long seed)
      throws IOException {
    Path directory = Files.createDirectories(scratch.resolve(name));
    return new SinkDriver(new FaultDisk(directory, chance), directory, mode, seed);
  }

  @Property(tries = 2, shrinking = ShrinkingMode.OFF)
  void everyCrashPointOfARun(@ForAll long seed, @ForAll boolean complete) throws IOException {
    OutputMode mode = complete ? OutputMode.COMPLETE : OutputMode.APPEND;
    long operations = run(mode, seed, 0, Long.MAX_VALUE, Crash.KILL);
    for (long at = 0; at < operations; at++) {
      Crash crash = at % 3 == 0 ? Crash.KILL : Crash.POWER_CUT;
      run(mode, seed, at + 1, at, crash);
    }
  }

  private long run(OutputMode mode, long seed, long chance, long crashAt, Crash crash)
      throws IOException {
    SinkDriver driver = driver("run" + chance, mode, seed + chance, seed);
    driver.live(disk -> {}, BATCHES);
    final long operations = driver.live(disk -> disk.crashAt(crashAt, crash), BATCHES);
    driver.liveWell();
    return operations;
  }

  @Property(tries = 15, shrinking = ShrinkingMode.OFF)
  void oneCrashAfterTheOther(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    OutputMode mode = random.nextBoolean() ? OutputMode.APPEND : OutputMode.COMPLETE;
    SinkDriver driver = driver("run", mode, seed, seed);
    for (int life = 0; life < 12; life++) {
      driver.live(
          disk -> {
            if (random.nextInt(3) == 0) {
              disk.shortenWrites();
            }
            Crash crash = random.nextBoolean() ? Crash.KILL : Crash.POWER_CUT;
            disk.crashAt(random.nextInt(80), crash);
          },
          BATCHES);
    }
    driver.liveWell();
  }

  @Property(tries = 15, shrinking = ShrinkingMode.OFF)
  void failuresOfTheDisk(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    OutputMode mode = random.nextBoolean() ? OutputMode.APPEND : OutputMode.COMPLETE;
    SinkDriver driver = driver("run", mode, seed, seed);
    List<Operation> kinds =
        List.of(
            Operation.WRITE,
            Operation.FORCE,
            Operation.FORCE_DIRECTORY,
            Operation.CREATE,
            Operation.RENAME,
            Operation.DELETE);
    for (int life = 0; life < 12; life++) {
      driver.live(
          disk -> {
            disk.failAt(kinds.get(random.nextInt(kinds.size())), random.nextInt(15));
            if (random.nextInt(5) == 0) {
              disk.limitSpace(random.nextInt(4_000));
            }
          },
          BATCHES);
      if (random.nextBoolean()) {
        driver.cutPower();
      }
    }
    driver.liveWell();
  }
}
