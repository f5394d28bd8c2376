package io.millrace.tests.random;

import io.millrace.tests.random.JoinedRelations.Pair;
import io.millrace.tests.random.Relation.Selection;
import java.util.List;

/**
 * Queries in expressions: in SELECT, WHERE, HAVING and ON, most of which read the rows around them.
 */
final class SubQueries {
  private final Choice choice;
  private final Relations relations;

  SubQueries(Choice choice, Relations relations) {
    this.choice = choice;
    this.relations = relations;
  }

  Relation any(int depth) {
    Relation outer = relations.relation(depth);
    Relation inner = choice.oneIn(4) ? outer : relations.relation(depth - choice.below(2));
    String alias = relations.alias();
    Scope scope = Scope.of(alias, outer.columns());
    if (choice.oneIn(8)) {
      return inJoin(outer, inner, alias, scope);
    }
    if (choice.oneIn(2)) {
      Selection selection = new Selection().addAll(choice.some(scope.columns(), 3));
      selection.add(
          choice.oneIn(3)
              ? new Term("(" + condition(scope, inner) + ")", Kind.FLAG)
              : scalar(scope, inner));
      return new Relation(
          "SELECT " + selection + " FROM " + outer.as(alias),
          selection.columns(),
          List.of(outer, inner));
    }
    String condition = condition(scope, inner);
    if (choice.oneIn(5)) {
      condition = "(" + condition + " OR " + relations.expressions().condition(scope, 0) + ")";
    } else if (choice.oneIn(5)) {
      condition += " AND " + condition(scope, inner);
    }
    return new Relation(
        "SELECT * FROM " + outer.as(alias) + " WHERE " + condition,
        outer.columns(),
        List.of(outer, inner));
  }

  private Relation inJoin(Relation outer, Relation inner, String alias, Scope scope) {
    String other = relations.alias();
    Scope right = Scope.of(other, inner.columns());
    Selection selection =
        new Selection().addAll(choice.some(scope.columns(), 2)).add(choice.of(right.columns()));
    List<Pair> pairs = JoinedRelations.pairs(scope, right);
    String on = pairs.isEmpty() ? "1 = 1" : choice.of(pairs).with(" = ");
    return new Relation(
        "SELECT "
            + selection
            + " FROM "
            + outer.as(alias)
            + choice.of(" JOIN ", " LEFT JOIN ")
            + inner.as(other)
            + " ON "
            + on
            + " AND "
            + condition(choice.of(scope, right), inner),
        selection.columns(),
        List.of(outer, inner));
  }

  /** A condition on groups. */
  String having(Scope scope, List<Term> keys) {
    Relation inner = relations.relation(0);
    String alias = relations.alias();
    Scope inside = Scope.of(alias, inner.columns());
    List<Term> columns = keys.stream().filter(key -> key.sql().matches("\\w+\\.\\w+")).toList();
    List<Pair> pairs = JoinedRelations.pairs(new Scope(columns), inside);
    return "COUNT(*) "
        + choice.of(">= ", "<> ")
        + "(SELECT COUNT(*) FROM "
        + inner.as(alias)
        + (pairs.isEmpty() ? "" : " WHERE " + choice.of(pairs).with(" = "))
        + ")";
  }

  private Term scalar(Scope outer, Relation inner) {
    String alias = relations.alias();
    Scope scope = Scope.of(alias, inner.columns());
    String where = correlation(outer, scope);
    List<Term> comparable = scope.comparable();
    if (choice.oneIn(4) && !comparable.isEmpty()) {
      Term value = choice.of(comparable);
      return new Term(
          "(SELECT "
              + value.sql()
              + " FROM "
              + inner.as(alias)
              + where
              + " ORDER BY "
              + relations.expressions().sorted(value)
              + " LIMIT 1)",
          value.kind());
    }
    Term call = relations.aggregates().any(scope, false);
    return new Term(
        "(SELECT " + call.sql() + " FROM " + inner.as(alias) + where + ")", call.kind());
  }

  /** WHERE, with or without the rows around. */
  private String correlation(Scope outer, Scope inner) {
    List<Pair> pairs = JoinedRelations.pairs(outer, inner);
    if (pairs.isEmpty() || choice.oneIn(4)) {
      return relations.where(inner, 2);
    }
    String where = " WHERE " + choice.of(pairs).with(choice.oneIn(8) ? " < " : " = ");
    if (choice.oneIn(4)) {
      where += " AND " + choice.of(pairs).with(choice.of(" < ", " <> ", " = "));
    }
    return choice.oneIn(6) ? where + " AND " + relations.expressions().condition(inner, 0) : where;
  }

  private String condition(Scope outer, Relation inner) {
    String alias = relations.alias();
    Scope scope = Scope.of(alias, inner.columns());
    String from = " FROM " + inner.as(alias);
    List<Pair> pairs = JoinedRelations.pairs(outer, scope);
    if (pairs.isEmpty() || choice.oneIn(3)) {
      return choice.of("", "NOT ") + "EXISTS (SELECT 1" + from + correlation(outer, scope) + ")";
    }
    Pair pair = choice.of(pairs);
    String column =
        "(SELECT "
            + pair.right().sql()
            + from
            + (choice.oneIn(3) ? correlation(outer, scope) : relations.where(scope, 3))
            + ")";
    return switch (choice.below(8)) {
      case 0 ->
          pair.left().sql()
              + choice.of(" > ", " <= ", " = ", " <> ")
              + choice.of("ANY ", "ALL ")
              + column;
      case 1 -> {
        Term value = scalar(outer, inner);
        List<Term> same = outer.of(value.kind());
        yield same.isEmpty() || !value.kind().isComparable()
            ? pair.left().sql() + " IN " + column
            : choice.of(same).sql() + relations.expressions().comparison() + value.sql();
      }
      case 2 -> {
        Pair second = choice.of(pairs);
        yield "("
            + pair.left().sql()
            + ", "
            + second.left().sql()
            + ")"
            + choice.of(" IN ", " NOT IN ")
            + "(SELECT "
            + pair.right().sql()
            + ", "
            + second.right().sql()
            + from
            + ")";
      }
      default -> pair.left().sql() + choice.of(" IN ", " NOT IN ") + column;
    };
  }
}
