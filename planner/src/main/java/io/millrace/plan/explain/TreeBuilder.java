package io.millrace.plan.explain;

import io.millrace.plan.catalog.Relation;
import io.millrace.plan.explain.LiveNumbers.OperatorNumbers;
import io.millrace.plan.expression.ExpressionText;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.incremental.SourceNode;
import io.millrace.plan.physical.OperatorSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** Makes trees of facts from plans over changes and from operator specs. */
final class TreeBuilder {
  private final LiveNumbers live;
  private final Predicate<Relation> replays;
  private final SharedNodes shared;
  private final SharedNodes.Walk walk;

  TreeBuilder(LiveNumbers live, Predicate<Relation> replays, SharedNodes shared) {
    this.shared = shared;
    this.walk = shared.walk();
    this.live = live;
    this.replays = replays;
  }

  /** The plan over changes, each node with what EXPLAIN STATE and CHANGELOG tell of it. */
  PlanTree of(PlanNode node) {
    boolean isRepeated = walk.isRepeated(node);
    Map<String, Object> facts = new LinkedHashMap<>();
    String id = node.kindName() + "-" + node.digest();
    facts.put("id", id);
    shared.number(node).ifPresent(number -> facts.put("shared", number));
    facts.put("kind", node.traits().kind().name().toLowerCase(Locale.ROOT));
    facts.put("changes", PlanText.changes(node));
    node.traits()
        .key()
        .ifPresent(key -> facts.put("key", key.stream().map(node.output()::name).toList()));
    StateFacts.horizon(node).ifPresent(horizon -> facts.put("horizon", horizon));
    facts.put("state", PlanText.state(node, replays));
    if (StateFacts.isStateful(node)) {
      facts.put("late", StateFacts.late(node));
      facts.put("gives", StateFacts.gives(node));
      facts.put("unbounded", PlanText.state(node, replays).endsWith("UNBOUNDED"));
    }
    OperatorNumbers numbers = live.operators().get(id);
    if (numbers != null) {
      facts.put("now", numbers(numbers));
    }
    if (node instanceof SourceNode source) {
      facts.put("columnsOfRelation", source.relation().columns().size());
    }
    facts.put(
        "columns",
        node.output().fields().stream()
            .<Object>map(
                field -> {
                  Map<String, Object> column = new LinkedHashMap<>();
                  column.put("name", field.name());
                  column.put("type", field.type().sql());
                  return column;
                })
            .toList());
    return new PlanTree(
        node.kindName(),
        shared.label(node, isRepeated),
        facts,
        isRepeated ? List.of() : shared.shown(node).stream().map(this::of).toList());
  }

  private static Map<String, Object> numbers(OperatorNumbers numbers) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("rows", numbers.rows());
    result.put("bytes", numbers.bytes());
    result.put("updated", numbers.updated());
    result.put("removed", numbers.removed());
    result.put("late", numbers.late());
    return result;
  }

  /** Operators as they run. */
  static PlanTree of(OperatorSpec spec) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("id", spec.id());
    if (spec instanceof OperatorSpec.CalcSpec calc) {
      calc.condition()
          .ifPresent(c -> facts.put("where", ExpressionText.of(c, calc.input().output()::name)));
      List<String> projections = new ArrayList<>();
      calc.projections()
          .forEach(p -> projections.add(ExpressionText.of(p, calc.input().output()::name)));
      facts.put("give", projections);
    }
    facts.put(
        "columns",
        spec.output().fields().stream().map(f -> f.name() + " " + f.type().sql()).toList());
    return new PlanTree(
        spec.id().replaceFirst("-.*", ""),
        SpecPrinter.describe(spec),
        facts,
        SpecPrinter.shown(spec).stream().map(TreeBuilder::of).toList());
  }
}
