package io.millrace.api.catalog;

/**
 * A source, table, sink, view or materialized view.
 *
 * @param name as declared
 * @param kind which of them it is
 * @param connector in lower case; empty for a view
 * @param format in lower case; empty if it has none
 * @param bounded whether reading it comes to an end; false for a view that is not materialized,
 *     whose query decides
 * @param readable whether a query may read it
 */
public record CatalogTable(
    String name, Kind kind, String connector, String format, boolean bounded, boolean readable) {

  /** What was declared. */
  public enum Kind {
    SOURCE,
    TABLE,
    SINK,
    VIEW,
    MATERIALIZED_VIEW
  }
}
