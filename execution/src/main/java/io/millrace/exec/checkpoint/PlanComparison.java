package io.millrace.exec.checkpoint;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.connector.OutputMode;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.exec.checkpoint.PlanFingerprint.Declaration;
import io.millrace.exec.checkpoint.PlanFingerprint.NextOrdinals;
import io.millrace.exec.checkpoint.PlanFingerprint.Operator;
import io.millrace.exec.checkpoint.PlanFingerprint.SinkEntry;
import io.millrace.exec.checkpoint.PlanFingerprint.SourceEntry;
import io.millrace.sql.statement.QueryClauses.Restart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Whether a query can go on with a checkpoint that another one made, and under which ordinals its
 * sources and watermarks are known there.
 *
 * <p>Filters, projections, limits, parallelism, triggers and watermark delays may change; what they
 * did before stays as it is. What state depends on may not.
 */
final class PlanComparison {
  private final String place;
  private final PlanFingerprint old;
  private final PlanFingerprint query;
  private final Restart options;
  private final BooleanSupplier sinkIsEmpty;

  private PlanComparison(
      String place,
      PlanFingerprint old,
      PlanFingerprint query,
      Restart options,
      BooleanSupplier sinkIsEmpty) {
    this.sinkIsEmpty = sinkIsEmpty;
    this.place = place;
    this.old = old;
    this.query = query;
    this.options = options;
  }

  /**
   * The fingerprint of the query with the ordinals of the checkpoint.
   *
   * @param place of the checkpoint, for messages
   * @param sinkIsEmpty whether nothing is known to be where the query will write
   * @throws MillraceException SOURCE_SET_CHANGED, MODE_CHANGED, STATE_INCOMPATIBLE, SINK_CHANGED
   */
  static PlanFingerprint match(
      String place,
      PlanFingerprint old,
      PlanFingerprint query,
      Restart options,
      BooleanSupplier sinkIsEmpty) {
    return new PlanComparison(place, old, query, options, sinkIsEmpty).match();
  }

  private PlanFingerprint match() {
    List<SourceEntry> sources = sources();
    mode();
    operators();
    output();
    sink();
    List<Declaration> declarations = declarations();
    return new PlanFingerprint(
        query.digest(),
        sources,
        declarations,
        query.operators(),
        query.output(),
        query.sink(),
        old.next().max(NextOrdinals.behind(sources, declarations)),
        entersComplete()
            ? PlanFingerprint.NEXT_BATCH
            : query.output().mode() == OutputMode.COMPLETE ? old.wholeFrom() : 0,
        old.sink().isSame(query.sink()) && !options.partialOutput()
            ? old.sinkFrom()
            : PlanFingerprint.NEXT_BATCH,
        old.tables());
  }

  // Sources.

  private List<SourceEntry> sources() {
    if (sameSources()) {
      return knownSources();
    }
    for (SourceEntry source : query.sources()) {
      for (SourceEntry before : old.sources()) {
        if (before.isMoved(source) && !options.sourceChange()) {
          throw end(
              sourcesChanged("it read " + before.describe() + " elsewhere")
                  .detail(moved(before.identity(), source.identity()))
                  .hint("start the query in the directory in which it was started before")
                  .hint("if its files were moved, say  ALLOW SOURCE CHANGE  behind the query"));
        }
        if (before.name().equalsIgnoreCase(source.name()) && !goesOn(before, source)) {
          throw end(
              sourcesChanged("it read " + before.describe() + ", and now " + source.describe())
                  .detail("where the old one was read up to means nothing in the new one")
                  .hint("give the new one another name, and say  ALLOW SOURCE CHANGE"));
        }
      }
    }
    if (!options.sourceChange()) {
      throw end(
          sourcesChanged(
                  "they were " + names(old.sources()) + ", and are " + names(query.sources()))
              .hint("if that is meant, add  ALLOW SOURCE CHANGE  behind the query"));
    }
    return knownSources();
  }

  /** Whether one that is read goes on where the other one was. */
  private boolean goesOn(SourceEntry before, SourceEntry now) {
    return before.isSame(now) || before.isMoved(now) && options.sourceChange();
  }

  private static String moved(Identity before, Identity now) {
    return "that was " + before.meaning() + ", and here it is " + now.meaning();
  }

  private boolean sameSources() {
    if (old.sources().size() != query.sources().size()) {
      return false;
    }
    for (int i = 0; i < old.sources().size(); i++) {
      if (!goesOn(old.sources().get(i), query.sources().get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Those that stay keep their ordinals and their order; new ones follow behind them. */
  private List<SourceEntry> knownSources() {
    int next = old.next().source();
    int last = -1;
    boolean added = false;
    List<SourceEntry> rest = new ArrayList<>(old.sources());
    List<SourceEntry> known = new ArrayList<>();
    for (SourceEntry source : query.sources()) {
      Optional<SourceEntry> before = take(source, last, rest);
      if (before.isEmpty()) {
        added = true;
        known.add(source.withOrdinal(next++));
      } else if (added || before.get().ordinal() < last) {
        throw end(
            sourcesChanged(
                    "they were " + names(old.sources()) + ", and are " + names(query.sources()))
                .detail("sources may be added at the end or removed, not moved")
                .hint("keep the order, with new sources last"));
      } else {
        last = before.get().ordinal();
        known.add(source.withOrdinal(last));
      }
    }
    return known;
  }

  /**
   * Takes out what a source goes on with, behind the last one if possible; a plan may read twice.
   */
  private Optional<SourceEntry> take(SourceEntry source, int last, List<SourceEntry> rest) {
    Optional<SourceEntry> found =
        rest.stream()
            .filter(before -> goesOn(before, source))
            .min(Comparator.comparing((SourceEntry before) -> before.ordinal() < last));
    found.ifPresent(rest::remove);
    return found;
  }

  private static String names(List<SourceEntry> sources) {
    return sources.isEmpty()
        ? "none"
        : String.join(", ", sources.stream().map(SourceEntry::describe).toList());
  }

  private MillraceException.Builder sourcesChanged(String what) {
    return error(ErrorCode.SOURCE_SET_CHANGED, what);
  }

  /** A watermark that was declared before keeps its ordinal, the first of its column first. */
  private List<Declaration> declarations() {
    int next = old.next().declaration();
    List<Declaration> rest = new ArrayList<>(old.declarations());
    List<Declaration> known = new ArrayList<>();
    for (Declaration declaration : query.declarations()) {
      int ordinal = -1;
      for (int i = 0; i < rest.size() && ordinal < 0; i++) {
        if (rest.get(i).column().equalsIgnoreCase(declaration.column())) {
          ordinal = rest.remove(i).ordinal();
        }
      }
      known.add(new Declaration(ordinal < 0 ? next++ : ordinal, declaration.column()));
    }
    return known;
  }

  // State.

  private void mode() {
    OutputMode before = old.output().mode();
    OutputMode now = query.output().mode();
    if (before == now) {
      return;
    }
    MillraceException.Builder changed = error(ErrorCode.MODE_CHANGED, before, now);
    boolean keyed = !query.output().key().equals("-");
    boolean interchangeable = isOfChanges(before) && isOfChanges(now);
    if (interchangeable && keyed && query.output().key().equals(old.output().key())) {
      return;
    }
    Optional<String> obstacle =
        now == OutputMode.COMPLETE
            ? obstacleToComplete()
            : Optional.of(
                interchangeable
                    ? "the key of the result was "
                        + old.output().key()
                        + ", and is "
                        + query.output().key()
                    : "what the one mode has given, the other would have to give again");
    if (obstacle.isPresent()) {
      throw end(
          changed.detail(obstacle.get()).hint("go on in the old mode:  OUTPUT MODE " + before));
    }
  }

  private boolean entersComplete() {
    return query.output().mode() == OutputMode.COMPLETE
        && old.output().mode() != OutputMode.COMPLETE;
  }

  /** Why the whole result cannot be given now by a query that has not kept it; empty if it can. */
  private Optional<String> obstacleToComplete() {
    for (int i = 0; i < old.operators().size(); i++) {
      String horizon = old.operators().get(i).signature().getOrDefault("horizon", "none");
      if (!horizon.equals("none")) {
        return Optional.of(
            "COMPLETE gives the whole result, and groups of "
                + describe(old.operators(), i)
                + " leave its state when the watermark makes them final");
      }
    }
    return query.output().held() && old.output().columns().isEmpty()
        ? Optional.empty()
        : Optional.of("COMPLETE gives the whole result, and no operation holds what was given");
  }

  private static boolean isOfChanges(OutputMode mode) {
    return mode == OutputMode.UPDATE || mode == OutputMode.CHANGELOG;
  }

  private void operators() {
    for (int i = 0; i < Math.max(old.operators().size(), query.operators().size()); i++) {
      if (i >= query.operators().size()) {
        throw end(
            incompatible(describe(old.operators(), i), "the query has no such operation any more"));
      }
      if (i >= old.operators().size()) {
        throw end(
            incompatible(describe(query.operators(), i), "the checkpoint has no such operation"));
      }
      compare(i);
    }
  }

  /** What people call the operator in that place: by number if there are several of its kind. */
  private static String describe(List<Operator> operators, int place) {
    String kind = kind(operators.get(place));
    List<Operator> alike = operators.stream().filter(o -> kind(o).equals(kind)).toList();
    String what = kind.equals("aggregate") ? "the aggregation" : kind.toUpperCase(Locale.ROOT);
    return alike.size() == 1
        ? what
        : what + " number " + (alike.indexOf(operators.get(place)) + 1) + " from the inside";
  }

  private static String kind(Operator operator) {
    return operator.name().substring(0, operator.name().lastIndexOf('-'));
  }

  private void compare(int place) {
    Operator before = old.operators().get(place);
    Operator now = query.operators().get(place);
    if (!before.name().equals(now.name())) {
      throw end(
          incompatible(
              describe(old.operators(), place),
              "the query has " + describe(query.operators(), place) + " in its place"));
    }
    List<String> differences = differences(before, now);
    if (!differences.isEmpty()) {
      MillraceException.Builder error =
          incompatible(describe(query.operators(), place), differences.get(0));
      differences.subList(1, differences.size()).forEach(error::detail);
      throw end(error);
    }
  }

  private static List<String> differences(Operator before, Operator now) {
    List<String> differences = new ArrayList<>();
    Set<String> properties = new LinkedHashSet<>(before.signature().keySet());
    properties.addAll(now.signature().keySet());
    for (String property : properties) {
      String was = before.signature().getOrDefault(property, "none");
      String is = now.signature().getOrDefault(property, "none");
      boolean sameShape =
          property.equals(Fingerprints.EXPRESSIONS)
              && shape(before).isPresent()
              && shape(before).equals(shape(now));
      if (!property.equals(Fingerprints.SHAPE) && !sameShape && !SignatureText.goesOn(was, is)) {
        differences.addAll(difference(property, was, is));
      }
    }
    return differences;
  }

  private static Optional<String> shape(Operator operator) {
    return Optional.ofNullable(operator.signature().get(Fingerprints.SHAPE));
  }

  private static List<String> difference(String property, String was, String is) {
    return switch (property) {
      case "horizon" ->
          List.of("when groups are final was said by " + horizon(was) + ", is by " + horizon(is));
      case Fingerprints.EXPRESSIONS -> List.of("expressions below it have changed");
      case "aggregates" -> aggregates(was, is);
      case "group keys", "columns" -> types(property + " were " + was + ", are " + is, was, is);
      default -> List.of(property + " was " + was + ", is " + is);
    };
  }

  /** With the type that has become narrower, if only that has changed. */
  private static List<String> types(String difference, String was, String is) {
    List<String> all = new ArrayList<>(List.of(difference));
    SignatureText.narrowing(was, is)
        .ifPresent(n -> all.add(n + ": types of columns may become wider, nothing else"));
    return all;
  }

  private static List<String> aggregates(String was, String is) {
    List<String> before = SignatureText.items(was);
    List<String> now = SignatureText.items(is);
    List<String> all = new ArrayList<>(types("aggregates were " + was + ", are " + is, was, is));
    List<String> gone = without(before, now);
    List<String> fresh = without(now, before);
    if (gone.isEmpty() && fresh.isEmpty()) {
      all.add("they are in another order; what is kept of a group is in the old one");
    } else if (all.size() == 1) {
      if (!gone.isEmpty()) {
        all.add("not there any more: " + String.join(", ", gone));
      }
      if (!fresh.isEmpty()) {
        all.add("new, and nothing is known of rows that were read: " + String.join(", ", fresh));
      }
    }
    return all;
  }

  private static List<String> without(List<String> items, List<String> others) {
    List<String> rest = new ArrayList<>(items);
    others.forEach(rest::remove);
    return rest;
  }

  /** {@code key 2} as people say it. */
  private static String horizon(String text) {
    return text.equals("none") ? "nothing" : "group " + text;
  }

  private void output() {
    if (entersComplete()) {
      return;
    }
    boolean same =
        Objects.equals(old.output().key(), query.output().key())
            || query.output().mode() == OutputMode.APPEND;
    if (!same) {
      throw end(
          incompatible(
              "the output", "its key was " + old.output().key() + ", is " + query.output().key()));
    }
    String before = columns(old);
    String now = columns(query);
    if (!before.equals(now) && SignatureText.goesOn(before, now)) {
      before = now;
    }
    if (!before.equals(now) || !sameExpressions()) {
      throw end(
          incompatible(
              "the output",
              before.equals(now)
                  ? "expressions that give its columns have changed"
                  : "its columns were " + before + ", are " + now));
    }
  }

  /**
   * Whether the columns are given by the same expressions, or by columns that have become wider.
   */
  private boolean sameExpressions() {
    String before = expressions(old);
    String now = expressions(query);
    int shape = now.indexOf('/');
    return before.equals(now)
        || shape > 0
            && before.indexOf('/') == shape
            && before.substring(shape).equals(now.substring(shape))
        || shape > 0 && before.equals(now.substring(0, shape));
  }

  private static String expressions(PlanFingerprint plan) {
    return plan.output().columns().substring(columns(plan).length());
  }

  /** Without the mark of the expressions that give them. */
  private static String columns(PlanFingerprint plan) {
    String columns = plan.output().columns();
    int mark = columns.lastIndexOf(" by ");
    return mark < 0 ? columns : columns.substring(0, mark);
  }

  private MillraceException.Builder incompatible(String what, String difference) {
    return error(ErrorCode.STATE_INCOMPATIBLE, what, difference)
        .detail("checkpoint " + place + " holds the state of the query as it was")
        .hint("run the query as it was: what its state depends on must stay");
  }

  // The sink.

  private void sink() {
    SinkEntry before = old.sink();
    SinkEntry now = query.sink();
    if (before.isSame(now)) {
      return;
    }
    if (before.isMoved(now)) {
      movedSink(before, now);
      return;
    }
    MillraceException.Builder changed =
        error(ErrorCode.SINK_CHANGED, "it was " + before.describe() + ", and is " + now.describe());
    if (before.connector().equals("file") && now.connector().equals("file")) {
      throw end(
          changed
              .detail(
                  "the new directory would lack the rows that are in the old one"
                      + (options.partialOutput() ? "; ACCEPT PARTIAL OUTPUT is not for that" : ""))
              .hint("go on with the old path, or move the directory and link it there"));
    }
    if (!options.partialOutput() && !sinkIsEmpty.getAsBoolean()) {
      throw end(
          changed
              .detail("the new sink is not known to be empty, and would get only what follows")
              .hint("if that is meant, add  ACCEPT PARTIAL OUTPUT  behind the query"));
    }
  }

  private void movedSink(SinkEntry before, SinkEntry now) {
    if (!options.partialOutput()) {
      throw end(
          error(ErrorCode.SINK_CHANGED, "it was " + before.describe() + " elsewhere")
              .detail(moved(before.identity(), now.identity()))
              .hint("start the query in the directory in which it was started before")
              .hint("if its output was moved, say  ACCEPT PARTIAL OUTPUT  behind the query"));
    }
  }

  /** The error, with the way out that is always there. */
  private MillraceException end(MillraceException.Builder error) {
    if (old.sink().isSame(query.sink()) && !query.sink().connector().equals("-")) {
      error.detail(
          "a query that begins anew reads its sources from their start: "
              + query.sink().name()
              + " gets rows that it has already a second time");
    }
    return error.hint("or begin anew:  CHECKPOINT 'another directory'").build();
  }
}
