package io.millrace.api.table;

import static java.util.Objects.requireNonNull;

import io.millrace.api.table.tree.Expr;
import io.millrace.api.table.tree.Expr.Nulls;
import io.millrace.api.table.tree.ExprText;
import io.millrace.api.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table, or what is computed from columns. Immutable, belongs to no session, and is
 * checked when a table that uses it is planned.
 *
 * <p>Where a method takes an {@code Object}, a {@code Column} is that column, and anything else is
 * a constant, as by {@link functions#lit}.
 */
public final class Column {
  private final Expr expr;

  /** The column that the expression computes. */
  public Column(Expr expr) {
    this.expr = requireNonNull(expr, "expr is null");
  }

  /** The column of that name, as {@link functions#col}. */
  public Column(String name) {
    this(name.equals("*") ? new Expr.Star(Optional.empty()) : new Expr.Name(name));
  }

  /** What it is computed from. */
  public Expr expr() {
    return expr;
  }

  static Expr of(@Nullable Object value) {
    return value instanceof Column column ? column.expr : functions.lit(value).expr;
  }

  static List<Expr> all(Column... columns) {
    List<Expr> expressions = new ArrayList<>(columns.length);
    for (Column column : columns) {
      expressions.add(column.expr);
    }
    return expressions;
  }

  private Column binary(String operator, @Nullable Object other) {
    return new Column(new Expr.Binary(operator, expr, of(other)));
  }

  private Column call(String function, @Nullable Object... others) {
    List<Expr> arguments = new ArrayList<>();
    arguments.add(expr);
    for (Object other : others) {
      arguments.add(of(other));
    }
    return new Column(new Expr.Call(function, arguments, false));
  }

  /** {@code this = other}. */
  public Column equalTo(@Nullable Object other) {
    return binary("=", other);
  }

  /** {@code this <> other}. */
  public Column notEqual(@Nullable Object other) {
    return binary("<>", other);
  }

  /** Equal, where NULL equals NULL. */
  public Column eqNullSafe(@Nullable Object other) {
    return binary("IS NOT DISTINCT FROM", other);
  }

  /** {@code this > other}. */
  public Column gt(@Nullable Object other) {
    return binary(">", other);
  }

  /** {@code this >= other}. */
  public Column geq(@Nullable Object other) {
    return binary(">=", other);
  }

  /** {@code this < other}. */
  public Column lt(@Nullable Object other) {
    return binary("<", other);
  }

  /** {@code this <= other}. */
  public Column leq(@Nullable Object other) {
    return binary("<=", other);
  }

  /** {@code this + other}. */
  public Column plus(@Nullable Object other) {
    return binary("+", other);
  }

  /** {@code this - other}. */
  public Column minus(@Nullable Object other) {
    return binary("-", other);
  }

  /** {@code this * other}. */
  public Column multiply(@Nullable Object other) {
    return binary("*", other);
  }

  /** {@code this / other}; of whole numbers a whole number, as in SQL. */
  public Column divide(@Nullable Object other) {
    return binary("/", other);
  }

  /** The rest of {@code this / other}. */
  public Column mod(@Nullable Object other) {
    return binary("%", other);
  }

  /** {@code this AND other}. */
  public Column and(Object other) {
    return binary("AND", other);
  }

  /** {@code this OR other}. */
  public Column or(Object other) {
    return binary("OR", other);
  }

  /** Whether it is NULL. */
  public Column isNull() {
    return new Column(new Expr.Postfix("IS NULL", expr));
  }

  /** Whether it is not NULL. */
  public Column isNotNull() {
    return new Column(new Expr.Postfix("IS NOT NULL", expr));
  }

  /** Whether it is the number that is none. */
  public Column isNaN() {
    return call("ISNAN");
  }

  /** Whether it is one of the values. */
  public Column isin(Object... values) {
    List<Expr> list = new ArrayList<>();
    for (Object value : values) {
      list.add(of(value));
    }
    return new Column(new Expr.In(expr, list));
  }

  /** Whether it is one of the values. */
  public Column isInCollection(Iterable<?> values) {
    List<Object> list = new ArrayList<>();
    values.forEach(list::add);
    return isin(list.toArray());
  }

  /** Whether it lies between the two, or is one of them. */
  public Column between(@Nullable Object low, @Nullable Object high) {
    return new Column(new Expr.Between(expr, of(low), of(high)));
  }

  /** Whether the text matches the pattern of {@code LIKE}: {@code %} and {@code _}. */
  public Column like(String pattern) {
    return binary("LIKE", pattern);
  }

  /** As {@link #like}, in any case. */
  public Column ilike(String pattern) {
    return binary("ILIKE", pattern);
  }

  /** Whether the regular expression is found in the text. */
  public Column rlike(String regex) {
    return call("REGEXP_LIKE", regex);
  }

  /** Whether the text begins with the other. */
  public Column startsWith(Object prefix) {
    return call("STARTSWITH", prefix);
  }

  /** Whether the text ends with the other. */
  public Column endsWith(Object suffix) {
    return call("ENDSWITH", suffix);
  }

  /** Whether the text contains the other. */
  public Column contains(Object part) {
    return call("CONTAINS", part);
  }

  /** Characters from a place on, counted as by {@link functions#substring(Column, int, int)}. */
  public Column substr(int start, int length) {
    return functions.substring(this, start, length);
  }

  /** As {@link #substr(int, int)}, with columns. */
  public Column substr(Column start, Column length) {
    return functions.substring(this, start, length);
  }

  /** The value as another type: {@code int}, {@code decimal(10, 2)}. */
  public Column cast(String type) {
    return new Column(new Expr.Cast(expr, type, false));
  }

  /** The value as another type. */
  public Column cast(DataType type) {
    return cast(type.sql());
  }

  /** As {@link #cast(String)}; what cannot be converted is NULL. */
  public Column try_cast(String type) {
    return new Column(new Expr.Cast(expr, type, true));
  }

  /** The column under a name. */
  public Column as(String name) {
    return new Column(new Expr.Alias(expr, name));
  }

  /** The column under a name. */
  public Column alias(String name) {
    return as(name);
  }

  /** The column under a name. */
  public Column name(String name) {
    return as(name);
  }

  /** A field of a value that has fields; today of {@link functions#window} alone. */
  public Column getField(String name) {
    return new Column(new Expr.Field(expr, name));
  }

  /** One more case behind {@link functions#when}. */
  public Column when(Column condition, @Nullable Object value) {
    Expr.Case before = openCase("when");
    List<Expr.Branch> branches = new ArrayList<>(before.branches());
    branches.add(new Expr.Branch(condition.expr, of(value)));
    return new Column(new Expr.Case(branches, Optional.empty()));
  }

  /** The value if no case behind {@link functions#when} holds; NULL without this. */
  public Column otherwise(@Nullable Object value) {
    return new Column(new Expr.Case(openCase("otherwise").branches(), Optional.of(of(value))));
  }

  private Expr.Case openCase(String method) {
    if (expr instanceof Expr.Case cases && cases.otherwise().isEmpty()) {
      return cases;
    }
    throw new IllegalArgumentException(method + "() stands behind when() alone");
  }

  /** Sorted with the least first, NULL before all. */
  public Column asc() {
    return sorted(false, Nulls.DEFAULT);
  }

  /** Sorted with the least first, NULL before all. */
  public Column asc_nulls_first() {
    return sorted(false, Nulls.FIRST);
  }

  /** Sorted with the least first, NULL behind all. */
  public Column asc_nulls_last() {
    return sorted(false, Nulls.LAST);
  }

  /** Sorted with the greatest first, NULL behind all. */
  public Column desc() {
    return sorted(true, Nulls.DEFAULT);
  }

  /** Sorted with the greatest first, NULL before all. */
  public Column desc_nulls_first() {
    return sorted(true, Nulls.FIRST);
  }

  /** Sorted with the greatest first, NULL behind all. */
  public Column desc_nulls_last() {
    return sorted(true, Nulls.LAST);
  }

  private Column sorted(boolean descending, Nulls nulls) {
    return new Column(new Expr.SortKey(expr, descending, nulls));
  }

  /** The function over a window of rows. */
  public Column over(WindowSpec window) {
    return new Column(new Expr.Over(expr, window.partition(), window.order(), window.frame()));
  }

  /** The function over all rows. */
  public Column over() {
    return new Column(new Expr.Over(expr, List.of(), List.of(), Optional.empty()));
  }

  /** The element of an array at a position from 1, or the value of a map for a key. */
  public Column getItem(Object key) {
    return call("TRY_ELEMENT_AT", key);
  }

  /** Bits that both have. */
  public Column bitwiseAND(Object other) {
    return call("BITAND", other);
  }

  /** Bits that one of them has. */
  public Column bitwiseOR(Object other) {
    return call("BITOR", other);
  }

  /** Bits that exactly one of them has. */
  public Column bitwiseXOR(Object other) {
    return call("BITXOR", other);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Column column && column.expr.equals(expr);
  }

  @Override
  public int hashCode() {
    return expr.hashCode();
  }

  /** The expression as people read it. */
  @Override
  public String toString() {
    return ExprText.of(expr);
  }
}
