package io.millrace.plan.incremental.bound;

import io.millrace.api.types.DataType;
import io.millrace.api.types.TypeKind;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expression.Call;
import io.millrace.plan.expression.Expression.ColumnReference;
import io.millrace.plan.expression.Expression.Literal;
import io.millrace.plan.expression.Expressions;
import io.millrace.plan.expression.Function;
import io.millrace.plan.physical.JoinKey;
import io.millrace.plan.physical.JoinType;
import io.millrace.plan.physical.OperatorSpec.Emission;
import io.millrace.plan.physical.OperatorSpec.Horizon;
import io.millrace.plan.physical.QueryPlan.ChangeKind;
import io.millrace.plan.physical.SetOperation;
import io.millrace.plan.physical.TopN;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** How each relational operator changes what is known about changes. */
public final class BoundRules {
  private static final long DAY = 86_400_000_000L;
  private static final long HOUR = 3_600_000_000L;

  /** The most that a zone's clock can be behind UTC, as java.time has it. */
  private static final long WESTERNMOST = 18 * HOUR;

  private BoundRules() {}

  /** A declared watermark: its column is bounded by itself. */
  public static Traits watermark(Traits input, int column) {
    List<ColumnTraits> columns = new ArrayList<>(input.columns());
    columns.set(column, ColumnTraits.of(new ColumnBound(0, 0)));
    return input.withColumns(columns);
  }

  /** A row that leaves the condition is deleted, unless the condition is one on the key. */
  public static Traits filter(Traits input, Expression condition) {
    if (input.kind() == ChangeKind.UPDATE) {
      Set<Integer> key = new HashSet<>(input.key().orElse(List.of()));
      BitSet read = Expressions.columns(condition);
      if (!key.containsAll(read.stream().boxed().toList())) {
        return oneRowGone(input).withKind(ChangeKind.DELETE);
      }
    }
    return oneRowGone(input);
  }

  private static Traits oneRowGone(Traits input) {
    RowCount rows = input.rows() == RowCount.ONE ? RowCount.BOUNDED : input.rows();
    return new Traits(input.kind(), input.key(), input.ends(), rows, input.columns());
  }

  /**
   * Columns that are copied, shifted or cut to a unit keep a bound; a key survives whole or not.
   */
  public static Traits project(Traits input, List<Expression> projections) {
    List<ColumnTraits> columns = new ArrayList<>();
    for (Expression projection : projections) {
      columns.add(column(input, projection));
    }
    Optional<List<Integer>> key = input.key().flatMap(k -> projectKey(input, k, projections));
    ChangeKind kind = input.kind();
    if (kind == ChangeKind.UPDATE && key.isEmpty()) {
      kind = ChangeKind.DELETE;
    }
    return new Traits(kind, key, input.ends(), input.rows(), columns);
  }

  private static Optional<List<Integer>> projectKey(
      Traits input, List<Integer> key, List<Expression> projections) {
    List<Integer> result = new ArrayList<>();
    Set<String> windows = new HashSet<>();
    List<Integer> missing = new ArrayList<>();
    for (int column : key) {
      OptionalInt found = injective(projections, column);
      if (found.isEmpty()) {
        missing.add(column);
        continue;
      }
      result.add(found.getAsInt());
      input.columns().get(column).window().ifPresent(windows::add);
    }
    for (int column : missing) {
      Optional<String> window = input.columns().get(column).window();
      if (window.isPresent() && windows.contains(window.get())) {
        continue;
      }
      OptionalInt equivalent = sameWindow(input, projections, window);
      if (equivalent.isEmpty()) {
        return Optional.empty();
      }
      result.add(equivalent.getAsInt());
      windows.add(window.orElseThrow());
    }
    return Optional.of(result);
  }

  private static OptionalInt sameWindow(
      Traits input, List<Expression> projections, Optional<String> window) {
    if (window.isEmpty()) {
      return OptionalInt.empty();
    }
    for (int i = 0; i < input.columns().size(); i++) {
      if (input.columns().get(i).window().equals(window)) {
        OptionalInt found = injective(projections, i);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return OptionalInt.empty();
  }

  /** Whether the value of a column can be told from that of a projection. */
  public static boolean isKept(List<Expression> projections, int column) {
    return injective(projections, column).isPresent();
  }

  /** A projection from whose value the column's can be told. */
  private static OptionalInt injective(List<Expression> projections, int column) {
    for (int i = 0; i < projections.size(); i++) {
      Expression expression = projections.get(i);
      Optional<Expression> operand = injectiveOperand(expression);
      while (operand.isPresent()) {
        expression = operand.get();
        operand = injectiveOperand(expression);
      }
      if (expression instanceof ColumnReference reference && reference.index() == column) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  /** What an expression is made of, if different values of that give different results. */
  private static Optional<Expression> injectiveOperand(Expression expression) {
    if (expression instanceof Expression.Cast cast && isWidening(cast)) {
      return Optional.of(cast.operand());
    }
    if (!(expression instanceof Call call)) {
      return Optional.empty();
    }
    boolean kept =
        switch (call.function()) {
          case REQUIRE_LENGTH, REQUIRE_NOT_NULL -> true;
          case ADD_INTERVAL ->
              call.arguments().get(1) instanceof Literal literal
                  && literal.type().kind() == TypeKind.INTERVAL_DAY;
          default -> false;
        };
    return kept ? Optional.of(call.arguments().get(0)) : Optional.empty();
  }

  /** Whether different values stay different. What does not fit is an error, unless it is cut. */
  private static boolean isWidening(Expression.Cast cast) {
    TypeKind from = cast.operand().type().kind();
    TypeKind to = cast.type().kind();
    if (cast.nullOnFailure()) {
      return false;
    }
    if (from.isInteger() && to.isInteger()) {
      return true;
    }
    if (from.isText() && to == TypeKind.VARCHAR) {
      int longest = cast.operand().type().precision();
      return cast.type().precision() == DataType.UNBOUNDED
          || longest != DataType.UNBOUNDED && longest <= cast.type().precision();
    }
    if (from == to && from.isTimestamp()) {
      return cast.operand().type().precision() <= cast.type().precision();
    }
    return from == to
        && from == TypeKind.DECIMAL
        && cast.type().scale() >= cast.operand().type().scale();
  }

  private static ColumnTraits column(Traits input, Expression expression) {
    if (expression instanceof ColumnReference reference) {
      return input.columns().get(reference.index());
    }
    if (expression instanceof Expression.Cast cast
        && cast.type().kind() == cast.operand().type().kind()
        && cast.type().kind().isTimestamp()
        && cast.type().precision() >= cast.operand().type().precision()) {
      return column(input, cast.operand());
    }
    if (expression instanceof Expression.Cast cast
        && cast.type().kind() == TypeKind.DATE
        && cast.operand().type().kind().isTimestamp()) {
      boolean zoned = cast.operand().type().kind() == TypeKind.TIMESTAMP_LTZ;
      return column(input, cast.operand())
          .bound()
          .filter(b -> b.unitMicros() == 1)
          .map(b -> ColumnTraits.of(day(b, zoned)))
          .orElse(ColumnTraits.NONE);
    }
    if (expression instanceof Expression.Cast cast
        && cast.type().kind() == TypeKind.DATE
        && cast.operand().type().kind() == TypeKind.DATE) {
      return column(input, cast.operand());
    }
    if (!(expression instanceof Call call)) {
      return ColumnTraits.NONE;
    }
    if (call.function() == Function.ADD_INTERVAL
        && call.arguments().get(1) instanceof Literal literal
        && literal.type().kind() == TypeKind.INTERVAL_DAY
        && literal.value() instanceof Long micros) {
      ColumnTraits of = column(input, call.arguments().get(0));
      return new ColumnTraits(
          of.bound().filter(b -> micros % b.unitMicros() == 0).map(b -> b.shifted(micros)),
          of.window());
    }
    if (call.function() == Function.FLOOR_TIME
        && call.arguments().get(0) instanceof Literal literal
        && literal.value() instanceof String unit
        && call.type().kind().isTimestamp()) {
      OptionalLong length = longest(unit, call.type().kind() == TypeKind.TIMESTAMP_LTZ);
      Optional<ColumnBound> bound = column(input, call.arguments().get(1)).bound();
      if (length.isPresent() && bound.isPresent()) {
        ColumnBound end = windowEnd(bound.get(), length.getAsLong());
        return ColumnTraits.of(end.shifted(-length.getAsLong()));
      }
    }
    if (call.function() == Function.TUMBLE_START
        && call.arguments().get(1) instanceof Literal literal
        && literal.value() instanceof Long size) {
      Optional<ColumnBound> bound = column(input, call.arguments().get(0)).bound();
      return bound
          .map(b -> ColumnTraits.of(windowEnd(b, size).shifted(-size)))
          .orElse(ColumnTraits.NONE);
    }
    return ColumnTraits.NONE;
  }

  /** The longest a calendar unit can be. Zones add up to an hour or two where clocks change. */
  private static OptionalLong longest(String unit, boolean zoned) {
    long clockChange = zoned ? 2 * HOUR : 0;
    return switch (unit.toUpperCase(Locale.ROOT)) {
      case "MICROSECOND", "MICROSECONDS" -> OptionalLong.of(1);
      case "MILLISECOND", "MILLISECONDS" -> OptionalLong.of(1_000);
      case "SECOND" -> OptionalLong.of(1_000_000);
      case "MINUTE" -> OptionalLong.of(60_000_000);
      case "HOUR" -> OptionalLong.of(HOUR + clockChange);
      case "DAY" -> OptionalLong.of(DAY + clockChange);
      case "WEEK", "ISOWEEK" -> OptionalLong.of(7 * DAY + clockChange);
      case "MONTH" -> OptionalLong.of(31 * DAY + clockChange);
      case "QUARTER" -> OptionalLong.of(92 * DAY + clockChange);
      case "YEAR", "ISOYEAR" -> OptionalLong.of(371 * DAY + clockChange);
      default -> OptionalLong.empty();
    };
  }

  /**
   * The end of a window over a column. A window still open holds a time before its end, so behind a
   * column that is late only beyond its own value the end closes that much earlier.
   */
  private static ColumnBound windowEnd(ColumnBound time, long size) {
    long offset = time.offsetMicros() <= 0 ? time.offsetMicros() : time.offsetMicros() - 1;
    return new ColumnBound(offset, time.reachMicros() + size);
  }

  /**
   * The date of a time. A local day can end that much later than the same day in UTC as a zone can
   * lie west of it.
   */
  private static ColumnBound day(ColumnBound time, boolean zoned) {
    long west = zoned ? WESTERNMOST : 0;
    ColumnBound end = windowEnd(time, DAY + west);
    return new ColumnBound(DAY, end.offsetMicros() + DAY + west, end.reachMicros());
  }

  /** Adds window_start, window_end and window_time, which determine each other. */
  public static Traits window(Traits input, int timeColumn, long size, String name) {
    List<ColumnTraits> columns = new ArrayList<>(input.columns());
    int first = columns.size();
    Optional<ColumnBound> end =
        input.columns().get(timeColumn).bound().map(b -> windowEnd(b, size));
    Optional<String> window = Optional.of(name);
    columns.add(new ColumnTraits(end.map(b -> b.shifted(-size)), window));
    columns.add(new ColumnTraits(end, window));
    columns.add(new ColumnTraits(end.map(b -> b.shifted(-1)), window));
    Optional<List<Integer>> key =
        input
            .key()
            .map(
                k -> {
                  List<Integer> extended = new ArrayList<>(k);
                  extended.add(first);
                  extended.add(first + 1);
                  return extended;
                });
    return new Traits(input.kind(), key, input.ends(), input.rows(), columns);
  }

  /** Adds the columns of a table function, of which nothing is known; a key may come again. */
  public static Traits lateral(Traits input, int added) {
    List<ColumnTraits> columns = new ArrayList<>(input.columns());
    columns.addAll(Collections.nCopies(added, ColumnTraits.NONE));
    ChangeKind kind = input.kind() == ChangeKind.INSERT ? ChangeKind.INSERT : ChangeKind.DELETE;
    RowCount rows = input.rows() == RowCount.ONE ? RowCount.BOUNDED : input.rows();
    return new Traits(kind, Optional.empty(), input.ends(), rows, columns);
  }

  /** A column is bounded if it is in every input; keys are lost. */
  public static Traits union(List<Traits> inputs) {
    Traits first = inputs.get(0);
    List<ColumnTraits> columns = new ArrayList<>();
    for (int i = 0; i < first.columns().size(); i++) {
      Optional<ColumnBound> bound = first.columns().get(i).bound();
      for (Traits input : inputs.subList(1, inputs.size())) {
        Optional<ColumnBound> other = input.columns().get(i).bound();
        bound =
            bound.isPresent() && other.isPresent()
                ? Optional.of(bound.get().latest(other.get()))
                : Optional.empty();
      }
      columns.add(new ColumnTraits(bound, Optional.empty()));
    }
    boolean ends = inputs.stream().allMatch(Traits::ends);
    boolean insertOnly = inputs.stream().allMatch(t -> t.kind() == ChangeKind.INSERT);
    boolean bounded = inputs.stream().noneMatch(t -> t.rows() == RowCount.UNBOUNDED);
    return new Traits(
        insertOnly ? ChangeKind.INSERT : ChangeKind.DELETE,
        Optional.empty(),
        ends,
        bounded ? RowCount.BOUNDED : RowCount.UNBOUNDED,
        columns);
  }

  /**
   * GROUP BY: the keys keep their bounds. Rows given once, when final, are insertions; else groups
   * are updated, and go only if the input can delete their last row.
   */
  public static Traits aggregate(Traits input, List<Integer> keys, int calls, Emission emission) {
    List<ColumnTraits> columns = new ArrayList<>();
    for (int key : keys) {
      columns.add(input.columns().get(key));
    }
    for (int i = 0; i < calls; i++) {
      columns.add(ColumnTraits.NONE);
    }
    List<Integer> key = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      key.add(i);
    }
    ChangeKind kind;
    if (emission == Emission.FINAL) {
      kind = ChangeKind.INSERT;
    } else if (input.kind() == ChangeKind.INSERT || keys.isEmpty()) {
      kind = ChangeKind.UPDATE;
    } else {
      kind = ChangeKind.DELETE;
    }
    RowCount rows = keys.isEmpty() ? RowCount.ONE : input.rows();
    return new Traits(kind, Optional.of(key), input.ends(), rows, columns);
  }

  /**
   * A join: rows only come if those of both inputs do, and nothing is given for want of a match
   * that may come yet. A column is bounded if it is equal to a bounded one of the other input:
   * neither gives a change of such a row any more. A row is told by those of both inputs; by that
   * of one alone, if it has at most one match.
   */
  public static Traits join(
      Traits left,
      Traits right,
      JoinType type,
      List<JoinKey> keys,
      boolean hasCondition,
      boolean atEnd) {
    int width = left.columns().size();
    List<ColumnTraits> columns = new ArrayList<>();
    for (int i = 0; i < width + (type.givesBoth() ? right.columns().size() : 0); i++) {
      columns.add(ColumnTraits.NONE);
    }
    for (JoinKey key : keys) {
      Optional<ColumnBound> bound = common(left, right, key);
      if (bound.isPresent()) {
        columns.set(key.left(), ColumnTraits.of(bound.get()));
        if (type.givesBoth()) {
          columns.set(width + key.right(), ColumnTraits.of(bound.get()));
        }
      }
    }
    boolean insertOnly =
        left.kind() == ChangeKind.INSERT
            && right.kind() == ChangeKind.INSERT
            && (type == JoinType.INNER || type == JoinType.SEMI || atEnd);
    boolean bounded = left.rows() != RowCount.UNBOUNDED && right.rows() != RowCount.UNBOUNDED;
    boolean one =
        left.rows() == RowCount.ONE
            && right.rows() == RowCount.ONE
            && keys.isEmpty()
            && !hasCondition
            && type.givesBoth();
    return new Traits(
        insertOnly ? ChangeKind.INSERT : ChangeKind.DELETE,
        joinKey(left, right, type, keys),
        left.ends() && right.ends(),
        one ? RowCount.ONE : bounded ? RowCount.BOUNDED : RowCount.UNBOUNDED,
        columns);
  }

  /** INTERSECT and EXCEPT: a column is bounded if it is in both inputs. */
  public static Traits set(Traits left, Traits right, SetOperation operation, boolean atEnd) {
    Traits both = union(List.of(left, right));
    boolean insertOnly = both.kind() == ChangeKind.INSERT && (operation.isMonotone() || atEnd);
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < left.columns().size(); i++) {
      all.add(i);
    }
    return new Traits(
        insertOnly ? ChangeKind.INSERT : ChangeKind.DELETE,
        operation.isDistinct() ? Optional.of(all) : left.key(),
        both.ends(),
        both.rows(),
        both.columns());
  }

  /**
   * Functions over windows: a row of a partition may change as long as any row of it does, so only
   * what rows are partitioned by keeps its bound. Rows stay as long as those of the input.
   */
  public static Traits over(Traits input, List<Integer> partition, int calls, boolean atEnd) {
    List<ColumnTraits> columns = new ArrayList<>();
    for (int i = 0; i < input.columns().size(); i++) {
      columns.add(partition.contains(i) ? input.columns().get(i) : ColumnTraits.NONE);
    }
    columns.addAll(Collections.nCopies(calls, ColumnTraits.NONE));
    ChangeKind kind;
    if (atEnd && input.kind() == ChangeKind.INSERT) {
      kind = ChangeKind.INSERT;
    } else {
      kind =
          input.kind() == ChangeKind.DELETE || input.key().isEmpty()
              ? ChangeKind.DELETE
              : ChangeKind.UPDATE;
    }
    return new Traits(kind, input.key(), input.ends(), input.rows(), columns);
  }

  private static Optional<ColumnBound> common(Traits left, Traits right, JoinKey key) {
    Optional<ColumnBound> a = left.columns().get(key.left()).bound();
    Optional<ColumnBound> b = right.columns().get(key.right()).bound();
    return a.isPresent() && b.isPresent() && a.get().unitMicros() == b.get().unitMicros()
        ? Optional.of(a.get().latest(b.get()))
        : Optional.empty();
  }

  private static Optional<List<Integer>> joinKey(
      Traits left, Traits right, JoinType type, List<JoinKey> keys) {
    if (!type.givesBoth()) {
      return left.key();
    }
    if (left.key().isEmpty() || right.key().isEmpty()) {
      return Optional.empty();
    }
    List<Integer> ofLeft = left.key().get();
    List<Integer> ofRight =
        right.key().get().stream().map(column -> left.columns().size() + column).toList();
    boolean oneRight = keys.stream().map(JoinKey::right).toList().containsAll(right.key().get());
    boolean oneLeft = keys.stream().map(JoinKey::left).toList().containsAll(ofLeft);
    // A row that may be missing tells nothing.
    if (oneRight && !type.pads(0)) {
      return Optional.of(ofLeft);
    }
    if (oneLeft && !type.pads(1)) {
      return Optional.of(ofRight);
    }
    List<Integer> both = new ArrayList<>(ofLeft);
    both.addAll(ofRight);
    return Optional.of(both);
  }

  /** Each row once: all columns are the key; insertions stay insertions. */
  public static Traits distinct(Traits input, Emission emission) {
    List<Integer> key = new ArrayList<>();
    for (int i = 0; i < input.columns().size(); i++) {
      key.add(i);
    }
    ChangeKind kind =
        input.kind() == ChangeKind.INSERT || emission == Emission.FINAL
            ? ChangeKind.INSERT
            : ChangeKind.DELETE;
    return new Traits(kind, Optional.of(key), input.ends(), input.rows(), input.columns());
  }

  /**
   * The first row of each key: the columns of the key have its values for themselves, unless the
   * key may be forgotten and come again.
   */
  public static Traits deduplicate(Traits input, List<Integer> keys, boolean isForgotten) {
    ChangeKind kind = input.kind() == ChangeKind.INSERT ? ChangeKind.INSERT : ChangeKind.DELETE;
    Optional<List<Integer>> key = isForgotten ? input.key() : Optional.of(keys);
    return new Traits(kind, key, input.ends(), input.rows(), input.columns());
  }

  /** A cut: finitely many rows. */
  public static Traits limit(Traits input) {
    return new Traits(input.kind(), input.key(), input.ends(), RowCount.BOUNDED, input.columns());
  }

  /**
   * The first rows of partitions. A row may come and go for ever, because of others, but for one of
   * a partition that is final. Where one row is given at most, it is told by its partition.
   */
  public static Traits topN(Traits input, TopN rule, Emission emission) {
    List<ColumnTraits> columns = new ArrayList<>();
    for (int i = 0; i < input.columns().size(); i++) {
      ColumnTraits of = input.columns().get(i);
      columns.add(
          rule.partition().contains(i) ? of : new ColumnTraits(Optional.empty(), of.window()));
    }
    if (rule.numbered()) {
      columns.add(ColumnTraits.NONE);
    }
    boolean onlyComes = input.kind() == ChangeKind.INSERT;
    boolean replaces =
        onlyComes && (rule.givesOneRow() || rule.isToldByNumber()) && rule.ordering().offset() == 0;
    Optional<List<Integer>> key = input.key();
    if (rule.givesOneRow()) {
      key = Optional.of(rule.partition());
    } else if (rule.isToldByNumber()) {
      List<Integer> place = new ArrayList<>(rule.partition());
      place.add(input.columns().size());
      key = Optional.of(place);
    }
    return new Traits(
        emission == Emission.FINAL
            ? ChangeKind.INSERT
            : replaces ? ChangeKind.UPDATE : ChangeKind.DELETE,
        key,
        input.ends(),
        rule.partition().isEmpty() ? RowCount.BOUNDED : input.rows(),
        columns);
  }

  /** When rows that agree in these columns are final: the earliest of the columns' horizons. */
  public static Optional<Horizon> horizon(Traits input, List<Integer> columns) {
    Optional<Horizon> best = Optional.empty();
    long bestReach = Long.MAX_VALUE;
    for (int column : columns) {
      Optional<ColumnBound> bound = input.columns().get(column).bound();
      if (bound.isPresent()) {
        long reach = bound.get().reachMicros();
        // Of equal ones, prefer the column that is its own horizon: window_end before window_start.
        boolean better =
            reach < bestReach
                || (reach == bestReach
                    && bound.get().offsetMicros() == 0
                    && best.isPresent()
                    && best.get().offsetMicros() != 0);
        if (better) {
          best =
              Optional.of(
                  new Horizon(column, bound.get().unitMicros(), bound.get().offsetMicros()));
          bestReach = reach;
        }
      }
    }
    return best;
  }
}
