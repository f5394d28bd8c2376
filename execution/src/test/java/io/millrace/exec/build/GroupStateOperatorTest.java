package io.millrace.exec.build;

import static io.millrace.exec.build.Change.delete;
import static io.millrace.exec.build.Change.insert;
import static io.millrace.exec.build.ProgramCases.BY_K;
import static io.millrace.exec.build.ProgramCases.SOURCE;
import static io.millrace.exec.build.ProgramCases.at;
import static io.millrace.exec.build.ProgramCases.groups;
import static io.millrace.exec.build.ProgramCases.micros;
import static io.millrace.exec.build.StepInput.NO_WATERMARK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.function.FlatMapGroupsWithStateFunction;
import io.millrace.api.state.GroupStateTimeout;
import io.millrace.api.table.Encoders;
import io.millrace.api.table.program.GroupProgram;
import io.millrace.exec.build.ProgramCases.Event;
import io.millrace.plan.physical.OperatorSpec.Emission;
import io.millrace.plan.physical.OperatorSpec.GroupStateSpec;
import io.millrace.state.memory.MemoryStateStore;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class GroupStateOperatorTest {
  private static final long GAP = 10_000;

  private static OperatorTester tester(GroupProgram program, boolean late, Emission emission) {
    return new OperatorTester(groups(program, late, emission), SOURCE);
  }

  @Test
  void aKeyIsCalledOnceABatchAndItsRowTakesThePlaceOfTheLast() throws Exception {
    tester(ProgramCases.running(), false, Emission.CHANGES)
        .batch(insert(at(0), "b", 1L), insert(at(1), "a", 2L), insert(at(2), "b", 3L))
        .expectInOrder(insert("b", 2L, 4L, false), insert("a", 1L, 2L, false))
        .held(2)
        .batch(insert(at(3), null, 1L), insert(at(4), "b", 0L))
        .expectInOrder(
            insert(null, 1L, 1L, false), delete("b", 2L, 4L, false), insert("b", 3L, 4L, false))
        .held(3)
        .batch()
        .expect()
        .run();
  }

  @Test
  void newRowsAloneAreGivenToWhoeverReplacesByItself() throws Exception {
    tester(ProgramCases.running(), false, Emission.UPSERTS)
        .batch(insert(at(0), "b", 1L))
        .expectInOrder(insert("b", 1L, 1L, false))
        .batch(insert(at(0), "b", 1L))
        .expectInOrder(insert("b", 2L, 2L, false))
        .run();
  }

  @Test
  void processingTimeTimeoutsAreDueWhenTheBatchTimeIsBehindThem() throws Exception {
    GroupProgram sessions =
        ProgramCases.sessions(GroupStateTimeout.ProcessingTimeTimeout(), GAP, OutputMode.APPEND);
    tester(sessions, false, Emission.CHANGES)
        .batch(insert(at(0), "a", 1L), insert(at(0), "b", 1L))
        .at(0)
        .held(2)
        .batch(insert(at(0), "b", 2L))
        .at(10_000_000)
        .held(2)
        .batch()
        .at(10_001_000)
        .expectInOrder(insert("a", 1L, 1L, true))
        .held(1)
        .batch(insert(at(0), "b", 3L))
        .at(30_000_000)
        .expect()
        .batch()
        .at(40_001_000)
        .expectInOrder(insert("b", 3L, 6L, true))
        .held(0)
        .run();
  }

  @Test
  void eventTimeTimeoutsAreDueWhenTheWatermarkIsBehindThem() throws Exception {
    GroupProgram sessions =
        ProgramCases.sessions(GroupStateTimeout.EventTimeTimeout(), GAP, OutputMode.APPEND);
    tester(sessions, true, Emission.CHANGES)
        .batch(insert(at(3), "a", 1L), insert(at(1), "b", 1L), insert(at(2), "a", 1L))
        .batch()
        .watermark(micros(11), NO_WATERMARK)
        .expect()
        .batch(insert(at(10), "late", 1L), insert(at(12), "c", 1L))
        .watermark(micros(14), micros(11))
        .expectInOrder(insert("b", 1L, 1L, true), insert("a", 2L, 2L, true))
        .dropped(1)
        .held(1)
        .run();
  }

  @Test
  void timeoutsOfOneTimeComeInAnOrderThatDoesNotDependOnPartitions() throws Exception {
    GroupProgram sessions =
        ProgramCases.sessions(GroupStateTimeout.EventTimeTimeout(), GAP, OutputMode.APPEND);
    Change[] input = new Change[40];
    Change[] output = new Change[40];
    for (int i = 0; i < 40; i++) {
      input[i] = insert(at(0), "key " + i, (long) i);
      output[i] = insert("key " + i, 1L, (long) i, true);
    }
    // the tester compares the order at all numbers of partitions
    tester(sessions, true, Emission.CHANGES)
        .batch(input)
        .batch()
        .watermark(micros(11), NO_WATERMARK)
        .expect(output)
        .run();
  }

  @Test
  void rowsOfUpdateModeReplaceThoseOfTheLastCallThatGaveAny() throws Exception {
    GroupProgram sessions =
        ProgramCases.sessions(GroupStateTimeout.EventTimeTimeout(), GAP, OutputMode.UPDATE);
    tester(sessions, false, Emission.CHANGES)
        .batch(insert(at(0), "a", 1L))
        .expectInOrder(insert("a", 1L, 1L, false))
        .batch()
        .watermark(micros(11), NO_WATERMARK)
        .expectInOrder(delete("a", 1L, 1L, false), insert("a", 1L, 1L, true))
        .held(1)
        .run();
  }

  @Test
  void everyCallClearsTheTimeoutAndStateIsWhatWasUpdated() throws Exception {
    FlatMapGroupsWithStateFunction<String, Event, List<?>, String> function =
        (key, values, state) -> {
          List<String> told = new ArrayList<>();
          told.add(key + (state.hasTimedOut() ? " timed out" : "") + " " + state.exists());
          while (values.hasNext()) {
            long v = values.next().v();
            if (v > 0) {
              state.setTimeoutDuration(v);
            }
          }
          return told.iterator();
        };
    @SuppressWarnings({"unchecked", "rawtypes"})
    GroupProgram program =
        GroupProgram.flatMapWithState(
            BY_K,
            (FlatMapGroupsWithStateFunction) function,
            OutputMode.APPEND,
            Encoders.STRING(),
            Encoders.STRING(),
            GroupStateTimeout.ProcessingTimeTimeout());
    tester(program, false, Emission.CHANGES)
        .batch(insert(at(0), "a", 5L), insert(at(0), "b", 5L))
        .expectInOrder(insert("a false"), insert("b false"))
        .held(2)
        .batch(insert(at(0), "a", 0L))
        .at(1_000)
        .expectInOrder(insert("a false"))
        .held(1)
        .batch()
        .at(6_000)
        .expectInOrder(insert("b timed out false"))
        .held(0)
        .run();
  }

  @Test
  void overInputThatEndsEveryKeyIsCalledOnceWithEverything() throws Exception {
    tester(ProgramCases.running(), false, Emission.FINAL)
        .batch(insert(at(0), "b", 1L), insert(at(1), "a", 2L))
        .expect()
        .batch(insert(at(0), "b", 3L))
        .endOfInput()
        .expectInOrder(insert("b", 2L, 4L, false), insert("a", 1L, 2L, false))
        .run();
  }

  @Test
  void groupsWithoutStateAreCalledAtTheEnd() throws Exception {
    GroupProgram longest =
        GroupProgram.reduce(
            BY_K,
            (left, right) -> left.v() >= right.v() ? left : right,
            // the value has no column type as a part of a tuple, so a number stands for it
            Encoders.bean(Event.class));
    assertThatThrownBy(() -> groups(longest, false, Emission.FINAL))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.TYPE_NOT_SUPPORTED));
    GroupProgram sums =
        GroupProgram.map(
            BY_K,
            (key, values) -> {
              long sum = 0;
              while (values.hasNext()) {
                sum += values.next().v();
              }
              return sum;
            },
            Encoders.LONG());
    tester(sums, false, Emission.FINAL)
        .batch(insert(at(0), "b", 1L), insert(at(1), "a", 2L), insert(at(1), "b", 4L))
        .endOfInput()
        .expectInOrder(insert(5L), insert(2L))
        .run();
  }

  @Test
  void whatAFunctionThrowsIsTheCause() {
    GroupProgram failing =
        GroupProgram.mapWithState(
            BY_K,
            (key, values, state) -> {
              state.update(null);
              return key;
            },
            Encoders.STRING(),
            Encoders.STRING(),
            GroupStateTimeout.NoTimeout());
    assertThatThrownBy(
            () -> tester(failing, false, Emission.CHANGES).batch(insert(at(0), "a", 1L)).run())
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.USER_FUNCTION_FAILED))
        .hasMessageContaining("mapGroupsWithState")
        .hasCauseInstanceOf(IllegalArgumentException.class);
  }

  /** However rows are cut and dealt out, the running count ends as the count of all rows. */
  @Property(tries = 150)
  void aRunningCountIsTheCountOfAllRows(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    GroupStateSpec spec = groups(ProgramCases.running(), false, Emission.CHANGES);
    Map<String, List<Object>> expected = new HashMap<>();
    Map<List<Object>, Long> folded = new HashMap<>();
    try (RunningGraph graph =
        GraphBuilder.build(
            spec,
            1 + random.nextInt(4),
            ZoneOffset.UTC,
            (input, condition, projections, output, zone) -> {
              throw new IllegalStateException();
            },
            new MemoryStateStore())) {
      int batches = 1 + random.nextInt(6);
      for (int batch = 0; batch < batches; batch++) {
        List<List<ColumnBatch>> chunks = new ArrayList<>();
        int pieces = random.nextInt(4);
        for (int piece = 0; piece < pieces; piece++) {
          BatchBuilder builder = new BatchBuilder(ProgramCases.INPUT);
          int rows = random.nextInt(20);
          for (int row = 0; row < rows; row++) {
            String key = random.nextInt(8) == 0 ? null : "k" + random.nextInt(5);
            long value = random.nextInt(100);
            int weight = 1 + random.nextInt(2);
            builder.weightedRow(weight, at(row), key, value);
            expected.merge(
                String.valueOf(key),
                told(key, weight, weight * value),
                (old, more) ->
                    told(
                        key,
                        (Long) old.get(1) + (Long) more.get(1),
                        (Long) old.get(2) + (Long) more.get(2)));
          }
          chunks.add(List.of(builder.build()));
        }
        graph.run(
            new StepInput(
                batch,
                0,
                NO_WATERMARK,
                NO_WATERMARK,
                false,
                Map.of("s", TestSources.reader(chunks))),
            changes ->
                OperatorTester.changes(changes)
                    .forEach(
                        change -> folded.merge(change.row(), (long) change.weight(), Long::sum)));
      }
    }
    folded.values().removeIf(weight -> weight == 0);
    Map<List<Object>, Long> once = new HashMap<>();
    expected.values().forEach(row -> once.put(row, 1L));
    assertThat(folded).isEqualTo(once);
  }

  private static List<Object> told(String key, long count, long sum) {
    return Arrays.asList(key, count, sum, false);
  }
}
