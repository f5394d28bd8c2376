package io.millrace.tests.random;

import static io.millrace.tests.random.Dialect.either;

import io.millrace.tests.random.Relation.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Random joins of all kinds. */
final class JoinedRelations {
  /** Two columns that can be compared with each other. */
  record Pair(Term left, Term right) {
    String with(String comparison) {
      return left.sql() + comparison + right.sql();
    }
  }

  private final Choice choice;
  private final Relations relations;

  JoinedRelations(Choice choice, Relations relations) {
    this.choice = choice;
    this.relations = relations;
  }

  Relation any(int depth) {
    return switch (choice.below(8)) {
      case 0 -> using(depth);
      case 1 -> halved(depth);
      case 2 -> lateral(depth);
      case 3 -> many(depth);
      default -> on(depth);
    };
  }

  static List<Pair> pairs(Scope left, Scope right) {
    List<Pair> pairs = new ArrayList<>();
    for (Term a : left.comparable()) {
      for (Term b : right.comparable()) {
        // a row is several columns to IN
        if (a.kind() == Kind.PAIR) {
          continue;
        }
        boolean whole =
            (a.kind() == Kind.INT || a.kind() == Kind.BIG)
                && (b.kind() == Kind.INT || b.kind() == Kind.BIG);
        if (a.kind() == b.kind() || whole) {
          pairs.add(new Pair(a, b));
        }
      }
    }
    return pairs;
  }

  /** A condition on both sides. */
  private String condition(Scope left, Scope right, boolean equalities) {
    List<Pair> pairs = pairs(left, right);
    if (pairs.isEmpty()) {
      return equalities ? "1 = 1" : choice.of("TRUE", relations.expressions().condition(left, 0));
    }
    Pair pair = choice.of(pairs);
    String comparison = choice.oneIn(6) ? " IS NOT DISTINCT FROM " : " = ";
    if (!equalities && choice.oneIn(6)) {
      comparison = choice.of(" < ", " >= ", " <> ");
    }
    String condition = pair.with(comparison);
    if (choice.oneIn(4)) {
      condition +=
          " AND " + choice.of(pairs).with(equalities ? " = " : choice.of(" = ", " < ", " <> "));
    }
    if (!equalities && choice.oneIn(5)) {
      condition += " AND " + relations.expressions().condition(choice.of(left, right), 1);
    }
    return condition;
  }

  private Relation on(int depth) {
    Relation left = relations.relation(depth);
    Relation right = choice.oneIn(4) ? left : relations.relation(depth);
    String a = relations.alias();
    String b = relations.alias();
    Scope x = Scope.of(a, left.columns());
    Scope y = Scope.of(b, right.columns());
    Selection selection =
        new Selection().addAll(choice.some(x.columns(), 3)).addAll(choice.some(y.columns(), 3));
    String kind =
        choice.of("JOIN", "JOIN", "LEFT JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN", ",");
    String both =
        kind.equals(",")
            ? " WHERE " + condition(x, y, false)
            : " ON "
                + condition(x, y, kind.equals("FULL JOIN"))
                + relations.where(choice.of(x, y), 4);
    return new Relation(
        "SELECT " + selection + " FROM " + left.as(a) + " " + kind + " " + right.as(b) + both,
        selection.columns(),
        List.of(left, right));
  }

  /** A join by names, of columns that are the same on both sides. */
  private Relation using(int depth) {
    Relation left = relations.relation(depth);
    Relation right = choice.oneIn(3) ? left : relations.relation(depth);
    String a = relations.alias();
    String b = relations.alias();
    List<Pair> pairs = pairs(Scope.of(a, left.columns()), Scope.of(b, right.columns()));
    pairs.removeIf(pair -> pair.left().kind() != pair.right().kind());
    if (pairs.isEmpty()) {
      return left;
    }
    List<Pair> keys = choice.some(pairs, 2);
    Term l = choice.of(Scope.of(a, left.columns()).columns());
    Term r = choice.of(Scope.of(b, right.columns()).columns());
    String names = keys(keys.size(), "");
    String kind = choice.of("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN");
    boolean natural = choice.oneIn(2);
    Selection selection = new Selection();
    for (int i = 0; i < keys.size(); i++) {
      selection.add(new Term("k" + i, keys.get(i).left().kind()));
    }
    selection.add(new Term("l", l.kind())).add(new Term("r", r.kind()));
    return new Relation(
        "SELECT "
            + selection
            + " FROM (SELECT "
            + keyed(keys, true)
            + ", "
            + l.sql()
            + " AS l FROM "
            + left.as(a)
            + ") x "
            + (natural ? "NATURAL " : "")
            + kind
            + " (SELECT "
            + keyed(keys, false)
            + ", "
            + r.sql()
            + " AS r FROM "
            + right.as(b)
            + ") y"
            + (natural ? "" : " USING (" + names + ")"),
        selection.columns(),
        List.of(left, right));
  }

  private static String keys(int count, String prefix) {
    return java.util.stream.IntStream.range(0, count)
        .mapToObj(i -> prefix + "k" + i)
        .collect(Collectors.joining(", "));
  }

  private static String keyed(List<Pair> keys, boolean left) {
    return java.util.stream.IntStream.range(0, keys.size())
        .mapToObj(i -> (left ? keys.get(i).left() : keys.get(i).right()).sql() + " AS k" + i)
        .collect(Collectors.joining(", "));
  }

  /** Rows of one side, with or without a partner. */
  private Relation halved(int depth) {
    Relation left = relations.relation(depth);
    Relation right = relations.relation(depth);
    String a = relations.alias();
    String b = relations.alias();
    String kind = choice.of(either("LEFT SEMI", "SEMI"), either("LEFT ANTI", "ANTI"));
    return new Relation(
        "SELECT "
            + a
            + ".* FROM "
            + left.as(a)
            + " "
            + kind
            + " JOIN "
            + right.as(b)
            + " ON "
            + condition(Scope.of(a, left.columns()), Scope.of(b, right.columns()), true),
        left.columns(),
        List.of(left, right));
  }

  /** A query on the right that reads the rows on the left. */
  private Relation lateral(int depth) {
    Relation left = relations.relation(depth);
    Relation right = relations.relation(depth);
    String a = relations.alias();
    String b = relations.alias();
    String c = relations.alias();
    Scope x = Scope.of(a, left.columns());
    Scope y = Scope.of(b, right.columns());
    List<Pair> pairs = pairs(x, y);
    String where = pairs.isEmpty() ? "" : " WHERE " + choice.of(pairs).with(" = ");
    Selection inner = new Selection();
    String tail = "";
    if (choice.oneIn(2)) {
      inner.add(relations.aggregates().any(y, false));
    } else {
      List<Term> columns = choice.some(y.columns(), 2);
      inner.addAll(columns);
      List<Term> comparable = y.comparable();
      if (choice.oneIn(2) && comparable.containsAll(columns)) {
        tail =
            " ORDER BY "
                + relations.expressions().total(columns)
                + " LIMIT "
                + (1 + choice.below(2));
      }
    }
    Selection selection =
        new Selection()
            .addAll(choice.some(x.columns(), 3))
            .addAll(Scope.of(c, inner.columns()).columns());
    boolean optional = choice.oneIn(2);
    return new Relation(
        "SELECT "
            + selection
            + " FROM "
            + left.as(a)
            + (optional
                ? " LEFT JOIN LATERAL ("
                : choice.of(" CROSS JOIN LATERAL (", ", LATERAL ("))
            + "SELECT "
            + inner
            + " FROM "
            + right.as(b)
            + where
            + tail
            + ") "
            + c
            + (optional ? " ON TRUE" : ""),
        selection.columns(),
        List.of(left, right));
  }

  /** Three sides or four, most of them by the same column. */
  private Relation many(int depth) {
    Relation first = relations.relation(depth);
    List<Relation> parts = new ArrayList<>(List.of(first));
    String alias = relations.alias();
    List<Scope> scopes = new ArrayList<>(List.of(Scope.of(alias, first.columns())));
    StringBuilder from = new StringBuilder(first.as(alias));
    for (int i = 2 + choice.below(2); i > 0; i--) {
      Relation next = choice.oneIn(3) ? first : relations.relation(depth - 1);
      String name = relations.alias();
      Scope scope = Scope.of(name, next.columns());
      from.append(choice.of(" JOIN ", " JOIN ", " LEFT JOIN "))
          .append(next.as(name))
          .append(" ON ")
          .append(condition(choice.of(scopes), scope, true));
      parts.add(next);
      scopes.add(scope);
    }
    Selection selection = new Selection();
    scopes.forEach(scope -> selection.add(choice.of(scope.columns())));
    return new Relation(
        "SELECT " + selection + " FROM " + from + relations.where(choice.of(scopes), 3),
        selection.columns(),
        parts);
  }
}
