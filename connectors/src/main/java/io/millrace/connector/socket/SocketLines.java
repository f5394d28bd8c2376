package io.millrace.connector.socket;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.connector.Chunk;
import io.millrace.api.connector.SourceContext;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.types.Field;
import io.millrace.api.types.TypeKind;
import io.millrace.connector.format.Bytes;
import io.millrace.connector.format.ColumnTarget;
import io.millrace.connector.format.ConstantColumn;
import io.millrace.connector.format.OnError;
import io.millrace.connector.format.RecordPlan;
import io.millrace.connector.format.Records;
import io.millrace.connector.format.RowFiller;
import io.millrace.connector.format.RowMemory;
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
  private final List<Optional<ConstantColumn>> constants;

  /**
   * @throws io.millrace.api.error.MillraceException for columns that a socket does not have
   */
  SocketLines(SourceContext context, String address, int maxLine) {
    this.context = context;
    this.address = address;
    this.maxLine = maxLine;
    this.onError = OnError.of(context.options());
    this.constants = Collections.nCopies(context.schema().size(), Optional.empty());
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

  /** Decodes the lines {@code from} to {@code to} of a block, counted from its first. */
  void decode(LineBlock block, int from, int to, Chunk.Output output) {
    RecordPlan plan =
        new RecordPlan(
            context.schema(),
            constants,
            context.schema(),
            onError,
            place -> place(block.firstLine() + block.lineAt(place)));
    RowFiller rows = new RowFiller(plan, to - from);
    rows.start(
        new Records(block.data(), block.begin(from), block.end(to - 1), 0),
        RowMemory.FRESH,
        output);
    for (int i = from; i < to; i++) {
      row(rows, block, i);
      rows.end(block.begin(i), block.end(i));
    }
    rows.finish();
  }

  private String place(long line) {
    return "socket " + address + ", line " + (line + 1);
  }

  private void row(RowFiller rows, LineBlock block, int line) {
    byte[] data = block.data();
    int from = block.begin(line);
    int to = block.end(line);
    if (block.isTooLong(line)) {
      if (onError == OnError.FAIL) {
        throw error(ErrorCode.RECORD_TOO_LARGE, place(block.firstLine() + line), maxLine + " bytes")
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
        target.setLong(rows.row(), time(target, block.time(line)));
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
