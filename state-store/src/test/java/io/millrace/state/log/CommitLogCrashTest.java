package io.millrace.state.log;

import io.millrace.fault.Crash;
import io.millrace.fault.FaultDisk;
import io.millrace.fault.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

/**
 * Whenever the process or the machine ends, the log that is opened next holds every record that had
 * been synced, perhaps some that had not been, whole and in order, and nothing else.
 */
class CommitLogCrashTest {
  private static final int ACTIONS = 25;

  private Path scratch = Path.of("");

  @BeforeTry
  void makeScratch() throws IOException {
    scratch = Files.createTempDirectory("log");
  }

  @AfterTry
  void removeScratch() throws IOException {
    Scratch.delete(scratch);
  }

  @Property(tries = 8, shrinking = ShrinkingMode.OFF)
  void everyCrashPointOfARun(@ForAll long seed) throws IOException {
    long operations = run(seed, 0, Long.MAX_VALUE, Crash.KILL);
    for (long at = 0; at < operations; at++) {
      Crash crash = at % 4 == 0 ? Crash.KILL : Crash.POWER_CUT;
      run(seed, at + 1, at, crash);
    }
  }

  private long run(long seed, long chance, long crashAt, Crash crash) throws IOException {
    Path directory = Files.createDirectories(scratch.resolve("run" + chance));
    FaultDisk disk = new FaultDisk(directory, seed + chance);
    LogDriver driver = new LogDriver(disk, seed);
    driver.open();
    disk.crashAt(crashAt, crash);
    driver.act(ACTIONS);
    final long operations = disk.operations();
    driver.open();
    driver.act(3);
    driver.close();
    return operations;
  }

  @Property(tries = 150, shrinking = ShrinkingMode.OFF)
  void oneCrashAfterTheOther(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    FaultDisk disk = new FaultDisk(Files.createDirectory(scratch.resolve("run")), seed);
    LogDriver driver = new LogDriver(disk, seed);
    for (int life = 0; life < 8; life++) {
      driver.mount();
      if (random.nextInt(3) == 0) {
        disk.shortenWrites();
      }
      disk.crashAt(random.nextInt(120), random.nextBoolean() ? Crash.KILL : Crash.POWER_CUT);
      driver.openAndAct(ACTIONS);
    }
    driver.open();
    driver.close();
  }

  @Property(tries = 150, shrinking = ShrinkingMode.OFF)
  void failuresOfTheDisk(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    FaultDisk disk = new FaultDisk(Files.createDirectory(scratch.resolve("run")), seed);
    LogDriver driver = new LogDriver(disk, seed);
    driver.open();
    for (int life = 0; life < 8; life++) {
      Operation[] kinds = {
        Operation.WRITE, Operation.FORCE, Operation.FORCE_DIRECTORY, Operation.RENAME
      };
      disk.failAt(kinds[random.nextInt(kinds.length)], random.nextInt(20));
      if (random.nextInt(4) == 0) {
        disk.limitSpace(random.nextInt(100_000));
      }
      driver.act(ACTIONS);
      // The process goes on, so that nothing is lost but what the system has given up.
      driver.open();
      if (random.nextBoolean()) {
        disk.crash(Crash.POWER_CUT);
        driver.open();
      }
    }
    driver.close();
  }
}
