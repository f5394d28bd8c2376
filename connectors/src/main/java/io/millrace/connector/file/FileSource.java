package io.millrace.connector.file;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.connector.ChunkReader;
import io.millrace.api.connector.Offset;
import io.millrace.api.connector.Source;
import io.millrace.api.connector.SourceContext;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.progress.InputExtent;
import io.millrace.api.progress.InputExtent.Unit;
import io.millrace.connector.format.Offsets;
import io.millrace.connector.format.Reading;
import io.millrace.connector.format.RecordFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the files of a directory, each once, as they come. An offset is a number of files. */
final class FileSource implements Source {
  private static final Logger LOG = LoggerFactory.getLogger(FileSource.class);
  private static final String FILES = "files";

  /** How many files a message names beside the first. */
  private static final int NAMED = 4;

  private final SourceContext context;
  private final FileSourceOptions options;
  private final RecordFormat format;
  private final FileColumns columns;
  private final FileLister lister;
  private final FileLog log;
  private final ChunkBuffers buffers;
  private final Reading reading = new Reading(Unit.BYTES);

  /** Up to where files have been read. */
  private long readTo;

  /** How many files were taken, for whoever asks on another thread. */
  private volatile long taken;

  /** Whether files were looked for and {@link #newestOffset} was not asked since. */
  private boolean fresh;

  FileSource(SourceContext context) {
    this.context = context;
    this.options = FileSourceOptions.of(context.options());
    this.format = FileFormats.reader(context.format(), context.options(), context.zone());
    this.columns = new FileColumns(context, options.onError(), format);
    this.lister = new FileLister(options.path(), options.recursive(), options.ignoreMissing());
    this.log = new FileLog(options, lister, context.state(), reading);
    this.buffers = new ChunkBuffers(FileChunkReader.SIZES.buffer(options.maxRecordSize()));
    options.archiveDirectory().ifPresent(this::checkArchive);
  }

  private void checkArchive(Path archive) {
    if (archive.startsWith(lister.base())) {
      throw context
          .options()
          .invalid("sourceArchiveDir", "lies below the source, which would read its files again");
    }
  }

  @Override
  public String description() {
    return "file[" + options.path() + "]";
  }

  @Override
  public Optional<Offset> latestOffset(Optional<Offset> start, boolean limited) {
    long from = files(start);
    log.open(from);
    boolean backlog = limited && !options.latestFirst() && log.hasWaiting(from);
    if (!backlog) {
      log.refresh();
      fresh = true;
    }
    long end = limited ? log.limit(from) : log.end();
    log.take(end);
    taken = end;
    return end <= from ? start : Optional.of(Offsets.of(FILES, end));
  }

  @Override
  public Optional<Offset> newestOffset(Optional<Offset> start) {
    long from = files(start);
    log.open(from);
    if (!fresh && !log.hasWaiting(from)) {
      log.refresh();
    }
    fresh = false;
    return log.end() <= from ? start : Optional.of(Offsets.of(FILES, log.end()));
  }

  private static long files(Optional<Offset> offset) {
    return offset.isEmpty() ? 0 : Offsets.value(offset.get(), FILES);
  }

  @Override
  public void freezeEnd() {
    log.freeze();
  }

  @Override
  public ChunkReader read(Optional<Offset> start, Offset end) {
    long from = files(start);
    log.open(from);
    readTo = Offsets.value(end, FILES);
    List<TakenFile> files = log.files(from, readTo);
    return new FileChunkReader(files, options, format, columns, buffers, reading);
  }

  @Override
  public void expectReadable(Optional<Offset> start, Offset end) {
    if (options.ignoreMissing()) {
      return;
    }
    List<Path> gone =
        log.remembered(files(start), Offsets.value(end, FILES)).stream()
            .map(TakenFile::path)
            .filter(Files::notExists)
            .toList();
    if (!gone.isEmpty()) {
      throw gone(gone);
    }
  }

  private MillraceException gone(List<Path> files) {
    MillraceException.Builder error =
        error(ErrorCode.SOURCE_FILE_MISSING, files.get(0))
            .detail("the query would go back before it, and its rows would be lost");
    if (files.size() > 1) {
      List<String> others = files.stream().skip(1).limit(NAMED).map(Path::toString).toList();
      int more = files.size() - 1 - others.size();
      error.detail(
          "so would those of " + String.join(", ", others) + (more > 0 ? " and others" : ""));
    }
    String wayBack =
        options
            .archiveDirectory()
            .map(archive -> "put it back first: cleanSource has moved it into " + archive)
            .orElse("put it back first");
    return error
        .hint(wayBack)
        .hint("to do without its rows:  ignoreMissingFiles = 'true'  in the source's OPTIONS")
        .build();
  }

  @Override
  public void commit(Offset end) {
    long place = Offsets.value(end, FILES);
    log.open(place);
    List<TakenFile> done = log.finish(place);
    if (options.clean() == FileSourceOptions.Clean.OFF || done.isEmpty()) {
      return;
    }
    for (TakenFile file : done) {
      try {
        if (isAsTaken(file)) {
          clean(file);
        }
      } catch (IOException e) {
        // Best effort: the rows are read, and the query need not suffer.
        LOG.warn("{} could not be cleaned up: {}", file.path(), e.toString());
      }
    }
    log.cleaned(place);
  }

  /** Whether it is still the file that was read, and not one that has come into its place. */
  private static boolean isAsTaken(TakenFile file) throws IOException {
    try {
      BasicFileAttributes now = Files.readAttributes(file.path(), BasicFileAttributes.class);
      return now.size() == file.size() && now.lastModifiedTime().toMillis() == file.modified();
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private void clean(TakenFile file) throws IOException {
    switch (options.clean()) {
      case OFF -> {}
      case DELETE -> Files.deleteIfExists(file.path());
      case ARCHIVE -> {
        Path below = lister.base().relativize(file.path());
        if (below.toString().isEmpty()) {
          below = file.path().getFileName();
        }
        Path target = options.archiveDirectory().orElseThrow().resolve(below.toString());
        Path directory = target.getParent();
        if (directory == null) {
          throw error(ErrorCode.PATH_INVALID, target, "it has no directory").build();
        }
        Files.createDirectories(directory);
        Files.move(file.path(), target);
      }
    }
  }

  @Override
  public Map<String, String> metrics() {
    return Map.of(
        "numFilesOutstanding", Long.toString(Math.max(0, log.end() - readTo)),
        "numBytesOutstanding",
            Long.toString(reading.extent().map(InputExtent::remaining).orElse(0L)));
  }

  @Override
  public String awaited() {
    long read = taken;
    return "file " + options.path() + " (0 new files" + (read == 0 ? ")" : ", " + read + " read)");
  }

  @Override
  public Optional<InputExtent> extent() {
    return reading.extent();
  }

  @Override
  public void close() {}
}
