package io.millrace.connector.file;

import io.millrace.api.connector.Chunk;
import io.millrace.connector.format.Bytes;
import io.millrace.connector.format.RecordFormat;
import io.millrace.connector.format.RecordPlan;
import io.millrace.connector.format.Records;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts a file that can only be read from its beginning, because it is compressed or its records are
 * not lines, into chunks of whole records. Holds one chunk and the beginning of the next; grows for
 * a long record up to the limit, and passes over a longer one without keeping it.
 */
final class RecordCutter implements FileChunks {
  private static final Logger LOG = LoggerFactory.getLogger(RecordCutter.class);

  /** The size of a chunk, unless a record is longer. */
  private static final int CHUNK = 1 << 18;

  private static final int SMALLEST_CHUNK = 4096;

  /** Bytes to ask for at once: what is copied on the way should not leave the cache. */
  private static final int READ = 1 << 17;

  private final TakenFile file;
  private final RecordPlan plan;
  private final RecordFormat format;
  private final int maxRecordSize;
  private final ChunkBuffers buffers;
  private final InputStream in;
  private final CountingStream bytes;
  private RecordFormat.@Nullable Decoders decoders;

  /** Read and not yet handed on. */
  private byte[] rest = {};

  private int restLength;

  /** The place of the first byte of {@link #rest} in the file. */
  private long offset;

  private boolean ended;
  private long left;

  RecordCutter(
      TakenFile file, RecordPlan plan, RecordFormat format, int maxRecordSize, ChunkBuffers buffers)
      throws IOException {
    this.file = file;
    this.plan = plan;
    this.format = format;
    this.maxRecordSize = maxRecordSize;
    this.buffers = buffers;
    this.left = FileStreams.isCompressed(file.path()) ? Long.MAX_VALUE : file.size();
    this.bytes = new CountingStream(Files.newInputStream(file.path()));
    this.in = format.open(limited(FileStreams.open(file.path(), bytes)));
  }

  /** Not more of a file than was there when it was taken, so that a replay gives the same. */
  private InputStream limited(InputStream raw) {
    return left == Long.MAX_VALUE ? raw : new LimitedStream(raw, left);
  }

  @Override
  public TakenFile file() {
    return file;
  }

  @Override
  public long position() {
    return Math.min(bytes.count(), file.size());
  }

  @Override
  public Optional<Chunk> next() throws IOException {
    if (decoders == null) {
      decoders = begin();
    }
    RecordFormat.Decoders decode = decoders;
    byte[] buffer = firstBuffer();
    int length = restLength;
    System.arraycopy(rest, 0, buffer, 0, length);
    while (true) {
      length = fill(buffer, length);
      int limit = buffer.length - Bytes.SLACK;
      if (ended) {
        return length == 0 ? finish() : Optional.of(chunk(decode, buffer, length, length));
      }
      int end = format.lastRecordEnd(buffer, 0, length);
      if (end > 0) {
        return Optional.of(chunk(decode, buffer, end, length));
      }
      if (limit > maxRecordSize) {
        return Optional.of(passOver(length));
      }
      buffer = Arrays.copyOf(buffer, size(Math.min(2L * limit, maxRecordSize + 1L)));
    }
  }

  private byte[] firstBuffer() {
    long wanted = Math.min(CHUNK, maxRecordSize + 1L);
    if (!FileStreams.isCompressed(file.path())) {
      wanted = Math.min(wanted, Math.max(file.size() - offset, SMALLEST_CHUNK) + 1);
    }
    return buffers.takeBytes((int) Math.max(wanted, restLength + 1L));
  }

  private static int size(long content) {
    return (int) content + Bytes.SLACK;
  }

  /** Takes what stands before the records. */
  private RecordFormat.Decoders begin() throws IOException {
    FileHead head = FileHead.read(in::read, format.hasHeader(), maxRecordSize, file.path());
    rest = head.rest();
    restLength = rest.length;
    offset = head.length();
    return format.bind(plan, head.header());
  }

  /** Reads until the buffer is full or the file ends; the new length. */
  private int fill(byte[] buffer, int from) throws IOException {
    int limit = buffer.length - Bytes.SLACK;
    int length = from;
    while (length < limit && !ended) {
      int count = in.read(buffer, length, Math.min(limit - length, READ));
      if (count < 0) {
        ended = true;
      } else {
        length += count;
      }
    }
    return length;
  }

  /** A chunk of the first {@code end} bytes; what is behind them waits. */
  private Chunk chunk(RecordFormat.Decoders decode, byte[] buffer, int end, int length) {
    rest = Arrays.copyOfRange(buffer, end, length);
    restLength = length - end;
    long place = offset;
    offset += end;
    int to = buffer[end - 1] == '\n' ? end - 1 : end;
    buffer[to] = '\n';
    return new BlockChunk(new Records(buffer, 0, to, place), decode, buffers);
  }

  /** Skips a record that is too long; what becomes of it is decided where chunks are decoded. */
  private Chunk passOver(int kept) throws IOException {
    long place = offset;
    offset += kept;
    restLength = 0;
    byte[] buffer = new byte[1 << 16];
    boolean found = false;
    while (!found && !ended) {
      int count = in.read(buffer, 0, buffer.length);
      if (count < 0) {
        ended = true;
        break;
      }
      int end = Bytes.indexOf(buffer, 0, count, (byte) '\n');
      found = end < count;
      int used = found ? end + 1 : count;
      offset += used;
      rest = Arrays.copyOfRange(buffer, used, count);
      restLength = count - used;
    }
    return output -> LongRecord.report(plan, maxRecordSize, place, output);
  }

  private Optional<Chunk> finish() throws IOException {
    if (!FileStreams.isCompressed(file.path()) && Files.size(file.path()) > file.size()) {
      LOG.warn("{} has grown since it was taken; what was added is not read", file.path());
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      LOG.debug("closing {}", file.path(), e);
    }
  }

  /** Ends after so many bytes, which must be there. */
  private static final class LimitedStream extends java.io.FilterInputStream {
    private final long size;
    private long left;

    LimitedStream(InputStream in, long size) {
      super(in);
      this.size = size;
      this.left = size;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int count = in.read(target, from, (int) Math.min(length, left));
      if (count < 0) {
        throw CorruptFile.shorter(size - left, size);
      }
      left -= count;
      return count;
    }
  }
}
