package io.millrace.plan.check;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.connector.OutputMode;
import io.millrace.api.connector.SinkCapability;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.plan.incremental.LimitNode;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.incremental.ProjectNode;
import io.millrace.plan.incremental.SortNode;
import io.millrace.plan.incremental.bound.Traits;
import io.millrace.plan.incremental.pass.Emissions;
import io.millrace.plan.incremental.pass.TopNConversion;
import io.millrace.plan.physical.Ordering;
import io.millrace.plan.physical.QueryPlan.ChangeKind;
import io.millrace.sql.statement.QueryClauses;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Chooses a query's output mode, or checks the one it names, and fits the plan to it. */
public final class ModeCheck {
  private final ModeRequest request;

  private ModeCheck(ModeRequest request) {
    this.request = request;
  }

  /**
   * The query's mode.
   *
   * @throws MillraceException if the mode's promise cannot be kept, with the reason and a way out
   */
  public static ModeChoice choose(ModeRequest request) {
    return new ModeCheck(request).choose();
  }

  /** The modes that the query cannot have, each with the reason in one line. */
  public static Map<OutputMode, String> refusals(ModeRequest request) {
    Map<OutputMode, String> refusals = new EnumMap<>(OutputMode.class);
    for (OutputMode mode : OutputMode.values()) {
      try {
        new ModeCheck(request).forMode(mode, "");
      } catch (MillraceException e) {
        refusals.put(mode, e.summary());
      }
    }
    return refusals;
  }

  private ModeChoice choose() {
    TriggerCheck.check(request.clauses());
    TriggerCheck.checkObservations(request);
    ModeChoice choice = chooseMode();
    TriggerCheck.checkCheckpoint(request, choice.mode());
    return choice;
  }

  private ModeChoice chooseMode() {
    Optional<QueryClauses.Mode> named = request.clauses().mode();
    if (named.isPresent()) {
      return forMode(named.get().mode(), "");
    }
    boolean ends = request.root().traits().ends();
    try {
      return forMode(OutputMode.APPEND, appendReason(ends));
    } catch (MillraceException appendRefused) {
      if (!isModeMatter(appendRefused)) {
        throw appendRefused;
      }
      return withoutAppend(appendRefused);
    }
  }

  private ModeChoice withoutAppend(MillraceException appendRefused) {
    try {
      return forMode(OutputMode.UPDATE, "result rows can still change");
    } catch (MillraceException updateRefused) {
      if (!isModeMatter(updateRefused)) {
        throw updateRefused;
      }
      if (request.target().isEmpty() || request.target().get().can(SinkCapability.CHANGELOG)) {
        return forMode(OutputMode.CHANGELOG, "result rows can still change, and they have no key");
      }
      if (request.target().get().can(SinkCapability.REPLACE)) {
        return forMode(OutputMode.COMPLETE, "result rows can still change");
      }
      boolean appendOnly = updateRefused.code() == ErrorCode.MODE_SINK_UNSUPPORTED;
      throw appendOnly ? appendRefused : updateRefused;
    }
  }

  private static boolean isModeMatter(MillraceException failure) {
    return switch (failure.code()) {
      case APPEND_NOT_FINAL, UPDATE_NEEDS_KEY, UPDATE_SINK_NO_DELETE, MODE_SINK_UNSUPPORTED -> true;
      default -> false;
    };
  }

  private String appendReason(boolean ends) {
    if (ends) {
      return "the input is bounded";
    }
    return request.root().traits().kind() == ChangeKind.INSERT
        ? "result rows never change"
        : "the watermark makes result rows final";
  }

  private ModeChoice forMode(OutputMode mode, String reason) {
    return switch (mode) {
      case APPEND -> append(reason);
      case UPDATE -> update(reason);
      case COMPLETE -> complete(reason);
      case CHANGELOG -> changelog(reason);
    };
  }

  private ModeChoice append(String reason) {
    request.target().ifPresent(this::requireAppend);
    PlanNode root = request.root();
    if (root.traits().ends()) {
      return bounded(OutputMode.APPEND, reason);
    }
    if (hasCut() && !request.ordering().orElseThrow().keys().isEmpty()) {
      throw AppendRefusal.topN(request);
    }
    PlanNode whenFinal = Emissions.whenFinal(root);
    if (whenFinal.traits().kind() != ChangeKind.INSERT) {
      throw AppendRefusal.explain(whenFinal, request);
    }
    // rows that only come are cut as they come, for nothing can be taken back
    PlanNode cut = whenFinal;
    if (hasCut()) {
      Ordering ordering = request.ordering().orElseThrow();
      cut = new LimitNode(whenFinal, ordering.offset(), ordering.limit().orElse(Long.MAX_VALUE));
    }
    return ordered(cut, OutputMode.APPEND, reason);
  }

  private void requireAppend(ModeRequest.Target target) {
    if (!target.can(SinkCapability.APPEND)) {
      throw error(ErrorCode.MODE_SINK_UNSUPPORTED, target.name(), "APPEND")
          .at(request.place())
          .hint(modesOf(target))
          .build();
    }
  }

  /** Everything is given at the end, in order. */
  private ModeChoice bounded(OutputMode mode, String reason) {
    PlanNode root = Emissions.atEnd(request.root());
    if (request.ordering().isPresent()) {
      root = visible(new SortNode(root, TopNConversion.total(root, request.ordering().get())));
    }
    return new ModeChoice(root, mode, reason, Optional.empty());
  }

  private ModeChoice update(String reason) {
    PlanNode whole = cut(request.root());
    Optional<PlanNode> newRows = Emissions.newRows(whole);
    // a sink with a key of its own is told which row goes, to find it by that key
    boolean sinkFindsRows = request.target().filter(ModeRequest.Target::keyed).isPresent();
    PlanNode root = sinkFindsRows ? whole : newRows.orElse(whole);
    boolean hasKey = root.traits().key().isPresent() || sinkFindsRows && newRows.isPresent();
    Traits traits = root.traits();
    if (traits.kind() != ChangeKind.INSERT && !hasKey) {
      throw error(ErrorCode.UPDATE_NEEDS_KEY, KeyLoss.explain(whole))
          .at(request.place())
          .detail("An update replaces the row of a key; without one it is not known which.")
          .hint("select all columns of GROUP BY, or use EMIT CHANGELOG")
          .build();
    }
    if (request.target().isPresent()) {
      updateSink(traits, request.target().get());
    }
    return ordered(root, OutputMode.UPDATE, reason);
  }

  private void updateSink(Traits traits, ModeRequest.Target target) {
    boolean insertOnly = traits.kind() == ChangeKind.INSERT;
    if (!target.can(SinkCapability.UPSERT)
        && !target.can(SinkCapability.CHANGELOG)
        && !(insertOnly && target.can(SinkCapability.APPEND))) {
      throw error(ErrorCode.MODE_SINK_UNSUPPORTED, target.name(), "UPDATE")
          .at(request.place())
          .hint(modesOf(target))
          .build();
    }
    if (traits.kind() == ChangeKind.DELETE
        && !target.can(SinkCapability.DELETE)
        && !target.can(SinkCapability.CHANGELOG)
        && !target.ignoresDeletes()) {
      throw error(ErrorCode.UPDATE_SINK_NO_DELETE, target.name())
          .at(request.place())
          .detail("A row that leaves the result, for example by HAVING, must be deleted.")
          .hint("to leave such rows in the sink:   OPTIONS (deletes = 'ignore')")
          .build();
    }
  }

  private ModeChoice complete(String reason) {
    if (request.target().isPresent() && !request.target().get().can(SinkCapability.REPLACE)) {
      throw error(ErrorCode.COMPLETE_SINK_NO_REPLACE, request.target().get().name())
          .at(request.place())
          .hint(modesOf(request.target().get()))
          .build();
    }
    PlanNode root = Emissions.keepAll(request.root());
    return new ModeChoice(
        requireVisible(root),
        OutputMode.COMPLETE,
        reason,
        // the whole result is kept where it leaves, and cut there
        request.ordering().map(ordering -> TopNConversion.total(root, ordering)));
  }

  private ModeChoice changelog(String reason) {
    PlanNode root = cut(request.root());
    if (request.target().isPresent()) {
      ModeRequest.Target target = request.target().get();
      boolean upserts =
          target.can(SinkCapability.UPSERT)
              && target.can(SinkCapability.DELETE)
              && root.traits().key().isPresent();
      if (!target.can(SinkCapability.CHANGELOG) && !upserts) {
        throw error(ErrorCode.CHANGELOG_SINK_UNSUPPORTED, target.name())
            .at(request.place())
            .hint(modesOf(target))
            .build();
      }
    }
    return ordered(root, OutputMode.CHANGELOG, reason);
  }

  private boolean hasCut() {
    return request.ordering().isPresent()
        && (request.ordering().get().limit().isPresent() || request.ordering().get().offset() > 0);
  }

  /** What the outermost LIMIT leaves. */
  private PlanNode cut(PlanNode root) {
    return hasCut() ? TopNConversion.cut(root, request.ordering().orElseThrow()) : root;
  }

  /** The order of what is left. */
  private Optional<Ordering> order() {
    return request
        .ordering()
        .filter(ordering -> !ordering.keys().isEmpty())
        .map(ordering -> new Ordering(ordering.keys(), 0, OptionalLong.empty()));
  }

  /** Order within a batch of a result that has been cut. */
  private ModeChoice ordered(PlanNode root, OutputMode mode, String reason) {
    boolean showsOrder = request.visibleColumns() == root.output().size();
    if (!showsOrder && (hasCut() || mode != OutputMode.APPEND)) {
      // which rows there are follows the order; how changes of a batch come need not
      return new ModeChoice(visible(root), mode, reason, Optional.empty());
    }
    return new ModeChoice(requireVisible(root), mode, reason, order());
  }

  private PlanNode visible(PlanNode root) {
    if (request.visibleColumns() == root.output().size()) {
      return root;
    }
    List<Integer> columns = new ArrayList<>();
    for (int i = 0; i < request.visibleColumns(); i++) {
      columns.add(i);
    }
    return ProjectNode.columns(root, columns);
  }

  /** What is sorted outside the plan must be part of the result. */
  private PlanNode requireVisible(PlanNode root) {
    if (request.visibleColumns() < root.output().size()) {
      throw error(ErrorCode.NOT_SUPPORTED, "ORDER BY something that is not selected")
          .at(request.queryPosition())
          .hint("add it to SELECT")
          .build();
    }
    return root;
  }

  private static String modesOf(ModeRequest.Target target) {
    List<String> modes = new ArrayList<>();
    if (target.can(SinkCapability.APPEND)) {
      modes.add("APPEND");
    }
    if (target.can(SinkCapability.UPSERT)) {
      modes.add("UPDATE");
    }
    if (target.can(SinkCapability.REPLACE)) {
      modes.add("COMPLETE");
    }
    if (target.can(SinkCapability.CHANGELOG)) {
      modes.add("CHANGELOG");
    }
    return "modes of sink " + target.name() + ": " + String.join(", ", modes);
  }
}
