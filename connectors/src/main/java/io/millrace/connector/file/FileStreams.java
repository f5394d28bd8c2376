package io.millrace.connector.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** Opens files, decompressed. */
final class FileStreams {
  private static final int BUFFER = 1 << 16;

  private FileStreams() {}

  static boolean isCompressed(Path path) {
    return path.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".gz");
  }

  static InputStream open(Path path) throws IOException {
    return open(path, Files.newInputStream(path));
  }

  /** The content of a file whose bytes come through a stream, which is closed with it. */
  static InputStream open(Path path, InputStream raw) throws IOException {
    if (!isCompressed(path)) {
      return raw;
    }
    try {
      return new GZIPInputStream(raw, BUFFER);
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }
}
