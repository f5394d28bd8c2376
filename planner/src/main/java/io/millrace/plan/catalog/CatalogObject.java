package io.millrace.plan.catalog;

/** Something with a name that a query can refer to. */
public sealed interface CatalogObject
    permits Relation, View, MaterializedView, Derived, LeafFunction {
  String name();
}
