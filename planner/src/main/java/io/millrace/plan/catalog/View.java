package io.millrace.plan.catalog;

import io.millrace.api.error.SourceText;
import io.millrace.sql.statement.QueryText;
import java.util.List;

/**
 * A view: a query under a name.
 *
 * @param columns new names of its columns; empty to keep those of the query
 * @param query its text
 * @param script the script it was declared in, to show errors in
 */
public record View(String name, List<String> columns, QueryText query, SourceText script)
    implements CatalogObject {
  public View {
    columns = List.copyOf(columns);
  }
}
