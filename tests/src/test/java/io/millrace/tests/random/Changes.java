package io.millrace.tests.random;

import io.millrace.tests.random.Scenario.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Random statements that change tables. */
final class Changes {
  private final Choice choice;
  private final List<Table> tables;
  private final Expressions expressions;

  Changes(Choice choice, List<Table> tables) {
    this.choice = choice;
    this.tables = tables;
    this.expressions = new Expressions(choice);
  }

  /** Rows for one of the tables. */
  String insert() {
    Table table = choice.of(tables);
    return "INSERT INTO " + table.name() + " VALUES " + rows(table);
  }

  String any() {
    Table table = choice.of(tables);
    String name = table.name();
    String where = " WHERE " + expressions.condition(Scope.of(name, table.columns()), 1);
    return switch (choice.below(14)) {
      case 0, 1 -> "DELETE FROM " + name + where;
      case 2 -> "DELETE FROM " + name + " WHERE " + among(table);
      case 3, 4, 5 -> "UPDATE " + name + " SET " + assignments(table) + where;
      case 6 ->
          choice.oneIn(3) ? choice.of("TRUNCATE ", "DELETE FROM ") + name : copied(table, where);
      case 7 -> table.keyed() ? merge(table) : copied(table, where);
      case 8 -> updatedFrom(table);
      default -> {
        String insert = "INSERT INTO " + name + " VALUES " + rows(table);
        yield table.keyed() ? insert + conflict(table) : insert;
      }
    };
  }

  private String conflict(Table table) {
    Column other = choice.of(table.columns().subList(1, table.columns().size()));
    String set = " ON CONFLICT (id) DO UPDATE SET " + other.name() + " = excluded." + other.name();
    return choice.of("", " ON CONFLICT DO NOTHING", set, set);
  }

  /** A condition on another table. */
  private String among(Table table) {
    Table other = choice.of(tables);
    Column column = choice.of(table.columns());
    List<Column> same =
        other.columns().stream()
            .filter(c -> c.kind() == column.kind() && c.kind().isComparable())
            .toList();
    String mine = table.name() + "." + column.name();
    if (same.isEmpty()) {
      return mine + " IS NULL";
    }
    String theirs = choice.of(same).name();
    return choice.of(
        mine + " IN (SELECT z." + theirs + " FROM " + other.name() + " z)",
        mine + " = (SELECT MAX(z." + theirs + ") FROM " + other.name() + " z)",
        "EXISTS (SELECT 1 FROM " + other.name() + " z WHERE z." + theirs + " = " + mine + ")");
  }

  private String assignments(Table table) {
    Scope scope = Scope.of(table.name(), table.columns());
    List<Column> settable =
        table.keyed() ? table.columns().subList(1, table.columns().size()) : table.columns();
    return choice.some(settable, 2).stream()
        .map(
            c ->
                c.name()
                    + " = "
                    + (choice.oneIn(6)
                        ? "NULL"
                        : "CAST("
                            + expressions.of(c.kind(), scope)
                            + " AS "
                            + c.kind().type()
                            + ")"))
        .collect(Collectors.joining(", "));
  }

  /** Some rows once more, or under other keys. */
  private String copied(Table table, String where) {
    String columns =
        table.columns().stream()
            .map(c -> c.name().equals("id") ? "id + 20" : c.name())
            .collect(Collectors.joining(", "));
    return "INSERT INTO " + table.name() + " SELECT " + columns + " FROM " + table.name() + where;
  }

  private String merge(Table table) {
    Column set = choice.of(table.columns().subList(1, table.columns().size()));
    String others =
        table.columns().stream()
            .skip(1)
            .map(c -> ", " + c.kind().constant(choice) + " AS " + c.name())
            .collect(Collectors.joining());
    String names = table.columns().stream().map(Column::name).collect(Collectors.joining(", "));
    String values =
        table.columns().stream().map(c -> "s." + c.name()).collect(Collectors.joining(", "));
    int id = choice.below(8);
    return "MERGE INTO "
        + table.name()
        + " USING (SELECT v AS id"
        + others
        + " FROM (VALUES ("
        + id
        + "), ("
        + (id + 2)
        + "), ("
        + (id + 5)
        + ")) AS w(v)) AS s ON "
        + table.name()
        + ".id = s.id"
        + choice.of("", " WHEN MATCHED AND s.id % 3 = 0 THEN DELETE")
        + " WHEN MATCHED THEN UPDATE SET "
        + set.name()
        + " = s."
        + set.name()
        + choice.of("", " WHEN NOT MATCHED THEN INSERT (" + names + ") VALUES (" + values + ")");
  }

  /** Values of groups of another table, one for each row. */
  private String updatedFrom(Table table) {
    Table other = choice.of(tables);
    for (Column set : choice.shuffled(table.columns())) {
      for (Column from : other.columns()) {
        if (set.kind() == from.kind() && set.kind().isComparable() && !set.name().equals("id")) {
          return "UPDATE "
              + table.name()
              + " SET "
              + set.name()
              + " = s.m FROM (SELECT MAX(z."
              + from.name()
              + ") AS m FROM "
              + other.name()
              + " z) AS s WHERE s.m IS NOT NULL AND "
              + expressions.condition(Scope.of(table.name(), table.columns()), 0);
        }
      }
    }
    return "DELETE FROM " + table.name() + " WHERE " + among(table);
  }

  private String rows(Table table) {
    int count = 1 + choice.below(choice.oneIn(2) ? 3 : 9);
    List<String> rows = new ArrayList<>();
    TreeSet<Integer> ids = new TreeSet<>();
    while (table.keyed() && ids.size() < count) {
      ids.add(choice.below(16));
    }
    for (int i = 0; i < count; i++) {
      String id = table.keyed() ? ids.pollFirst() + ", " : "";
      rows.add(
          table.columns().stream()
              .skip(table.keyed() ? 1 : 0)
              .map(c -> c.kind().cell(choice))
              .collect(Collectors.joining(", ", "(" + id, ")")));
    }
    return String.join(", ", rows);
  }
}
