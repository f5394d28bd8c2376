package io.millrace.exec.build;

import io.millrace.api.connector.OutputMode;
import io.millrace.api.function.FlatMapGroupsWithStateFunction;
import io.millrace.api.function.MapFunction;
import io.millrace.api.state.GroupStateTimeout;
import io.millrace.api.table.Encoders;
import io.millrace.api.table.program.GroupProgram;
import io.millrace.api.table.program.GroupProgram.Keying;
import io.millrace.api.table.program.RowProgram;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.plan.incremental.EncoderColumns;
import io.millrace.plan.physical.OperatorSpec;
import io.millrace.plan.physical.OperatorSpec.Emission;
import io.millrace.plan.physical.OperatorSpec.GroupStateSpec;
import io.millrace.plan.physical.OperatorSpec.Horizon;
import io.millrace.plan.physical.OperatorSpec.ProgramSpec;
import io.millrace.plan.physical.OperatorSpec.SourceSpec;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Programs over one source of keys and numbers. */
final class ProgramCases {
  static final Schema INPUT =
      Schema.of(
          new Field("ts", DataType.TIMESTAMP),
          new Field("k", DataType.STRING),
          new Field("v", DataType.BIGINT));
  static final SourceSpec SOURCE = TestSources.source("s", INPUT);

  private ProgramCases() {}

  /** A row of the source. */
  record Event(LocalDateTime ts, String k, long v) {}

  /** What is remembered of a key. */
  record Seen(long count, long sum, LocalDateTime newest) {}

  /** What is told of a key. */
  record Told(String k, long count, long sum, boolean gone) {}

  static final Keying<String, Event, Event> BY_K =
      new Keying<>(
          Encoders.bean(Event.class), event -> event.k(), Encoders.STRING(), Optional.empty());

  /** A program over the source. */
  static ProgramSpec rows(RowProgram program) {
    return rows(program, SOURCE);
  }

  static ProgramSpec rows(RowProgram program, OperatorSpec input) {
    List<Integer> read = EncoderColumns.of(program.input(), input.output());
    List<Field> fields = new ArrayList<>();
    switch (program.kind()) {
      case KEY -> {
        fields.addAll(input.output().fields());
        fields.add(new Field("key", program.output().orElseThrow().schema().type(0)));
      }
      case FILTER -> fields.addAll(input.output().fields());
      case MAP, FLAT_MAP, MAP_PARTITIONS ->
          fields.addAll(program.output().orElseThrow().schema().fields());
    }
    return new ProgramSpec("p", input, program, read, new Schema(fields));
  }

  static GroupStateSpec groups(GroupProgram program, boolean late, Emission emission) {
    ProgramSpec keyed = rows(program.keying().keyProgram());
    return new GroupStateSpec(
        "g",
        keyed,
        program,
        keyed.read(),
        List.of(INPUT.size()),
        true,
        late ? Optional.of(new Horizon(0, 0)) : Optional.empty(),
        emission,
        program.output().schema());
  }

  /** The running count and sum of each key, in place of those told before. */
  static GroupProgram running() {
    return GroupProgram.mapWithState(
        BY_K,
        (key, values, state) -> {
          Seen seen = add(state.getOption().orElse(new Seen(0, 0, LocalDateTime.MIN)), values);
          state.update(seen);
          return new Told(key, seen.count(), seen.sum(), false);
        },
        Encoders.bean(Seen.class),
        Encoders.bean(Told.class),
        GroupStateTimeout.NoTimeout());
  }

  private static Seen add(Seen seen, Iterator<Event> values) {
    long count = seen.count();
    long sum = seen.sum();
    LocalDateTime newest = seen.newest();
    while (values.hasNext()) {
      Event event = values.next();
      count++;
      sum += event.v();
      newest = event.ts().isAfter(newest) ? event.ts() : newest;
    }
    return new Seen(count, sum, newest);
  }

  /**
   * Sessions: count and sum of a key's values are told, and forgotten, a while after the newest.
   *
   * @param gapMillis how long after it
   */
  static GroupProgram sessions(GroupStateTimeout timeout, long gapMillis, OutputMode mode) {
    FlatMapGroupsWithStateFunction<String, Event, Seen, Told> function =
        (key, values, state) -> {
          if (state.hasTimedOut()) {
            Seen seen = state.get();
            state.remove();
            return List.of(new Told(key, seen.count(), seen.sum(), true)).iterator();
          }
          Seen seen = add(state.getOption().orElse(new Seen(0, 0, LocalDateTime.MIN)), values);
          state.update(seen);
          if (timeout == GroupStateTimeout.EventTimeTimeout()) {
            long newest = seen.newest().toInstant(ZoneOffset.UTC).toEpochMilli();
            state.setTimeoutTimestamp(Math.max(newest + gapMillis, state.getCurrentWatermarkMs()));
          } else {
            state.setTimeoutDuration(gapMillis);
          }
          return mode == OutputMode.UPDATE
              ? List.of(new Told(key, seen.count(), seen.sum(), false)).iterator()
              : List.<Told>of().iterator();
        };
    return GroupProgram.flatMapWithState(
        BY_K, function, mode, Encoders.bean(Seen.class), Encoders.bean(Told.class), timeout);
  }

  static <T> RowProgram map(MapFunction<Event, T> function, Class<T> type) {
    return RowProgram.map(function, Encoders.bean(Event.class), Encoders.bean(type));
  }

  static LocalDateTime at(int second) {
    return LocalDateTime.of(2026, 1, 1, 0, 0, 0).plusSeconds(second);
  }

  static long micros(int second) {
    return at(second).toEpochSecond(ZoneOffset.UTC) * 1_000_000;
  }

  static List<Integer> columns(Schema schema) {
    return IntStream.range(0, schema.size()).boxed().toList();
  }
}
