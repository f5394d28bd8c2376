package io.millrace.fault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** An open directory of a {@link FaultDisk}: good for being forced. */
final class FaultDirectory extends FileChannel {
  private static final String WRONG = "Is a directory";

  private final FaultDisk disk;
  private final int life;
  private final Path directory;

  FaultDirectory(FaultDisk disk, int life, Path directory) {
    this.disk = disk;
    this.life = life;
    this.directory = directory;
  }

  @Override
  public void force(boolean metaData) throws IOException {
    synchronized (disk) {
      disk.begin(Operation.FORCE_DIRECTORY, life, directory.toString());
      disk.names().forced(directory);
    }
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    throw new IOException(WRONG);
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
    throw new IOException(WRONG);
  }

  @Override
  public int read(ByteBuffer target, long from) throws IOException {
    throw new IOException(WRONG);
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    throw new IOException(WRONG);
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    throw new IOException(WRONG);
  }

  @Override
  public int write(ByteBuffer source, long to) throws IOException {
    throw new IOException(WRONG);
  }

  @Override
  public long position() throws IOException {
    throw new IOException(WRONG);
  }

  @Override
  public FileChannel position(long newPosition) throws IOException {
    throw new IOException(WRONG);
  }

  @Override
  public long size() throws IOException {
    throw new IOException(WRONG);
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    throw new IOException(WRONG);
  }

  @Override
  public long transferTo(long from, long count, WritableByteChannel target) throws IOException {
    throw new IOException(WRONG);
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long to, long count) throws IOException {
    throw new IOException(WRONG);
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long from, long size) throws IOException {
    throw new IOException(WRONG);
  }

  @Override
  public FileLock lock(long from, long size, boolean shared) throws IOException {
    throw new IOException(WRONG);
  }

  @Override
  public FileLock tryLock(long from, long size, boolean shared) throws IOException {
    throw new IOException(WRONG);
  }

  @Override
  protected void implCloseChannel() {}
}
