package io.millrace.plan.explain;

import java.util.Map;
import java.util.Set;

/** A plan as a Graphviz graph. */
final class DotText {
  /** What of a node is worth a line in a picture. */
  private static final Set<String> SHOWN = Set.of("id", "changes", "key", "state", "now");

  private static final int MAX_LINE = 60;

  private final StringBuilder text = new StringBuilder();
  private int nodes;

  private DotText() {}

  static String of(String name, PlanTree root) {
    DotText dot = new DotText();
    dot.text.append("digraph ").append(quoted(name)).append(" {\n");
    dot.text.append("  rankdir=BT;\n  node [shape=box, fontname=\"sans-serif\"];\n");
    dot.node(root);
    return dot.text.append("}").toString();
  }

  /** Writes a node after its inputs, and gives its name. */
  private String node(PlanTree tree) {
    String name = "n" + nodes++;
    StringBuilder label = new StringBuilder(cut(tree.label()));
    for (Map.Entry<String, Object> fact : tree.facts().entrySet()) {
      if (SHOWN.contains(fact.getKey()) && !fact.getValue().equals("-")) {
        label.append('\n').append(fact.getKey()).append(": ").append(cut(fact.getValue() + ""));
      }
    }
    text.append("  ").append(name).append(" [label=").append(quoted(label + "")).append("];\n");
    for (PlanTree input : tree.inputs()) {
      String from = node(input);
      text.append("  ").append(from).append(" -> ").append(name).append(";\n");
    }
    return name;
  }

  private static String cut(String line) {
    return line.length() <= MAX_LINE ? line : line.substring(0, MAX_LINE - 1) + "…";
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
  }
}
