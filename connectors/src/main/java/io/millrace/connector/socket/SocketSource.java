package io.millrace.connector.socket;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.connector.Chunk;
import io.millrace.api.connector.ChunkReader;
import io.millrace.api.connector.Offset;
import io.millrace.api.connector.Source;
import io.millrace.api.connector.SourceChannel;
import io.millrace.api.connector.SourceContext;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.connector.format.Offsets;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Lines of a server, kept in memory until they are committed. An offset is a number of lines, that
 * of all runs of a query: what comes first in a run follows what the last one has read. Fails once
 * all lines are read and the server has gone.
 */
final class SocketSource implements Source, SourceChannel {
  private static final String LINES = "lines";
  private static final int CONNECT_MILLIS = 10_000;
  private static final int LINES_PER_CHUNK = 16_384;
  private static final long MICROS_PER_SECOND = 1_000_000;

  private final SourceContext context;
  private final String address;
  private final SocketLines decoder;
  private final LineBuffer buffer;
  private final long maxWaiting;
  private final SocketChannel channel;
  private long waiting;
  private OptionalLong earlier = OptionalLong.empty();
  private boolean looked;
  private Optional<String> ended = Optional.empty();
  private OptionalLong frozen = OptionalLong.empty();

  SocketSource(SourceContext context) {
    this.context = context;
    String host = context.options().requiredText("host");
    long port = context.options().integer("port").orElseThrow();
    if (port < 1 || port > 65_535) {
      throw context.options().invalid("port", "is not between 1 and 65535");
    }
    long maxRecord = context.options().size("maxRecordSize").orElseThrow();
    if (maxRecord < 1 || maxRecord > 1 << 29) {
      throw context.options().invalid("maxRecordSize", "is not between 1 byte and 512 MB");
    }
    this.address = host + ":" + port;
    this.decoder = new SocketLines(context, address, (int) maxRecord);
    this.buffer = new LineBuffer((int) maxRecord);
    this.maxWaiting = context.options().size("maxBufferSize").orElseThrow();
    this.channel = connect(host, (int) port);
  }

  private SocketChannel connect(String host, int port) {
    try {
      SocketChannel connecting = SocketChannel.open();
      try {
        connecting.socket().connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
        connecting.configureBlocking(false);
        return connecting;
      } catch (IOException | RuntimeException e) {
        connecting.close();
        throw e;
      }
    } catch (IOException | UnresolvedAddressException e) {
      throw failed("cannot connect: " + reason(e))
          .hint("start the server first, for example:  nc -lk " + port)
          .cause(e)
          .build();
    }
  }

  private static String reason(Exception failure) {
    return failure instanceof UnresolvedAddressException
        ? "the host is not known"
        : failure.getMessage();
  }

  private MillraceException.Builder failed(String reason) {
    return error(ErrorCode.SOURCE_FAILED, context.name() + " (socket " + address + ")", reason);
  }

  @Override
  public String description() {
    return "socket[" + address + "]";
  }

  @Override
  public String awaited() {
    return "socket " + address;
  }

  @Override
  public Optional<Offset> latestOffset(Optional<Offset> start, boolean limited) {
    looked = true;
    waiting = 0; // all that has come will be given now
    receive();
    waiting = 0;
    Optional<Offset> newest = newestOffset(start);
    if (newest.equals(start) && frozen.isEmpty() && ended.isPresent()) {
      throw failed(ended.get())
          .detail("all " + buffer.count() + " lines that it sent were read")
          .hint("a socket cannot be read again: start the server and then the query anew")
          .build();
    }
    return newest;
  }

  /** What the last look has found: looking again would only find more. */
  @Override
  public Optional<Offset> newestOffset(Optional<Offset> start) {
    long from = start.isPresent() ? line(start.get()) : earlier(0);
    long end = frozen.orElseGet(buffer::count);
    return end > from ? Optional.of(Offsets.of(LINES, earlier(0) + end)) : start;
  }

  /** The number of an offset's line in this run; below 0 for one of an earlier run. */
  private long line(Offset offset) {
    long lines = Offsets.value(offset, LINES);
    return lines - earlier(lines);
  }

  /** How many lines earlier runs have read, which the first look at the source tells. */
  private long earlier(long lines) {
    if (earlier.isEmpty()) {
      earlier = OptionalLong.of(lines);
    }
    return earlier.getAsLong();
  }

  @Override
  public Optional<SourceChannel> channel() {
    return Optional.of(this);
  }

  @Override
  public SelectableChannel selectable() {
    return channel;
  }

  @Override
  public boolean hasRoom() {
    return waiting < maxWaiting && ended.isEmpty() && frozen.isEmpty();
  }

  @Override
  public void receive() {
    if (!hasRoom()) {
      return;
    }
    Instant now = context.clock().instant();
    long micros = now.getEpochSecond() * MICROS_PER_SECOND + now.getNano() / 1000;
    try {
      LineBuffer.Received received = buffer.receive(channel, maxWaiting - waiting, micros);
      waiting += received.bytes();
      if (received.atEnd()) {
        ended = Optional.of("the server closed the connection");
      }
    } catch (IOException e) {
      ended = Optional.of("the connection failed: " + e.getMessage());
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
    if (!looked) {
      // a batch of an earlier run runs again, and its lines are gone
      earlier = OptionalLong.of(Offsets.value(end, LINES));
    }
    long to = Math.max(0, line(end));
    return new LinesReader(start.isPresent() ? Math.max(0, line(start.get())) : 0, to);
  }

  @Override
  public void commit(Offset end) {
    buffer.forget(line(end));
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw failed(e.getMessage()).cause(e).build();
    }
  }

  private final class LinesReader implements ChunkReader {
    private final Iterator<LineBlock> blocks;
    private final long to;
    private long next;
    private Optional<LineBlock> block = Optional.empty();

    LinesReader(long from, long to) {
      this.blocks = buffer.blocks(from, to).iterator();
      this.next = from;
      this.to = to;
    }

    @Override
    public Optional<Chunk> next() {
      if (next >= to) {
        return Optional.empty();
      }
      if (block.isEmpty() || block.get().endLine() == next) {
        block = Optional.of(blocks.next());
      }
      LineBlock lines = block.get();
      int from = (int) (next - lines.firstLine());
      int end = from + (int) Math.min(LINES_PER_CHUNK, Math.min(to, lines.endLine()) - next);
      next = lines.firstLine() + end;
      return Optional.of(output -> decoder.decode(lines, from, end, output));
    }

    @Override
    public void close() {}
  }
}
