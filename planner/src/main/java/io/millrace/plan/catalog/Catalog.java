package io.millrace.plan.catalog;

import io.millrace.api.table.tree.Expr;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What names mean. Held by the session; the planner only reads it. */
public interface Catalog {

  /** The object of that name, matched without regard to case. */
  Optional<CatalogObject> find(String name);

  /** Every object, in the order of names. */
  Collection<CatalogObject> list();

  /** The user's function of that name, matched without regard to case. */
  default Optional<UserFunction> findFunction(String name) {
    return Optional.empty();
  }

  /**
   * A function of a program's under a name. It is not put into the catalog.
   *
   * @throws io.millrace.api.error.MillraceException FUNCTION_INVALID
   */
  default UserFunction make(String name, Expr.Unnamed function) {
    throw new IllegalStateException("functions are not made here: " + name);
  }

  /** Every function of the user's, in the order of names. */
  default Collection<UserFunction> functions() {
    return List.of();
  }
}
