package io.millrace.api.catalog;

import java.util.List;

/**
 * A kind of source or sink.
 *
 * @param name in {@code USING name}
 * @param source whether it can be read
 * @param sink whether it can be written
 * @param formats in {@code FORMAT name}; empty if it takes none
 */
public record CatalogConnector(String name, boolean source, boolean sink, List<String> formats) {
  public CatalogConnector {
    formats = List.copyOf(formats);
  }
}
