package io.millrace.fault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** What a file was when it was forced last, where that differs from what it is now. */
final class Unforced {
  static final int SECTOR_BYTES = 512;
  private static final int LARGE_SECTOR_BYTES = 4096;
  private static final double[] SURVIVAL = {0, 0.1, 0.5, 0.9, 1};

  /** Content of sectors written since the last force, before that. */
  private final Map<Long, byte[]> written = new TreeMap<>();

  /** The same of sectors whose force failed: never written unless somebody writes them again. */
  private final Map<Long, byte[]> doomed = new TreeMap<>();

  private long size;

  Unforced(long size) {
    this.size = size;
  }

  /** Bytes of the file are about to change; those beyond its end count as zeros. */
  void change(FileChannel file, long from, long to) throws IOException {
    for (long sector = from / SECTOR_BYTES; sector * SECTOR_BYTES < to; sector++) {
      byte[] doomedBefore = doomed.remove(sector);
      if (doomedBefore != null) {
        written.put(sector, doomedBefore);
      } else if (!written.containsKey(sector)) {
        written.put(sector, read(file, sector));
      }
    }
  }

  private static byte[] read(FileChannel file, long sector) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(SECTOR_BYTES);
    int count = 0;
    while (count >= 0 && content.hasRemaining()) {
      count = file.read(content, sector * SECTOR_BYTES + content.position());
    }
    return content.array();
  }

  void forced(long newSize) {
    written.clear();
    size = newSize;
  }

  void forceFailed() {
    doomed.putAll(written);
    written.clear();
  }

  /** Makes the file what it is after a power cut. */
  void lose(FileChannel file, Random random) throws IOException {
    long newSize = file.size();
    long survivingSize = survivingSize(newSize, random);
    double survival = SURVIVAL[random.nextInt(SURVIVAL.length)];
    int unit = random.nextBoolean() ? SECTOR_BYTES : LARGE_SECTOR_BYTES;
    long decidedUnit = -1;
    boolean survives = false;
    for (Map.Entry<Long, byte[]> entry : written.entrySet()) {
      long start = entry.getKey() * SECTOR_BYTES;
      if (start / unit != decidedUnit) {
        decidedUnit = start / unit;
        survives = random.nextDouble() < survival;
      }
      boolean cutOff = newSize < size && start + SECTOR_BYTES > newSize;
      if (!survives || cutOff) {
        write(file, start, entry.getValue());
      }
    }
    for (Map.Entry<Long, byte[]> entry : doomed.entrySet()) {
      // A device may have done a part of what it failed to do.
      if (random.nextInt(4) > 0) {
        write(file, entry.getKey() * SECTOR_BYTES, entry.getValue());
      }
    }
    setSize(file, survivingSize);
  }

  private long survivingSize(long newSize, Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> size;
      case 1 -> newSize;
      default -> Math.min(size, newSize) + (long) (random.nextDouble() * Math.abs(newSize - size));
    };
  }

  private static void setSize(FileChannel file, long size) throws IOException {
    if (size < file.size()) {
      file.truncate(size);
    } else if (size > file.size()) {
      write(file, size - 1, new byte[1]);
    }
  }

  private static void write(FileChannel file, long at, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      file.write(buffer, at + buffer.position());
    }
  }
}
