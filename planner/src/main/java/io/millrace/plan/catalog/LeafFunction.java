package io.millrace.plan.catalog;

/**
 * A function that a program gave no name.
 *
 * @param name that only the query that calls it knows
 */
public record LeafFunction(String name, UserFunction function) implements CatalogObject {}
