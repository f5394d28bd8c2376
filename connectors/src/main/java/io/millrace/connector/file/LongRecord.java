package io.millrace.connector.file;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.connector.Chunk;
import io.millrace.api.error.ErrorCode;
import io.millrace.connector.format.Bytes;
import io.millrace.connector.format.OnError;
import io.millrace.connector.format.RecordPlan;
import io.millrace.connector.format.Records;
import io.millrace.connector.format.RowFiller;
import io.millrace.connector.format.RowMemory;

/** A record beyond the limit, which was passed over without being kept. */
final class LongRecord {
  private LongRecord() {}

  /** Does with it what the plan says of malformed records. */
  static void report(RecordPlan plan, int maxRecordSize, long place, Chunk.Output output) {
    if (plan.onError() == OnError.FAIL) {
      throw error(ErrorCode.RECORD_TOO_LARGE, plan.place().of(place), maxRecordSize + " bytes")
          .hint("maxRecordSize allows longer records; on.error = 'skip' leaves this one out")
          .build();
    }
    RowFiller rows = new RowFiller(plan);
    rows.start(new Records(new byte[Bytes.SLACK], 0, 0, place), RowMemory.FRESH, output);
    rows.noRecord(0, "it is too long");
    rows.end(0, 0);
    rows.finish();
  }
}
