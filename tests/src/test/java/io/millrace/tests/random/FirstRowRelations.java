package io.millrace.tests.random;

import static io.millrace.tests.random.Dialect.either;

import io.millrace.tests.random.Relation.Selection;
import java.util.ArrayList;
import java.util.List;

/** The first rows in an order, of all or of partitions. */
final class FirstRowRelations {
  private final Choice choice;
  private final Relations relations;

  FirstRowRelations(Choice choice, Relations relations) {
    this.choice = choice;
    this.relations = relations;
  }

  Relation any(int depth) {
    Relation in = relations.relation(depth);
    String alias = relations.alias();
    Scope scope = Scope.of(alias, in.columns());
    // rows that are equal in all columns may stand for each other
    List<Term> columns = scope.comparable();
    if (columns.isEmpty()) {
      return in;
    }
    return switch (choice.below(6)) {
      case 0 -> distinctOn(in, alias, columns);
      case 1 -> withTies(in, alias, columns);
      case 2, 3 -> numbered(in, alias, columns);
      default -> limited(in, alias, columns);
    };
  }

  private Relation limited(Relation in, String alias, List<Term> columns) {
    Selection selection = new Selection().addAll(columns);
    String cut =
        switch (choice.below(6)) {
          case 0 -> " OFFSET " + choice.below(4);
          case 1, 2 -> " LIMIT " + (1 + choice.below(4)) + " OFFSET " + choice.below(4);
          default -> " LIMIT " + (choice.oneIn(16) ? 0 : 1 + choice.below(6));
        };
    return new Relation(
        "SELECT "
            + selection
            + " FROM "
            + in.as(alias)
            + " ORDER BY "
            + relations.expressions().total(columns)
            + cut,
        selection.columns(),
        List.of(in));
  }

  private Relation withTies(Relation in, String alias, List<Term> columns) {
    Selection selection = new Selection().addAll(columns);
    int count = 1 + choice.below(3);
    String order = " ORDER BY " + relations.expressions().sorted(choice.of(columns));
    return new Relation(
        "SELECT "
            + selection
            + " FROM "
            + in.as(alias)
            + either(
                order + " FETCH FIRST " + count + " ROWS WITH TIES",
                " QUALIFY RANK() OVER (" + order + ") <= " + count),
        selection.columns(),
        List.of(in));
  }

  private Relation distinctOn(Relation in, String alias, List<Term> columns) {
    List<Term> keys = choice.some(columns, 2);
    List<Term> rest = new ArrayList<>(columns);
    rest.removeAll(keys);
    Selection selection = new Selection().addAll(columns);
    String order = relations.expressions().total(keys);
    return new Relation(
        "SELECT DISTINCT ON ("
            + Relations.list(keys)
            + ") "
            + selection
            + " FROM "
            + in.as(alias)
            + " ORDER BY "
            + order
            + (rest.isEmpty() ? "" : ", " + relations.expressions().total(rest)),
        selection.columns(),
        List.of(in));
  }

  private Relation numbered(Relation in, String alias, List<Term> columns) {
    boolean ties = choice.oneIn(3);
    String partition =
        choice.oneIn(3) ? "" : "PARTITION BY " + Relations.list(choice.some(columns, 2)) + " ";
    String number =
        ties
            ? choice.of("RANK()", "DENSE_RANK()")
                + " OVER ("
                + partition
                + "ORDER BY "
                + relations.expressions().sorted(choice.of(columns))
                + ")"
            : "ROW_NUMBER() OVER ("
                + partition
                + "ORDER BY "
                + relations.expressions().total(columns)
                + ")";
    String condition = choice.of(" <= 1", " <= 2", " < 4", " = 1", " = 2", " BETWEEN 2 AND 3");
    Selection selection = new Selection().addAll(columns);
    if (choice.oneIn(3)) {
      return new Relation(
          "SELECT " + selection + " FROM " + in.as(alias) + " QUALIFY " + number + condition,
          selection.columns(),
          List.of(in));
    }
    selection.add(new Term(number, Kind.BIG));
    String outer = relations.alias();
    List<Column> inside = selection.columns();
    Selection kept =
        new Selection()
            .addAll(
                Scope.of(outer, choice.oneIn(2) ? inside : inside.subList(0, inside.size() - 1))
                    .columns());
    return new Relation(
        "SELECT "
            + kept
            + " FROM (SELECT "
            + selection
            + " FROM "
            + in.as(alias)
            + ") "
            + outer
            + " WHERE "
            + outer
            + ".c"
            + (inside.size() - 1)
            + condition,
        kept.columns(),
        List.of(in));
  }
}
