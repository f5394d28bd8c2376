package io.millrace.plan.fluent;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.table.tree.Expr;
import io.millrace.api.table.tree.NameParts;
import io.millrace.api.table.tree.TableTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The columns that names can mean at some place: those of one table, or of several that are joined.
 *
 * <p>A window has no value of its own: it is the two columns {@code window_start} and {@code
 * window_end}, whatever stands for {@code window}. Names of its fields are told from that.
 */
record Scope(List<Side> sides) {
  private static final List<String> BOUNDS = List.of("start", "end");

  Scope {
    sides = List.copyOf(sides);
  }

  /**
   * A table in FROM.
   *
   * @param alias by which its columns can be told from others'
   * @param names of its columns; empty if they are not known
   * @param tree it is made of
   */
  record Side(Optional<String> alias, List<String> names, TableTree tree) {
    Side {
      names = List.copyOf(names);
    }

    Side named(String newAlias) {
      return new Side(Optional.of(newAlias), names, tree);
    }

    boolean has(String name) {
      return names.stream().anyMatch(name::equalsIgnoreCase);
    }

    /** Whether the table is, or is made from, the other. */
    boolean isMadeFrom(TableTree other) {
      return isMadeFrom(tree, other);
    }

    private static boolean isMadeFrom(TableTree tree, TableTree other) {
      return tree == other || tree.inputs().stream().anyMatch(input -> isMadeFrom(input, other));
    }

    /** Whether it is made from a table that reads as the other does. */
    boolean isMadeFromSuch(TableTree other) {
      return isMadeFromSuch(tree, other);
    }

    private static boolean isMadeFromSuch(TableTree tree, TableTree other) {
      return tree.equals(other)
          || tree.inputs().stream().anyMatch(input -> isMadeFromSuch(input, other));
    }
  }

  /** All names, in order. */
  List<String> names() {
    List<String> all = new ArrayList<>();
    sides.forEach(side -> all.addAll(side.names()));
    return all;
  }

  boolean has(String name) {
    return sides.stream().anyMatch(side -> side.has(name));
  }

  /** Whether the name stands for a window's two columns. */
  boolean isWindow(String name) {
    return !has(name) && BOUNDS.stream().allMatch(bound -> has(name + "_" + bound));
  }

  /** The windows that a column by name is: one name, whose bounds are columns. */
  Optional<String> window(Expr expression) {
    if (expression instanceof Expr.Name name) {
      List<String> parts = NameParts.of(name.text());
      String last = parts.get(parts.size() - 1);
      return isWindow(last) ? Optional.of(last) : Optional.empty();
    }
    return expression instanceof Expr.Member member && isWindow(member.name())
        ? Optional.of(member.name())
        : Optional.empty();
  }

  /** A column by name, as SQL. */
  Sql column(String text) {
    List<String> parts = NameParts.of(text);
    if (parts.size() > 1) {
      String last = parts.get(parts.size() - 1);
      Optional<Sql> field = field(parts.get(parts.size() - 2), last);
      if (field.isPresent()) {
        return field.get();
      }
    }
    return Sql.join(".", parts.stream().map(Sql::name).toList());
  }

  /** A field of a window. */
  Optional<Sql> field(String window, String name) {
    return BOUNDS.contains(name) && isWindow(window)
        ? Optional.of(Sql.name(window + "_" + name))
        : Optional.empty();
  }

  /** A column of a certain table, as SQL. */
  Sql column(Expr.Member member) {
    if (sides.size() < 2) {
      return column(member.name());
    }
    List<Side> candidates = sides.stream().filter(side -> side.isMadeFrom(member.table())).toList();
    if (candidates.isEmpty()) {
      // the program asked for the table twice:  table("t").col("x")
      candidates = sides.stream().filter(side -> side.isMadeFromSuch(member.table())).toList();
    }
    if (candidates.size() > 1) {
      candidates = sides.stream().filter(side -> side.tree() == member.table()).toList();
    }
    if (candidates.size() == 1 && candidates.get(0).alias().isPresent()) {
      return Sql.name(candidates.get(0).alias().get()).then(".").then(Sql.name(member.name()));
    }
    if (sides.stream().filter(side -> side.has(member.name())).count() > 1) {
      String why =
          candidates.isEmpty()
              ? "neither side is made from its table"
              : "both sides are made from that table";
      throw error(ErrorCode.COLUMN_AMBIGUOUS, member.name(), why)
          .hint("give the sides names:  t.as(\"a\").join(t.as(\"b\"), expr(\"a.x = b.x\"))")
          .build();
    }
    return column(member.name());
  }
}
