package io.millrace.connector.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that several threads read from at places of their own. It is open as long as somebody
 * holds it; whoever opens it is the first. An interrupt does not harm a read: the thread stays
 * interrupted, and what it reads is complete.
 */
final class OpenFile {
  private static final Logger LOG = LoggerFactory.getLogger(OpenFile.class);

  /** Bytes to ask for at once: what is copied on the way should not leave the cache. */
  private static final int READ = 1 << 18;

  private final Path path;
  private final long size;
  private @Nullable FileChannel channel;
  private int holders = 1;

  /**
   * @param size where the file ends for us, though it may have grown
   */
  OpenFile(Path path, long size) throws IOException {
    this.path = path;
    this.size = size;
    this.channel = FileChannel.open(path);
  }

  long size() {
    return size;
  }

  synchronized void hold() {
    holders++;
  }

  /** Ends what the constructor or {@link #hold} began; the last one closes the file. */
  synchronized void leave() {
    holders--;
    if (holders == 0) {
      close();
    }
  }

  synchronized boolean isClosed() {
    return channel == null;
  }

  /** Closes the file, whoever holds it. */
  synchronized void close() {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        LOG.debug("closing {}", path, e); // nothing was written
      }
      channel = null;
    }
  }

  /**
   * Reads until so many bytes are there, or the file ends where it did for us.
   *
   * @return how many there are
   * @throws IOException also if the file has become shorter since
   */
  int read(long place, byte[] target, int from, int length) throws IOException {
    int wanted = (int) Math.min(length, Math.max(0, size - place));
    int read = 0;
    boolean interrupted = false;
    try {
      while (read < wanted) {
        FileChannel open = channel();
        ByteBuffer buffer = ByteBuffer.wrap(target, from + read, Math.min(wanted - read, READ));
        try {
          int count = open.read(buffer, place + read);
          if (count < 0) {
            throw CorruptFile.shorter(place + read, size);
          }
          read += count;
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
          reopen(open);
        } catch (AsynchronousCloseException e) {
          reopen(open); // another reader was interrupted
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    return read;
  }

  private synchronized FileChannel channel() throws IOException {
    if (channel == null) {
      throw new ClosedChannelException();
    }
    if (!channel.isOpen()) {
      channel = FileChannel.open(path);
    }
    return channel;
  }

  private synchronized void reopen(FileChannel broken) throws IOException {
    if (channel == broken) {
      channel = FileChannel.open(path);
    }
  }
}
