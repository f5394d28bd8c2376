package io.millrace.connector.file;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.connector.Chunk;
import io.millrace.api.connector.ChunkReader;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.connector.format.RecordFormat;
import io.millrace.connector.format.RecordPlan;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives the chunks of some files, one file after the other. */
final class FileChunkReader implements ChunkReader {
  private static final Logger LOG = LoggerFactory.getLogger(FileChunkReader.class);

  private final Iterator<TakenFile> files;
  private final FileSourceOptions options;
  private final RecordFormat format;
  private final FileColumns columns;
  private final ChunkBuffers buffers;
  private @Nullable RecordCutter current;

  FileChunkReader(
      List<TakenFile> files, FileSourceOptions options, RecordFormat format, FileColumns columns) {
    this.files = files.iterator();
    this.options = options;
    this.format = format;
    this.columns = columns;
    this.buffers = new ChunkBuffers(Math.min(RecordCutter.CHUNK, options.maxRecordSize()));
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
      RecordCutter cutter = current;
      try {
        Optional<Chunk> chunk = cutter.next();
        if (chunk.isPresent()) {
          return chunk;
        }
        close();
      } catch (IOException e) {
        close();
        return Optional.of(corrupt(cutter.file(), e));
      }
    }
  }

  private RecordCutter open(TakenFile file) throws IOException {
    RecordPlan plan = columns.plan(file);
    return new RecordCutter(file, plan, format, options.maxRecordSize(), buffers);
  }

  private static MillraceException missing(TakenFile file, IOException cause) {
    return error(ErrorCode.SOURCE_FILE_MISSING, file.path())
        .hint("ignoreMissingFiles = true skips such files")
        .cause(cause)
        .build();
  }

  private Chunk corrupt(TakenFile file, IOException cause) {
    if (!options.ignoreCorrupt()) {
      throw error(ErrorCode.SOURCE_FAILED, file.path(), "reading failed: " + cause.getMessage())
          .hint("ignoreCorruptFiles = true skips the rest of such files, and counts them")
          .cause(cause)
          .build();
    }
    LOG.warn("the rest of {} cannot be read and is skipped: {}", file.path(), cause.toString());
    return output -> output.malformed(1);
  }

  @Override
  public void close() {
    if (current != null) {
      current.close();
      current = null;
    }
  }
}
