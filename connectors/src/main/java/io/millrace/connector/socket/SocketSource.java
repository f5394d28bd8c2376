package io.millrace.connector.socket;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.connector.Chunk;
import io.millrace.api.connector.ChunkReader;
import io.millrace.api.connector.Offset;
import io.millrace.api.connector.Source;
import io.millrace.api.connector.SourceContext;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.connector.format.Offsets;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a server, kept in memory until they are committed. An offset is a number of lines. Fails
 * once all lines are read and the server has gone.
 */
final class SocketSource implements Source {
  private static final String LINES = "lines";
  private static final int CONNECT_MILLIS = 10_000;
  private static final int LINES_PER_CHUNK = 16_384;

  private final SourceContext context;
  private final String address;
  private final SocketLines decoder;
  private final LineBuffer buffer;
  private final int maxLine;
  private final Socket socket;
  private final List<Runnable> wakers = new CopyOnWriteArrayList<>();
  private OptionalLong frozen = OptionalLong.empty();
  private @Nullable Thread receiver;

  SocketSource(SourceContext context) {
    this.context = context;
    String host = context.options().requiredText("host");
    long port = context.options().integer("port").orElseThrow();
    if (port < 1 || port > 65_535) {
      throw context.options().invalid("port", "is not between 1 and 65535");
    }
    long maxRecord = context.options().size("maxRecordSize").orElseThrow();
    if (maxRecord < 1 || maxRecord > 1 << 30) {
      throw context.options().invalid("maxRecordSize", "is not between 1 byte and 1 GB");
    }
    this.maxLine = (int) maxRecord;
    this.address = host + ":" + port;
    this.decoder = new SocketLines(context, address, maxLine);
    this.buffer = new LineBuffer(context.options().size("maxBufferSize").orElseThrow());
    this.socket = connect(host, (int) port);
  }

  private Socket connect(String host, int port) {
    Socket connected = new Socket();
    try {
      connected.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
      return connected;
    } catch (IOException e) {
      MillraceException failure =
          failed("cannot connect: " + e.getMessage())
              .hint("start the server first, for example:  nc -lk " + port)
              .cause(e)
              .build();
      try {
        connected.close();
      } catch (IOException suppressed) {
        failure.addSuppressed(suppressed);
      }
      throw failure;
    }
  }

  private MillraceException.Builder failed(String reason) {
    return error(ErrorCode.SOURCE_FAILED, context.name() + " (socket " + address + ")", reason);
  }

  @Override
  public String description() {
    return "socket[" + address + "]";
  }

  @Override
  public Optional<Offset> latestOffset(Optional<Offset> start, boolean limited) {
    receive();
    long from = lines(start);
    Optional<String> ended = buffer.ended();
    long end = frozen.orElseGet(buffer::count);
    if (end > from) {
      return Optional.of(Offsets.of(LINES, end));
    }
    if (frozen.isEmpty() && ended.isPresent()) {
      throw failed(ended.get())
          .detail("all " + end + " lines that it sent were read")
          .hint("a socket cannot be read again: start the server and then the query anew")
          .build();
    }
    return start;
  }

  private static long lines(Optional<Offset> offset) {
    return offset.isEmpty() ? 0 : Offsets.value(offset.get(), LINES);
  }

  private void receive() {
    if (receiver != null || socket.isClosed()) {
      return;
    }
    try {
      LineReceiver lines =
          new LineReceiver(
              socket.getInputStream(),
              buffer,
              context.clock(),
              maxLine,
              () -> wakers.forEach(Runnable::run));
      receiver = new Thread(lines, "millrace-socket-" + address);
      receiver.setDaemon(true);
      receiver.start();
    } catch (IOException e) {
      throw failed(e.getMessage()).cause(e).build();
    }
  }

  @Override
  public void freezeEnd() {
    receive();
    if (frozen.isEmpty()) {
      frozen = OptionalLong.of(buffer.count());
    }
  }

  @Override
  public ChunkReader read(Optional<Offset> start, Offset end) {
    return new LinesReader(lines(start), Offsets.value(end, LINES));
  }

  @Override
  public void commit(Offset end) {
    buffer.forget(Offsets.value(end, LINES));
  }

  @Override
  public void onDataAvailable(Runnable wake) {
    wakers.add(wake);
    receive();
  }

  @Override
  public void close() {
    wakers.clear();
    buffer.close();
    try {
      socket.close(); // which ends the thread that reads from it
    } catch (IOException e) {
      throw failed(e.getMessage()).cause(e).build();
    }
  }

  private final class LinesReader implements ChunkReader {
    private long from;
    private final long to;

    LinesReader(long from, long to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public Optional<Chunk> next() {
      if (from >= to) {
        return Optional.empty();
      }
      long begin = from;
      from = Math.min(to, from + LINES_PER_CHUNK);
      List<LineBuffer.Line> lines = buffer.range(begin, from);
      return Optional.of(output -> decoder.decode(begin, lines, output));
    }

    @Override
    public void close() {}
  }
}
