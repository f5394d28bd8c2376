package io.millrace.plan.fluent;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.table.tree.TableTree;
import io.millrace.api.table.tree.TableTree.SetOperation;
import io.millrace.plan.fluent.Block.Item;
import io.millrace.plan.fluent.Scope.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Two tables one below the other. */
final class SetOperations {
  private SetOperations() {}

  static Block of(SetOperation tree, TreeWriter writer) {
    Block left = writer.block(tree.left());
    Block right = writer.block(tree.right());
    List<String> names = left.names();
    if (tree.byName() && !names.isEmpty() && !right.names().isEmpty()) {
      List<String> all = allNames(tree, names, right.names());
      left = all.equals(names) ? left : inOrder(left, tree.left(), all, tree, writer);
      right = inOrder(right, tree.right(), all, tree, writer);
      names = all;
    }
    Sql sql =
        operand(left, tree.left(), tree, false)
            .then(" " + tree.kind() + (tree.all() ? " ALL " : " "))
            .then(operand(right, tree.right(), tree, true));
    return Block.whole(sql, new Side(Optional.empty(), names, tree));
  }

  /** The columns of the left, then those that only the right has. */
  private static List<String> allNames(SetOperation tree, List<String> left, List<String> right) {
    if (!tree.allowMissing()) {
      return left;
    }
    List<String> all = new ArrayList<>(left);
    for (String name : right) {
      if (all.stream().noneMatch(name::equalsIgnoreCase)) {
        all.add(name);
      }
    }
    return all;
  }

  private static Block inOrder(
      Block block, TableTree part, List<String> names, SetOperation tree, TreeWriter writer) {
    List<String> own = block.names();
    if (!tree.allowMissing() && own.size() != names.size()) {
      throw error(
              ErrorCode.TYPE_MISMATCH, "the two sides of UNION have different numbers of columns")
          .build();
    }
    Block outer = block.isOpen() && !block.isLimited() ? block : writer.around(block, part);
    List<Item> items = new ArrayList<>();
    for (String name : names) {
      Optional<String> found = own.stream().filter(name::equalsIgnoreCase).findFirst();
      if (found.isEmpty() && !tree.allowMissing()) {
        throw Expressions.columnNotFound(name, own);
      }
      items.add(found.map(Item::column).orElseGet(() -> Item.of(Sql.of("NULL"), name)));
    }
    outer.select(items);
    return outer;
  }

  /** A set operation inside another keeps its own extent, unless it is the left of its like. */
  private static Sql operand(Block block, TableTree part, SetOperation tree, boolean isRight) {
    block.forgetOrder();
    boolean isLike =
        !isRight
            && part instanceof SetOperation inner
            && inner.kind() == tree.kind()
            && inner.all() == tree.all();
    boolean needsNone = !block.isWhole() && !block.isLimited();
    return isLike || needsNone ? block.sql() : block.sql().inParentheses();
  }
}
