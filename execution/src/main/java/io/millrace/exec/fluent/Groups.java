package io.millrace.exec.fluent;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.table.Column;
import io.millrace.api.table.GroupedTable;
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

/** Groups of a table's rows. */
record Groups(Engine engine, TableTree tree, Grouping grouping, List<Expr> keys)
    implements GroupedTable {

  Groups {
    keys = List.copyOf(keys);
  }

  private Table table(List<Expr> aggregates) {
    return new RowTable(engine, new TableTree.Aggregate(tree, grouping, keys, aggregates));
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
    throw error(ErrorCode.NOT_SUPPORTED, "PIVOT")
        .hint("an aggregate for each value:  sum(when(col(\"" + column + "\").equalTo(…), …))")
        .build();
  }
}
