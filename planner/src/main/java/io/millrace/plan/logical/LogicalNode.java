package io.millrace.plan.logical;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.externalize.RelWriterImpl;
import org.apache.calcite.sql.SqlExplainLevel;
import org.apache.calcite.util.Pair;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A relational operator as EXPLAIN shows it.
 *
 * @param kind what it is, in lower case
 * @param label what it does, in one line
 * @param columns what it gives
 */
public record LogicalNode(
    String kind, String label, List<String> columns, List<LogicalNode> inputs) {
  public LogicalNode {
    columns = List.copyOf(columns);
    inputs = List.copyOf(inputs);
  }

  static LogicalNode of(RelNode rel) {
    String kind = rel.getRelTypeName().replace("Logical", "");
    Attributes attributes = new Attributes();
    rel.explain(attributes);
    return new LogicalNode(
        kind.toLowerCase(java.util.Locale.ROOT),
        kind + attributes.text,
        rel.getRowType().getFieldList().stream()
            .map(field -> field.getName() + " " + field.getType())
            .toList(),
        rel.getInputs().stream().map(LogicalNode::of).toList());
  }

  /** Catches what an operator says of itself. */
  private static final class Attributes extends RelWriterImpl {
    private String text = "";

    Attributes() {
      super(new PrintWriter(Writer.nullWriter()), SqlExplainLevel.EXPPLAN_ATTRIBUTES, false);
    }

    @Override
    protected void explain_(RelNode rel, List<Pair<String, @Nullable Object>> values) {
      String list =
          values.stream()
              .filter(value -> !(value.right instanceof RelNode))
              .map(value -> value.left + "=[" + value.right + "]")
              .collect(Collectors.joining(", "));
      text = list.isEmpty() ? "" : "(" + list + ")";
    }
  }
}
