package io.millrace.connector.format.json;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.connector.Chunk;
import io.millrace.api.connector.Options;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import io.millrace.connector.Contexts;
import io.millrace.connector.format.Bytes;
import io.millrace.connector.format.OnError;
import io.millrace.connector.format.RecordFormat;
import io.millrace.connector.format.Records;
import io.millrace.connector.format.RowMemory;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Random;

/**
 * Measures the scanner on bids of an auction, on one core: {@code main} prints megabytes and rows a
 * second. Not a test.
 */
public final class JsonScannerBenchmark {
  private static final Schema ALL =
      Contexts.schema(
          "auction", DataType.BIGINT,
          "bidder", DataType.BIGINT,
          "price", DataType.BIGINT,
          "channel", DataType.STRING,
          "url", DataType.STRING,
          "dateTime", DataType.TIMESTAMP,
          "extra", DataType.STRING);

  private JsonScannerBenchmark() {}

  private static final class Counter implements Chunk.Output {
    private long rows;

    @Override
    public void rows(ColumnBatch batch) {
      rows += batch.size();
    }

    @Override
    public void malformed(long records) {
      throw new IllegalStateException(records + " malformed");
    }
  }

  public static void main(String[] arguments) {
    byte[] text = bids(1 << 20);
    PrintStream out = System.out;
    measure("all 7 columns", ALL, text, out);
    measure("auction, price", ALL.project(0, 2), text, out);
    measure("dateTime", ALL.project(5), text, out);
  }

  private static byte[] bids(int size) {
    Random random = new Random(7);
    StringBuilder text = new StringBuilder();
    long time = 1_767_225_600_000L;
    while (text.length() < size) {
      time += random.nextInt(20);
      text.append("{\"auction\":").append(1000 + random.nextInt(100_000));
      text.append(",\"bidder\":").append(1000 + random.nextInt(100_000));
      text.append(",\"price\":").append(random.nextInt(10_000_000));
      text.append(",\"channel\":\"channel-").append(random.nextInt(10_000));
      text.append("\",\"url\":\"https://www.nexmark.com/item.htm?query=1&channel_id=");
      text.append(random.nextInt(1 << 30)).append("\",\"dateTime\":\"");
      text.append(java.time.Instant.ofEpochMilli(time)).append("\",\"extra\":\"");
      for (int i = 0; i < 60; i++) {
        text.append((char) ('a' + random.nextInt(26)));
      }
      text.append("\"}\n");
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static void measure(String what, Schema schema, byte[] text, PrintStream out) {
    JsonFormat format =
        new JsonFormat(
            Options.parse("format json", JsonFormat.OPTIONS, Contexts.options()), ZoneOffset.UTC);
    RecordFormat.Decoders decoders = format.bind(JsonTexts.plan(schema, OnError.FAIL), new byte[0]);
    byte[] data = Arrays.copyOf(text, text.length + Bytes.SLACK);
    RowMemory memory = new RowMemory();
    double best = 0;
    long rows = 0;
    for (int round = 0; round < 8; round++) {
      Counter counter = new Counter();
      long begin = System.nanoTime();
      for (int i = 0; i < 300; i++) {
        data[text.length - 1] = '\n';
        memory.reuse();
        decoders.decode(new Records(data, 0, text.length - 1, 0), memory, counter);
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      if (300.0 * text.length / seconds > best) {
        best = 300.0 * text.length / seconds;
        rows = (long) (counter.rows / seconds);
      }
    }
    out.printf("%-16s %,8.0f MB/s %,12d rows/s%n", what, best / 1e6, rows);
  }
}
