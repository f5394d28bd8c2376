package io.millrace.connector.file;

import io.millrace.connector.format.RecordFormat;
import io.millrace.connector.format.RecordPlan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Finds the line, or the record where records are not lines, of a place in a file by counting:
 * errors are rare, records are not.
 */
record LineNumbers(Path path, RecordFormat format) implements RecordPlan.Place {

  @Override
  public String of(long offset) {
    long line = 1;
    try (InputStream in = format.open(FileStreams.open(path))) {
      byte[] buffer = new byte[1 << 16];
      long left = offset;
      while (left > 0) {
        int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (count < 0) {
          break;
        }
        for (int i = 0; i < count; i++) {
          if (buffer[i] == '\n') {
            line++;
          }
        }
        left -= count;
      }
    } catch (IOException e) {
      return path + ", byte " + offset;
    }
    return path + (format.rewrites() ? ", record " : ":") + line;
  }
}
