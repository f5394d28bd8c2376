package io.millrace.plan.fluent;

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
    Sql sql = left.from().then(" " + words(tree.kind()) + " ").then(right.from());
    if (!tree.using().isEmpty()) {
      List<Sql> names = tree.using().stream().map(Sql::name).toList();
      sql = sql.then(" USING (").then(Sql.join(", ", names)).then(")");
    } else if (tree.condition().isPresent()) {
      sql = sql.then(" ON ").then(new ExprWriter(new Scope(both)).write(tree.condition().get()));
    } else if (tree.kind() != JoinKind.CROSS) {
      sql = sql.then(" ON TRUE");
    }
    boolean onlyLeft = tree.kind() == JoinKind.LEFT_SEMI || tree.kind() == JoinKind.LEFT_ANTI;
    return Block.over(sql, onlyLeft ? left.sides() : merged(both, left, tree.using()));
  }

  private static String words(JoinKind kind) {
    return switch (kind) {
      case INNER -> "JOIN";
      case CROSS -> "CROSS JOIN";
      case LEFT_OUTER -> "LEFT JOIN";
      case RIGHT_OUTER -> "RIGHT JOIN";
      case FULL_OUTER -> "FULL JOIN";
      case LEFT_SEMI -> "LEFT SEMI JOIN";
      case LEFT_ANTI -> "LEFT ANTI JOIN";
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
