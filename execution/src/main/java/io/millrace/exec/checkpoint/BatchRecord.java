package io.millrace.exec.checkpoint;

import io.millrace.api.connector.Offset;
import io.millrace.exec.checkpoint.JsonTree.BadJsonException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What decides a batch: everything that its outcome depends on beside state and rows, so that it
 * can run again and give the same. It is the header of the batch's epoch in the log.
 *
 * <p>In continuous mode it decides all batches of an epoch, the steps; what is said of one is that
 * of the last.
 *
 * @param batchId N
 * @param timeMicros T_N
 * @param watermark W_N; {@link Long#MIN_VALUE} for none
 * @param late L_N; {@link Long#MIN_VALUE} for none
 * @param hasData whether there were new rows
 * @param endOfInput whether it was the last batch of bounded input
 * @param stepCount how many steps there have been up to its end, a batch that is not of many being
 *     one
 * @param steps the steps, in order; empty if there was one, or if nobody will ever run them again
 * @param sources what it read, one a source, in the order of the plan
 * @param nodes what the watermark declarations have seen with it, in the order of the plan
 * @param publishedUpTo the newest batch known to be visible in the sink; −1 for none
 * @param manifest what the sink said when it prepared the batch
 */
public record BatchRecord(
    long batchId,
    long timeMicros,
    long watermark,
    long late,
    boolean hasData,
    boolean endOfInput,
    long stepCount,
    List<Step> steps,
    List<Range> sources,
    List<Node> nodes,
    long publishedUpTo,
    String manifest) {
  private static final long FORMAT = 1;
  private static final long NONE = Long.MIN_VALUE;

  public BatchRecord {
    steps = List.copyOf(steps);
    sources = List.copyOf(sources);
    nodes = List.copyOf(nodes);
  }

  /**
   * What a batch read of a source.
   *
   * @param start empty if it had not been read before
   * @param end empty if it has not given anything yet
   */
  public record Range(Optional<Offset> start, Optional<Offset> end) {}

  /**
   * A watermark declaration behind a batch.
   *
   * @param newest m_i, µs; {@link Long#MIN_VALUE} for none
   * @param lastSeen when it saw a row last, processing time in µs
   */
  public record Node(long newest, long lastSeen) {}

  /**
   * One of several batches that are decided together.
   *
   * @param ends up to where it read, one a source
   */
  public record Step(
      long timeMicros, long watermark, long late, boolean hasData, List<Optional<Offset>> ends) {
    public Step {
      ends = List.copyOf(ends);
    }
  }

  /** The batches that it decides, in order: at least one. */
  public List<Step> allSteps() {
    List<Optional<Offset>> ends = sources.stream().map(Range::end).toList();
    return steps.isEmpty() ? List.of(new Step(timeMicros, watermark, late, hasData, ends)) : steps;
  }

  /** What stands for sources and declarations in records, by their place in the plan. */
  record Ordinals(List<Integer> sources, List<Integer> nodes) {
    Ordinals {
      sources = List.copyOf(sources);
      nodes = List.copyOf(nodes);
    }
  }

  byte[] encode(Ordinals ordinals, Given given) {
    List<JsonTree> ranges = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      Range range = sources.get(i);
      ranges.add(
          new JsonTree()
              .put("source", ordinals.sources().get(i))
              .putIfPresent("start", range.start().map(Offset::json))
              .putIfPresent("end", range.end().map(Offset::json)));
    }
    List<JsonTree> declarations = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      JsonTree tree = new JsonTree().put("declaration", ordinals.nodes().get(i));
      putTime(tree, "newest", nodes.get(i).newest());
      declarations.add(tree.put("seen", nodes.get(i).lastSeen()));
    }
    JsonTree tree = new JsonTree().put("format", FORMAT).put("batch", batchId);
    tree.put("time", timeMicros);
    putTime(tree, "watermark", watermark);
    putTime(tree, "late", late);
    tree.put("data", hasData)
        .put("end", endOfInput)
        .put("stepCount", stepCount)
        .putTrees("steps", steps.stream().map(step -> encode(step, ordinals)).toList())
        .putTrees("sources", ranges)
        .putTrees("declarations", declarations)
        .put("published", publishedUpTo)
        .put("manifest", manifest);
    given.putInto(tree);
    return tree.compact().getBytes(StandardCharsets.UTF_8);
  }

  private static JsonTree encode(Step step, Ordinals ordinals) {
    List<JsonTree> ends = new ArrayList<>();
    for (int i = 0; i < step.ends().size(); i++) {
      ends.add(
          new JsonTree()
              .put("source", ordinals.sources().get(i))
              .putIfPresent("end", step.ends().get(i).map(Offset::json)));
    }
    JsonTree tree = new JsonTree().put("time", step.timeMicros());
    putTime(tree, "watermark", step.watermark());
    putTime(tree, "late", step.late());
    return tree.put("data", step.hasData()).putTrees("sources", ends);
  }

  private static Step decodeStep(JsonTree tree, Ordinals ordinals) {
    Map<Integer, Optional<Offset>> ends = new HashMap<>();
    for (JsonTree end : tree.trees("sources")) {
      ends.put((int) end.number("source"), end.optionalText("end").map(Offset::new));
    }
    return new Step(
        tree.number("time"),
        tree.optionalNumber("watermark").orElse(NONE),
        tree.optionalNumber("late").orElse(NONE),
        tree.flag("data"),
        ordinals.sources().stream().map(o -> ends.getOrDefault(o, Optional.empty())).toList());
  }

  private static void putTime(JsonTree tree, String name, long time) {
    if (time != NONE) {
      tree.put(name, time);
    }
  }

  /**
   * Reads what {@link #encode} wrote; throws {@link BadJsonException} for anything else. Sources
   * that were not there have been read to nowhere; declarations that were not there saw nothing.
   */
  static BatchRecord decode(byte[] bytes, Ordinals ordinals) {
    JsonTree tree = JsonTree.parse(new String(bytes, StandardCharsets.UTF_8));
    if (tree.number("format") != FORMAT) {
      throw new BadJsonException("a record of format " + tree.number("format"));
    }
    Map<Integer, Range> ranges = new HashMap<>();
    for (JsonTree range : tree.trees("sources")) {
      ranges.put(
          (int) range.number("source"),
          new Range(
              range.optionalText("start").map(Offset::new),
              range.optionalText("end").map(Offset::new)));
    }
    Map<Integer, Node> nodes = new HashMap<>();
    for (JsonTree node : tree.trees("declarations")) {
      nodes.put(
          (int) node.number("declaration"),
          new Node(node.optionalNumber("newest").orElse(NONE), node.number("seen")));
    }
    long time = tree.number("time");
    Range unread = new Range(Optional.empty(), Optional.empty());
    Node blind = new Node(NONE, time);
    return new BatchRecord(
        tree.number("batch"),
        time,
        tree.optionalNumber("watermark").orElse(NONE),
        tree.optionalNumber("late").orElse(NONE),
        tree.flag("data"),
        tree.flag("end"),
        tree.number("stepCount"),
        tree.trees("steps").stream().map(step -> decodeStep(step, ordinals)).toList(),
        ordinals.sources().stream().map(o -> ranges.getOrDefault(o, unread)).toList(),
        ordinals.nodes().stream().map(o -> nodes.getOrDefault(o, blind)).toList(),
        tree.number("published"),
        tree.text("manifest"));
  }
}
