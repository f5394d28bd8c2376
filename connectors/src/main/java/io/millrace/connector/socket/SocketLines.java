package io.millrace.connector.socket;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.connector.Chunk;
import io.millrace.api.connector.SourceContext;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.types.Field;
import io.millrace.api.types.TypeKind;
import io.millrace.connector.format.Bytes;
import io.millrace.connector.format.ColumnTarget;
import io.millrace.connector.format.OnError;
import io.millrace.connector.format.RecordPlan;
import io.millrace.connector.format.RowFiller;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Turns lines into rows of {@code value} and {@code timestamp}. */
final class SocketLines {
  private final SourceContext context;
  private final String address;
  private final int maxLine;
  private final OnError onError;

  /**
   * @throws io.millrace.api.error.MillraceException for columns that a socket does not have
   */
  SocketLines(SourceContext context, String address, int maxLine) {
    this.context = context;
    this.address = address;
    this.maxLine = maxLine;
    this.onError = OnError.of(context.options());
    for (Field field : context.schema().fields()) {
      boolean fits =
          switch (field.name().toLowerCase(Locale.ROOT)) {
            case "value" -> field.type().kind().isText();
            case "timestamp" -> field.type().kind().isTimestamp();
            default ->
                throw error(ErrorCode.COLUMN_NOT_FOUND, field.name(), " in connector socket")
                    .hint("it has: value STRING, timestamp TIMESTAMP_LTZ")
                    .build();
          };
      if (!fits) {
        throw error(
                ErrorCode.TYPE_MISMATCH,
                "column \"" + field.name() + "\" of connector socket is no " + field.type().sql())
            .hint("it has: value STRING, timestamp TIMESTAMP_LTZ (or TIMESTAMP)")
            .build();
      }
    }
  }

  void decode(long firstLine, List<LineBuffer.Line> lines, Chunk.Output output) {
    int total = lines.stream().mapToInt(line -> line.text().length + 1).sum();
    byte[] data = new byte[total + Bytes.SLACK];
    int[] ends = new int[lines.size()];
    int end = 0;
    for (int i = 0; i < ends.length; i++) {
      byte[] text = lines.get(i).text();
      System.arraycopy(text, 0, data, end, text.length);
      end += text.length;
      ends[i] = end;
      data[end++] = '\n';
    }
    RecordPlan plan =
        new RecordPlan(
            context.schema(),
            Collections.nCopies(context.schema().size(), Optional.empty()),
            context.schema(),
            onError,
            place -> "socket " + address + ", line " + (firstLine + lineOf(ends, place) + 1));
    RowFiller rows = new RowFiller(plan, data, 0, total, 0, output);
    int begin = 0;
    for (int i = 0; i < ends.length; i++) {
      rows.begin();
      row(rows, data, begin, ends[i], lines.get(i), firstLine + i + 1);
      rows.end(begin, ends[i]);
      begin = ends[i] + 1;
    }
    rows.finish();
  }

  private static int lineOf(int[] ends, long place) {
    int line = 0;
    while (line < ends.length - 1 && ends[line] < place) {
      line++;
    }
    return line;
  }

  private void row(
      RowFiller rows, byte[] data, int from, int to, LineBuffer.Line line, long number) {
    if (line.tooLong()) {
      if (onError == OnError.FAIL) {
        throw error(
                ErrorCode.RECORD_TOO_LARGE,
                "socket " + address + ", line " + number,
                maxLine + " bytes")
            .hint("maxRecordSize allows longer lines; on.error = 'skip' leaves this one out")
            .build();
      }
      rows.noRecord(from, "it is too long");
      return;
    }
    if (!Bytes.isUtf8(data, from, to)) {
      rows.noRecord(from, "it is not valid UTF-8");
      return;
    }
    for (int i = 0; i < rows.targetCount(); i++) {
      ColumnTarget target = rows.target(i);
      if (target.type().kind().isTimestamp()) {
        target.setLong(rows.row(), time(target, line.micros()));
      } else if (target.fits(data, from, to - from)) {
        target.setRange(rows.row(), from, to - from);
      } else {
        rows.wrongValue(i, from, "the line is longer than " + target.type().sql());
      }
    }
  }

  private long time(ColumnTarget target, long micros) {
    if (target.type().kind() == TypeKind.TIMESTAMP_LTZ) {
      return micros;
    }
    Instant second = Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L));
    return micros + context.zone().getRules().getOffset(second).getTotalSeconds() * 1_000_000L;
  }
}
