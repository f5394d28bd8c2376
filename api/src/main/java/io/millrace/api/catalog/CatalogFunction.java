package io.millrace.api.catalog;

import java.util.List;

/**
 * A function.
 *
 * @param name in upper case if it came with the engine, else as declared
 * @param signatures ways to call it, such as {@code LPAD(text, integer, text)}; may be empty
 */
public record CatalogFunction(String name, List<String> signatures) {
  public CatalogFunction {
    signatures = List.copyOf(signatures);
  }
}
