package io.millrace.plan.catalog;

import java.util.Collection;
import java.util.Optional;

/** What names mean. Held by the session; the planner only reads it. */
public interface Catalog {

  /** The object of that name, matched without regard to case. */
  Optional<CatalogObject> find(String name);

  /** Every object, in the order of names. */
  Collection<CatalogObject> list();
}
