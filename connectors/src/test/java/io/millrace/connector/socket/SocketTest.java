package io.millrace.connector.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.connector.Offset;
import io.millrace.api.connector.Source;
import io.millrace.api.connector.SourceChannel;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import io.millrace.connector.Contexts;
import io.millrace.connector.Rows;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60) // only so that a bug does not hang the build
class SocketTest {
  private static final Schema SCHEMA =
      Contexts.schema("value", DataType.STRING, "timestamp", DataType.TIMESTAMP_LTZ);

  private final SocketConnector connector = new SocketConnector();
  private ServerSocket server;
  private Selector selector;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    selector = Selector.open();
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    selector.close();
  }

  private Source open(String... options) {
    String[] all = Arrays.copyOf(options, options.length + 4);
    all[options.length] = "port";
    all[options.length + 1] = String.valueOf(server.getLocalPort());
    all[options.length + 2] = "host";
    all[options.length + 3] = server.getInetAddress().getHostAddress();
    Source source = connector.openSource(Contexts.source(connector, "", SCHEMA, all));
    SourceChannel channel = source.channel().orElseThrow();
    assertThat(channel.hasRoom()).isTrue();
    try {
      channel.selectable().register(selector, SelectionKey.OP_READ);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return source;
  }

  /** Waits until there is something in the channel of the source. */
  private void await() throws IOException {
    selector.select(key -> {});
  }

  private static void send(Socket client, byte[] bytes) throws IOException {
    OutputStream out = client.getOutputStream();
    out.write(bytes);
    out.flush();
  }

  /** Waits until the source has so many lines. */
  private Offset awaitLines(Source source, long lines) throws IOException {
    return awaitLines(source, Optional.empty(), lines);
  }

  private Offset awaitLines(Source source, Optional<Offset> start, long lines) throws IOException {
    String wanted = "{\"lines\":" + lines + "}";
    while (true) {
      Optional<Offset> end = source.latestOffset(start, true);
      if (end.isPresent() && end.get().json().equals(wanted)) {
        return end.get();
      }
      await();
    }
  }

  @Test
  void linesArriveAndStayUntilCommitted() throws Exception {
    Source source = open();
    try (Socket client = server.accept()) {
      send(client, "eins\r\nzw".getBytes(StandardCharsets.UTF_8));
      Offset first = awaitLines(source, 1);
      send(client, "ölf\n\n".getBytes(StandardCharsets.UTF_8));
      Offset third = awaitLines(source, 3);
      Instant at = Instant.parse("2026-01-01T00:00:00Z");
      assertThat(Rows.between(source, Optional.empty(), third).rows())
          .containsExactly(List.of("eins", at), List.of("zwölf", at), List.of("", at));
      source.commit(first);
      assertThat(Rows.between(source, Optional.of(first), third).rows()).hasSize(2);
      assertThatThrownBy(() -> Rows.between(source, Optional.empty(), third))
          .isInstanceOf(IllegalStateException.class);
      source.close();
      source.close();
    }
  }

  @Test
  void endOfServerFailsOnceEverythingIsRead() throws Exception {
    Source source = open();
    try (Socket client = server.accept()) {
      send(client, "last".getBytes(StandardCharsets.UTF_8));
    }
    Offset end = awaitLines(source, 1);
    while (true) {
      try {
        source.latestOffset(Optional.of(end), true);
      } catch (MillraceException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_FAILED);
        assertThat(e.summary()).contains("closed the connection");
        break;
      }
      await();
    }
    source.freezeEnd();
    assertThat(source.latestOffset(Optional.of(end), true)).contains(end);
    source.close();
  }

  @Test
  void fullBufferHoldsTheServerBackAndLongLinesAreDropped() throws Exception {
    Source source = open("maxBufferSize", "100", "maxRecordSize", "50", "on.error", "skip");
    try (Socket client = server.accept()) {
      send(client, ("a\n" + "x".repeat(60) + "\nb\nc\nd\ne\n").getBytes(StandardCharsets.UTF_8));
      Optional<Offset> start = Optional.empty();
      Rows all = new Rows();
      while (all.rows().size() < 5) {
        Optional<Offset> end = source.latestOffset(start, true);
        if (end.equals(start)) {
          await();
          continue;
        }
        Rows rows = Rows.between(source, start, end.orElseThrow());
        all.rows().addAll(rows.rows());
        all.malformed(rows.malformed());
        source.commit(end.get());
        start = end;
      }
      assertThat(all.rows().stream().map(row -> row.get(0)))
          .containsExactly("a", "b", "c", "d", "e");
      assertThat(all.malformed()).isEqualTo(1);
    }
    source.close();
  }

  @Test
  void whatComesBeforeAnybodyLooksIsKeptUpToALimit() throws Exception {
    Source source = open("maxBufferSize", "100");
    SourceChannel channel = source.channel().orElseThrow();
    try (Socket client = server.accept()) {
      send(client, "x\n".repeat(100).getBytes(StandardCharsets.UTF_8));
      while (channel.hasRoom()) {
        await();
        channel.receive();
      }
      channel.receive();
      Optional<Offset> none = Optional.empty();
      String given = source.latestOffset(none, true).orElseThrow().json();
      assertThat(given).isNotEqualTo("{\"lines\":0}");
      assertThat(channel.hasRoom()).isTrue();
      Offset all = awaitLines(source, 100);
      assertThat(source.newestOffset(none)).contains(all);
      source.freezeEnd();
      assertThat(channel.hasRoom()).isFalse();
    }
    source.close();
  }

  @Test
  void nextRunCountsOnAndLinesOfTheLastOneAreGone() throws Exception {
    Source source = open();
    Offset read = new Offset("{\"lines\":40}");
    Offset lostToo = new Offset("{\"lines\":45}");
    Offset lost = new Offset("{\"lines\":50}");
    try (Socket client = server.accept()) {
      assertThat(Rows.between(source, Optional.of(read), lostToo).rows()).isEmpty();
      assertThat(Rows.between(source, Optional.of(lostToo), lost).rows()).isEmpty();
      assertThat(source.latestOffset(Optional.of(lost), true)).contains(lost);
      send(client, "new\n".getBytes(StandardCharsets.UTF_8));
      Offset next = awaitLines(source, Optional.of(lost), 51);
      assertThat(Rows.between(source, Optional.of(lost), next).rows()).hasSize(1);
      source.commit(lost);
      source.commit(next);
    }
    source.close();
  }

  @Test
  void nobodyListens() throws IOException {
    server.close();
    assertThatThrownBy(this::open)
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_FAILED);
              assertThat(e.hints().get(0)).contains("nc -lk");
            });
  }

  @Test
  void columnsAndPortAreChecked() {
    Schema other = Contexts.schema("word", DataType.STRING);
    assertThatThrownBy(
            () -> connector.openSource(Contexts.source(connector, "", other, "port", "1")))
        .hasMessageContaining("value STRING");
    assertThatThrownBy(
            () -> connector.openSource(Contexts.source(connector, "", SCHEMA, "port", "0")))
        .hasMessageContaining("OPTION_INVALID");
  }
}
