package io.millrace.api.catalog;

import io.millrace.api.connector.OptionSpec;
import java.util.List;
import java.util.Optional;

/**
 * The names of one session. Every call sees what is there when it is made; lists are in the order
 * of names and do not change. Names are matched without regard to case. Thread-safe.
 */
public interface Catalog {

  /** Every source, table, sink and view. */
  List<CatalogTable> listTables();

  /** The source, table, sink or view of that name. */
  Optional<CatalogTable> findTable(String name);

  /**
   * The source, table, sink or view of that name.
   *
   * @throws io.millrace.api.error.MillraceException TABLE_NOT_FOUND
   */
  CatalogTable getTable(String name);

  /** Whether there is a source, table, sink or view of that name. */
  default boolean tableExists(String name) {
    return findTable(name).isPresent();
  }

  /**
   * The columns of a source, table, sink or view, in the order a query sees them.
   *
   * @throws io.millrace.api.error.MillraceException TABLE_NOT_FOUND, or what is wrong with a view
   *     whose tables have changed since
   */
  List<CatalogColumn> listColumns(String table);

  /**
   * Removes a view.
   *
   * @return whether there was one
   * @throws io.millrace.api.error.MillraceException OBJECT_IN_USE
   */
  boolean dropTempView(String name);

  /** Every function that is understood. The first call takes a moment. */
  List<CatalogFunction> listFunctions();

  /** The function of that name. */
  default Optional<CatalogFunction> findFunction(String name) {
    return listFunctions().stream()
        .filter(function -> function.name().equalsIgnoreCase(name))
        .findFirst();
  }

  /** Whether there is a function of that name. */
  default boolean functionExists(String name) {
    return findFunction(name).isPresent();
  }

  /** The kinds of sources and sinks. */
  List<CatalogConnector> listConnectors();

  /**
   * The options that a declaration with this connector takes, those of its format among them.
   *
   * @param connector its name; without options if there is none
   * @param kind what is declared
   * @param format empty if none is named
   */
  List<OptionSpec> listOptions(String connector, CatalogTable.Kind kind, String format);

  /** Every setting with its value. */
  List<CatalogSetting> listSettings();
}
