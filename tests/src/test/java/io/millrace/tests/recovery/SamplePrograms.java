package io.millrace.tests.recovery;

import io.millrace.api.Millrace;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.function.FlatMapGroupsWithStateFunction;
import io.millrace.api.function.MapGroupsWithStateFunction;
import io.millrace.api.state.GroupStateTimeout;
import io.millrace.api.table.Encoders;
import io.millrace.api.table.KeyValueGroupedDataset;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Programs with state over the source of {@link SampleQueries}, as views that queries read. */
final class SamplePrograms {
  private static final long GAP_MILLIS = 10 * 60_000;

  private SamplePrograms() {}

  /** A row of the source. */
  record Sample(String k, long v, LocalDateTime ts) {}

  /** The values of a key so far. */
  record Values(List<Long> values, long newest) {}

  /** What is told of a key. */
  record Told(String k, long n, String values) {}

  private static final MapGroupsWithStateFunction<String, Sample, Values, Told> RUNNING =
      (key, rows, state) -> {
        Values values = state.getOption().orElse(new Values(new ArrayList<>(), 0));
        while (rows.hasNext()) {
          values.values().add(rows.next().v());
        }
        state.update(values);
        return told(key, values);
      };

  private static final FlatMapGroupsWithStateFunction<String, Sample, Values, Told> SESSIONS =
      (key, rows, state) -> {
        Values values = state.getOption().orElse(new Values(new ArrayList<>(), 0));
        if (state.hasTimedOut()) {
          state.remove();
          return List.of(told(key, values)).iterator();
        }
        long newest = values.newest();
        while (rows.hasNext()) {
          Sample sample = rows.next();
          values.values().add(sample.v());
          newest = Math.max(newest, sample.ts().toInstant(ZoneOffset.UTC).toEpochMilli());
        }
        state.update(new Values(values.values(), newest));
        state.setTimeoutTimestamp(newest + GAP_MILLIS);
        return List.<Told>of().iterator();
      };

  private static Told told(String key, Values values) {
    return new Told(key, values.values().size(), values.values().toString());
  }

  /**
   * Declares {@code running}, a row a key that changes, {@code sessions}, rows that stay, and the
   * first rows of keys, {@code firsts} for all time and {@code recents} within the watermark.
   */
  static void declare(Millrace millrace) {
    KeyValueGroupedDataset<String, Sample> byKey =
        millrace
            .table("s")
            .as(Encoders.bean(Sample.class))
            .groupByKey(sample -> sample.k(), Encoders.STRING());
    byKey
        .mapGroupsWithState(RUNNING, Encoders.bean(Values.class), Encoders.bean(Told.class))
        .createOrReplaceTempView("running");
    byKey
        .flatMapGroupsWithState(
            SESSIONS,
            OutputMode.Append(),
            Encoders.bean(Values.class),
            Encoders.bean(Told.class),
            GroupStateTimeout.EventTimeTimeout())
        .createOrReplaceTempView("sessions");
    millrace.table("s").dropDuplicates("k", "ts").createOrReplaceTempView("firsts");
    millrace.table("s").dropDuplicatesWithinWatermark("k").createOrReplaceTempView("recents");
  }
}
