package io.millrace.api.table.tree;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a column is computed from. */
public sealed interface Expr {

  /**
   * A column by name: {@code amount}, {@code orders.amount}, {@code window.start}; names with dots
   * in backticks.
   */
  record Name(String text) implements Expr {}

  /** A column of a certain table. */
  record Member(TableTree table, String name) implements Expr {
    @Override
    public String toString() {
      return ExprText.of(this);
    }
  }

  /** A constant: a Boolean, Number, String, byte[] or value of java.time; null for NULL. */
  record Literal(@Nullable Object value) implements Expr {}

  /** All columns, of one table if it is named. */
  record Star(Optional<String> table) implements Expr {}

  /** The text of an expression in SQL. */
  record Text(String sql) implements Expr {}

  /**
   * A function by its name in SQL.
   *
   * @param distinct for an aggregate, whether it takes each value once
   */
  record Call(String function, List<Expr> arguments, boolean distinct) implements Expr {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /** A function in the program's own code that has no name. */
  record UserCall(Unnamed function, List<Expr> arguments) implements Expr {
    public UserCall {
      arguments = List.copyOf(arguments);
    }
  }

  /** A function in the program's own code that has no name; equal to nothing but itself. */
  interface Unnamed {
    /** Whether it takes the rows of a group. */
    boolean isAggregate();
  }

  /** An operator between its operands: {@code a + b}, {@code a AND b}. */
  record Binary(String operator, Expr left, Expr right) implements Expr {}

  /** An operator before its operand: {@code NOT a}, {@code - a}. */
  record Prefix(String operator, Expr operand) implements Expr {}

  /** An operator behind its operand: {@code a IS NULL}. */
  record Postfix(String operator, Expr operand) implements Expr {}

  /** {@code a BETWEEN low AND high}. */
  record Between(Expr operand, Expr low, Expr high) implements Expr {}

  /** {@code a IN (…)}. */
  record In(Expr operand, List<Expr> values) implements Expr {
    public In {
      values = List.copyOf(values);
    }
  }

  /** {@code CASE WHEN condition THEN value … ELSE otherwise END}. */
  record Case(List<Branch> branches, Optional<Expr> otherwise) implements Expr {
    public Case {
      branches = List.copyOf(branches);
    }
  }

  /** One WHEN of a {@link Case}. */
  record Branch(Expr condition, Expr value) {}

  /**
   * A conversion.
   *
   * @param type in SQL
   * @param tries whether what cannot be converted becomes NULL
   */
  record Cast(Expr operand, String type, boolean tries) implements Expr {}

  /** A field of a value that has fields: {@code window.start}. */
  record Field(Expr operand, String name) implements Expr {}

  /** A column under a name. */
  record Alias(Expr operand, String name) implements Expr {}

  /** Where NULL is sorted. */
  enum Nulls {
    DEFAULT,
    FIRST,
    LAST
  }

  /** A key to sort by. */
  record SortKey(Expr operand, boolean descending, Nulls nulls) implements Expr {}

  /**
   * The windows of a time. Lengths as text: {@code 10 minutes}.
   *
   * @param slide as the size for windows side by side
   */
  record Window(Expr time, String size, Optional<String> slide, Optional<String> start)
      implements Expr {}

  /** The session windows of a time. */
  record SessionWindow(Expr time, String gap) implements Expr {}

  /**
   * An aggregate of only some rows.
   *
   * @param call of an aggregate
   * @param condition that rows fulfil which count
   */
  record Filtered(Expr call, Expr condition) implements Expr {}

  /**
   * A function over a window of rows.
   *
   * @param frame ROWS or RANGE BETWEEN …, as text; empty without one
   */
  record Over(Expr function, List<Expr> partition, List<Expr> order, Optional<String> frame)
      implements Expr {
    public Over {
      partition = List.copyOf(partition);
      order = List.copyOf(order);
    }
  }
}
