package io.millrace.plan.incremental;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.connector.OutputMode;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.state.GroupStateTimeout;
import io.millrace.api.table.program.GroupProgram;
import io.millrace.api.table.program.GroupProgram.Keying;
import io.millrace.api.types.Schema;
import io.millrace.plan.incremental.bound.BoundRules;
import io.millrace.plan.incremental.bound.ProgramRules;
import io.millrace.plan.incremental.bound.Traits;
import io.millrace.plan.physical.OperatorSpec.Emission;
import io.millrace.plan.physical.OperatorSpec.Horizon;
import io.millrace.plan.physical.QueryPlan.ChangeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Runs a program's function over the new values of each key and what it remembers of the key.
 *
 * @param input rows with the columns of their key behind them
 * @param read the columns that values are made of
 * @param keys the columns of the key
 * @param initial what keys remember before their first value
 * @param emission FINAL over input that ends: one call a key with all its values. Else CHANGES, or
 *     UPSERTS if nobody wants to know of rows whose place others take
 */
public record GroupStateNode(
    PlanNode input,
    GroupProgram program,
    List<Integer> read,
    List<Integer> keys,
    Optional<InitialStates> initial,
    Emission emission,
    Schema output,
    Traits traits)
    implements PlanNode {
  public GroupStateNode {
    read = List.copyOf(read);
    keys = List.copyOf(keys);
  }

  /**
   * A table of states.
   *
   * @param input rows with the columns of their key behind them
   * @param keying how they become keys and states
   * @param read the columns that states are made of
   * @param keys the columns of the key
   */
  public record InitialStates(
      PlanNode input, Keying<?, ?, ?> keying, List<Integer> read, List<Integer> keys) {
    public InitialStates {
      read = List.copyOf(read);
      keys = List.copyOf(keys);
    }

    /**
     * The states that rows are.
     *
     * @throws io.millrace.api.error.MillraceException GROUPS_INPUT_INVALID if the rows do not end,
     *     may change, or have keys of another class than the program's
     */
    public static InitialStates of(PlanNode rows, GroupProgram program, Keying<?, ?, ?> keying) {
      String what = "the initial state of " + program.kind().method();
      if (!rows.traits().ends() || rows.traits().kind() != ChangeKind.INSERT) {
        throw error(
                ErrorCode.GROUPS_INPUT_INVALID,
                what,
                rows.traits().ends() ? "its rows can still change" : "it never ends")
            .hint("write the states to a table first:  states.write().saveAsTable(\"states\")")
            .build();
      }
      String key = keying.key().shape().signature();
      String wanted = program.keying().key().shape().signature();
      if (!key.equals(wanted)) {
        throw error(
                ErrorCode.GROUPS_INPUT_INVALID,
                what,
                "its keys are " + key + ", those of the groups " + wanted)
            .hint("group both by keys of one class")
            .build();
      }
      ProgramNode input = ProgramNode.of(rows, keying.keyProgram());
      List<Integer> keys =
          IntStream.range(rows.output().size(), input.output().size()).boxed().toList();
      return new InitialStates(input, keying, input.read(), keys);
    }

    /** The same over an input whose columns lie elsewhere. */
    public InitialStates over(PlanNode newInput, int[] places) {
      return new InitialStates(newInput, keying, moved(read, places), moved(keys, places));
    }
  }

  private static List<Integer> moved(List<Integer> columns, int[] places) {
    return columns.stream().map(column -> places[column]).toList();
  }

  /** Groups that begin with nothing, as {@link #of(PlanNode, GroupProgram, Optional)}. */
  public static GroupStateNode of(PlanNode rows, GroupProgram program) {
    return of(rows, program, Optional.empty());
  }

  /**
   * Groups of the rows of an input.
   *
   * @throws io.millrace.api.error.MillraceException GROUPS_INPUT_INVALID if rows of the input may
   *     go, if it must end and does not, or if it needs a watermark and has none; as {@link
   *     ProgramNode#of} if keys and values cannot be made of it
   */
  public static GroupStateNode of(
      PlanNode rows, GroupProgram program, Optional<InitialStates> initial) {
    check(rows, program);
    ProgramNode input = ProgramNode.of(rows, program.keying().keyProgram());
    List<Integer> keys =
        IntStream.range(rows.output().size(), input.output().size()).boxed().toList();
    Emission emission = rows.traits().ends() ? Emission.FINAL : Emission.CHANGES;
    return of(input, program, input.read(), keys, initial, emission);
  }

  private static void check(PlanNode rows, GroupProgram program) {
    String method = program.kind().method();
    if (rows.traits().kind() != ChangeKind.INSERT) {
      throw error(
              ErrorCode.GROUPS_INPUT_INVALID,
              method,
              "its rows can still change, and the function cannot take back what it has seen")
          .hint("call it before the rows are aggregated")
          .hint("or write the aggregate to a table that keeps changes, and read that")
          .build();
    }
    if (!program.kind().hasState() && !rows.traits().ends()) {
      throw error(
              ErrorCode.GROUPS_INPUT_INVALID,
              method,
              "it needs all values of a key, and this input never ends")
          .hint("use flatMapGroupsWithState, which is called with the new values of a key")
          .build();
    }
    boolean needsWatermark = program.timeout() == GroupStateTimeout.EVENT_TIME_TIMEOUT;
    if (needsWatermark && !rows.traits().ends() && !hasWatermark(rows)) {
      throw error(
              ErrorCode.GROUPS_INPUT_INVALID,
              method + " with event-time timeouts",
              "it has no watermark, and no timeout would ever be due")
          .hint("declare one before groupByKey:  withWatermark(\"timestamp\", \"10 seconds\")")
          .build();
    }
  }

  private static boolean hasWatermark(PlanNode node) {
    return node instanceof WatermarkNode
        || node.inputs().stream().anyMatch(GroupStateNode::hasWatermark);
  }

  private static GroupStateNode of(
      PlanNode input,
      GroupProgram program,
      List<Integer> read,
      List<Integer> keys,
      Optional<InitialStates> initial,
      Emission emission) {
    Schema output = program.output().schema();
    boolean replaces = program.outputMode() == OutputMode.UPDATE;
    return new GroupStateNode(
        input,
        program,
        read,
        keys,
        initial,
        emission,
        output,
        ProgramRules.groups(input.traits(), replaces, emission, output.size()));
  }

  /** When a row is late: by its event time, if keys have timeouts by event time. */
  public Optional<Horizon> horizon() {
    if (program.timeout() != GroupStateTimeout.EVENT_TIME_TIMEOUT || emission == Emission.FINAL) {
      return Optional.empty();
    }
    List<Integer> all = IntStream.range(0, input.output().size()).boxed().toList();
    return BoundRules.horizon(input.traits(), all);
  }

  /** Whether the function may ask for the watermark. */
  public boolean hasWatermark() {
    return hasWatermark(input);
  }

  /** Whether rows of a call take the place of those of the key's call before. */
  public boolean replacesRows() {
    return program.outputMode() == OutputMode.UPDATE && emission != Emission.FINAL;
  }

  /** The same, with rows given in another way. */
  public GroupStateNode withEmission(Emission newEmission) {
    return of(input, program, read, keys, initial, newEmission);
  }

  /** The same over inputs whose columns lie elsewhere. */
  public GroupStateNode over(PlanNode newInput, int[] places, Optional<InitialStates> newInitial) {
    return of(newInput, program, moved(read, places), moved(keys, places), newInitial, emission);
  }

  @Override
  public List<PlanNode> inputs() {
    List<PlanNode> inputs = new ArrayList<>(List.of(input));
    initial.ifPresent(states -> inputs.add(states.input()));
    return inputs;
  }

  @Override
  public PlanNode withInputs(List<PlanNode> newInputs) {
    Optional<InitialStates> newInitial =
        initial.map(
            states ->
                new InitialStates(newInputs.get(1), states.keying(), states.read(), states.keys()));
    return of(newInputs.get(0), program, read, keys, newInitial, emission);
  }

  @Override
  public String kindName() {
    return "groups";
  }

  @Override
  public String parameters() {
    return program.kind()
        + " "
        + read
        + keys
        + " "
        + program.state().map(encoder -> encoder.shape().signature()).orElse("")
        + " -> "
        + program.output().shape().signature()
        + " "
        + program.outputMode()
        + " "
        + program.timeout();
  }
}
