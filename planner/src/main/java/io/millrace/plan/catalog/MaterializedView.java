package io.millrace.plan.catalog;

import io.millrace.api.error.SourceText;
import io.millrace.sql.statement.QueryText;
import java.util.List;

/**
 * A view that keeps its rows: a query under a name, and the table of its result, which follows the
 * query's input. To who reads it, it is that table.
 *
 * @param columns names of its columns; empty if they are those of the query
 * @param query its text
 * @param script the script it was declared in, to show errors in
 * @param content the rows, under the name of the view
 */
public record MaterializedView(
    String name, List<String> columns, QueryText query, SourceText script, Relation content)
    implements CatalogObject {
  public MaterializedView {
    columns = List.copyOf(columns);
  }
}
