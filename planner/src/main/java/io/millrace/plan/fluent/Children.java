package io.millrace.plan.fluent;

import io.millrace.api.table.tree.Expr;
import java.util.ArrayList;
import java.util.List;

/** The parts of an expression. */
final class Children {
  private Children() {}

  static List<Expr> of(Expr expression) {
    if (expression instanceof Expr.Call call) {
      return call.arguments();
    } else if (expression instanceof Expr.UserCall call) {
      return call.arguments();
    } else if (expression instanceof Expr.Binary binary) {
      return List.of(binary.left(), binary.right());
    } else if (expression instanceof Expr.Prefix prefix) {
      return List.of(prefix.operand());
    } else if (expression instanceof Expr.Postfix postfix) {
      return List.of(postfix.operand());
    } else if (expression instanceof Expr.Between between) {
      return List.of(between.operand(), between.low(), between.high());
    } else if (expression instanceof Expr.In in) {
      List<Expr> all = new ArrayList<>(in.values());
      all.add(in.operand());
      return all;
    } else if (expression instanceof Expr.Case cases) {
      List<Expr> all = new ArrayList<>();
      cases.branches().forEach(branch -> all.addAll(List.of(branch.condition(), branch.value())));
      cases.otherwise().ifPresent(all::add);
      return all;
    }
    return more(expression);
  }

  private static List<Expr> more(Expr expression) {
    if (expression instanceof Expr.Cast cast) {
      return List.of(cast.operand());
    } else if (expression instanceof Expr.Field field) {
      return List.of(field.operand());
    } else if (expression instanceof Expr.Alias alias) {
      return List.of(alias.operand());
    } else if (expression instanceof Expr.SortKey key) {
      return List.of(key.operand());
    } else if (expression instanceof Expr.Window window) {
      return List.of(window.time());
    } else if (expression instanceof Expr.SessionWindow window) {
      return List.of(window.time());
    } else if (expression instanceof Expr.Filtered filtered) {
      return List.of(filtered.call(), filtered.condition());
    } else if (expression instanceof Expr.Over over) {
      List<Expr> all = new ArrayList<>(over.partition());
      all.addAll(over.order());
      all.add(over.function());
      return all;
    }
    return List.of();
  }
}
