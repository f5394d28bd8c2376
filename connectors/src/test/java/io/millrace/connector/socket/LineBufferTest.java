package io.millrace.connector.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class LineBufferTest {
  private static final int MAX_LINE = 20;

  /** Gives bytes in pieces of random length, nothing now and then, and the end at last. */
  private static final class Pieces implements ReadableByteChannel {
    private final ByteBuffer bytes;
    private final Random random;
    private final int longest;

    Pieces(byte[] bytes, int longest, long seed) {
      this.bytes = ByteBuffer.wrap(bytes);
      this.longest = longest;
      this.random = new Random(seed);
    }

    @Override
    public int read(ByteBuffer target) {
      if (!bytes.hasRemaining()) {
        return -1;
      }
      int most = Math.min(target.remaining(), bytes.remaining());
      int count = Math.min(most, random.nextInt(longest + 1));
      target.put(bytes.slice(bytes.position(), count));
      bytes.position(bytes.position() + count);
      return count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  private static List<String> read(LineBuffer buffer, ReadableByteChannel channel)
      throws IOException {
    List<String> lines = new ArrayList<>();
    boolean atEnd = false;
    while (!atEnd) {
      atEnd = buffer.receive(channel, 64, 0).atEnd();
      long from = lines.size();
      for (LineBlock block : buffer.blocks(from, buffer.count())) {
        for (long line = Math.max(from, block.firstLine()); line < block.endLine(); line++) {
          lines.add(text(block, (int) (line - block.firstLine())));
        }
      }
      buffer.forget(lines.size());
    }
    return lines;
  }

  private static String text(LineBlock block, int i) {
    String text =
        new String(
            block.data(), block.begin(i), block.end(i) - block.begin(i), StandardCharsets.UTF_8);
    return block.isTooLong(i) ? "too long" : text;
  }

  @Property
  void linesAreTheSameHoweverTheyCome(
      @ForAll @Size(max = 200) List<@IntRange(max = 30) Integer> lengths,
      @ForAll boolean ends,
      @ForAll @IntRange(min = 1, max = 50) int longest,
      @ForAll long seed)
      throws IOException {
    StringBuilder sent = new StringBuilder();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < lengths.size(); i++) {
      String line = "x".repeat(lengths.get(i));
      boolean last = i == lengths.size() - 1;
      sent.append(line).append(last && !ends ? "" : "\n");
      if (!last || ends || !line.isEmpty()) {
        expected.add(line.length() > MAX_LINE ? "too long" : line);
      }
    }
    byte[] bytes = sent.toString().getBytes(StandardCharsets.UTF_8);
    assertThat(read(new LineBuffer(MAX_LINE), new Pieces(bytes, longest, seed)))
        .isEqualTo(expected);
  }

  @Example
  void linesGoOnInTheNextBlock() throws IOException {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      expected.add(Integer.toString(i).repeat(1 + 37 * i % 1000));
    }
    expected.add("y".repeat(1 << 20));
    expected.add("the end");
    byte[] bytes = String.join("\r\n", expected).getBytes(StandardCharsets.UTF_8);
    assertThat(read(new LineBuffer(1 << 21), new Pieces(bytes, 5000, 1))).isEqualTo(expected);
  }
}
