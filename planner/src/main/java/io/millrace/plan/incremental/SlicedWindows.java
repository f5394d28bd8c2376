package io.millrace.plan.incremental;

import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expression.ColumnReference;
import io.millrace.plan.expression.Expressions;
import io.millrace.plan.physical.AggregateCall;
import io.millrace.plan.physical.OperatorSpec.Horizon;
import io.millrace.plan.physical.OperatorSpec.KeyPart;
import io.millrace.plan.physical.OperatorSpec.Slicing;
import io.millrace.plan.physical.QueryPlan.ChangeKind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Tells whether windows that overlap can be put together of slices, so that a row is counted once
 * and not once a window:
 *
 * <pre>
 *   Aggregate [window_start, k] count(*)         Aggregate [slice, k] count(*), then windows
 *     Window hop 60 s every 1 s             →      Window tumble 1 s
 * </pre>
 *
 * <p>It takes results that can be put together of those of parts, windows that are nothing but
 * keys, and fewer slices than windows.
 */
final class SlicedWindows {
  private final Slicing slicing;
  private final WindowNode window;

  private SlicedWindows(Slicing slicing, WindowNode window) {
    this.slicing = slicing;
    this.window = window;
  }

  /** How to make windows of slices; empty if they are to be counted one by one. */
  static Optional<Slicing> of(AggregateNode aggregate) {
    return find(aggregate).map(found -> found.slicing);
  }

  /** The same input, with the slice of each row in place of its windows. */
  static PlanNode slicedInput(AggregateNode aggregate) {
    return replaceWindow(aggregate.input(), find(aggregate).orElseThrow());
  }

  private static PlanNode replaceWindow(PlanNode node, SlicedWindows sliced) {
    if (node != sliced.window) {
      return node.withInputs(List.of(replaceWindow(node.inputs().get(0), sliced)));
    }
    WindowNode window = sliced.window;
    long slice = sliced.slicing.sliceMicros();
    return WindowNode.of(
        window.input(),
        window.timeColumn(),
        slice,
        slice,
        Math.floorMod(window.offsetMicros(), slice));
  }

  private static Optional<SlicedWindows> find(AggregateNode aggregate) {
    ChangeKind kind = aggregate.input().traits().kind();
    if (!aggregate.calls().stream().allMatch(call -> canBePutTogether(call, kind))) {
      return Optional.empty();
    }
    List<KeyPart> columns = new ArrayList<>();
    Optional<WindowNode> window = trace(aggregate.input(), columns);
    if (window.isEmpty() || !isWorthIt(window.get())) {
      return Optional.empty();
    }
    List<KeyPart> parts = aggregate.keys().stream().map(columns::get).toList();
    boolean windowsAreKeysOnly =
        parts.stream().anyMatch(part -> part != KeyPart.VALUE)
            && aggregate.calls().stream().noneMatch(call -> reads(call, columns));
    if (!windowsAreKeysOnly || !isClosedByWindow(aggregate, columns)) {
      return Optional.empty();
    }
    WindowNode found = window.get();
    Slicing slicing =
        new Slicing(
            found.sizeMicros(),
            found.slideMicros(),
            found.offsetMicros(),
            sliceMicros(found),
            parts);
    return Optional.of(new SlicedWindows(slicing, found));
  }

  /** Whether the result of a whole follows from what is kept of its parts. */
  private static boolean canBePutTogether(AggregateCall call, ChangeKind input) {
    if (call.user().isPresent()) {
      boolean canRetract = input == ChangeKind.INSERT || call.user().get().code().canRetract();
      return call.user().get().code().canMerge() && canRetract && !call.distinct();
    }
    return switch (call.function()) {
      case MIN, MAX -> input == ChangeKind.INSERT;
      case COUNT, SUM, AVG, BIT_AND, BIT_OR, BIT_XOR -> !call.distinct();
      default -> call.function().isMoments() && !call.distinct();
    };
  }

  /** The part of the window that each column of a node is; the window, if nothing else reads it. */
  private static Optional<WindowNode> trace(PlanNode node, List<KeyPart> columns) {
    if (node instanceof WindowNode window) {
      for (int i = 0; i < window.input().output().size(); i++) {
        columns.add(KeyPart.VALUE);
      }
      columns.addAll(List.of(KeyPart.START, KeyPart.END, KeyPart.TIME));
      return Optional.of(window);
    }
    if (node instanceof FilterNode filter) {
      return trace(filter.input(), columns).filter(w -> !reads(filter.condition(), columns));
    }
    if (node instanceof ProjectNode project) {
      List<KeyPart> below = new ArrayList<>();
      Optional<WindowNode> window = trace(project.input(), below);
      boolean passed = window.isPresent();
      for (int i = 0; passed && i < project.projections().size(); i++) {
        Expression projection = project.projections().get(i);
        if (projection instanceof ColumnReference column) {
          columns.add(below.get(column.index()));
        } else {
          columns.add(KeyPart.VALUE);
          passed = !reads(projection, below);
        }
      }
      return passed ? window : Optional.empty();
    }
    return Optional.empty();
  }

  private static boolean reads(Expression expression, List<KeyPart> columns) {
    BitSet read = Expressions.columns(expression);
    return read.stream().anyMatch(column -> columns.get(column) != KeyPart.VALUE);
  }

  private static boolean reads(AggregateCall call, List<KeyPart> columns) {
    return call.arguments().stream().anyMatch(column -> columns.get(column) != KeyPart.VALUE);
  }

  /** Whether nothing but the window says when it is final. */
  private static boolean isClosedByWindow(AggregateNode aggregate, List<KeyPart> columns) {
    Optional<Horizon> horizon = aggregate.horizon();
    return horizon.isEmpty()
        || columns.get(horizon.get().column()) != KeyPart.VALUE && horizon.get().unitMicros() == 1;
  }

  /** Slices between the starts of two windows cost what windows of a row would. */
  private static boolean isWorthIt(WindowNode window) {
    long windowsOfRow = -Math.floorDiv(-window.sizeMicros(), window.slideMicros());
    return window.slideMicros() / sliceMicros(window) < windowsOfRow;
  }

  /** The longest time that divides windows and what lies between their starts. */
  private static long sliceMicros(WindowNode window) {
    long larger = window.sizeMicros();
    long smaller = window.slideMicros();
    while (smaller != 0) {
      long rest = larger % smaller;
      larger = smaller;
      smaller = rest;
    }
    return larger;
  }
}
