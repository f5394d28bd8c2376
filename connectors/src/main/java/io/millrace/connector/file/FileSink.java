package io.millrace.connector.file;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.connector.Sink;
import io.millrace.api.connector.SinkContext;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes each batch into files of its own. A batch is staged where no reader looks, with its {@link
 * Manifest}; to publish it, its files are moved to where they are seen and then, as the one step
 * that counts for readers of manifests, its manifest is moved behind those of earlier batches. In
 * COMPLETE mode this makes the files of earlier batches void; they are removed afterwards.
 *
 * <p>Each of these steps can be repeated, by whoever writes to the directory next: a batch of which
 * a file is seen was decided, and is finished; one of which none is seen waits for its query if
 * that has a checkpoint, and is removed if it has none.
 */
final class FileSink implements Sink {
  private static final Logger LOG = LoggerFactory.getLogger(FileSink.class);

  private final SinkContext context;
  private final boolean gzip;
  private final SinkDirectory target;
  private final WriterLock lock;
  private final ManifestLog manifests;
  private final StagingArea staging;
  private boolean closed;

  FileSink(SinkContext context) {
    this(context, SinkDirectory.of(context.options().requiredText("path")), ManifestLog.FAN_IN);
  }

  FileSink(SinkContext context, SinkDirectory target, int fanIn) {
    this.context = context;
    this.target = target;
    this.gzip = context.options().choice("compression").equals("gzip");
    PartitionDirectories.check(context);
    FileFormats.writer(
        context,
        BatchFiles.schema(context)); // so that a wrong schema or option shows before anything runs
    target.prepare();
    this.staging = new StagingArea(target.path(), context.queryId());
    this.lock = target.lock(context.queryName());
    try {
      this.manifests = new ManifestLog(target.path(), fanIn);
      settleLeftovers();
      warnOfOthers();
    } catch (IOException e) {
      throw closing(failed(e));
    } catch (RuntimeException e) {
      throw closing(e);
    }
  }

  private RuntimeException closing(RuntimeException failure) {
    try {
      lock.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    return failure;
  }

  /**
   * Finishes or removes what writers have left that died. None of them is alive: we hold the lock.
   */
  private void settleLeftovers() throws IOException {
    for (StagingArea area : StagingArea.list(target.path())) {
      boolean own = area.query().equals(context.queryId());
      boolean waits = own || area.isContinuable();
      Map<Long, Manifest> waiting = new TreeMap<>();
      for (Map.Entry<Long, Manifest> batch : area.prepared().entrySet()) {
        if (batch.getKey() <= manifests.published(area.query())) {
          continue;
        }
        if (!own && area.isShown(batch.getValue())) {
          publish(area, batch.getKey(), batch.getValue());
        } else if (waits) {
          waiting.put(batch.getKey(), batch.getValue());
        }
      }
      area.keepOnly(waiting);
    }
  }

  private void warnOfOthers() {
    boolean adds = context.mode() != OutputMode.COMPLETE;
    if (context.checkpoint() == SinkContext.Checkpoint.NEW && adds && manifests.hasContent()) {
      LOG.warn(
          "{} has rows of another query already, and query {} begins anew: if both read the same,"
              + " rows are there twice",
          description(),
          context.queryName());
    }
  }

  @Override
  public void expectPublished(long batchId) {
    if (manifests.published(context.queryId()) < batchId) {
      throw error(
              ErrorCode.SINK_FAILED,
              description(),
              "batch " + batchId + " of query " + context.queryName() + " is not in it any more")
          .detail("the query has published it there; its directory _millrace is gone or replaced")
          .hint("put the directory back as it was")
          .hint("to go on without what is missing, say  ACCEPT PARTIAL OUTPUT  behind the query")
          .build();
    }
  }

  private void publish(StagingArea area, long batchId, Manifest manifest) throws IOException {
    area.show(manifest);
    manifests.add(area.query(), batchId, area.prepared(batchId), manifest);
  }

  @Override
  public String description() {
    return target.description();
  }

  @Override
  public Writer begin(long batchId) {
    if (batchId <= manifests.published(context.queryId())) {
      throw error(
              ErrorCode.SINK_FAILED,
              description(),
              "batch " + batchId + " of query " + context.queryName() + " is in it already")
          .hint("a query that goes back writes to another directory, or this one is removed first")
          .build();
    }
    try {
      staging.discardFrom(batchId);
    } catch (IOException e) {
      throw failed(e);
    }
    return new FileWriter(batchId);
  }

  @Override
  public void publish(long batchId, String manifest) {
    if (manifest.isEmpty() || batchId <= manifests.published(context.queryId())) {
      return;
    }
    try {
      publish(staging, batchId, Manifest.parse(manifest));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private MillraceException failed(IOException cause) {
    if (cause instanceof StagingArea.DamagedManifestException) {
      return error(ErrorCode.SINK_FAILED, description(), cause.getMessage())
          .detail("it tells of a batch that may be decided; nothing of that was removed")
          .hint("restore the file; or remove it and its batch, if that may be missing")
          .cause(cause)
          .build();
    }
    return error(ErrorCode.SINK_FAILED, description(), cause.toString()).cause(cause).build();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      staging.keepOnly(staging.prepared());
    } catch (IOException e) {
      // What is left there is seen by nobody, and the next writer removes it.
      LOG.warn("{} could not be tidied up: {}", description(), e.toString());
    }
    try {
      lock.close();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Writes files, from the first row on. */
  private final class FileWriter implements Writer {
    private final long batchId;
    private @Nullable BatchFiles files;

    FileWriter(long batchId) {
      this.batchId = batchId;
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
        if (files == null) {
          staging.create(isContinuable());
          files = new BatchFiles(context, staging, batchId, gzip);
        }
        files.write(changes.rows());
      } catch (IOException e) {
        throw failed(e);
      }
    }

    private boolean isContinuable() {
      return context.checkpoint() != SinkContext.Checkpoint.NONE;
    }

    @Override
    public boolean keepsRows() {
      return false;
    }

    @Override
    public String prepare() {
      boolean replace = context.mode() == OutputMode.COMPLETE;
      if (files == null && !replace) {
        return "";
      }
      try {
        staging.create(isContinuable());
        Manifest manifest = manifest(replace, files == null ? List.of() : files.finish());
        staging.prepare(batchId, manifest);
        return manifest.toJson();
      } catch (IOException e) {
        throw failed(e);
      }
    }

    private Manifest manifest(boolean replace, List<Manifest.Entry> entries) {
      Map<UUID, Long> published = replace ? new TreeMap<>(manifests.published()) : new TreeMap<>();
      published.remove(context.queryId());
      if (isContinuable()) {
        published.put(context.queryId(), batchId);
      }
      String content = replace ? context.queryId() + "/" + batchId : "";
      return new Manifest(content, published, entries);
    }

    @Override
    public void abort() {
      try {
        if (files != null) {
          files.abandon();
        }
        staging.discardFrom(batchId);
      } catch (IOException e) {
        throw failed(e);
      }
    }
  }
}
