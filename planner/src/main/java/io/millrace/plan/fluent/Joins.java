package io.millrace.plan.fluent;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.table.tree.Expr;
import io.millrace.api.table.tree.TableTree;
import io.millrace.api.table.tree.TableTree.JoinKind;
import io.millrace.plan.fluent.Scope.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Two tables side by side. */
final class Joins {
  private Joins() {}

  /** A table in FROM. */
  private record Table(Sql from, List<Side> sides) {}

  static Block of(TableTree.Join tree, TreeWriter writer) {
    Table left = table(writer.block(tree.left()), tree.left(), List.of());
    Table right = table(writer.block(tree.right()), tree.right(), left.sides());
    List<Side> both = new ArrayList<>(left.sides());
    both.addAll(right.sides());
    if (tree.kind() == JoinKind.LEFT_SEMI || tree.kind() == JoinKind.LEFT_ANTI) {
      return exists(tree, left, right, both);
    }
    Sql sql = left.from().then(" " + words(tree.kind()) + " ").then(right.from());
    if (!tree.using().isEmpty()) {
      List<Sql> names = tree.using().stream().map(Sql::name).toList();
      sql = sql.then(" USING (").then(Sql.join(", ", names)).then(")");
    } else if (tree.condition().isPresent()) {
      sql = sql.then(" ON ").then(new ExprWriter(new Scope(both)).write(tree.condition().get()));
    } else if (tree.kind() != JoinKind.CROSS) {
      sql = sql.then(" ON TRUE");
    }
    return Block.over(sql, merged(both, left, tree.using()));
  }

  /** Rows of the left side that the right has something for, or nothing. */
  private static Block exists(TableTree.Join tree, Table left, Table right, List<Side> both) {
    Sql condition = Sql.of("TRUE");
    if (!tree.using().isEmpty()) {
      List<Sql> equal = new ArrayList<>();
      for (String name : tree.using()) {
        equal.add(member(left, name).then(" = ").then(member(right, name)));
      }
      condition = Sql.join(" AND ", equal);
    } else if (tree.condition().isPresent()) {
      checkUnambiguous(tree.condition().get(), left, right);
      condition = new ExprWriter(new Scope(both)).write(tree.condition().get());
    }
    Block block = Block.over(left.from(), left.sides());
    block.where(
        Sql.of(tree.kind() == JoinKind.LEFT_SEMI ? "EXISTS (" : "NOT EXISTS (")
            .then("SELECT 1 FROM ")
            .then(right.from())
            .then(" WHERE ")
            .then(condition)
            .then(")"));
    return block;
  }

  private static Sql member(Table table, String name) {
    Side side =
        table.sides().stream()
            .filter(candidate -> candidate.has(name))
            .findFirst()
            .orElseThrow(() -> Expressions.columnNotFound(name, new Scope(table.sides()).names()));
    Sql column = Sql.name(name);
    return side.alias().map(alias -> Sql.name(alias).then(".").then(column)).orElse(column);
  }

  /** Inside of EXISTS a name would silently be the right side's. */
  private static void checkUnambiguous(Expr condition, Table left, Table right) {
    Scope leftScope = new Scope(left.sides());
    Scope rightScope = new Scope(right.sides());
    Optional<String> shared =
        condition instanceof Expr.Text
            ? leftScope.names().stream().filter(rightScope::has).findFirst()
            : Optional.of(condition)
                .filter(Expr.Name.class::isInstance)
                .flatMap(Expressions::columnName)
                .filter(name -> leftScope.has(name) && rightScope.has(name));
    if (shared.isPresent()) {
      throw error(ErrorCode.COLUMN_AMBIGUOUS, shared.get(), "both sides have one")
          .hint("say whose it is:  a.col(\"x\").equalTo(b.col(\"x\"))")
          .build();
    }
    Children.of(condition).forEach(child -> checkUnambiguous(child, left, right));
  }

  private static String words(JoinKind kind) {
    return switch (kind) {
      case INNER -> "JOIN";
      case CROSS -> "CROSS JOIN";
      case LEFT_OUTER -> "LEFT JOIN";
      case RIGHT_OUTER -> "RIGHT JOIN";
      case FULL_OUTER -> "FULL JOIN";
      case LEFT_SEMI, LEFT_ANTI -> throw new IllegalArgumentException("no words for " + kind);
    };
  }

  /** What {@code *} means: columns of USING are there once. */
  private static List<Side> merged(List<Side> both, Table left, List<String> using) {
    if (using.isEmpty()) {
      return both;
    }
    List<Side> sides = new ArrayList<>();
    for (int i = 0; i < both.size(); i++) {
      Side side = both.get(i);
      boolean isLeft = i < left.sides().size();
      List<String> names =
          isLeft
              ? side.names()
              : side.names().stream()
                  .filter(name -> using.stream().noneMatch(name::equalsIgnoreCase))
                  .toList();
      sides.add(new Side(side.alias(), names, side.tree()));
    }
    return sides;
  }

  private static Table table(Block block, TableTree tree, List<Side> others) {
    List<Side> sides = block.scope().sides();
    if (block.isPlain()
        && !block.isLimited()
        && sides.stream().allMatch(side -> side.alias().isPresent())
        && sides.stream().noneMatch(side -> isTaken(side.alias().orElseThrow(), others))
        && (sides.size() == 1 || others.isEmpty())) {
      return new Table(block.from(), sides);
    }
    block.forgetOrder();
    Optional<String> own = sides.size() == 1 ? sides.get(0).alias() : Optional.empty();
    String alias =
        own.filter(name -> !isTaken(name, others)).orElseGet(() -> "t" + (others.size() + 1));
    return new Table(
        block.sql().inParentheses().then(" AS ").then(Sql.name(alias)),
        List.of(new Side(Optional.of(alias), block.names(), tree)));
  }

  private static boolean isTaken(String alias, List<Side> others) {
    return others.stream()
        .anyMatch(side -> side.alias().filter(alias::equalsIgnoreCase).isPresent());
  }
}
