package io.millrace.plan;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.Suggestions;
import io.millrace.api.table.program.GroupStep;
import io.millrace.api.table.program.RowStep;
import io.millrace.api.types.Schema;
import io.millrace.plan.catalog.Derived;
import io.millrace.plan.catalog.FluentQuery;
import io.millrace.plan.incremental.DeduplicateNode;
import io.millrace.plan.incremental.GroupStateNode;
import io.millrace.plan.incremental.GroupStateNode.InitialStates;
import io.millrace.plan.incremental.ObserveNode;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.incremental.ProgramNode;
import io.millrace.plan.incremental.ProjectNode;
import io.millrace.plan.incremental.WatermarkNode;
import io.millrace.plan.incremental.pass.NestedConversion;
import io.millrace.plan.incremental.pass.RootConversion.Root;
import io.millrace.plan.incremental.pass.TopNConversion;
import io.millrace.plan.physical.Ordering;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** The steps of a program's table that SQL has no words for. */
final class DerivedSteps {
  private DerivedSteps() {}

  /** Plans what a step has beside its input. */
  interface Others {
    /** What is observed of rows, over a relation with their columns. */
    PlanNode metrics(Derived.Observe step, Schema rows);

    /** The rows of another query. */
    Root rows(FluentQuery query);
  }

  /** The step over its planned input. */
  static PlanNode of(Derived derived, Root input, Others others) {
    PlanNode rows = rows(input);
    if (derived.step() instanceof Derived.Watermark watermark) {
      return watermark(watermark, rows);
    }
    if (derived.step() instanceof Derived.Deduplicate first) {
      return deduplicate(first, rows);
    }
    if (derived.step() instanceof Derived.Observe observe) {
      return ObserveNode.of(rows, observe.name(), others.metrics(observe, rows.output()));
    }
    if (derived.step() instanceof Derived.Code code) {
      if (code.program() instanceof RowStep step) {
        return ProgramNode.of(rows, step.program());
      }
      if (code.program() instanceof GroupStep groups) {
        return groups(groups, code.initial(), rows, others);
      }
    }
    throw error(ErrorCode.NOT_SUPPORTED, "the step " + derived.name()).build();
  }

  /** The rows of an input, cut if it is; an order of all of them would be lost. */
  private static PlanNode rows(Root input) {
    if (input.ordering().isEmpty()) {
      return input.node();
    }
    Ordering ordering = input.ordering().get();
    if (ordering.limit().isEmpty() && ordering.offset() == 0) {
      throw error(ErrorCode.NOT_SUPPORTED, "ORDER BY before a step of a program")
          .hint("call orderBy() behind it")
          .build();
    }
    PlanNode cut = TopNConversion.cut(input.node(), ordering);
    List<Integer> visible = IntStream.range(0, input.visibleColumns()).boxed().toList();
    return visible.size() == cut.output().size() ? cut : ProjectNode.columns(cut, visible);
  }

  private static PlanNode groups(
      GroupStep step, Optional<FluentQuery> initial, PlanNode input, Others others) {
    if (initial.isEmpty()) {
      return GroupStateNode.of(input, step.program());
    }
    Root states = others.rows(initial.get());
    return GroupStateNode.of(
        input,
        step.program(),
        Optional.of(
            InitialStates.of(rows(states), step.program(), step.initial().orElseThrow().keying())));
  }

  private static PlanNode watermark(Derived.Watermark watermark, PlanNode input) {
    Schema schema = input.output();
    Optional<WatermarkNode> earlier = earlier(input);
    if (earlier.isPresent()) {
      WatermarkNode node = earlier.get();
      throw error(
              ErrorCode.WATERMARK_REDEFINED,
              node.relation(),
              node.input().output().name(node.column()))
          .build();
    }
    int column = column(schema, watermark.column());
    if (!schema.type(column).kind().isTimestamp()) {
      throw error(
              ErrorCode.WATERMARK_INVALID,
              "column \""
                  + schema.name(column)
                  + "\" is "
                  + schema.type(column).sql()
                  + ", not a timestamp")
          .hint(
              "cast it first:  withColumn(\"ts\", col(\""
                  + schema.name(column)
                  + "\").cast(\"timestamp\"))")
          .build();
    }
    return WatermarkNode.of(input, watermark.of(), column, watermark.delayMicros());
  }

  private static int column(Schema schema, String name) {
    return schema
        .indexOf(name)
        .orElseThrow(
            () ->
                error(ErrorCode.COLUMN_NOT_FOUND, name, "")
                    .hint(
                        Suggestions.nearest(name, schema.names())
                                .map(near -> "did you mean \"" + near + "\"?   ")
                                .orElse("")
                            + "columns: "
                            + String.join(", ", schema.names()))
                    .build());
  }

  private static PlanNode deduplicate(Derived.Deduplicate step, PlanNode input) {
    Schema schema = input.output();
    List<String> names = step.columns().isEmpty() ? schema.names() : step.columns();
    List<Integer> keys = names.stream().map(name -> column(schema, name)).distinct().toList();
    for (int key : keys) {
      NestedConversion.demandSortable(
          schema.type(key), "the key of dropDuplicates", Optional.empty());
    }
    OptionalLong within = OptionalLong.empty();
    if (step.withinWatermark()) {
      Optional<WatermarkNode> watermark = earlier(input);
      if (watermark.isEmpty() || DeduplicateNode.eventTime(input).isEmpty()) {
        throw error(
                ErrorCode.GROUPS_INPUT_INVALID,
                DeduplicateNode.method(true),
                "it has no column with a watermark, and no key would ever be forgotten")
            .hint("declare one before:  withWatermark(\"timestamp\", \"10 minutes\")")
            .hint("or remember every key:  dropDuplicates(…)")
            .build();
      }
      within = OptionalLong.of(longestDelay(input));
    }
    DeduplicateNode node = DeduplicateNode.of(input, keys, within, false);
    // over input that ends, rows may come once only in the end
    if (!input.traits().ends()) {
      node.requireOrder();
    }
    return node;
  }

  private static long longestDelay(PlanNode node) {
    long own = node instanceof WatermarkNode watermark ? watermark.delayMicros() : 0;
    return node.inputs().stream().mapToLong(DerivedSteps::longestDelay).reduce(own, Math::max);
  }

  private static Optional<WatermarkNode> earlier(PlanNode node) {
    if (node instanceof WatermarkNode watermark) {
      return Optional.of(watermark);
    }
    // what a program's own code makes has no event time until it is declared anew
    boolean isMade =
        node instanceof GroupStateNode
            || node instanceof ProgramNode program && !program.passesRows();
    return isMade
        ? Optional.empty()
        : node.inputs().stream().flatMap(input -> earlier(input).stream()).findFirst();
  }
}
