package io.millrace.plan.fluent;

import io.millrace.plan.fluent.Scope.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A SELECT in the making. Clauses are added as long as they would be executed in SQL's order; what
 * comes after that stands around it: {@code SELECT … FROM (SELECT …)}.
 */
final class Block {
  private final Sql from;
  private final Scope scope;

  /** Whether it is a whole query already, as the user's text or UNION. */
  private final boolean whole;

  private Optional<List<Item>> items = Optional.empty();
  private final List<Sql> where = new ArrayList<>();
  private final List<Sql> group = new ArrayList<>();
  private boolean aggregates;
  private boolean distinct;
  private List<Key> order = new ArrayList<>();
  private long offset;
  private OptionalLong limit = OptionalLong.empty();

  /**
   * A column of the result.
   *
   * @param sql with AS where it needs one
   */
  record Item(Sql sql, String name) {

    /** An expression under a name. */
    static Item of(Sql expression, String name) {
      return new Item(expression.then(" AS ").then(Sql.name(name)), name);
    }

    /** A column as it is. */
    static Item column(String name) {
      return new Item(Sql.name(name), name);
    }
  }

  /**
   * A key to sort by.
   *
   * @param column the column it is, by name; empty for an expression
   * @param behind what stands behind the column
   */
  record Key(Sql sql, Optional<String> column, String behind) {}

  private Block(Sql from, Scope scope, boolean whole) {
    this.from = from;
    this.scope = scope;
    this.whole = whole;
  }

  /** {@code SELECT * FROM from}. */
  static Block over(Sql from, List<Side> sides) {
    return new Block(from, new Scope(sides), false);
  }

  /** A query that is whole. */
  static Block whole(Sql query, Side side) {
    return new Block(query, new Scope(List.of(side)), true);
  }

  /** The columns of FROM. */
  Scope scope() {
    return scope;
  }

  /** The columns of the result. */
  List<String> names() {
    return items.map(list -> list.stream().map(Item::name).toList()).orElseGet(scope::names);
  }

  /** What names mean in ORDER BY: the columns of the result, then those of FROM. */
  Scope orderScope() {
    if (items.isEmpty()) {
      return scope;
    }
    List<String> names = new ArrayList<>(names());
    names.addAll(scope.names());
    List<Side> sides = new ArrayList<>();
    for (Side side : scope.sides()) {
      sides.add(sides.isEmpty() ? new Side(side.alias(), names, side.tree()) : side);
    }
    return new Scope(sides);
  }

  boolean isPlain() {
    return isOpen() && where.isEmpty() && order.isEmpty();
  }

  /** Whether it is a table of the catalog, and nothing has been done with it. */
  boolean isTable() {
    return isPlain()
        && !isLimited()
        && scope.sides().size() == 1
        && scope.sides().get(0).alias().map(Sql::quoted).filter(from.shown()::equals).isPresent();
  }

  /** Whether columns are those of FROM, as yet. */
  boolean isOpen() {
    return !whole && items.isEmpty() && !aggregates && !distinct;
  }

  boolean isLimited() {
    return offset > 0 || limit.isPresent();
  }

  boolean isOrdered() {
    return !order.isEmpty();
  }

  boolean isDistinct() {
    return distinct;
  }

  boolean isWhole() {
    return whole;
  }

  boolean hasAggregates() {
    return aggregates;
  }

  Sql from() {
    return from;
  }

  void select(List<Item> columns) {
    items = Optional.of(List.copyOf(columns));
  }

  void where(Sql condition) {
    where.add(condition);
  }

  /** One row for each group. */
  void group(List<Sql> keys, List<Item> columns) {
    group.addAll(keys);
    aggregates = true;
    select(columns);
    order = new ArrayList<>();
  }

  /** The items hold aggregates, or may. */
  void markAggregates() {
    aggregates = true;
  }

  void distinct() {
    distinct = true;
    order = new ArrayList<>();
  }

  void order(List<Key> keys) {
    order = new ArrayList<>(keys);
  }

  /** The order is nobody's business any more. */
  void forgetOrder() {
    if (!isLimited()) {
      order = new ArrayList<>();
    }
  }

  /** The order, if it can be said of the result's columns; it is none of this block's then. */
  Optional<List<Key>> takeOrder() {
    List<String> names = names();
    boolean byColumns =
        order.stream()
            .allMatch(
                key ->
                    key.column().isPresent()
                        && names.stream().anyMatch(key.column().get()::equalsIgnoreCase));
    if (order.isEmpty() || isLimited() || !byColumns) {
      return Optional.empty();
    }
    List<Key> taken = order;
    order = new ArrayList<>();
    return Optional.of(
        taken.stream()
            .map(
                key ->
                    new Key(
                        Sql.name(key.column().orElseThrow()).then(key.behind()),
                        key.column(),
                        key.behind()))
            .toList());
  }

  void limit(long count) {
    limit = OptionalLong.of(Math.min(count, limit.orElse(Long.MAX_VALUE)));
  }

  void offset(long count) {
    offset = Math.addExact(offset, count);
    if (limit.isPresent()) {
      limit = OptionalLong.of(Math.max(0, limit.getAsLong() - count));
    }
  }

  /** The query. */
  Sql sql() {
    Sql sql = whole ? from : select();
    if (!order.isEmpty()) {
      sql = sql.then(" ORDER BY ").then(Sql.join(", ", order.stream().map(Key::sql).toList()));
    }
    if (limit.isPresent()) {
      sql = sql.then(" LIMIT " + limit.getAsLong());
    }
    return offset > 0 ? sql.then(" OFFSET " + offset) : sql;
  }

  private Sql select() {
    Sql columns =
        items
            .map(list -> Sql.join(", ", list.stream().map(Item::sql).toList()))
            .orElse(Sql.of("*"));
    Sql sql = Sql.of(distinct ? "SELECT DISTINCT " : "SELECT ").then(columns);
    sql = sql.then(" FROM ").then(from);
    if (!where.isEmpty()) {
      sql = sql.then(" WHERE ").then(Sql.join(" AND ", where));
    }
    return group.isEmpty() ? sql : sql.then(" GROUP BY ").then(Sql.join(", ", group));
  }
}
