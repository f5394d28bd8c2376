package io.millrace.plan;

import static io.millrace.api.error.MillraceException.error;
import static java.util.Objects.requireNonNull;

import io.millrace.api.connector.Attachment;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.plan.catalog.MaterializedView;
import io.millrace.plan.catalog.Relation;
import io.millrace.plan.physical.QueryPlan;
import io.millrace.sql.statement.Identifier;
import io.millrace.sql.statement.Statement.CreateMaterializedView;
import io.millrace.sql.statement.Statement.RelationKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A materialized view before it has rows.
 *
 * @param view what the catalog is to hold
 * @param request its query, as it was planned
 * @param query gives the changes of the rows, for ever
 * @param overTables whether it reads nothing but tables in memory and other views, so that each
 *     statement that changes one of them changes it too; otherwise it is a query that runs by
 *     itself
 */
public record ViewPlan(
    MaterializedView view, PlanRequest request, QueryPlan query, boolean overTables) {
  public ViewPlan {
    requireNonNull(view, "view is null");
    requireNonNull(request, "request is null");
    requireNonNull(query, "query is null");
  }

  static ViewPlan of(
      CreateMaterializedView statement, PlanRequest request, QueryPlan query, boolean overTables) {
    String name = statement.name().text();
    Schema schema = query.root().output();
    List<String> names = statement.columns().stream().map(Identifier::text).toList();
    if (!names.isEmpty() && names.size() != schema.size()) {
      throw error(
              ErrorCode.QUERY_INVALID,
              "view "
                  + name
                  + " names "
                  + names.size()
                  + " columns, and its query has "
                  + schema.size())
          .at(statement.columns().get(0).position())
          .in(request.script())
          .build();
    }
    List<Relation.Column> columns = new ArrayList<>();
    List<String> distinct = names.isEmpty() ? distinct(schema.names()) : names;
    for (int i = 0; i < schema.size(); i++) {
      String column = distinct.get(i);
      columns.add(
          new Relation.PhysicalColumn(
              new Field(column, schema.type(i)), Optional.empty(), Optional.empty()));
    }
    Relation content =
        new Relation(
            name,
            RelationKind.TABLE,
            columns,
            Optional.empty(),
            List.of(),
            Relation.MEMORY,
            List.of(),
            "",
            List.of(),
            true,
            true,
            Optional.of(statement.name().position()),
            new Attachment());
    return new ViewPlan(
        new MaterializedView(name, names, statement.query(), request.script(), content),
        request,
        query,
        overTables);
  }

  /** Names that occur again get a number, as those of {@code SELECT *} over a join do. */
  private static List<String> distinct(List<String> names) {
    Set<String> taken = new HashSet<>();
    names.forEach(name -> taken.add(name.toLowerCase(Locale.ROOT)));
    Set<String> seen = new HashSet<>();
    List<String> distinct = new ArrayList<>();
    for (String name : names) {
      String column = name;
      for (int i = 0; !seen.add(column.toLowerCase(Locale.ROOT)); i++) {
        column = taken.contains((name + i).toLowerCase(Locale.ROOT)) ? column : name + i;
      }
      distinct.add(column);
    }
    return distinct;
  }
}
