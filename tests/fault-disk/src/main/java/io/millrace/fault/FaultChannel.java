package io.millrace.fault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** An open file of a {@link FaultDisk}. */
final class FaultChannel extends FileChannel {
  private static final int PAGE_BYTES = 4096;
  private static final int TRANSFER_BYTES = 8192;

  private final FaultDisk disk;
  private final int life;
  private final String name;
  private final FileChannel real;
  private final Unforced content;
  private final boolean writable;
  private final boolean append;
  private long position;

  FaultChannel(
      FaultDisk disk,
      int life,
      String name,
      FileChannel real,
      Unforced content,
      boolean writable,
      boolean append) {
    this.disk = disk;
    this.life = life;
    this.name = name;
    this.real = real;
    this.content = content;
    this.writable = writable;
    this.append = append;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    synchronized (disk) {
      int count = read(target, position);
      position += Math.max(0, count);
      return count;
    }
  }

  @Override
  public int read(ByteBuffer target, long from) throws IOException {
    synchronized (disk) {
      disk.begin(Operation.READ, life, name);
      return real.read(target, from);
    }
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
    synchronized (disk) {
      long total = 0;
      for (int i = offset; i < offset + length; i++) {
        while (targets[i].hasRemaining()) {
          int count = read(targets[i]);
          if (count < 0) {
            return total == 0 ? -1 : total;
          }
          total += count;
        }
      }
      return total;
    }
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    synchronized (disk) {
      if (append) {
        position = size();
      }
      int count = write(source, position);
      position += count;
      return count;
    }
  }

  @Override
  public int write(ByteBuffer source, long to) throws IOException {
    synchronized (disk) {
      if (!writable) {
        throw new NonWritableChannelException();
      }
      boolean last =
          disk.crashesOrFails(Operation.WRITE, life, name + " " + to + "+" + source.remaining());
      int wanted = source.remaining();
      int count = wholePages(source, to, last ? disk.part(wanted) : disk.taken(wanted));
      count = count == 0 && !last ? wanted : count;
      count = room(to, count);
      content.change(real, Math.min(to, real.size()), to + count);
      ByteBuffer part = source.slice(source.position(), count);
      while (part.hasRemaining()) {
        real.write(part, to + part.position());
      }
      if (last) {
        throw disk.failure();
      }
      source.position(source.position() + count);
      return count;
    }
  }

  /**
   * The system copies page by page. If the pages of memory and file coincide, that is where a write
   * can end early; if not, anywhere.
   */
  private static int wholePages(ByteBuffer source, long to, int count) {
    boolean coincide =
        source.isDirect()
            && source.alignmentOffset(source.position(), PAGE_BYTES) == to % PAGE_BYTES;
    if (!coincide || count == source.remaining()) {
      return count;
    }
    return (int) Math.max(0, (to + count) / PAGE_BYTES * PAGE_BYTES - to);
  }

  /** Bytes of a write that the disk has room for. */
  private int room(long to, int count) throws IOException {
    long growth = Math.max(0, to + count - real.size());
    long missing = growth - disk.reserve(growth);
    if (missing >= count && count > 0) {
      throw new IOException(FaultDisk.NO_SPACE);
    }
    return (int) (count - missing);
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    synchronized (disk) {
      long total = 0;
      for (int i = offset; i < offset + length; i++) {
        while (sources[i].hasRemaining()) {
          total += write(sources[i]);
        }
      }
      return total;
    }
  }

  @Override
  public long position() {
    synchronized (disk) {
      return position;
    }
  }

  @Override
  public FileChannel position(long newPosition) {
    synchronized (disk) {
      position = newPosition;
      return this;
    }
  }

  @Override
  public long size() throws IOException {
    synchronized (disk) {
      disk.expectAlive(life);
      return real.size();
    }
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    synchronized (disk) {
      disk.begin(Operation.TRUNCATE, life, name + " " + size);
      if (size < real.size()) {
        content.change(real, size, real.size());
        real.truncate(size);
      }
      position = Math.min(position, size);
      return this;
    }
  }

  @Override
  public void force(boolean metaData) throws IOException {
    synchronized (disk) {
      if (disk.crashesOrFails(Operation.FORCE, life, name)) {
        if (!disk.crashed()) {
          content.forceFailed();
        }
        throw disk.failure();
      }
      content.forced(real.size());
    }
  }

  @Override
  public long transferTo(long from, long count, WritableByteChannel target) throws IOException {
    long done = 0;
    while (done < count) {
      ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(TRANSFER_BYTES, count - done));
      if (read(buffer, from + done) < 0) {
        return done;
      }
      buffer.flip();
      while (buffer.hasRemaining()) {
        done += target.write(buffer);
      }
    }
    return done;
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long to, long count) throws IOException {
    long done = 0;
    while (done < count) {
      ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(TRANSFER_BYTES, count - done));
      if (source.read(buffer) <= 0) {
        return done;
      }
      buffer.flip();
      while (buffer.hasRemaining()) {
        done += write(buffer, to + done);
      }
    }
    return done;
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long from, long size) throws IOException {
    if (mode != MapMode.READ_ONLY) {
      throw new UnsupportedOperationException("writing by a mapping cannot be tampered with");
    }
    synchronized (disk) {
      disk.begin(Operation.READ, life, name);
      return real.map(mode, from, size);
    }
  }

  @Override
  public FileLock lock(long from, long size, boolean shared) throws IOException {
    synchronized (disk) {
      disk.expectAlive(life);
    }
    return real.lock(from, size, shared);
  }

  @Override
  public FileLock tryLock(long from, long size, boolean shared) throws IOException {
    synchronized (disk) {
      disk.expectAlive(life);
      return real.tryLock(from, size, shared);
    }
  }

  @Override
  protected void implCloseChannel() throws IOException {
    synchronized (disk) {
      disk.closed(real);
      real.close();
    }
  }
}
