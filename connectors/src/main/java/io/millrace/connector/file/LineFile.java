package io.millrace.connector.file;

import io.millrace.api.connector.Chunk;
import io.millrace.connector.format.RecordFormat;
import io.millrace.connector.format.RecordPlan;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file whose lines are its records, cut into ranges that are read and decoded independently of
 * each other: a record belongs to the range that it begins in.
 */
final class LineFile implements FileChunks {
  private static final Logger LOG = LoggerFactory.getLogger(LineFile.class);

  private final TakenFile taken;
  private final OpenFile file;
  private final RecordPlan plan;
  private final RecordFormat.Decoders decoders;
  private final FileSourceOptions options;
  private final ChunkBuffers buffers;
  private final LineRange.Sizes sizes;
  private final long begin;
  private final AtomicBoolean corrupt = new AtomicBoolean();
  private long next;

  LineFile(
      TakenFile taken,
      RecordPlan plan,
      RecordFormat format,
      FileSourceOptions options,
      ChunkBuffers buffers,
      LineRange.Sizes sizes)
      throws IOException {
    this.taken = taken;
    this.plan = plan;
    this.options = options;
    this.buffers = buffers;
    this.sizes = sizes;
    this.file = new OpenFile(taken.path(), taken.size());
    try {
      FileHead head =
          FileHead.read(input(), format.hasHeader(), options.maxRecordSize(), taken.path());
      this.begin = head.length();
      this.next = begin;
      this.decoders = format.bind(plan, head.header());
    } catch (IOException | RuntimeException e) {
      file.leave();
      throw e;
    }
  }

  private FileHead.Input input() {
    long[] place = {0};
    return (target, from, length) -> {
      int count = file.read(place[0], target, from, length);
      place[0] += count;
      return count == 0 ? -1 : count;
    };
  }

  @Override
  public TakenFile file() {
    return taken;
  }

  @Override
  public Optional<Chunk> next() throws IOException {
    if (next >= file.size()) {
      warnIfGrown();
      return Optional.empty();
    }
    long from = next;
    next = Math.min(file.size(), from + sizes.range());
    file.hold();
    return Optional.of(new LineRange(this, from, next));
  }

  @Override
  public long position() {
    return next;
  }

  private void warnIfGrown() throws IOException {
    if (java.nio.file.Files.size(taken.path()) > taken.size()) {
      LOG.warn("{} has grown since it was taken; what was added is not read", taken.path());
    }
  }

  OpenFile bytes() {
    return file;
  }

  /** Whether records before this place are of another range. */
  boolean isBehindOthers(long place) {
    return place > begin;
  }

  RecordPlan plan() {
    return plan;
  }

  RecordFormat.Decoders decoders() {
    return decoders;
  }

  ChunkBuffers buffers() {
    return buffers;
  }

  LineRange.Sizes sizes() {
    return sizes;
  }

  int maxRecordSize() {
    return options.maxRecordSize();
  }

  /** What becomes of a file that cannot be read: it fails, or is counted once. */
  void failed(IOException cause, Chunk.Output output) {
    if (!options.ignoreCorrupt() || corrupt.compareAndSet(false, true)) {
      CorruptFile.accept(taken, options, cause);
      output.malformed(1);
    }
  }

  @Override
  public void close() {
    file.leave();
  }
}
