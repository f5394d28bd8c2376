package io.millrace.plan.check;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.connector.SinkCapability;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.plan.catalog.Relation;
import io.millrace.plan.incremental.AggregateNode;
import io.millrace.plan.incremental.GroupStateNode;
import io.millrace.plan.incremental.OverNode;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.incremental.SourceNode;
import io.millrace.plan.incremental.TopNNode;
import io.millrace.plan.incremental.WatermarkNode;
import io.millrace.plan.incremental.WindowNode;
import io.millrace.plan.physical.QueryPlan.ChangeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says which rows of a result are never final, and why. */
final class AppendRefusal {
  private static final String UPDATE = "EMIT UPDATE";

  private AppendRefusal() {}

  static MillraceException topN(ModeRequest request) {
    return error(
            ErrorCode.APPEND_NOT_FINAL,
            "APPEND mode cannot be kept: a later row can displace any row of ORDER BY … LIMIT")
        .at(request.place())
        .hint("use:   EMIT COMPLETE")
        .hint(orUpdate(request))
        .build();
  }

  /** The other mode, or another sink if this one takes nothing else. */
  private static String orUpdate(ModeRequest request) {
    boolean takesUpdates =
        request.target().isEmpty()
            || request.target().get().can(SinkCapability.UPSERT)
            || request.target().get().can(SinkCapability.CHANGELOG);
    return takesUpdates
        ? "or use:   " + UPDATE
        : "or write to a sink that takes updates, with   " + UPDATE;
  }

  static MillraceException explain(PlanNode root, ModeRequest request) {
    PlanNode culprit = culprit(root);
    if (culprit instanceof GroupStateNode groups) {
      return groups(groups, request);
    }
    if (culprit instanceof OverNode) {
      return error(
              ErrorCode.APPEND_NOT_FINAL,
              "APPEND mode cannot be kept: later rows change what OVER has computed for earlier ones")
          .at(request.place())
          .hint("use:   EMIT CHANGELOG")
          .build();
    }
    if (culprit instanceof TopNNode) {
      return topN(request);
    }
    if (!(culprit instanceof AggregateNode aggregate)) {
      return error(
              ErrorCode.APPEND_NOT_FINAL,
              "APPEND mode cannot be kept: rows of the result can still change")
          .at(request.place())
          .hint("use:   EMIT UPDATE")
          .build();
    }
    if (aggregate.keys().isEmpty()) {
      return error(
              ErrorCode.APPEND_NOT_FINAL,
              "APPEND mode cannot be kept: an aggregate without GROUP BY has one row that changes"
                  + " with every batch")
          .at(request.place())
          .detail("APPEND gives each row once, when it can no longer change.")
          .hint("group by a window of a column with a watermark")
          .hint(orUpdate(request))
          .build();
    }
    List<WatermarkNode> watermarks = new ArrayList<>();
    collect(aggregate, watermarks);
    return watermarks.isEmpty()
        ? noWatermark(aggregate, request)
        : notOverWatermark(aggregate, watermarks, request);
  }

  private static MillraceException groups(GroupStateNode groups, ModeRequest request) {
    String method = groups.program().kind().method();
    return error(
            ErrorCode.APPEND_NOT_FINAL,
            "APPEND mode cannot be kept: the rows of "
                + method
                + " take the place of those that the same key gave before")
        .at(request.place())
        .hint("use:   EMIT UPDATE")
        .hint("or flatMapGroupsWithState with OutputMode.Append(), whose rows stay")
        .build();
  }

  /** The lowest node whose rows can change. */
  private static PlanNode culprit(PlanNode node) {
    for (PlanNode input : node.inputs()) {
      if (input.traits().kind() != ChangeKind.INSERT) {
        return culprit(input);
      }
    }
    return node;
  }

  private static void collect(PlanNode node, List<WatermarkNode> watermarks) {
    if (node instanceof WatermarkNode watermark) {
      watermarks.add(watermark);
    }
    node.inputs().forEach(input -> collect(input, watermarks));
  }

  private static MillraceException noWatermark(AggregateNode aggregate, ModeRequest request) {
    boolean windowed = window(aggregate).isPresent();
    MillraceException.Builder refusal =
        error(ErrorCode.APPEND_NOT_FINAL, "APPEND mode needs a watermark, and this query has none")
            .at(request.place())
            .detail(
                windowed
                    ? "A window can be emitted once only when no more rows can arrive for it."
                    : "A group ("
                        + names(aggregate)
                        + ") can be emitted once only when no more rows can arrive for it.");
    source(aggregate)
        .ifPresent(
            relation ->
                refusal.hint(
                    "declare one in CREATE "
                        + relation.kind()
                        + " "
                        + relation.name()
                        + ":   WATERMARK FOR "
                        + timeColumn(aggregate, relation)
                        + " AS "
                        + timeColumn(aggregate, relation)
                        + " - INTERVAL '10' SECOND"));
    if (!windowed) {
      refusal.hint("and group by a window of that column");
    }
    return refusal.hint(orUpdate(request)).build();
  }

  private static MillraceException notOverWatermark(
      AggregateNode aggregate, List<WatermarkNode> watermarks, ModeRequest request) {
    WatermarkNode watermark = watermarks.get(0);
    String column = watermark.output().name(watermark.column());
    return error(
            ErrorCode.APPEND_NOT_FINAL,
            "APPEND mode cannot be kept: the groups of GROUP BY "
                + names(aggregate)
                + " can change for ever")
        .at(request.place())
        .detail(
            "No column of GROUP BY is bounded by the watermark of "
                + watermark.relation()
                + ", which is on "
                + column
                + ".")
        .hint(
            "group by a window of "
                + column
                + ":   GROUP BY TUMBLE("
                + column
                + ", INTERVAL '10' MINUTE)")
        .hint(orUpdate(request))
        .build();
  }

  private static String names(AggregateNode aggregate) {
    return String.join(
        ", ", aggregate.keys().stream().map(key -> aggregate.input().output().name(key)).toList());
  }

  private static Optional<WindowNode> window(PlanNode node) {
    if (node instanceof WindowNode window) {
      return Optional.of(window);
    }
    return node.inputs().stream().flatMap(input -> window(input).stream()).findFirst();
  }

  private static Optional<Relation> source(PlanNode node) {
    if (node instanceof SourceNode source && !source.relation().bounded()) {
      return Optional.of(source.relation());
    }
    return node.inputs().stream().flatMap(input -> source(input).stream()).findFirst();
  }

  private static String timeColumn(AggregateNode aggregate, Relation relation) {
    Optional<String> windowed = window(aggregate).map(w -> w.input().output().name(w.timeColumn()));
    if (windowed.isPresent() && relation.schema().indexOf(windowed.get()).isPresent()) {
      return windowed.get();
    }
    return relation.schema().fields().stream()
        .filter(field -> field.type().kind().isTimestamp())
        .map(field -> field.name())
        .findFirst()
        .orElse("ts");
  }
}
