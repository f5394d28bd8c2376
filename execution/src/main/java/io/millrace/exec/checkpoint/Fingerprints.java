package io.millrace.exec.checkpoint;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.types.Schema;
import io.millrace.exec.changelog.OutputSpec;
import io.millrace.exec.checkpoint.PlanFingerprint.Declaration;
import io.millrace.exec.checkpoint.PlanFingerprint.Operator;
import io.millrace.exec.checkpoint.PlanFingerprint.Output;
import io.millrace.exec.checkpoint.PlanFingerprint.SinkEntry;
import io.millrace.exec.checkpoint.PlanFingerprint.SourceEntry;
import io.millrace.plan.expression.AggregateCode;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.ExpressionText;
import io.millrace.plan.physical.AggregateCall;
import io.millrace.plan.physical.OperatorSpec;
import io.millrace.plan.physical.OperatorSpec.AggregateSpec;
import io.millrace.plan.physical.OperatorSpec.CalcSpec;
import io.millrace.plan.physical.OperatorSpec.DeduplicateSpec;
import io.millrace.plan.physical.OperatorSpec.DistinctSpec;
import io.millrace.plan.physical.OperatorSpec.Emission;
import io.millrace.plan.physical.OperatorSpec.GroupStateSpec;
import io.millrace.plan.physical.OperatorSpec.Horizon;
import io.millrace.plan.physical.OperatorSpec.JoinSpec;
import io.millrace.plan.physical.OperatorSpec.LateralSpec;
import io.millrace.plan.physical.OperatorSpec.LimitSpec;
import io.millrace.plan.physical.OperatorSpec.ObserveSpec;
import io.millrace.plan.physical.OperatorSpec.OverSpec;
import io.millrace.plan.physical.OperatorSpec.ProgramSpec;
import io.millrace.plan.physical.OperatorSpec.RecursionSpec;
import io.millrace.plan.physical.OperatorSpec.SetSpec;
import io.millrace.plan.physical.OperatorSpec.Slicing;
import io.millrace.plan.physical.OperatorSpec.SortSpec;
import io.millrace.plan.physical.OperatorSpec.SourceSpec;
import io.millrace.plan.physical.OperatorSpec.TopNSpec;
import io.millrace.plan.physical.OperatorSpec.UnionSpec;
import io.millrace.plan.physical.OperatorSpec.WatermarkSpec;
import io.millrace.plan.physical.OperatorSpec.WindowSpec;
import io.millrace.plan.physical.OverCall;
import io.millrace.plan.physical.QueryPlan;
import io.millrace.plan.physical.TopN;
import io.millrace.state.TypeWidening;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/** Takes the fingerprint of a plan. */
public final class Fingerprints {
  /** The property of what rows went through that may have to be taken back. */
  static final String EXPRESSIONS = "expressions below it";

  /** The same but for the types of columns that are passed on as they are. */
  static final String SHAPE = "shape below it";

  private final Function<SourceSpec, Identity> identities;
  private final Map<String, SourceEntry> sources = new LinkedHashMap<>();
  private final Map<Integer, String> declarations = new TreeMap<>();
  private final List<Operator> operators = new ArrayList<>();

  /** The names of operators with state: one that stands in several places has one. */
  private final Map<OperatorSpec, String> names = new IdentityHashMap<>();

  private Fingerprints(Function<SourceSpec, Identity> identities) {
    this.identities = identities;
  }

  /**
   * The fingerprint of a plan.
   *
   * @param output as it is encoded
   * @param sink where it goes
   * @param identities which data a source is
   * @throws io.millrace.api.error.MillraceException NOT_SUPPORTED for a plan whose state is not
   *     made durable
   */
  public static PlanFingerprint of(
      QueryPlan plan, Output output, SinkEntry sink, Function<SourceSpec, Identity> identities) {
    Fingerprints taken = new Fingerprints(identities);
    taken.add(plan.root());
    List<Declaration> declared = new ArrayList<>();
    taken.declarations.forEach((node, column) -> declared.add(new Declaration(node, column)));
    return new PlanFingerprint(
        plan.root().id(),
        List.copyOf(taken.sources.values()),
        declared,
        taken.operators,
        output,
        sink);
  }

  /** The sources of a plan in the order in which records have them. */
  public static List<SourceSpec> sources(QueryPlan plan) {
    Map<String, SourceSpec> found = new LinkedHashMap<>();
    addSources(plan.root(), found);
    return List.copyOf(found.values());
  }

  private static void addSources(OperatorSpec spec, Map<String, SourceSpec> found) {
    spec.inputs().forEach(input -> addSources(input, found));
    if (spec instanceof SourceSpec source) {
      found.putIfAbsent(source.id(), source);
    }
  }

  /** How the result of a plan leaves. */
  public static Output output(QueryPlan plan, OutputSpec spec) {
    Schema schema = spec.schema();
    String key =
        spec.key()
            .map(k -> k.stream().map(schema::name).collect(Collectors.joining(", ", "(", ")")))
            .orElse("-");
    boolean keepsRows =
        switch (spec.mode()) {
          case APPEND -> false;
          case COMPLETE -> true;
          case UPDATE, CHANGELOG -> spec.key().isPresent() && !spec.keyIsUnique();
        };
    // Rows that were kept as one expression gave them cannot be taken back as another gives them.
    String kept =
        keepsRows
            ? columns(schema, allColumns(schema))
                + " by "
                + hash(linear(plan.root(), ExpressionText::digest))
                + "/"
                + hash(linear(plan.root(), Fingerprints::shape))
            : "";
    return new Output(spec.mode(), key, kept, isHeld(plan.root()));
  }

  /** Whether the last operators with state hold all that they have given. */
  private static boolean isHeld(OperatorSpec spec) {
    if (spec instanceof AggregateSpec aggregate) {
      return aggregate.slicing().isEmpty() && aggregate.horizon().isEmpty();
    } else if (spec instanceof DistinctSpec distinct) {
      return distinct.horizon().isEmpty();
    } else if (spec instanceof RecursionSpec) {
      return true;
    }
    boolean passesOn =
        spec instanceof CalcSpec || spec instanceof UnionSpec || spec instanceof ObserveSpec;
    return passesOn && spec.inputs().stream().allMatch(Fingerprints::isHeld);
  }

  /** Inputs first, so that operators have the names that their tables have. */
  private void add(OperatorSpec spec) {
    if (names.containsKey(spec)) {
      return;
    }
    List<String> shared = new ArrayList<>();
    for (OperatorSpec input : spec.inputs()) {
      if (isStateful(spec)) {
        shared.addAll(known(input));
      }
      add(input);
    }
    int before = operators.size();
    addOwn(spec);
    if (operators.size() > before) {
      Operator added = operators.get(before);
      names.put(spec, added.name());
      if (!shared.isEmpty()) {
        Map<String, String> signature = new LinkedHashMap<>(added.signature());
        signature.put("shared input", String.join(", ", shared));
        operators.set(before, new Operator(added.name(), signature));
      }
    }
  }

  /** The operators with state that rows come from and that give them elsewhere too. */
  private List<String> known(OperatorSpec spec) {
    if (isStateful(spec)) {
      return Optional.ofNullable(names.get(spec)).stream().toList();
    }
    return spec.inputs().stream().flatMap(input -> known(input).stream()).toList();
  }

  private void addOwn(OperatorSpec spec) {
    if (spec instanceof SourceSpec source) {
      sources.computeIfAbsent(
          source.id(),
          id ->
              new SourceEntry(
                  sources.size(),
                  source.relation().name(),
                  source.relation().connector(),
                  identities.apply(source)));
    } else if (spec instanceof WatermarkSpec watermark) {
      declarations.put(
          watermark.node(),
          sourceName(watermark) + "." + watermark.output().name(watermark.column()));
    } else if (spec instanceof AggregateSpec aggregate) {
      add("aggregate", aggregate(aggregate));
    } else if (spec instanceof DistinctSpec distinct) {
      add("distinct", distinct(distinct));
    } else if (spec instanceof DeduplicateSpec first) {
      add("deduplicate", deduplicate(first));
    } else if (spec instanceof GroupStateSpec groups) {
      add("groups", groups(groups));
    } else if (spec instanceof JoinSpec join) {
      add("join", join(join));
    } else if (spec instanceof SetSpec set) {
      add("set", set(set));
    } else if (spec instanceof TopNSpec topN) {
      add("topn", topN(topN));
    } else if (spec instanceof RecursionSpec recursion) {
      add("recursion", recursion(recursion));
    } else if (spec instanceof OverSpec over) {
      add("over", over(over));
    } else if (spec instanceof LimitSpec limit) {
      add("limit", Map.of("rows", "offset " + limit.offset() + ", limit " + limit.count()));
    } else if (spec instanceof SortSpec) {
      throw error(ErrorCode.NOT_SUPPORTED, "ORDER BY of rows that are written, with a checkpoint,")
          .hint("leave ORDER BY out: a sink keeps rows, not their order")
          .build();
    }
  }

  private void add(String kind, Map<String, String> signature) {
    operators.add(new Operator(kind + "-" + operators.size(), signature));
  }

  private static String sourceName(OperatorSpec spec) {
    return spec instanceof SourceSpec source
        ? source.relation().name()
        : sourceName(spec.inputs().get(0));
  }

  private static Map<String, String> aggregate(AggregateSpec spec) {
    Schema input = spec.input().output();
    Map<String, String> signature = new LinkedHashMap<>();
    signature.put("group keys", columns(input, spec.keys()));
    signature.put(
        "aggregates",
        spec.calls().stream()
            .map(call -> call(call, input, spec.insertOnly()))
            .collect(Collectors.joining(", ", "(", ")")));
    common(signature, spec.input(), spec.keys(), spec.horizon(), spec.insertOnly());
    spec.slicing()
        .ifPresent(
            slicing -> signature.computeIfPresent("window", (name, slices) -> of(slicing, slices)));
    signature.put(
        "groups", spec.emission() == Emission.FINAL ? "given when final" : "given as they change");
    return signature;
  }

  private static String of(Slicing slicing, String slices) {
    return ExpressionText.duration(slicing.sizeMicros())
        + " every "
        + ExpressionText.duration(slicing.slideMicros())
        + (slicing.offsetMicros() == 0
            ? ""
            : " from " + ExpressionText.duration(slicing.offsetMicros()))
        + " in slices of "
        + slices;
  }

  private static Map<String, String> distinct(DistinctSpec spec) {
    Schema input = spec.input().output();
    Map<String, String> signature = new LinkedHashMap<>();
    signature.put("columns", columns(input, allColumns(input)));
    common(signature, spec.input(), allColumns(input), spec.horizon(), spec.insertOnly());
    return signature;
  }

  private static Map<String, String> deduplicate(DeduplicateSpec spec) {
    Schema input = spec.input().output();
    Map<String, String> signature = new LinkedHashMap<>();
    signature.put("keys", columns(input, spec.keys()));
    common(signature, spec.input(), spec.keys(), spec.horizon(), true);
    signature.put("forgotten", spec.withinMicros().isPresent() ? "by first row" : "by key");
    return signature;
  }

  private static Map<String, String> topN(TopNSpec spec) {
    Schema input = spec.input().output();
    TopN rule = spec.rule();
    Map<String, String> signature = new LinkedHashMap<>();
    signature.put("partition", columns(input, rule.partition()));
    signature.put(
        "order",
        rule.ordering().keys().stream()
            .map(
                key ->
                    column(input, key.column())
                        + (key.descending() ? " descending" : "")
                        + (key.nullsFirst() ? "" : " NULLs last"))
            .collect(Collectors.joining(", ", "(", ")")));
    signature.put(
        "rows",
        "offset "
            + rule.ordering().offset()
            + ", limit "
            + (rule.ordering().limit().isPresent() ? rule.ordering().limit().getAsLong() : "none")
            + " by "
            + rule.counting().function());
    signature.put("ties", rule.ties().name().toLowerCase(Locale.ROOT));
    signature.put("columns", columns(input, allColumns(input)));
    common(signature, spec.input(), rule.partition(), spec.horizon(), spec.insertOnly());
    signature.put("given", spec.emission() == Emission.FINAL ? "when final" : "as they change");
    return signature;
  }

  private static Map<String, String> groups(GroupStateSpec spec) {
    if (spec.emission() == Emission.FINAL) {
      throw error(
              ErrorCode.NOT_SUPPORTED,
              spec.program().kind().method() + " over bounded input, with a checkpoint,")
          .hint("leave the checkpoint out: what runs once begins anew")
          .build();
    }
    Schema input = spec.input().output();
    Map<String, String> signature = new LinkedHashMap<>();
    signature.put("group keys", columns(input, spec.keys()));
    windows(spec.input()).ifPresent(text -> signature.put("window", text));
    signature.put(
        "state class", spec.program().state().map(state -> state.shape().signature()).orElse("-"));
    signature.put(
        "rows that are kept",
        spec.takesRowsBack() ? spec.program().output().shape().signature() : "none");
    signature.put("timeouts", spec.program().timeout().name());
    return signature;
  }

  private static Map<String, String> join(JoinSpec spec) {
    Schema left = spec.left().output();
    Schema right = spec.right().output();
    Map<String, String> signature = new LinkedHashMap<>();
    signature.put("join", spec.type().name().toLowerCase(Locale.ROOT));
    signature.put(
        "join keys",
        columns(left, spec.leftKeys())
            + " = "
            + columns(right, spec.rightKeys())
            + (spec.nullSafe().contains(true) ? " with NULLs " + spec.nullSafe() : ""));
    spec.condition()
        .ifPresent(found -> signature.put("join condition", ExpressionText.digest(found)));
    signature.put("left columns", columns(left, allColumns(left)));
    signature.put("right columns", columns(right, allColumns(right)));
    twoInputs(signature, spec, spec.insertOnly(), spec.atEnd());
    return signature;
  }

  private static Map<String, String> set(SetSpec spec) {
    Map<String, String> signature = new LinkedHashMap<>();
    signature.put("set operation", spec.operation().sql());
    signature.put("columns", columns(spec.output(), allColumns(spec.output())));
    twoInputs(signature, spec, spec.insertOnly(), spec.atEnd());
    return signature;
  }

  private static Map<String, String> recursion(RecursionSpec spec) {
    Map<String, String> signature = new LinkedHashMap<>();
    signature.put("recursion", spec.distinct() ? "UNION" : "UNION ALL");
    signature.put("columns", columns(spec.output(), allColumns(spec.output())));
    signature.put("recursive part", spec.id().replaceFirst("-\\d+$", ""));
    return signature;
  }

  private static Map<String, String> over(OverSpec spec) {
    Schema input = spec.input().output();
    Map<String, String> signature = new LinkedHashMap<>();
    signature.put("partition", columns(input, spec.partition()));
    signature.put(
        "order",
        spec.order().stream()
            .map(
                key ->
                    column(input, key.column())
                        + (key.descending() ? " DESC" : " ASC")
                        + (key.nullsFirst() ? " NULLS FIRST" : " NULLS LAST"))
            .collect(Collectors.joining(", ", "(", ")")));
    signature.put(
        "functions",
        spec.calls().stream()
            .map(call -> over(call, input))
            .collect(Collectors.joining(", ", "(", ")")));
    signature.put("columns", columns(input, allColumns(input)));
    windows(spec.input()).ifPresent(text -> signature.put("window", text));
    signature.put("rows", spec.atEnd() ? "given at the end" : "given as they change");
    signature.put("input", spec.insertOnly() ? "insertions" : "insertions and deletions");
    // What was given for a row is taken back as it would be given now.
    signature.put(EXPRESSIONS, hash(linear(spec.input(), ExpressionText::digest)));
    signature.put(SHAPE, hash(linear(spec.input(), Fingerprints::shape)));
    return signature;
  }

  private static String over(OverCall call, Schema input) {
    String what =
        call.aggregate()
            .map(aggregate -> call(aggregate, input, false))
            .orElseGet(
                () ->
                    call.function()
                        + columns(input, call.arguments())
                        + (call.function().hasNumber() ? " " + call.number() : ""));
    return what
        + (call.ignoresNulls() ? " IGNORE NULLS" : "")
        + (call.function().hasFrame() ? " OVER " + call.frame().text() : "");
  }

  private static void twoInputs(
      Map<String, String> signature, OperatorSpec spec, boolean insertOnly, boolean atEnd) {
    String windows =
        spec.inputs().stream()
            .flatMap(input -> windows(input).stream())
            .collect(Collectors.joining("; "));
    if (!windows.isEmpty()) {
      signature.put("window", windows);
    }
    signature.put("rows", atEnd ? "given at the end" : "given as they change");
    signature.put("input", insertOnly ? "insertions" : "insertions and deletions");
    if (!insertOnly) {
      signature.put(EXPRESSIONS, hash(ofInputs(spec, ExpressionText::digest)));
      signature.put(SHAPE, hash(ofInputs(spec, Fingerprints::shape)));
    }
  }

  private static String ofInputs(OperatorSpec spec, Function<Expression, String> digest) {
    return spec.inputs().stream()
        .map(input -> linear(input, digest))
        .collect(Collectors.joining(" | "));
  }

  private static void common(
      Map<String, String> signature,
      OperatorSpec input,
      List<Integer> keys,
      Optional<Horizon> horizon,
      boolean insertOnly) {
    windows(input).ifPresent(text -> signature.put("window", text));
    signature.put(
        "horizon",
        horizon
            .map(
                h ->
                    "key "
                        + (keys.indexOf(h.column()) + 1)
                        + (h.unitMicros() == 1
                            ? ""
                            : " in " + ExpressionText.duration(h.unitMicros()))
                        + (h.offsetMicros() == 0
                            ? ""
                            : " + " + ExpressionText.duration(h.offsetMicros())))
            .orElse("none"));
    signature.put("input", insertOnly ? "insertions" : "insertions and deletions");
    if (!insertOnly) {
      // Rows that were added through one projection cannot be taken back through another.
      signature.put(EXPRESSIONS, hash(linear(input, ExpressionText::digest)));
      signature.put(SHAPE, hash(linear(input, Fingerprints::shape)));
    }
  }

  /** The windows that rows go through since they left the operator with state below. */
  private static Optional<String> windows(OperatorSpec spec) {
    if (isStateful(spec)) {
      return Optional.empty();
    }
    List<String> found = new ArrayList<>();
    for (OperatorSpec input : spec.inputs()) {
      windows(input).ifPresent(found::add);
    }
    windowOf(spec).ifPresent(found::add);
    return found.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", found));
  }

  private static Optional<String> windowOf(OperatorSpec spec) {
    return spec instanceof WindowSpec window
        ? Optional.of(
            ExpressionText.duration(window.sizeMicros())
                + " every "
                + ExpressionText.duration(window.slideMicros())
                + (window.offsetMicros() == 0
                    ? ""
                    : " from " + ExpressionText.duration(window.offsetMicros()))
                + " by "
                + window.input().output().name(window.timeColumn()))
        : Optional.empty();
  }

  private static String linear(OperatorSpec spec, Function<Expression, String> digest) {
    if (isStateful(spec)) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    for (OperatorSpec input : spec.inputs()) {
      text.append(linear(input, digest)).append(';');
    }
    if (spec instanceof CalcSpec calc) {
      calc.condition().ifPresent(c -> text.append(digest.apply(c)));
      calc.projections().forEach(p -> text.append(',').append(digest.apply(p)));
    }
    windowOf(spec).ifPresent(window -> text.append(',').append(window));
    if (spec instanceof ProgramSpec program) {
      text.append(program.program().kind()).append(' ');
      program.program().output().ifPresent(made -> text.append(made.shape().signature()));
    }
    if (spec instanceof LateralSpec lateral) {
      text.append(lateral.code().signature()).append(lateral.arguments()).append(lateral.outer());
    }
    return text.toString();
  }

  /** What is passed on as it is, or as a wider type, may become wider. */
  private static String shape(Expression expression) {
    if (expression instanceof Expression.Cast cast
        && !cast.nullOnFailure()
        && TypeWidening.allows(cast.operand().type().notNull(), cast.type().notNull())) {
      return shape(cast.operand());
    }
    return expression instanceof Expression.ColumnReference column
        ? "$" + column.index()
        : ExpressionText.digest(expression);
  }

  private static boolean isStateful(OperatorSpec spec) {
    return spec instanceof AggregateSpec
        || spec instanceof DistinctSpec
        || spec instanceof DeduplicateSpec
        || spec instanceof GroupStateSpec
        || spec instanceof JoinSpec
        || spec instanceof SetSpec
        || spec instanceof OverSpec
        || spec instanceof RecursionSpec
        || spec instanceof LimitSpec
        || spec instanceof TopNSpec
        || spec instanceof SortSpec;
  }

  private static String call(AggregateCall call, Schema input, boolean insertOnly) {
    StringBuilder text =
        new StringBuilder(call.user().map(u -> u.name()).orElseGet(call.function()::name))
            .append('(');
    if (call.distinct()) {
      text.append("DISTINCT ");
    }
    text.append(
        call.arguments().isEmpty()
            ? "*"
            : call.arguments().stream()
                .map(column -> column(input, column))
                .collect(Collectors.joining(", ")));
    text.append(call.detail().signature());
    for (AggregateCall.OrderKey key : call.detail().order()) {
      text.append(" by ")
          .append(column(input, key.column()))
          .append(key.descending() ? " desc" : "")
          .append(key.nullsFirst() ? " NULLs first" : "");
    }
    text.append(')');
    if (call.filter().isPresent()) {
      text.append(" FILTER");
    }
    text.append(" ").append(call.type());
    call.user().ifPresent(user -> text.append(kept(call, user.code(), insertOnly)));
    return text.toString();
  }

  /** What is kept of an aggregate of the user's: what it has added up, or the rows themselves. */
  private static String kept(AggregateCall call, AggregateCode code, boolean insertOnly) {
    if (insertOnly) {
      return " kept as " + code.stateFormat();
    }
    // rows that counted when they came have to count when they go
    String counting =
        IntStream.range(0, call.arguments().size())
            .mapToObj(i -> code.skipsNull(i) ? "not NULL" : "any")
            .collect(Collectors.joining(", ", " of arguments (", ")"));
    boolean rows = !code.canRetract() && !call.arguments().isEmpty();
    return counting + (rows ? " kept as its rows" : " kept as " + code.stateFormat());
  }

  private static List<Integer> allColumns(Schema schema) {
    List<Integer> columns = new ArrayList<>();
    for (int i = 0; i < schema.size(); i++) {
      columns.add(i);
    }
    return columns;
  }

  private static String columns(Schema schema, List<Integer> columns) {
    return columns.stream()
        .map(column -> column(schema, column))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  /** Name and type; names that nobody gave may change with any word of the query. */
  private static String column(Schema schema, int column) {
    String name = schema.name(column);
    boolean given = name.indexOf('$') < 0;
    return (given ? name + " " : "") + schema.type(column);
  }

  private static String hash(String text) {
    CRC32C hash = new CRC32C();
    hash.update(text.getBytes(StandardCharsets.UTF_8));
    return String.format("%08x", hash.getValue());
  }
}
