package io.millrace.exec.fluent;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.table.Column;
import io.millrace.api.table.GroupedTable;
import io.millrace.api.table.Row;
import io.millrace.api.table.Table;
import io.millrace.api.table.functions;
import io.millrace.api.table.tree.Expr;
import io.millrace.api.table.tree.ExprText;
import io.millrace.api.table.tree.TableTree;
import io.millrace.api.table.tree.TableTree.Grouping;
import io.millrace.api.types.Field;
import io.millrace.api.types.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Groups of a table's rows. */
record Groups(
    Engine engine, TableTree tree, Grouping grouping, List<Expr> keys, Optional<Pivot> pivot)
    implements GroupedTable {

  /** As in Spark: more columns are not what anybody wants. */
  private static final int MOST_VALUES = 10_000;

  Groups {
    keys = List.copyOf(keys);
  }

  Groups(Engine engine, TableTree tree, Grouping grouping, List<Expr> keys) {
    this(engine, tree, grouping, keys, Optional.empty());
  }

  private Table table(List<Expr> aggregates) {
    List<Expr> all = pivot.map(chosen -> chosen.of(aggregates)).orElse(aggregates);
    return new RowTable(engine, new TableTree.Aggregate(tree, grouping, keys, all));
  }

  @Override
  public Table agg(Column first, Column... others) {
    List<Expr> aggregates = new ArrayList<>(List.of(first.expr()));
    for (Column other : others) {
      aggregates.add(other.expr());
    }
    return table(aggregates);
  }

  @Override
  public Table agg(Map<String, String> aggregates) {
    List<Expr> calls = new ArrayList<>();
    Maps.inOrder(aggregates).forEach((column, function) -> calls.add(call(function, column)));
    return table(calls);
  }

  private static Expr call(String function, String column) {
    String sql =
        switch (function.toLowerCase(Locale.ROOT)) {
          case "mean" -> "AVG";
          case "stddev" -> "STDDEV_SAMP";
          case "variance" -> "VAR_SAMP";
          default -> function.toUpperCase(Locale.ROOT);
        };
    return new Expr.Call(sql, List.of(functions.col(column).expr()), false);
  }

  @Override
  public Table count() {
    return agg(functions.count("*").as("count"));
  }

  @Override
  public Table sum(String... columns) {
    return each("SUM", columns);
  }

  @Override
  public Table avg(String... columns) {
    return each("AVG", columns);
  }

  @Override
  public Table mean(String... columns) {
    return avg(columns);
  }

  @Override
  public Table min(String... columns) {
    return each("MIN", columns);
  }

  @Override
  public Table max(String... columns) {
    return each("MAX", columns);
  }

  private Table each(String function, String... columns) {
    List<Expr> calls = new ArrayList<>();
    for (String column : columns.length == 0 ? numbers() : columns) {
      calls.add(call(function, column));
    }
    return table(calls);
  }

  /** As in Spark: without names, all columns that are numbers. */
  private String[] numbers() {
    List<String> names = new ArrayList<>();
    for (Field field : engine.facts(tree).schema().fields()) {
      TypeKind kind = field.type().kind();
      boolean isKey =
          keys.stream().anyMatch(key -> ExprText.name(key).equalsIgnoreCase(field.name()));
      if (kind.isNumeric() && !isKey) {
        names.add("`" + field.name() + "`");
      }
    }
    if (names.isEmpty()) {
      throw error(ErrorCode.QUERY_INVALID, "the table has no column of numbers to aggregate")
          .build();
    }
    return names.toArray(String[]::new);
  }

  @Override
  public GroupedTable pivot(String column, List<Object> values) {
    if (pivot.isPresent() || grouping != Grouping.PLAIN) {
      throw error(ErrorCode.QUERY_INVALID, "pivot() stands behind groupBy(), once").build();
    }
    Pivot chosen = new Pivot(functions.col(column).expr(), values);
    return new Groups(engine, tree, grouping, keys, Optional.of(chosen));
  }

  @Override
  public GroupedTable pivot(String column) {
    List<Object> values = new ArrayList<>();
    for (Row row : new RowTable(engine, tree).select(column).distinct().collectAsList()) {
      values.add(row.get(0));
    }
    if (values.size() > MOST_VALUES) {
      throw error(
              ErrorCode.QUERY_INVALID, "pivot(\"" + column + "\") of " + values.size() + " values")
          .hint("name those that are wanted:  pivot(\"" + column + "\", List.of(…))")
          .build();
    }
    values.sort(Pivot::compare);
    return pivot(column, values);
  }
}
