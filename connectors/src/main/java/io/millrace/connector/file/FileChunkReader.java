package io.millrace.connector.file;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.connector.Chunk;
import io.millrace.api.connector.ChunkReader;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.connector.format.Reading;
import io.millrace.connector.format.RecordFormat;
import io.millrace.connector.format.RecordPlan;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives the chunks of some files, one file after the other. */
final class FileChunkReader implements ChunkReader {
  private static final Logger LOG = LoggerFactory.getLogger(FileChunkReader.class);

  static final LineRange.Sizes SIZES = LineRange.Sizes.USUAL;

  private final Iterator<TakenFile> files;
  private final FileSourceOptions options;
  private final RecordFormat format;
  private final FileColumns columns;
  private final ChunkBuffers buffers;
  private final Reading reading;

  /** How much of the current file is counted as read. */
  private long counted;

  private final List<OpenFile> open = new ArrayList<>();
  private @Nullable FileChunks current;

  FileChunkReader(
      List<TakenFile> files,
      FileSourceOptions options,
      RecordFormat format,
      FileColumns columns,
      ChunkBuffers buffers,
      Reading reading) {
    this.reading = reading;
    this.files = files.iterator();
    this.options = options;
    this.format = format;
    this.columns = columns;
    this.buffers = buffers;
  }

  @Override
  public Optional<Chunk> next() {
    while (true) {
      if (current == null) {
        if (!files.hasNext()) {
          return Optional.empty();
        }
        TakenFile file = files.next();
        try {
          current = open(file);
        } catch (NoSuchFileException | FileNotFoundException e) {
          if (!options.ignoreMissing()) {
            throw missing(file, e);
          }
          LOG.warn("{} is gone before it was read, and skipped", file.path());
          continue;
        } catch (IOException e) {
          return Optional.of(corrupt(file, e));
        }
      }
      FileChunks chunks = current;
      try {
        Optional<Chunk> chunk = chunks.next();
        count(chunks.position());
        if (chunk.isPresent()) {
          return chunk;
        }
        leave();
      } catch (IOException e) {
        leave();
        return Optional.of(corrupt(chunks.file(), e));
      }
    }
  }

  private FileChunks open(TakenFile file) throws IOException {
    RecordPlan plan = columns.plan(file);
    if (!format.linesAreRecords() || FileStreams.isCompressed(file.path())) {
      return new RecordCutter(file, plan, format, options.maxRecordSize(), buffers);
    }
    LineFile lines = new LineFile(file, plan, format, options, buffers, SIZES);
    open.removeIf(OpenFile::isClosed);
    open.add(lines.bytes());
    return lines;
  }

  private static MillraceException missing(TakenFile file, IOException cause) {
    return error(ErrorCode.SOURCE_FILE_MISSING, file.path())
        .hint("ignoreMissingFiles = true skips such files")
        .cause(cause)
        .build();
  }

  private Chunk corrupt(TakenFile file, IOException cause) {
    CorruptFile.accept(file, options, cause);
    return output -> output.malformed(1);
  }

  /** The current file is read up to a place. */
  private void count(long position) {
    reading.read(position - counted);
    counted = position;
  }

  private void leave() {
    if (current != null) {
      count(current.file().size());
      counted = 0;
      current.close();
      current = null;
    }
  }

  @Override
  public void close() {
    leave();
    open.forEach(OpenFile::close); // of chunks that were never decoded
    open.clear();
  }
}
