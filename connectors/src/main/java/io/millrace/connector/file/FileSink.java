package io.millrace.connector.file;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.connector.Sink;
import io.millrace.api.connector.SinkContext;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes each batch into files of its own. A batch is staged under hidden names; to publish it, its
 * files get their visible names and then, as the one step that counts for readers of the manifest,
 * its {@link Manifest} appears. In COMPLETE mode this makes the files of earlier batches void; they
 * are removed afterwards.
 */
final class FileSink implements Sink {
  private final SinkContext context;
  private final String path;
  private final Path directory;
  private final boolean gzip;
  private final ManifestWriter manifests;

  FileSink(SinkContext context) {
    this.context = context;
    this.path = context.options().requiredText("path");
    this.gzip = context.options().choice("compression").equals("gzip");
    FileFormats.writer(context); // so that a wrong schema or option shows before anything runs
    this.directory = Paths.local(path);
    prepareDirectory();
    this.manifests = new ManifestWriter(directory, context.queryId());
  }

  /** What the operating system says, without the path, which is named already. */
  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    boolean says = e instanceof FileSystemException f && f.getReason() != null;
    return says ? ((FileSystemException) e).getReason() : String.valueOf(e.getMessage());
  }

  private void prepareDirectory() {
    if (Paths.isPattern(path) && !Files.exists(directory)) {
      throw error(ErrorCode.PATH_INVALID, path, "a sink writes to one directory, not a pattern")
          .build();
    }
    try {
      Files.createDirectories(directory.resolve(Manifest.DIRECTORY));
      Path probe = Files.createTempFile(directory, ".probe-", "");
      Files.delete(probe);
    } catch (IOException e) {
      String reason =
          Files.isRegularFile(directory)
              ? "it is a file, not a directory"
              : "cannot write there: " + reason(e);
      throw error(ErrorCode.PATH_INVALID, path, reason)
          .hint("give a directory that this user may create and write to")
          .cause(e)
          .build();
    }
  }

  @Override
  public String description() {
    return "file[" + path + "]";
  }

  @Override
  public Writer begin(long batchId) {
    try {
      manifests.discardStaged(batchId);
    } catch (IOException e) {
      throw failed(e);
    }
    return new FileWriter(batchId);
  }

  @Override
  public void publish(long batchId, String manifest) {
    if (manifest.isEmpty()) {
      return;
    }
    try {
      manifests.publish(Manifest.parse(manifest));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private MillraceException failed(IOException cause) {
    return error(ErrorCode.SINK_FAILED, description(), cause.toString()).cause(cause).build();
  }

  @Override
  public void close() {}

  /** Writes one file, from the first row on. */
  private final class FileWriter implements Writer {
    private final long batchId;
    private final Manifest.Entry name;
    private @Nullable StagedFile staged;

    FileWriter(long batchId) {
      this.batchId = batchId;
      String ending = context.format().toLowerCase(Locale.ROOT) + (gzip ? ".gz" : "");
      this.name = new Manifest.Entry(manifests.fileName(batchId, 0, ending), 0, 0);
    }

    @Override
    public void write(ChangeBatch changes) {
      if (changes.size() == 0) {
        return;
      }
      if (!changes.isInsertOnly()) {
        throw new IllegalStateException("a file takes no changes, only rows");
      }
      try {
        if (staged == null) {
          Path file = manifests.staged(name.name());
          staged = new StagedFile(file, FileFormats.writer(context), gzip);
        }
        staged.write(changes.rows());
      } catch (IOException e) {
        throw failed(e);
      }
    }

    @Override
    public String prepare() {
      boolean replace = context.mode() == OutputMode.COMPLETE;
      if (staged == null) {
        Manifest nothing = new Manifest(context.queryId(), batchId, replace, List.of());
        return replace ? nothing.toJson() : "";
      }
      try {
        staged.finish();
        manifests.syncDirectory();
        Manifest.Entry entry = new Manifest.Entry(name.name(), staged.rows(), staged.bytes());
        return new Manifest(context.queryId(), batchId, replace, List.of(entry)).toJson();
      } catch (IOException e) {
        throw failed(e);
      }
    }

    @Override
    public void abort() {
      try {
        if (staged != null) {
          staged.close();
        }
        manifests.discardStaged(batchId);
      } catch (IOException e) {
        throw failed(e);
      }
    }
  }
}
