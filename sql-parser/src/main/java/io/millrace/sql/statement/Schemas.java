package io.millrace.sql.statement;

import java.util.Locale;
import java.util.Set;

/**
 * Names of schemas. What is in a schema has its name before its own, and a point between; there is
 * one catalog, and a few names of other engines for the schema that everything else is in.
 */
public final class Schemas {
  private static final Set<String> DEFAULTS = Set.of("public", "main");

  private Schemas() {}

  /** Whether a schema is the one of all names without a schema. */
  public static boolean isDefault(String schema) {
    return DEFAULTS.contains(schema.toLowerCase(Locale.ROOT));
  }

  /** The name in the catalog of what is in a schema. */
  public static String join(String schema, String name) {
    return schema + "." + name;
  }

  /** A name of the catalog without that of a schema. */
  public static String unqualified(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
