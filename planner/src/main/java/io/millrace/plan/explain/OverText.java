package io.millrace.plan.explain;

import io.millrace.api.types.Schema;
import io.millrace.plan.incremental.OverNode;
import io.millrace.plan.physical.Ordering.SortKey;
import io.millrace.plan.physical.OverCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Functions over windows, as EXPLAIN shows them. */
final class OverText {
  private OverText() {}

  static String label(OverNode over) {
    return "Over " + of(over.partition(), over.order(), over.calls(), over.input().output());
  }

  static String of(
      List<Integer> partition, List<SortKey> order, List<OverCall> calls, Schema input) {
    List<String> window = new ArrayList<>();
    if (!partition.isEmpty()) {
      window.add("partition by " + names(partition, input));
    }
    if (!order.isEmpty()) {
      window.add(
          "order by "
              + order.stream().map(key -> key(key, input)).collect(Collectors.joining(", ")));
    }
    return "["
        + String.join(" ", window)
        + "] "
        + calls.stream().map(call -> call(call, input)).collect(Collectors.joining(", "));
  }

  private static String names(List<Integer> columns, Schema input) {
    return columns.stream().map(input::name).collect(Collectors.joining(", "));
  }

  private static String key(SortKey key, Schema input) {
    boolean usual = key.nullsFirst() != key.descending();
    return input.name(key.column())
        + (key.descending() ? " desc" : "")
        + (usual ? "" : key.nullsFirst() ? " nulls first" : " nulls last");
  }

  private static String call(OverCall call, Schema input) {
    String text =
        call.aggregate()
            .map(aggregate -> PlanText.call(aggregate, input))
            .orElseGet(() -> call.name() + "(" + arguments(call, input) + ")");
    return text
        + (call.ignoresNulls() ? " ignore nulls" : "")
        + (call.function().hasFrame() ? " over " + frame(call) : "");
  }

  private static String arguments(OverCall call, Schema input) {
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < call.arguments().size(); i++) {
      arguments.add(input.name(call.arguments().get(i)));
      if (i == 0 && call.function().hasNumber()) {
        arguments.add("" + call.number());
      }
    }
    if (call.arguments().isEmpty() && call.function().hasNumber()) {
      arguments.add("" + call.number());
    }
    return String.join(", ", arguments);
  }

  private static String frame(OverCall call) {
    return call.frame().isWhole() ? "all" : call.frame().text().toLowerCase(Locale.ROOT);
  }
}
