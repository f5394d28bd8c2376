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
 * @param leaves what its query reads and nobody else knows; see {@link LeafCatalog}
 */
public record View(
    String name,
    List<String> columns,
    QueryText query,
    SourceText script,
    List<CatalogObject> leaves)
    implements CatalogObject {
  public View {
    columns = List.copyOf(columns);
    leaves = List.copyOf(leaves);
  }

  /** A view that reads nothing but the catalog. */
  public View(String name, List<String> columns, QueryText query, SourceText script) {
    this(name, columns, query, script, List.of());
  }
}
