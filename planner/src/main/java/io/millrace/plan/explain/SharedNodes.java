package io.millrace.plan.explain;

import io.millrace.plan.incremental.CommonParts;
import io.millrace.plan.incremental.PlanNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What stands in a plan more than once and runs once: it is shown where it stands first, under a
 * number, and elsewhere by that number alone. Also the names of nodes with state, which follow from
 * what runs.
 */
final class SharedNodes {
  private final CommonParts common;
  private final Map<Integer, Integer> numbers = new HashMap<>();
  private final Map<PlanNode, String> names = new IdentityHashMap<>();
  private final Map<PlanNode, List<PlanNode>> shown = new IdentityHashMap<>();

  SharedNodes(PlanNode root, CommonParts common) {
    this.common = common;
    name(root, new Walk());
  }

  /** Inputs first, as operators get their names. */
  private void name(PlanNode node, Walk walk) {
    if (walk.isRepeated(node)) {
      return;
    }
    common.part(node).ifPresent(part -> numbers.put(part, numbers.size() + 1));
    shown(node).forEach(input -> name(input, walk));
    if (StateFacts.isStateful(node)) {
      names.put(node, node.kindName() + "-" + names.size());
    }
  }

  /** What is shown below a node: the same objects each time, so that they have their names. */
  List<PlanNode> shown(PlanNode node) {
    return shown.computeIfAbsent(node, PlanText::shown);
  }

  /** The name that progress, errors and checkpoints have for a node with state. */
  String name(PlanNode node) {
    return names.get(node);
  }

  /** The number of what runs once and stands here and elsewhere. */
  Optional<Integer> number(PlanNode node) {
    return common.part(node).map(numbers::get);
  }

  /** One line: what a node does, and whether it runs for others too. */
  String label(PlanNode node, boolean isRepeated) {
    String label = PlanText.label(node);
    return number(node)
        .map(number -> label + (isRepeated ? " … shared with #" : " #") + number)
        .orElse(label);
  }

  Walk walk() {
    return new Walk();
  }

  /** One way through the plan, from the result to the sources. */
  final class Walk {
    private final Set<Integer> seen = new HashSet<>();

    /** Whether a node that is come to has been come to before, in another place. */
    boolean isRepeated(PlanNode node) {
      return common.part(node).filter(part -> !seen.add(part)).isPresent();
    }
  }
}
