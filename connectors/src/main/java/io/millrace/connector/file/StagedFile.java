package io.millrace.connector.file;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.connector.format.RecordWriter;
import io.millrace.connector.format.Utf8Buffer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPOutputStream;

/** A file being written under its hidden name. */
final class StagedFile implements AutoCloseable {
  private static final int FLUSH_AT = 1 << 18;

  /** The buffer of the only file of a batch. */
  static final int ONE = FLUSH_AT;

  /** The buffer, as it begins, of one of many files. */
  static final int ONE_OF_MANY = 1 << 12;

  private final Path path;
  private final FileChannel channel;
  private final OutputStream out;
  private final RecordWriter format;
  private final Utf8Buffer buffer;
  private long rows;

  StagedFile(Path path, RecordWriter format, boolean gzip, int capacity) throws IOException {
    this.path = path;
    this.buffer = new Utf8Buffer(capacity);
    this.format = format;
    this.channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    OutputStream raw = Channels.newOutputStream(channel);
    this.out = gzip ? new GZIPOutputStream(raw, 1 << 16) : raw;
    format.begin(buffer);
  }

  void write(ColumnBatch batch) throws IOException {
    for (int i = 0; i < batch.size(); i++) {
      write(batch, i);
    }
  }

  /** Writes one row of a dense batch. */
  void write(ColumnBatch batch, int row) throws IOException {
    format.write(batch, row, buffer);
    rows++;
    if (buffer.size() >= FLUSH_AT) {
      flush();
    }
  }

  private void flush() throws IOException {
    buffer.writeTo(out);
    buffer.clear();
  }

  /** Makes everything written durable and closes the file. */
  void finish() throws IOException {
    flush();
    if (out instanceof GZIPOutputStream zip) {
      zip.finish();
    }
    out.flush();
    channel.force(true);
    out.close();
  }

  long rows() {
    return rows;
  }

  long bytes() throws IOException {
    return Files.size(path);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
