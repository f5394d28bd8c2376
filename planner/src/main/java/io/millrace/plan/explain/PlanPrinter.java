package io.millrace.plan.explain;

import io.millrace.api.connector.OutputMode;
import io.millrace.plan.catalog.Relation;
import io.millrace.plan.explain.LiveNumbers.OperatorNumbers;
import io.millrace.plan.expression.ExpressionText;
import io.millrace.plan.incremental.AggregateNode;
import io.millrace.plan.incremental.CommonParts;
import io.millrace.plan.incremental.DeduplicateNode;
import io.millrace.plan.incremental.DistinctNode;
import io.millrace.plan.incremental.JoinNode;
import io.millrace.plan.incremental.OverNode;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.incremental.RecursionNode;
import io.millrace.plan.incremental.SetNode;
import io.millrace.plan.incremental.SourceNode;
import io.millrace.plan.incremental.TopNNode;
import io.millrace.plan.incremental.WatermarkNode;
import io.millrace.plan.physical.AggregateCall;
import io.millrace.plan.physical.Ordering;
import io.millrace.plan.physical.QueryPlan.ChangeKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The plan over changes as EXPLAIN shows it: a header with mode and watermarks, the tree with what
 * each node's changes are and what it keeps, and notes with hints.
 */
public final class PlanPrinter {
  private static final int MAX_LABEL = 100;

  private final PlanNode root;
  private final SharedNodes shared;
  private final OutputMode mode;
  private final String reason;
  private final Optional<Relation> target;
  private final Optional<Ordering> ordering;
  private final Optional<String> trigger;
  private final Optional<String> checkpoint;
  private final LiveNumbers live;
  private final Predicate<Relation> replays;

  public PlanPrinter(
      PlanNode root,
      CommonParts common,
      OutputMode mode,
      String reason,
      Optional<Relation> target,
      Optional<Ordering> ordering,
      Optional<String> trigger,
      Optional<String> checkpoint,
      LiveNumbers live,
      Predicate<Relation> replays) {
    this.replays = replays;
    this.root = root;
    this.shared = new SharedNodes(root, common);
    this.mode = mode;
    this.reason = reason;
    this.target = target;
    this.ordering = ordering;
    this.trigger = trigger;
    this.checkpoint = checkpoint;
    this.live = live;
  }

  /** A line of the tree. */
  private record Line(String label, String changes, String state) {}

  /** Header, tree and notes. */
  public String print() {
    List<Line> lines = new ArrayList<>();
    lines.add(new Line(sink(), PlanText.changes(root), "-"));
    add(root, "", true, lines, shared.walk());
    int labelWidth = 0;
    int changesWidth = "changes".length();
    for (Line line : lines) {
      if (!line.changes().isEmpty()) {
        labelWidth = Math.max(labelWidth, line.label().length());
      }
      changesWidth = Math.max(changesWidth, line.changes().length());
    }
    StringBuilder text = new StringBuilder(header()).append('\n');
    trigger.ifPresent(line -> text.append("Trigger ").append(line).append('\n'));
    checkpoint.ifPresent(line -> text.append("Checkpoint ").append(line).append('\n'));
    if (!live.summary().isEmpty()) {
      text.append(live.summary()).append('\n');
    }
    text.append(row(new Line("", "changes", "state"), labelWidth, changesWidth)).append('\n');
    for (Line line : lines) {
      text.append(row(line, labelWidth, changesWidth)).append('\n');
    }
    notes(text);
    return text.toString().stripTrailing();
  }

  private String sink() {
    String sink = target.map(t -> "Sink " + t.name() + " (" + t.connector() + ")").orElse("Result");
    return sink
        + ordering.map(o -> " ordered by " + PlanText.ordering(o, root.output())).orElse("");
  }

  private static String row(Line line, int labelWidth, int changesWidth) {
    if (line.changes().isEmpty()) {
      return line.label();
    }
    return (pad(line.label(), labelWidth + 3)
            + pad(line.changes(), changesWidth + 3)
            + line.state())
        .stripTrailing();
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private String header() {
    Set<String> watermarks = watermarks();
    return "Incremental plan   mode "
        + mode
        + (reason.isEmpty() ? "" : " (" + reason + ")")
        + "   watermark "
        + (watermarks.isEmpty() ? "none" : String.join(", ", watermarks));
  }

  private Set<String> watermarks() {
    Set<String> watermarks = new LinkedHashSet<>();
    collectWatermarks(root, watermarks);
    return watermarks;
  }

  private static void collectWatermarks(PlanNode node, Set<String> watermarks) {
    if (node instanceof WatermarkNode watermark) {
      watermarks.add(
          watermark.relation()
              + "."
              + watermark.output().name(watermark.column())
              + " - "
              + ExpressionText.duration(watermark.delayMicros()));
    }
    node.inputs().forEach(input -> collectWatermarks(input, watermarks));
  }

  private void add(
      PlanNode node, String indent, boolean last, List<Line> lines, SharedNodes.Walk walk) {
    boolean isRepeated = walk.isRepeated(node);
    String label = shared.label(node, isRepeated);
    if (label.length() > MAX_LABEL) {
      label = label.substring(0, MAX_LABEL - 1) + "…";
    }
    lines.add(
        new Line(
            indent + (last ? "└─ " : "├─ ") + label,
            PlanText.changes(node),
            PlanText.state(node, replays) + now(node)));
    if (isRepeated) {
      return;
    }
    String below = indent + (last ? "   " : "│  ");
    if (node instanceof SourceNode source) {
      lines.add(
          new Line(
              below
                  + "  columns "
                  + String.join(", ", source.output().names())
                  + " ("
                  + source.columns().size()
                  + " of "
                  + source.relation().columns().size()
                  + ")",
              "",
              ""));
    }
    List<PlanNode> shown = shared.shown(node);
    for (int i = 0; i < shown.size(); i++) {
      add(shown.get(i), below, i == shown.size() - 1, lines, walk);
    }
  }

  private String now(PlanNode node) {
    OperatorNumbers numbers = live.operators().get(node.kindName() + "-" + node.digest());
    if (numbers == null) {
      return "";
    }
    return String.format(
        Locale.ROOT,
        "   now %,d %s, %,d bytes (+%,d -%,d)%s",
        numbers.rows(),
        numbers.rows() == 1 ? "row" : "rows",
        numbers.bytes(),
        numbers.updated(),
        numbers.removed(),
        numbers.late() == 0 ? "" : String.format(Locale.ROOT, ", %,d late", numbers.late()));
  }

  private Set<String> notes() {
    Set<String> notes = new LinkedHashSet<>();
    collectNotes(root, notes);
    return notes;
  }

  private void notes(StringBuilder text) {
    Set<String> notes = notes();
    if (!notes.isEmpty()) {
      text.append("Notes\n");
      notes.forEach(note -> text.append("  ").append(note).append('\n'));
    }
  }

  /** Aggregates that cannot take rows back keep them all; others need all values. */
  private static void noteKeptRows(AggregateNode aggregate, Set<String> notes) {
    boolean insertOnly = aggregate.input().traits().kind() == ChangeKind.INSERT;
    for (AggregateCall call : aggregate.calls()) {
      if (call.keepsValues(insertOnly)) {
        notes.add(call.name() + " keeps the values of its groups.");
      }
      if (call.user().isPresent()
          && !call.user().get().code().canRetract()
          && aggregate.input().traits().kind() != ChangeKind.INSERT) {
        notes.add(
            call.name()
                + " keeps every row of its groups: rows may be taken back, and it has no retract.");
        notes.add("hint: write  retract(accumulator, …)  in its class");
      }
    }
  }

  private static void collectNotes(PlanNode node, Set<String> notes) {
    if (node instanceof AggregateNode aggregate) {
      noteKeptRows(aggregate, notes);
    }
    if (!node.traits().ends()) {
      if (node instanceof AggregateNode aggregate
          && !aggregate.keys().isEmpty()
          && !aggregate.keepsAll()
          && aggregate.horizon().isEmpty()) {
        notes.add("Aggregate keeps one row per group for ever: no watermark column in GROUP BY.");
        notes.add("hint: group by a window or date_trunc of a column with a watermark");
      }
      if (node instanceof JoinNode) {
        notes.add("Join keeps the rows of both sides for ever.");
      }
      if (node instanceof OverNode) {
        notes.add("Over keeps every row for ever.");
      }
      if (node instanceof TopNNode topN && !topN.keepsAll() && topN.horizon().isEmpty()) {
        noteTopN(topN, notes);
      }
      if (node instanceof RecursionNode) {
        notes.add("Recursion keeps every row for ever.");
      }
      if (node instanceof SetNode) {
        notes.add(PlanText.label(node) + " keeps every row for ever.");
      }
      if (node instanceof DistinctNode distinct
          && !distinct.keepsAll()
          && distinct.horizon().isEmpty()) {
        notes.add("Distinct keeps every value for ever: no watermark column among them.");
        notes.add("hint: select a window or date_trunc of a column with a watermark too");
      }
      if (node instanceof DeduplicateNode first && !first.keepsAll() && first.horizon().isEmpty()) {
        notes.add("Deduplicate keeps every key for ever: no watermark column among them.");
        notes.add("hint: dropDuplicatesWithinWatermark forgets keys behind the watermark");
      }
    }
    node.inputs().forEach(input -> collectNotes(input, notes));
  }

  private static void noteTopN(TopNNode topN, Set<String> notes) {
    if (topN.input().traits().kind() != ChangeKind.INSERT) {
      notes.add("TopN keeps every row for ever: rows can go, and others take their places.");
    } else if (!topN.rule().partition().isEmpty()) {
      notes.add("TopN keeps its rows of every partition for ever: no watermark column among keys.");
    }
  }

  /** The stateful nodes alone, with key, horizon and late rule; then the modes there are. */
  public String printState(Map<OutputMode, String> refusals) {
    StringBuilder text = new StringBuilder("State   mode " + mode + "\n");
    int before = text.length();
    state(root, text, shared.walk());
    if (text.length() == before) {
      text.append("no state: every row is computed from one row of input\n");
    }
    modes(refusals, text);
    notes(text);
    return text.toString().stripTrailing();
  }

  /** With the names that progress, errors and checkpoints have for the nodes. */
  private void state(PlanNode node, StringBuilder text, SharedNodes.Walk walk) {
    if (walk.isRepeated(node)) {
      return;
    }
    if (StateFacts.isStateful(node)) {
      text.append(shared.label(node, false)).append("  (").append(shared.name(node)).append(")\n");
      text.append("  keeps    ").append(PlanText.state(node, replays)).append('\n');
      text.append("  gives    ").append(StateFacts.gives(node)).append('\n');
      text.append("  late     ").append(StateFacts.late(node)).append('\n');
    }
    shared.shown(node).forEach(input -> state(input, text, walk));
  }

  /** Each mode: possible, or why not. */
  private void modes(Map<OutputMode, String> refusals, StringBuilder text) {
    text.append("Modes\n");
    for (OutputMode each : OutputMode.values()) {
      String refusal = refusals.getOrDefault(each, "");
      String outcome =
          each == mode ? "yes, used here" : refusal.isEmpty() ? "yes" : "no: " + refusal;
      text.append("  ").append(pad(each.name(), 11)).append(outcome).append('\n');
    }
  }

  /** How changes leave each node. */
  public String printChangelog(Map<OutputMode, String> refusals) {
    StringBuilder text = new StringBuilder(header()).append('\n');
    changelog(root, "", text, shared.walk());
    modes(refusals, text);
    return text.toString().stripTrailing();
  }

  private void changelog(PlanNode node, String indent, StringBuilder text, SharedNodes.Walk walk) {
    boolean isRepeated = walk.isRepeated(node);
    String key =
        node.traits()
            .key()
            .map(
                columns ->
                    columns.isEmpty()
                        ? "one row"
                        : "key "
                            + String.join(
                                ", ", columns.stream().map(c -> node.output().name(c)).toList()))
            .orElse("no key");
    text.append(indent)
        .append(shared.label(node, isRepeated))
        .append("   ")
        .append(kinds(node))
        .append("   ")
        .append(key)
        .append('\n');
    if (!isRepeated) {
      shared.shown(node).forEach(input -> changelog(input, indent + "  ", text, walk));
    }
  }

  private static String kinds(PlanNode node) {
    return switch (node.traits().kind()) {
      case INSERT -> "+I";
      case UPDATE -> "+I -U +U";
      case DELETE -> "+I -U +U -D";
    };
  }

  /** The plan for programs: everything that the text tells, and the columns. */
  public PlanDocument document(String stage, Map<OutputMode, String> refusals) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("mode", mode.name());
    if (!reason.isEmpty()) {
      facts.put("reason", reason);
    }
    trigger.ifPresent(line -> facts.put("trigger", line));
    checkpoint.ifPresent(line -> facts.put("checkpoint", line));
    facts.put("watermarks", List.copyOf(watermarks()));
    Map<String, Object> refused = new LinkedHashMap<>();
    refusals.forEach((each, why) -> refused.put(each.name(), why));
    facts.put("refused", refused);
    if (!live.batch().isEmpty()) {
      facts.put("lastBatch", new TreeMap<String, Object>(live.batch()));
    }
    facts.put("notes", List.copyOf(notes()));
    Map<String, Object> sink = new LinkedHashMap<>();
    sink.put("mode", mode.name());
    sink.put("changes", PlanText.changes(root));
    target.ifPresent(
        relation -> {
          sink.put("relation", relation.name());
          sink.put("connector", relation.connector());
        });
    return new PlanDocument(
        stage,
        facts,
        new PlanTree(
            target.isPresent() ? "sink" : "result",
            sink(),
            sink,
            List.of(new TreeBuilder(live, replays, shared).of(root))));
  }
}
