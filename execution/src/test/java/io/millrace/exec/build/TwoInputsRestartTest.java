package io.millrace.exec.build;

import io.millrace.api.connector.OutputMode;
import io.millrace.api.types.Schema;
import io.millrace.exec.build.RestartTester.Batch;
import io.millrace.exec.changelog.DeletePolicy;
import io.millrace.exec.changelog.OutputSpec;
import io.millrace.plan.physical.JoinType;
import io.millrace.plan.physical.OperatorSpec;
import io.millrace.plan.physical.OperatorSpec.JoinSpec;
import io.millrace.plan.physical.OperatorSpec.SetSpec;
import io.millrace.plan.physical.QueryPlan.ChangeKind;
import io.millrace.plan.physical.SetOperation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Joins and set operations over restarts: wherever they are closed and with however many partitions
 * they go on, they give the same rows in the same order.
 */
class TwoInputsRestartTest {
  @Property(tries = 150)
  void joins(
      @ForAll JoinType type,
      @ForAll boolean keyed,
      @ForAll boolean nullSafe,
      @ForAll boolean conditional,
      @ForAll boolean insertOnly,
      @ForAll long seed)
      throws Exception {
    boolean asked = conditional && type != JoinType.INNER;
    JoinSpec spec = JoinCases.spec(type, keyed, nullSafe, asked, false);
    Random random = new Random(seed);
    RestartTester.check(spec, changes(spec), random, batches(random, insertOnly, false));
  }

  @Property(tries = 40)
  void joinsOfBoundedInput(@ForAll JoinType type, @ForAll boolean conditional, @ForAll long seed)
      throws Exception {
    boolean asked = conditional && type != JoinType.INNER;
    JoinSpec spec = JoinCases.spec(type, true, false, asked, true);
    Random random = new Random(seed);
    RestartTester.check(spec, changes(spec), random, batches(random, true, true));
  }

  @Property(tries = 60)
  void setOperations(@ForAll SetOperation operation, @ForAll boolean atEnd, @ForAll long seed)
      throws Exception {
    OperatorSpec left = TestSources.source("l", JoinCases.LEFT);
    OperatorSpec right = TestSources.source("r", JoinCases.LEFT);
    SetSpec spec = new SetSpec("x", left, right, operation, atEnd, false, JoinCases.LEFT);
    Random random = new Random(seed);
    Map<List<Object>, Long> first = new HashMap<>();
    Map<List<Object>, Long> second = new HashMap<>();
    List<Batch> batches = new ArrayList<>();
    int count = 3 + random.nextInt(5);
    for (int i = 0; i < count; i++) {
      List<Change> ofLeft = JoinCases.change(first, random, false, false, JoinCases::leftRow);
      List<Change> ofRight = JoinCases.change(second, random, false, false, JoinCases::leftRow);
      batches.add(batch(atEnd && i == count - 1, ofLeft, JoinCases.LEFT, ofRight, JoinCases.LEFT));
    }
    RestartTester.check(spec, changes(spec), random, batches);
  }

  private static List<Batch> batches(Random random, boolean insertOnly, boolean bounded) {
    Map<List<Object>, Long> left = new HashMap<>();
    Map<List<Object>, Long> right = new HashMap<>();
    List<Batch> batches = new ArrayList<>();
    int count = 3 + random.nextInt(5);
    for (int i = 0; i < count; i++) {
      boolean last = i == count - 1;
      boolean all = last && !insertOnly;
      List<Change> ofLeft = JoinCases.change(left, random, insertOnly, all, JoinCases::leftRow);
      List<Change> ofRight = JoinCases.change(right, random, insertOnly, all, JoinCases::rightRow);
      batches.add(batch(bounded && last, ofLeft, JoinCases.LEFT, ofRight, JoinCases.RIGHT));
    }
    return batches;
  }

  private static Batch batch(
      boolean end, List<Change> left, Schema leftSchema, List<Change> right, Schema rightSchema) {
    return new Batch(
        end,
        Map.of(
            "l", TestSources.chunks(leftSchema, left),
            "r", TestSources.chunks(rightSchema, right)));
  }

  private static OutputSpec changes(OperatorSpec plan) {
    return new OutputSpec(
        "out",
        plan.output(),
        OutputMode.CHANGELOG,
        ChangeKind.DELETE,
        Optional.empty(),
        true,
        Optional.empty(),
        new DeletePolicy.Delete());
  }
}
