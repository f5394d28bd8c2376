package io.millrace.plan.incremental.pass;

import io.millrace.plan.catalog.Relation;
import io.millrace.plan.incremental.LimitNode;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.incremental.SourceNode;
import io.millrace.plan.incremental.WatermarkNode;
import io.millrace.plan.physical.Ordering;
import java.util.List;
import java.util.OptionalLong;

/**
 * The plan of a result that follows its input for ever, tables among it: where a query would read
 * what a table holds and end, this one goes on with what changes, and rows of a table may go.
 *
 * <p>Nothing of a table is late, as in a query over it: its watermark is left out.
 *
 * <p>Before: {@code Aggregate(Watermark(Source[table, ends]))}. After: {@code
 * Aggregate(Source[table, rows come and go])}.
 */
public final class FollowedSources {
  private FollowedSources() {}

  public static PlanNode apply(PlanNode node) {
    if (node instanceof SourceNode source) {
      Relation relation = source.relation();
      return relation.bounded() ? source.followed(isTable(relation)) : source;
    }
    if (node instanceof WatermarkNode watermark && watermark.traits().ends()) {
      return apply(watermark.input());
    }
    PlanNode followed =
        node.withInputs(node.inputs().stream().map(FollowedSources::apply).toList());
    return followed instanceof LimitNode limit ? cut(limit) : followed;
  }

  /** The first rows as they come are others once one of them goes. */
  private static PlanNode cut(LimitNode limit) {
    return TopNConversion.cut(
        limit.input(), new Ordering(List.of(), limit.offset(), OptionalLong.of(limit.count())));
  }

  /** Whether the plan reads nothing but tables in memory. */
  public static boolean areTables(PlanNode node) {
    return node instanceof SourceNode source
        ? source.relation().bounded() && isTable(source.relation())
        : node.inputs().stream().allMatch(FollowedSources::areTables);
  }

  private static boolean isTable(Relation relation) {
    return relation.connector().equals(Relation.MEMORY);
  }
}
