package io.millrace.plan.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A catalog and what only some queries know: the sources without a name that a program's table
 * reads, and those that its views read.
 */
public final class LeafCatalog implements Catalog {
  private final Catalog catalog;
  private final List<CatalogObject> leaves;

  private LeafCatalog(Catalog catalog, List<CatalogObject> leaves) {
    this.catalog = catalog;
    this.leaves = leaves;
  }

  /** The catalog itself if there is nothing more. */
  public static Catalog of(Catalog catalog, List<CatalogObject> leaves) {
    List<CatalogObject> all = new ArrayList<>(leaves);
    for (CatalogObject object : catalog.list()) {
      if (object instanceof View view) {
        all.addAll(view.leaves());
      }
    }
    return all.isEmpty() ? catalog : new LeafCatalog(catalog, List.copyOf(all));
  }

  @Override
  public Optional<CatalogObject> find(String name) {
    for (CatalogObject leaf : leaves) {
      if (!(leaf instanceof LeafFunction) && leaf.name().equalsIgnoreCase(name)) {
        return Optional.of(leaf);
      }
    }
    return catalog.find(name);
  }

  @Override
  public Collection<CatalogObject> list() {
    List<CatalogObject> all = new ArrayList<>(catalog.list());
    leaves.stream().filter(leaf -> !(leaf instanceof LeafFunction)).forEach(all::add);
    return all;
  }

  @Override
  public Optional<UserFunction> findFunction(String name) {
    for (CatalogObject leaf : leaves) {
      if (leaf instanceof LeafFunction called && called.name().equalsIgnoreCase(name)) {
        return Optional.of(called.function());
      }
    }
    return catalog.findFunction(name);
  }

  @Override
  public Collection<UserFunction> functions() {
    return catalog.functions();
  }
}
