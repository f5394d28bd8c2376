package io.millrace.exec.session.context;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Suggestions;
import io.millrace.api.table.UserDefinedFunction;
import io.millrace.api.table.tree.Expr;
import io.millrace.exec.function.FunctionMaker;
import io.millrace.plan.catalog.Catalog;
import io.millrace.plan.catalog.CatalogObject;
import io.millrace.plan.catalog.MaterializedView;
import io.millrace.plan.catalog.Relation;
import io.millrace.plan.catalog.UserFunction;
import io.millrace.plan.catalog.View;
import io.millrace.sql.statement.Identifier;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;

/** The names of one session. Thread-safe; whoever changes it holds the session's lock. */
public final class SessionCatalog implements Catalog {
  private final Map<String, CatalogObject> objects =
      new ConcurrentSkipListMap<>(String.CASE_INSENSITIVE_ORDER);

  private final Map<String, UserFunction> functions =
      new ConcurrentSkipListMap<>(String.CASE_INSENSITIVE_ORDER);

  private final Set<String> schemas = new ConcurrentSkipListSet<>(String.CASE_INSENSITIVE_ORDER);

  /** The schemas that have been created. */
  public Set<String> schemas() {
    return schemas;
  }

  @Override
  public Optional<CatalogObject> find(String name) {
    return Optional.ofNullable(objects.get(name));
  }

  @Override
  public Optional<UserFunction> findFunction(String name) {
    return Optional.ofNullable(functions.get(name));
  }

  @Override
  public Collection<UserFunction> functions() {
    return List.copyOf(functions.values());
  }

  @Override
  public UserFunction make(String name, Expr.Unnamed function) {
    return FunctionMaker.of(name, (UserDefinedFunction) function);
  }

  public void put(UserFunction function) {
    functions.remove(function.name());
    functions.put(function.name(), function);
  }

  public void removeFunction(String name) {
    functions.remove(name);
  }

  @Override
  public Collection<CatalogObject> list() {
    return List.copyOf(objects.values());
  }

  public void put(CatalogObject object) {
    // Names keep the case of their newest declaration.
    objects.remove(object.name());
    objects.put(object.name(), object);
  }

  public void remove(String name) {
    objects.remove(name);
  }

  /**
   * The object of that name.
   *
   * @throws MillraceException TABLE_NOT_FOUND, with the nearest name
   */
  public CatalogObject get(Identifier name) {
    return find(name.text())
        .orElseThrow(() -> notFound("table", name, List.copyOf(objects.values())));
  }

  /**
   * The object of that name, of which there should be one of that kind; it may be of another.
   *
   * @throws MillraceException TABLE_NOT_FOUND, with the nearest name of that kind
   */
  public CatalogObject get(String kind, Identifier name) {
    return find(name.text())
        .orElseThrow(
            () ->
                notFound(
                    kind,
                    name,
                    objects.values().stream()
                        .filter(object -> kindOf(object).equals(kind))
                        .toList()));
  }

  private static MillraceException notFound(
      String kind, Identifier name, List<CatalogObject> known) {
    MillraceException.Builder error =
        error(ErrorCode.TABLE_NOT_FOUND, kind, name.text(), "").at(name.position());
    List<String> names = known.stream().map(CatalogObject::name).toList();
    Suggestions.nearest(name.text(), names)
        .ifPresent(near -> error.hint("did you mean \"" + near + "\"?"));
    if (!names.isEmpty()) {
      error.hint("there are: " + String.join(", ", names));
    }
    return error.build();
  }

  /** This catalog as if it did not hold that name. */
  public Catalog without(String hidden) {
    return new Catalog() {
      @Override
      public Optional<CatalogObject> find(String name) {
        return name.equalsIgnoreCase(hidden) ? Optional.empty() : SessionCatalog.this.find(name);
      }

      @Override
      public Collection<CatalogObject> list() {
        return SessionCatalog.this.list().stream()
            .filter(object -> !object.name().equalsIgnoreCase(hidden))
            .toList();
      }

      @Override
      public Optional<UserFunction> findFunction(String name) {
        return SessionCatalog.this.findFunction(name);
      }

      @Override
      public Collection<UserFunction> functions() {
        return SessionCatalog.this.functions();
      }
    };
  }

  /** The relation that holds an object's rows; empty for a view, which has none of its own. */
  public static Optional<Relation> relation(CatalogObject object) {
    if (object instanceof MaterializedView view) {
      return Optional.of(view.content());
    }
    return object instanceof Relation relation ? Optional.of(relation) : Optional.empty();
  }

  /** What people call an object: source, table, sink, view or materialized view. */
  public static String kindOf(CatalogObject object) {
    if (object instanceof Relation relation) {
      return relation.kind().name().toLowerCase(Locale.ROOT);
    } else if (object instanceof View) {
      return "view";
    } else if (object instanceof MaterializedView) {
      return "materialized view";
    }
    throw new IllegalStateException("unknown object " + object.name());
  }
}
