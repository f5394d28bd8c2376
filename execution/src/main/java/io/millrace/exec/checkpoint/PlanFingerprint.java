package io.millrace.exec.checkpoint;

import static java.util.Objects.requireNonNull;

import io.millrace.api.connector.OutputMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a checkpoint must know of the query that made it, to tell whether another one can go on with
 * it.
 *
 * @param digest equal for queries that compute the same
 * @param sources in the order of the plan
 * @param declarations the watermarks, in the order of the plan
 * @param operators those with state, in the order of the plan
 * @param output how the result leaves
 * @param sink where it goes
 * @param next the ordinals that no source and no watermark has ever had
 * @param wholeFrom the first batch of COMPLETE mode, if the query was in another one before: the
 *     whole result has to be given to it; 0 if it was not
 * @param sinkFrom the first batch that the sink has got, if there was another one before, or if
 *     output may be missing in it
 * @param tables what the bytes of tables mean, in this version of the query and in earlier ones
 */
public record PlanFingerprint(
    String digest,
    List<SourceEntry> sources,
    List<Declaration> declarations,
    List<Operator> operators,
    Output output,
    SinkEntry sink,
    NextOrdinals next,
    long wholeFrom,
    long sinkFrom,
    Map<String, String> tables) {
  /** The batch is the next one, whichever that is. */
  static final long NEXT_BATCH = Long.MAX_VALUE;

  public PlanFingerprint {
    requireNonNull(digest, "digest is null");
    sources = List.copyOf(sources);
    declarations = List.copyOf(declarations);
    operators = List.copyOf(operators);
    tables = copy(tables);
  }

  /** The fingerprint of a query that has no checkpoint yet. */
  public PlanFingerprint(
      String digest,
      List<SourceEntry> sources,
      List<Declaration> declarations,
      List<Operator> operators,
      Output output,
      SinkEntry sink) {
    this(
        digest,
        sources,
        declarations,
        operators,
        output,
        sink,
        NextOrdinals.behind(sources, declarations),
        0,
        0,
        Map.of());
  }

  /** The same with more that is known of tables. */
  PlanFingerprint withTables(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(tables);
    all.putAll(more);
    return with(wholeFrom, sinkFrom, all);
  }

  private PlanFingerprint with(long newWholeFrom, long newSinkFrom, Map<String, String> newTables) {
    return new PlanFingerprint(
        digest,
        sources,
        declarations,
        operators,
        output,
        sink,
        next,
        newWholeFrom,
        newSinkFrom,
        newTables);
  }

  /** The same where the next batch is known. */
  PlanFingerprint enteredBehind(long batch) {
    return with(
        wholeFrom == NEXT_BATCH ? batch + 1 : wholeFrom,
        sinkFrom == NEXT_BATCH ? batch + 1 : sinkFrom,
        tables);
  }

  /** Whether a run that begins behind a batch begins with the whole result. */
  boolean givesAllBehind(long batch) {
    return batch < wholeFrom && wholeFrom > 0;
  }

  /**
   * The first ordinals that are free. They only grow: what a source or a watermark has left behind
   * when it was removed is never taken for that of another one.
   */
  public record NextOrdinals(int source, int declaration) {
    static NextOrdinals behind(List<SourceEntry> sources, List<Declaration> declarations) {
      return new NextOrdinals(
          sources.stream().mapToInt(SourceEntry::ordinal).max().orElse(-1) + 1,
          declarations.stream().mapToInt(Declaration::ordinal).max().orElse(-1) + 1);
    }

    NextOrdinals max(NextOrdinals other) {
      return new NextOrdinals(
          Math.max(source, other.source), Math.max(declaration, other.declaration));
    }
  }

  /**
   * A source.
   *
   * @param ordinal what stands for it in records and names its state; never given to another one
   * @param identity which data it is
   */
  public record SourceEntry(int ordinal, String name, String connector, Identity identity) {
    boolean isSame(SourceEntry other) {
      return isNamedLike(other) && identity.isSame(other.identity);
    }

    /** Whether it is the same to the word, and the words mean another place now. */
    boolean isMoved(SourceEntry other) {
      return isNamedLike(other) && identity.isMoved(other.identity);
    }

    private boolean isNamedLike(SourceEntry other) {
      return name.equalsIgnoreCase(other.name) && connector.equals(other.connector);
    }

    String describe() {
      return SinkEntry.describe(name, connector, identity);
    }

    SourceEntry withOrdinal(int newOrdinal) {
      return new SourceEntry(newOrdinal, name, connector, identity);
    }
  }

  /**
   * A watermark.
   *
   * @param ordinal what stands for it in records
   * @param column source and column: {@code clicks.ts}
   */
  public record Declaration(int ordinal, String column) {}

  /**
   * An operator with state.
   *
   * @param name of its tables: kind and place among those with state
   * @param signature what its state depends on, by what people call it
   */
  public record Operator(String name, Map<String, String> signature) {
    public Operator {
      signature = copy(signature);
    }
  }

  /**
   * How the result leaves.
   *
   * @param key names of its key columns; "-" without a key
   * @param columns that the encoder keeps rows of; empty if it keeps none
   * @param held whether operators hold all that was given, so that it can be given again
   */
  public record Output(OutputMode mode, String key, String columns, boolean held) {
    public Output(OutputMode mode, String key, String columns) {
      this(mode, key, columns, false);
    }
  }

  /** A sink; the fields are those of a source. */
  public record SinkEntry(String name, String connector, Identity identity) {
    /** Whether rows would arrive at the same place; without an identity the name is the place. */
    boolean isSame(SinkEntry other) {
      return connector.equals(other.connector)
          && identity.isSame(other.identity)
          && (!identity.isEmpty() || name.equalsIgnoreCase(other.name));
    }

    /** Whether it is the same to the word, and the words mean another place now. */
    boolean isMoved(SinkEntry other) {
      return connector.equals(other.connector) && identity.isMoved(other.identity);
    }

    String describe() {
      return describe(name, connector, identity);
    }

    static String describe(String name, String connector, Identity identity) {
      return name + " (" + connector + identity.describe() + ")";
    }
  }

  private static Map<String, String> copy(Map<String, String> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  BatchRecord.Ordinals ordinals() {
    return new BatchRecord.Ordinals(
        sources.stream().map(SourceEntry::ordinal).toList(),
        declarations.stream().map(Declaration::ordinal).toList());
  }

  JsonTree toJson() {
    List<JsonTree> sourceTrees = new ArrayList<>();
    for (SourceEntry source : sources) {
      sourceTrees.add(
          source
              .identity()
              .putInto(
                  new JsonTree()
                      .put("ordinal", source.ordinal())
                      .put("name", source.name())
                      .put("connector", source.connector())));
    }
    List<JsonTree> declarationTrees = new ArrayList<>();
    for (Declaration declaration : declarations) {
      declarationTrees.add(
          new JsonTree().put("ordinal", declaration.ordinal()).put("column", declaration.column()));
    }
    List<JsonTree> operatorTrees = new ArrayList<>();
    for (Operator operator : operators) {
      operatorTrees.add(
          new JsonTree().put("name", operator.name()).putTexts("signature", operator.signature()));
    }
    return new JsonTree()
        .put("format", CheckpointDirectory.FORMAT)
        .put("digest", digest)
        .putTrees("sources", sourceTrees)
        .putTrees("declarations", declarationTrees)
        .put(
            "next",
            new JsonTree().put("source", next.source()).put("declaration", next.declaration()))
        .putTrees("operators", operatorTrees)
        .put("wholeFrom", wholeFrom)
        .put("sinkFrom", sinkFrom)
        .putTexts("tables", tables)
        .put(
            "output",
            new JsonTree()
                .put("mode", output.mode().name())
                .put("key", output.key())
                .put("columns", output.columns()))
        .put(
            "sink",
            sink.identity()
                .putInto(
                    new JsonTree().put("name", sink.name()).put("connector", sink.connector())));
  }

  static PlanFingerprint fromJson(JsonTree tree) {
    List<SourceEntry> sources = new ArrayList<>();
    for (JsonTree source : tree.trees("sources")) {
      sources.add(
          new SourceEntry(
              (int) source.number("ordinal"),
              source.text("name"),
              source.text("connector"),
              Identity.from(source)));
    }
    List<Declaration> declarations = new ArrayList<>();
    for (JsonTree declaration : tree.trees("declarations")) {
      declarations.add(
          new Declaration((int) declaration.number("ordinal"), declaration.text("column")));
    }
    List<Operator> operators = new ArrayList<>();
    for (JsonTree operator : tree.trees("operators")) {
      operators.add(new Operator(operator.text("name"), operator.textFields("signature")));
    }
    JsonTree output = tree.tree("output");
    JsonTree sink = tree.tree("sink");
    return new PlanFingerprint(
        tree.text("digest"),
        sources,
        declarations,
        operators,
        new Output(
            OutputMode.valueOf(output.text("mode")), output.text("key"), output.text("columns")),
        new SinkEntry(sink.text("name"), sink.text("connector"), Identity.from(sink)),
        next(tree, sources, declarations),
        tree.optionalNumber("wholeFrom").orElse(0),
        tree.optionalNumber("sinkFrom").orElse(0),
        tree.optionalTextFields("tables").orElse(Map.of()));
  }

  private static NextOrdinals next(
      JsonTree tree, List<SourceEntry> sources, List<Declaration> declarations) {
    return tree.optionalTree("next")
        .map(n -> new NextOrdinals((int) n.number("source"), (int) n.number("declaration")))
        .orElseGet(() -> NextOrdinals.behind(sources, declarations));
  }
}
