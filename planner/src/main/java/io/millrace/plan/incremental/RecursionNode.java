package io.millrace.plan.incremental;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.plan.incremental.bound.Traits;
import io.millrace.plan.physical.QueryPlan.ChangeKind;
import io.millrace.plan.physical.RecursionLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A recursive query: rows to begin with, and all that a step makes of them, of what it has made of
 * them, and so on. Everything inside has one more column, the last one: the <em>round</em> in which
 * a row is there. So a row never stands on itself, and a row that goes takes with it whatever came
 * of it alone, cycles too.
 *
 * @param name of the query, for messages
 * @param inputs the rows to begin with, of round 0; then what the step reads besides
 * @param step of rows of one round those of the next, over {@link LoopInputNode}s
 * @param distinct whether a row that was there in an earlier round is not new: UNION
 * @param atEnd whether rows are given once, at the end of bounded input
 * @param output the columns without the round
 */
public record RecursionNode(
    String name,
    List<PlanNode> inputs,
    PlanNode step,
    boolean distinct,
    boolean atEnd,
    RecursionLimits limits,
    Schema output,
    Traits traits)
    implements PlanNode {
  /** The type of the round. */
  public static final DataType ROUND_TYPE = DataType.BIGINT.notNull();

  public RecursionNode {
    inputs = List.copyOf(inputs);
  }

  public static RecursionNode of(
      String name,
      List<PlanNode> inputs,
      PlanNode step,
      boolean distinct,
      boolean atEnd,
      RecursionLimits limits,
      Schema output) {
    boolean onlyGrows =
        inputs.get(0).traits().kind() == ChangeKind.INSERT
            && settled(step, inputs, output, distinct, ChangeKind.INSERT).traits().kind()
                == ChangeKind.INSERT;
    boolean ends = inputs.stream().allMatch(input -> input.traits().ends());
    ChangeKind kind = onlyGrows || atEnd ? ChangeKind.INSERT : ChangeKind.DELETE;
    // A row that is found on a shorter way moves to an earlier round.
    ChangeKind inside = onlyGrows && !distinct ? ChangeKind.INSERT : ChangeKind.DELETE;
    return new RecursionNode(
        name,
        inputs,
        settled(step, inputs, output, distinct, inside),
        distinct,
        atEnd,
        limits,
        output,
        Traits.plain(ends, output.size(), key(output, distinct)).withKind(kind));
  }

  /** The columns with the round behind them. */
  public static Schema withRound(Schema schema) {
    List<Field> fields = new ArrayList<>(schema.fields());
    fields.add(new Field("round", ROUND_TYPE));
    return new Schema(fields);
  }

  private static Optional<List<Integer>> key(Schema output, boolean distinct) {
    return distinct
        ? Optional.of(IntStream.range(0, output.size()).boxed().toList())
        : Optional.empty();
  }

  /** The step over inputs as they are. Nothing in it is late or goes by itself. */
  private static PlanNode settled(
      PlanNode node, List<PlanNode> inputs, Schema output, boolean distinct, ChangeKind round) {
    if (node instanceof LoopInputNode input) {
      Traits traits = inputs.get(input.index()).traits();
      boolean isRound = input.index() == LoopInputNode.ROUND;
      Traits inside =
          Traits.plain(
                  traits.ends(),
                  input.output().size(),
                  isRound ? key(output, distinct) : traits.key())
              .withKind(isRound ? round : traits.kind());
      return new LoopInputNode(input.index(), input.output(), inside);
    }
    return node.withInputs(
        node.inputs().stream()
            .map(below -> settled(below, inputs, output, distinct, round))
            .toList());
  }

  /** The step with the inputs that it reads in their places, as one tree. */
  public PlanNode wholeStep() {
    return whole(step);
  }

  private PlanNode whole(PlanNode node) {
    if (node instanceof LoopInputNode input && input.index() != LoopInputNode.ROUND) {
      return inputs.get(input.index());
    }
    return node.withInputs(node.inputs().stream().map(this::whole).toList());
  }

  /** The same, giving its rows once, at the end of bounded input. */
  public RecursionNode withAtEnd() {
    return of(name, inputs, step, distinct, true, limits, output);
  }

  @Override
  public PlanNode withInputs(List<PlanNode> newInputs) {
    return of(name, newInputs, step, distinct, atEnd, limits, output);
  }

  @Override
  public String kindName() {
    return "recursion";
  }

  @Override
  public String parameters() {
    return (distinct ? "distinct " : "all ") + step.digest();
  }
}
