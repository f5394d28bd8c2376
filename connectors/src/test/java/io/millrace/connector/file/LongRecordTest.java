package io.millrace.connector.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.connector.Source;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import io.millrace.connector.Contexts;
import io.millrace.connector.Rows;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A line of 100 MB, which must not come to lie in memory. */
class LongRecordTest {
  private static final Schema SCHEMA = Contexts.schema("n", DataType.BIGINT);

  @TempDir Path directory;

  private Source open(String... options) {
    FileConnector connector = new FileConnector();
    String[] all = Arrays.copyOf(options, options.length + 2);
    all[options.length] = "path";
    all[options.length + 1] = directory.toString();
    return connector.openSource(Contexts.source(connector, "json", SCHEMA, all));
  }

  private void write() throws IOException {
    byte[] part = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
    try (OutputStream out = Files.newOutputStream(directory.resolve("a.json"))) {
      out.write("{\"n\":1}\n{\"s\":\"".getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < 100; i++) {
        out.write(part);
      }
      out.write("\",\"n\":2}\n{\"n\":3}\n".getBytes(StandardCharsets.US_ASCII));
    }
  }

  @Test
  void recordOfAHundredMegabytesIsPassedOver() throws IOException {
    write();
    Rows skipped = Rows.all(open("on.error", "skip"));
    assertThat(skipped.rows()).containsExactly(List.of(1L), List.of(3L));
    assertThat(skipped.malformed()).isEqualTo(1);
    assertThatThrownBy(() -> Rows.all(open()))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.RECORD_TOO_LARGE);
              assertThat(e.summary()).contains("a.json:2");
            });
    assertThat(Rows.all(open("maxRecordSize", "128MB")).rows())
        .containsExactly(List.of(1L), List.of(2L), List.of(3L));
  }
}
