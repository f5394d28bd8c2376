package io.millrace.exec.build;

import static io.millrace.exec.build.Change.insert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.connector.OutputMode;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.state.GroupStateTimeout;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.exec.build.RestartTester.Batch;
import io.millrace.exec.changelog.DeletePolicy;
import io.millrace.exec.changelog.OutputSpec;
import io.millrace.plan.physical.AggregateCall;
import io.millrace.plan.physical.AggregateCall.AggregateFunction;
import io.millrace.plan.physical.OperatorSpec;
import io.millrace.plan.physical.OperatorSpec.AggregateSpec;
import io.millrace.plan.physical.OperatorSpec.DeduplicateSpec;
import io.millrace.plan.physical.OperatorSpec.DistinctSpec;
import io.millrace.plan.physical.OperatorSpec.Emission;
import io.millrace.plan.physical.OperatorSpec.GroupStateSpec;
import io.millrace.plan.physical.OperatorSpec.Horizon;
import io.millrace.plan.physical.OperatorSpec.LimitSpec;
import io.millrace.plan.physical.OperatorSpec.UnionSpec;
import io.millrace.plan.physical.Ordering;
import io.millrace.plan.physical.Ordering.SortKey;
import io.millrace.plan.physical.QueryPlan.ChangeKind;
import io.millrace.plan.physical.ResultForm;
import io.millrace.state.DurableStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Closing a query and opening it again from its store changes nothing of what it gives, in content
 * and order, for every operator and encoder, wherever it was closed and with however many
 * partitions it goes on.
 */
class RestartPropertyTest {
  private static final List<Integer> NO_KEY = List.of();

  @Property(tries = 30)
  void groupsThatNeverClose(@ForAll long seed, @ForAll boolean insertOnly) throws Exception {
    AggregateSpec spec = AggregateCases.spec(List.of(1, 2), false, insertOnly, Emission.CHANGES);
    check(spec, changes(spec, List.of(0, 1), OutputMode.CHANGELOG), insertOnly, seed);
  }

  @Property(tries = 20)
  void groupsThatGiveNewRowsOnly(@ForAll long seed, @ForAll boolean global) throws Exception {
    List<Integer> keys = global ? List.of() : List.of(1, 2);
    AggregateSpec spec = AggregateCases.spec(keys, false, true, Emission.UPSERTS);
    OutputSpec output =
        new OutputSpec(
            "out",
            spec.output(),
            OutputMode.UPDATE,
            ChangeKind.UPDATE,
            Optional.of(global ? List.of() : List.of(0, 1)),
            true,
            Optional.empty(),
            new DeletePolicy.Delete(),
            ResultForm.UPSERTS);
    check(spec, output, true, seed);
  }

  @Property(tries = 30)
  void groupsWithHorizon(@ForAll long seed, @ForAll boolean insertOnly, @ForAll boolean finalRows)
      throws Exception {
    AggregateSpec spec =
        AggregateCases.spec(
            List.of(1, 0), true, insertOnly, finalRows ? Emission.FINAL : Emission.CHANGES);
    check(spec, changes(spec, List.of(0, 1), OutputMode.UPDATE), insertOnly, seed);
  }

  @Property(tries = 60)
  void windowsOfSlices(@ForAll long seed, @ForAll boolean insertOnly, @ForAll boolean finalRows)
      throws Exception {
    Emission emission = finalRows ? Emission.FINAL : Emission.CHANGES;
    SlidingCases cases = SlidingCases.random(new Random(seed), insertOnly, emission);
    List<Integer> key = IntStream.range(0, cases.keyCount()).boxed().toList();
    check(cases.slices(), changes(cases.slices(), key, OutputMode.CHANGELOG), insertOnly, seed);
  }

  @Property(tries = 20)
  void theGlobalGroup(@ForAll long seed, @ForAll boolean insertOnly) throws Exception {
    AggregateSpec spec = AggregateCases.spec(List.of(), false, insertOnly, Emission.CHANGES);
    check(spec, changes(spec, NO_KEY, OutputMode.CHANGELOG), insertOnly, seed);
  }

  @Property(tries = 30)
  void distinctRows(@ForAll long seed, @ForAll boolean insertOnly, @ForAll boolean horizon)
      throws Exception {
    DistinctSpec spec = distinct(insertOnly, horizon);
    OutputMode mode = insertOnly ? OutputMode.APPEND : OutputMode.CHANGELOG;
    check(spec, changes(spec, NO_KEY, mode), insertOnly, seed);
  }

  private static DistinctSpec distinct(boolean insertOnly, boolean horizon) {
    return new DistinctSpec(
        "d",
        AggregateCases.SOURCE,
        horizon ? Optional.of(new Horizon(0, 0)) : Optional.empty(),
        insertOnly);
  }

  @Property(tries = 30)
  void firstRowsOfKeys(@ForAll long seed, @ForAll boolean horizon, @ForAll boolean within)
      throws Exception {
    DeduplicateSpec spec =
        new DeduplicateSpec(
            "d",
            AggregateCases.SOURCE,
            within ? List.of(1) : List.of(1, 0),
            horizon || within ? Optional.of(new Horizon(0, 0)) : Optional.empty(),
            within ? OptionalLong.of(seed & 3) : OptionalLong.empty());
    check(spec, changes(spec, NO_KEY, OutputMode.APPEND), true, seed);
  }

  @Property(tries = 30)
  void limitOverDistinctAndOtherRows(@ForAll long seed) throws Exception {
    UnionSpec union =
        new UnionSpec(
            "u", List.of(AggregateCases.SOURCE, distinct(true, false)), AggregateCases.INPUT);
    LimitSpec spec = new LimitSpec("l", union, 3, 17);
    check(spec, changes(spec, NO_KEY, OutputMode.APPEND), true, seed);
  }

  @Property(tries = 30)
  void operatorsBehindOperators(@ForAll long seed, @ForAll boolean insertOnly) throws Exception {
    AggregateSpec inner = AggregateCases.spec(List.of(0, 1), true, insertOnly, Emission.CHANGES);
    Schema columns = inner.output();
    List<AggregateCall> calls =
        List.of(
            call(AggregateFunction.COUNT, DataType.BIGINT.notNull(), List.of()),
            call(AggregateFunction.SUM, DataType.BIGINT, List.of(2)),
            call(
                AggregateFunction.MAX,
                columns.type(columns.size() - 2),
                List.of(columns.size() - 2)));
    List<Field> fields = new ArrayList<>();
    fields.add(columns.field(1));
    IntStream.range(0, calls.size())
        .forEach(i -> fields.add(new Field("d" + i, calls.get(i).type())));
    AggregateSpec outer =
        new AggregateSpec(
            "o",
            inner,
            List.of(1),
            calls,
            Optional.empty(),
            false,
            Emission.CHANGES,
            new Schema(fields));
    DistinctSpec spec = new DistinctSpec("d", outer, Optional.empty(), false);
    check(spec, changes(spec, List.of(0), OutputMode.CHANGELOG), insertOnly, seed);
  }

  @Property(tries = 60)
  void groupsWithStateOfAProgram(@ForAll long seed, @ForAll boolean timeouts) throws Exception {
    Random random = new Random(seed);
    GroupStateSpec spec =
        timeouts
            ? ProgramCases.groups(
                ProgramCases.sessions(
                    GroupStateTimeout.EventTimeTimeout(),
                    1_000 * random.nextInt(5),
                    random.nextBoolean() ? OutputMode.APPEND : OutputMode.UPDATE),
                true,
                Emission.CHANGES)
            : ProgramCases.groups(ProgramCases.running(), false, Emission.CHANGES);
    OutputMode mode = spec.takesRowsBack() ? OutputMode.CHANGELOG : OutputMode.APPEND;
    RestartTester.check(spec, changes(spec, NO_KEY, mode), random, programBatches(random));
  }

  private static List<Batch> programBatches(Random random) {
    List<Batch> batches = new ArrayList<>();
    long watermark = StepInput.NO_WATERMARK;
    int second = 0;
    int count = 3 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      long late = watermark;
      List<Change> input = new ArrayList<>();
      for (int row = random.nextInt(6); row > 0; row--) {
        String key = random.nextInt(8) == 0 ? null : "k" + random.nextInt(4);
        input.add(insert(ProgramCases.at(random.nextInt(20)), key, (long) random.nextInt(10)));
      }
      if (random.nextBoolean()) {
        second += random.nextInt(8);
        watermark = ProgramCases.micros(second);
      }
      batches.add(new Batch(watermark, late, false, TestSources.chunks(ProgramCases.INPUT, input)));
    }
    return batches;
  }

  private static AggregateCall call(
      AggregateFunction function, DataType type, List<Integer> arguments) {
    return new AggregateCall(
        function, arguments, OptionalInt.empty(), false, type, Optional.empty());
  }

  @Property(tries = 40)
  void theWholeResultEachTime(
      @ForAll long seed, @ForAll boolean keyed, @ForAll boolean certain, @ForAll boolean ordered)
      throws Exception {
    OperatorSpec plan =
        keyed
            ? AggregateCases.spec(List.of(1, 3), false, false, Emission.CHANGES)
            : distinct(false, false);
    Ordering ordering =
        new Ordering(
            ordered ? List.of(new SortKey(1, true, false)) : List.of(), 1, OptionalLong.of(6));
    OutputSpec output =
        new OutputSpec(
            "out",
            plan.output(),
            OutputMode.COMPLETE,
            ChangeKind.DELETE,
            keyed ? Optional.of(List.of(0, 1)) : Optional.empty(),
            certain,
            Optional.of(ordering),
            new DeletePolicy.Delete());
    check(plan, output, false, seed);
  }

  @Property(tries = 10)
  void liveKeysOfAnUncertainKey(@ForAll long seed) throws Exception {
    AggregateSpec spec = AggregateCases.spec(List.of(1, 3), false, false, Emission.CHANGES);
    check(spec, uncertain(spec, List.of(0, 1)), false, seed);
  }

  private static OutputSpec changes(OperatorSpec plan, List<Integer> key, OutputMode mode) {
    return new OutputSpec(
        "out",
        plan.output(),
        mode,
        mode == OutputMode.APPEND ? ChangeKind.INSERT : ChangeKind.DELETE,
        key.isEmpty() ? Optional.empty() : Optional.of(key),
        true,
        Optional.empty(),
        new DeletePolicy.Delete());
  }

  private static OutputSpec uncertain(OperatorSpec plan, List<Integer> key) {
    return new OutputSpec(
        "out",
        plan.output(),
        OutputMode.UPDATE,
        ChangeKind.DELETE,
        Optional.of(key),
        false,
        Optional.empty(),
        new DeletePolicy.Delete());
  }

  @Test
  void twoRowsOfOneKeyAreFoundOverARestart(@TempDir Path directory) throws Exception {
    Schema schema = Schema.of(new Field("k", DataType.STRING), new Field("v", DataType.BIGINT));
    OperatorSpec plan = TestSources.source("s", schema);
    RestartTester tester = new RestartTester(plan, uncertain(plan, List.of(0)));
    List<Batch> batches = new ArrayList<>();
    for (Change change : List.of(insert("a", 1L), insert("b", 1L), insert("a", 2L))) {
      batches.add(
          new Batch(
              StepInput.NO_WATERMARK,
              StepInput.NO_WATERMARK,
              false,
              TestSources.chunks(schema, List.of(change))));
    }
    Supplier<DurableStore> stores = () -> RestartTester.open(directory);
    assertThatThrownBy(() -> tester.restarted(stores, new Random(1), batches))
        .isInstanceOfSatisfying(
            MillraceException.class,
            failure -> {
              assertThat(failure.code()).isEqualTo(ErrorCode.KEY_CONFLICT);
              assertThat(failure).hasMessageContaining("k = a");
            });
  }

  private static void check(OperatorSpec plan, OutputSpec output, boolean insertOnly, long seed)
      throws Exception {
    Random random = new Random(seed);
    RestartTester.check(plan, output, random, randomBatches(random, insertOnly));
  }

  private static List<Batch> randomBatches(Random random, boolean insertOnly) {
    List<Batch> batches = new ArrayList<>();
    Map<List<Object>, Long> accepted = new HashMap<>();
    long watermark = StepInput.NO_WATERMARK;
    int count = 3 + random.nextInt(5);
    for (int i = 0; i < count; i++) {
      long late = watermark;
      if (random.nextInt(3) == 0) {
        watermark = Math.max(watermark, 1_000_000L * random.nextInt(16));
      }
      List<Change> input = AggregateCases.randomInput(random, accepted, insertOnly);
      input.forEach(change -> accepted.merge(change.row(), (long) change.weight(), Long::sum));
      accepted.values().removeIf(weight -> weight == 0);
      batches.add(new Batch(watermark, late, false, AggregateCases.cut(input, random)));
    }
    return batches;
  }
}
