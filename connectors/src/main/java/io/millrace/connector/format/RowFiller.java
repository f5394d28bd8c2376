package io.millrace.connector.format;

import static io.millrace.api.error.MillraceException.error;
import static java.util.Objects.requireNonNull;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.connector.Chunk;
import io.millrace.api.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Collects rows into batches and decides what becomes of malformed records.
 *
 * <p>For each piece of input {@link #start}, its records, {@link #finish}. A record is settings of
 * its columns, then {@link #end}. If it is given up and set anew, {@link #restart} comes before
 * that. Not thread-safe.
 */
public final class RowFiller {
  private static final Records NOTHING = new Records(new byte[0], 0, 0, 0);
  private static final int EXCERPT = 160;
  private static final int SHORTEST_RECORD = 2;

  /** Room is made for a multiple of that many rows, so that arrays fit again. */
  private static final int ROOM_UNIT = 128;

  private final RecordPlan plan;
  private final int mostRows;
  private final ColumnTarget[] targets;
  private Records records = NOTHING;
  private RowMemory memory = RowMemory.FRESH;
  private Chunk.@Nullable Output output;
  private int row;
  private int capacity;
  private int firstAt;

  /** Bytes of a record: of those handed on last, on average. */
  private int recordBytes = SHORTEST_RECORD;

  private long malformed;
  private @Nullable String problem;
  private int problemAt;
  private byte[] original = {};
  private int originalFrom = -1;

  public RowFiller(RecordPlan plan) {
    this(plan, ColumnBatch.MAX_ROWS);
  }

  /**
   * For input whose number of records is known, so that no more room is made than they need.
   *
   * @param records how many there are at most
   */
  public RowFiller(RecordPlan plan, int records) {
    this.plan = plan;
    this.mostRows = Math.min(ColumnBatch.MAX_ROWS, records);
    int[] columns = plan.dataColumns();
    this.targets = new ColumnTarget[columns.length];
    for (int i = 0; i < columns.length; i++) {
      targets[i] = new ColumnTarget(plan.schema().type(columns[i]));
    }
  }

  /** Begins with records; text will be ranges of their array. */
  public void start(Records input, RowMemory columns, Chunk.Output rows) {
    records = input;
    memory = columns;
    output = rows;
    row = 0;
    problem = null;
    originalFrom = -1;
    allocate(input.from());
  }

  private void allocate(int at) {
    firstAt = at;
    capacity = Math.min(mostRows, room(records.to() - at));
    for (ColumnTarget target : targets) {
      target.begin(capacity, memory);
    }
  }

  /** How many rows so many bytes may give: as many as before, and some more. */
  private int room(int bytes) {
    int possible = Math.max(1, bytes / SHORTEST_RECORD + 1);
    int expected = bytes / recordBytes;
    expected += expected / 8 + ROOM_UNIT;
    return Math.min(possible, expected - expected % ROOM_UNIT);
  }

  /** The columns to fill, in the order of {@link RecordPlan#dataColumns}. */
  public ColumnTarget target(int i) {
    return targets[i];
  }

  public int targetCount() {
    return targets.length;
  }

  /** The row being filled. */
  public int row() {
    return row;
  }

  /** Begins the record anew: nothing is NULL, nothing is wrong. */
  public void restart() {
    problem = null;
    for (ColumnTarget target : targets) {
      target.clear(row);
    }
  }

  /** Says that a record will be written over, so that messages can still show it. */
  public void willOverwrite(int recordStart, int recordEnd) {
    if (plan.onError() == OnError.FAIL) {
      original =
          Arrays.copyOfRange(
              records.data(), recordStart, Math.min(recordEnd, recordStart + EXCERPT));
      originalFrom = recordStart;
    }
  }

  /** A value that does not fit its column: it becomes NULL, and the record counts as malformed. */
  public void wrongValue(int target, int at, String reason) {
    targets[target].setNull(row);
    if (problem == null) {
      problem = "column \"" + plan.schema().name(plan.dataColumns()[target]) + "\": " + reason;
      problemAt = at;
    }
  }

  /** Something wrong with a record whose values may stand. */
  public void wrongRecord(int at, String reason) {
    if (problem == null) {
      problem = reason;
      problemAt = at;
    }
  }

  /** A record without sense: all its values become NULL. */
  public void noRecord(int at, String reason) {
    for (ColumnTarget target : targets) {
      target.setNull(row);
    }
    problem = reason;
    problemAt = at;
  }

  /** Keeps a record that is known to be right. */
  public void endRight(int recordEnd) {
    row++;
    if (row == capacity) {
      full(recordEnd);
    }
  }

  /** Hands rows on if there are as many as may be; else makes room for more. */
  private void full(int recordEnd) {
    if (capacity == mostRows) {
      flush(recordEnd);
      return;
    }
    // where rows are cut must not depend on what was guessed of them
    capacity = Math.min(mostRows, 2 * capacity);
    for (ColumnTarget target : targets) {
      target.grow(capacity);
    }
  }

  /** Ends a record that may have problems. */
  public void end(int recordStart, int recordEnd) {
    boolean keepable = true;
    for (int i = 0; i < targets.length; i++) {
      if (targets[i].isNull(row) && !targets[i].type().nullable()) {
        if (problem == null) {
          wrongValue(i, recordStart, "is NOT NULL, and the record has no value for it");
        }
        keepable = false;
      }
    }
    if (problem == null) {
      endRight(recordEnd);
      return;
    }
    switch (plan.onError()) {
      case FAIL -> throw malformed(recordStart, recordEnd);
      case SKIP -> drop();
      case NULL -> {
        if (keepable) {
          malformed++;
          problem = null;
          endRight(recordEnd);
        } else {
          drop();
        }
      }
    }
  }

  private void drop() {
    malformed++;
    restart();
  }

  private RuntimeException malformed(int recordStart, int recordEnd) {
    String where = plan.place().of(records.offset() + recordStart);
    return error(ErrorCode.RECORD_MALFORMED, where, problem)
        .detail(excerpt(recordStart, recordEnd))
        .hint(
            "on.error = 'skip' leaves such records out, on.error = 'null' reads NULL; both count"
                + " them")
        .build();
  }

  /** The record around the problem, as one line. */
  private String excerpt(int recordStart, int recordEnd) {
    int from = recordStart;
    int end = recordEnd;
    byte[] shown = records.data();
    int shift = 0;
    if (originalFrom == recordStart) {
      shown = original;
      shift = recordStart;
      end = recordStart + original.length;
    } else if (end - from > EXCERPT) {
      from = Math.max(recordStart, Math.min(problemAt - EXCERPT / 2, recordEnd - EXCERPT));
      end = from + EXCERPT;
    }
    String text = new String(shown, from - shift, end - from, StandardCharsets.UTF_8).strip();
    StringBuilder line = new StringBuilder(from > recordStart ? "… " : "");
    text.chars().forEach(c -> line.append(Character.isISOControl(c) ? '\uFFFD' : (char) c));
    return line.append(end < recordEnd ? " …" : "").toString();
  }

  /** Hands on what is left and reports malformed records. */
  public void finish() {
    flush(records.to());
    if (malformed > 0) {
      output().malformed(malformed);
      malformed = 0;
    }
    output = null;
  }

  private Chunk.Output output() {
    return requireNonNull(output, "not started");
  }

  private void flush(int at) {
    if (row == 0) {
      return;
    }
    Column[] columns = new Column[plan.schema().size()];
    int next = 0;
    for (int i = 0; i < columns.length; i++) {
      columns[i] =
          plan.constants().get(i).isPresent()
              ? plan.constants().get(i).get().first(row)
              : targets[next++].build(row, records.data());
    }
    output().rows(ColumnBatch.of(plan.schema(), row, columns));
    recordBytes = Math.max(SHORTEST_RECORD, (at - firstAt) / row);
    row = 0;
    allocate(at);
  }
}
