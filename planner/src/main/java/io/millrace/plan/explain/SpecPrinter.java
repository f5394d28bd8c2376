package io.millrace.plan.explain;

import io.millrace.plan.expression.ExpressionText;
import io.millrace.plan.physical.OperatorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Operator specs as EXPLAIN PHYSICAL shows them. */
public final class SpecPrinter {
  private SpecPrinter() {}

  /** The tree, one operator a line, with its id. */
  public static String print(OperatorSpec root) {
    StringBuilder text = new StringBuilder("Physical plan\n");
    add(root, "", text);
    return text.toString().stripTrailing();
  }

  private static void add(OperatorSpec spec, String indent, StringBuilder text) {
    text.append(indent).append(spec.id()).append("  ").append(describe(spec)).append('\n');
    shown(spec).forEach(input -> add(input, indent + "  ", text));
  }

  /** What is shown below an operator: of a recursion its step too, as the last. */
  static List<OperatorSpec> shown(OperatorSpec spec) {
    if (!(spec instanceof OperatorSpec.RecursionSpec recursion)) {
      return spec.inputs();
    }
    List<OperatorSpec> shown = new ArrayList<>(spec.inputs());
    shown.add(recursion.step());
    return shown;
  }

  /** The tree for programs. */
  public static PlanDocument document(OperatorSpec root) {
    return new PlanDocument("physical", Map.of(), TreeBuilder.of(root));
  }

  static String describe(OperatorSpec spec) {
    if (spec instanceof OperatorSpec.CalcSpec calc) {
      String condition =
          calc.condition()
              .map(c -> "where " + ExpressionText.of(c, calc.input().output()::name) + "  ")
              .orElse("");
      return condition
          + "give "
          + calc.projections().stream()
              .map(p -> ExpressionText.of(p, calc.input().output()::name))
              .collect(Collectors.joining(", "));
    }
    if (spec instanceof OperatorSpec.AggregateSpec aggregate) {
      String keys =
          aggregate.keys().stream()
              .map(aggregate.input().output()::name)
              .collect(Collectors.joining(", "));
      return "["
          + keys
          + "] "
          + aggregate.calls().stream()
              .map(call -> PlanText.call(call, aggregate.input().output()))
              .collect(Collectors.joining(", "))
          + "  gives "
          + emission(aggregate.emission())
          + aggregate.slicing().map(s -> ", windows of " + slices(s)).orElse("")
          + (aggregate.insertOnly() ? "" : ", input retracts")
          + aggregate
              .horizon()
              .map(
                  h ->
                      ", closed by "
                          + aggregate.input().output().name(h.column())
                          + " + "
                          + ExpressionText.duration(h.offsetMicros()))
              .orElse("");
    }
    if (spec instanceof OperatorSpec.WindowSpec window) {
      return ExpressionText.duration(window.sizeMicros())
          + " every "
          + ExpressionText.duration(window.slideMicros())
          + " by "
          + window.input().output().name(window.timeColumn());
    }
    if (spec instanceof OperatorSpec.ProgramSpec program) {
      return program.program().kind().method() + "  gives " + spec.output();
    }
    if (spec instanceof OperatorSpec.GroupStateSpec groups) {
      return groups.program().kind().method()
          + "  gives "
          + emission(groups.emission())
          + " "
          + spec.output();
    }
    if (spec instanceof OperatorSpec.OverSpec over) {
      return OverText.of(over.partition(), over.order(), over.calls(), over.input().output())
          + (over.atEnd() ? "  gives final rows" : "  gives changes")
          + (over.insertOnly() ? "" : ", input retracts");
    }
    if (spec instanceof OperatorSpec.LateralSpec lateral) {
      return lateral.function()
          + lateral.arguments().stream()
              .map(lateral.input().output()::name)
              .collect(Collectors.joining(", ", "(", ")"))
          + (lateral.outer() ? " or NULLs" : "");
    }
    if (spec instanceof OperatorSpec.ObserveSpec observe) {
      return observe.name() + "  gives " + observe.metrics().output();
    }
    if (spec instanceof OperatorSpec.RecursionSpec recursion) {
      return recursion.output()
          + (recursion.distinct() ? "  of rows once" : "")
          + (recursion.atEnd() ? "  gives final rows" : "  gives changes")
          + ", step last";
    }
    if (spec instanceof OperatorSpec.LoopInputSpec input) {
      return input.index() == 0 ? "the round before" : "input " + input.index();
    }
    if (spec instanceof OperatorSpec.DeduplicateSpec first) {
      return first.keys().stream()
          .map(first.output()::name)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    if (spec instanceof OperatorSpec.TopNSpec topN) {
      return PlanText.topN(topN.rule(), topN.input().output())
          + "  gives "
          + emission(topN.emission())
          + (topN.insertOnly() ? "" : ", input retracts");
    }
    return spec.output().toString();
  }

  private static String slices(OperatorSpec.Slicing slicing) {
    return ExpressionText.duration(slicing.sizeMicros())
        + " every "
        + ExpressionText.duration(slicing.slideMicros())
        + " of slices of "
        + ExpressionText.duration(slicing.sliceMicros());
  }

  private static String emission(OperatorSpec.Emission emission) {
    return switch (emission) {
      case CHANGES -> "changes";
      case UPSERTS -> "new rows";
      case FINAL -> "final rows";
    };
  }
}
