package io.millrace.plan.incremental.pass;

import io.millrace.plan.expression.Expression;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.incremental.ProjectNode;
import io.millrace.plan.physical.Ordering;
import io.millrace.plan.physical.Ordering.SortKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.core.Sort;

/** The outermost ORDER BY, OFFSET and LIMIT, which belong to how a result leaves. */
public final class RootConversion {
  private RootConversion() {}

  /**
   * A query without its outermost order.
   *
   * @param node gives the visible columns, and behind them those it is only sorted by
   * @param visibleColumns how many are visible
   */
  public record Root(PlanNode node, int visibleColumns, Optional<Ordering> ordering) {}

  /** Splits a query into what it computes and how it is ordered. */
  public static Root convert(RelConverter converter, RelRoot root) {
    RelNode rel = root.rel instanceof Sort sort ? SortConversion.settled(sort) : root.rel;
    Optional<Ordering> ordering = Optional.empty();
    if (rel instanceof Sort sort) {
      Ordering whole = SortConversion.ordering(converter, sort);
      if (SortConversion.isWithTies(sort)) {
        // ties are counted where rows are cut, and the rest is an order
        ordering = Optional.of(new Ordering(whole.keys(), 0, OptionalLong.empty()));
      } else {
        ordering = Optional.of(whole);
        rel = sort.getInput();
      }
    } else {
      List<SortKey> inherited = SortConversion.inherited(rel);
      if (!inherited.isEmpty()) {
        ordering = Optional.of(new Ordering(inherited, 0, OptionalLong.empty()));
      }
    }
    PlanNode node = converter.convert(rel);
    List<Integer> columns = new ArrayList<>();
    List<String> names = new ArrayList<>();
    root.fields.forEach(
        field -> {
          columns.add(field.getKey());
          names.add(name(field.getValue(), names.size()));
        });
    int visible = columns.size();
    if (ordering.isPresent()) {
      List<SortKey> keys = new ArrayList<>();
      for (SortKey key : ordering.get().keys()) {
        int at = columns.indexOf(key.column());
        if (at < 0) {
          at = columns.size();
          columns.add(key.column());
          names.add(node.output().name(key.column()));
        }
        keys.add(new SortKey(at, key.descending(), key.nullsFirst()));
      }
      ordering = Optional.of(new Ordering(keys, ordering.get().offset(), ordering.get().limit()));
    }
    return new Root(select(node, columns, names), visible, ordering);
  }

  /** Columns of VALUES have no name of their own. */
  static String name(String given, int position) {
    return given.startsWith("EXPR$") ? "column" + (position + 1) : given;
  }

  private static PlanNode select(PlanNode node, List<Integer> columns, List<String> names) {
    List<Expression> projections = new ArrayList<>();
    for (int column : columns) {
      projections.add(new Expression.ColumnReference(column, node.output().type(column)));
    }
    ProjectNode project = ProjectNode.of(node, projections, names);
    return project.isIdentity() && names.equals(node.output().names()) ? node : project;
  }
}
