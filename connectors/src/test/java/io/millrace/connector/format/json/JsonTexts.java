package io.millrace.connector.format.json;

import io.millrace.api.connector.Options;
import io.millrace.api.types.Schema;
import io.millrace.connector.Contexts;
import io.millrace.connector.Rows;
import io.millrace.connector.format.Bytes;
import io.millrace.connector.format.FieldParser;
import io.millrace.connector.format.OnError;
import io.millrace.connector.format.RecordPlan;
import io.millrace.connector.format.Records;
import io.millrace.connector.format.RowFiller;
import io.millrace.connector.format.RowMemory;
import io.millrace.connector.format.TimeFormats;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;

/** Decodes JSON lines, as queries do and by the general parser alone. */
final class JsonTexts {
  private JsonTexts() {}

  static RecordPlan plan(Schema schema, OnError onError) {
    return new RecordPlan(
        schema,
        Collections.nCopies(schema.size(), Optional.empty()),
        schema,
        onError,
        offset -> "in.json, byte " + offset);
  }

  static Rows scan(Schema schema, OnError onError, String text, String... options) {
    return scan(schema, onError, text.getBytes(StandardCharsets.UTF_8), options);
  }

  static Rows scan(Schema schema, OnError onError, byte[] text, String... options) {
    JsonFormat format =
        new JsonFormat(
            Options.parse("format json", JsonFormat.OPTIONS, Contexts.options(options)),
            ZoneOffset.UTC);
    Rows rows = new Rows();
    // what stands before the records is not theirs
    byte[] before = "\"{\\\n".getBytes(StandardCharsets.US_ASCII);
    byte[] data = padded(text);
    byte[] all = Arrays.copyOf(before, before.length + data.length);
    System.arraycopy(data, 0, all, before.length, data.length);
    Records records = new Records(all, before.length, before.length + text.length, -before.length);
    format.bind(plan(schema, onError), new byte[0]).decode(records, new RowMemory(), rows);
    return rows;
  }

  static Rows general(Schema schema, OnError onError, byte[] text) {
    JsonPaths paths = new JsonPaths(TimeFormats.iso(ZoneOffset.UTC));
    RecordPlan plan = plan(schema, onError);
    Rows rows = new Rows();
    byte[] data = padded(text);
    RowFiller filler = new RowFiller(plan);
    filler.start(new Records(data, 0, text.length, 0), new RowMemory(), rows);
    JsonRecordParser parser =
        new JsonRecordParser(
            paths, new JsonKeys(plan, filler), filler, new FieldParser(paths.times()));
    int at = 0;
    while (at < text.length) {
      int end = Bytes.indexOf(data, at, text.length, (byte) '\n');
      if (JsonSkipper.blanks(data, at) < end) {
        filler.restart();
        parser.parse(data, at, end);
        filler.end(at, end);
      }
      at = end + 1;
    }
    filler.finish();
    return rows;
  }

  private static byte[] padded(byte[] text) {
    byte[] data = Arrays.copyOf(text, text.length + Bytes.SLACK);
    data[text.length] = '\n';
    return data;
  }
}
