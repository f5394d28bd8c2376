package io.millrace.exec.session.definition;

import io.millrace.api.error.MillraceException;
import io.millrace.exec.session.context.SessionContext;
import io.millrace.plan.PlanRequest;
import io.millrace.plan.Planner;
import io.millrace.plan.catalog.CatalogObject;
import io.millrace.plan.catalog.MaterializedView;
import io.millrace.plan.catalog.View;
import io.millrace.sql.statement.QueryText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the views that could not be read any more if an object went. */
final class Dependents {
  private final SessionContext session;

  Dependents(SessionContext session) {
    this.session = session;
  }

  /**
   * The views, materialized or not, that read an object themselves: they can be planned with it,
   * and not without it.
   */
  List<CatalogObject> of(CatalogObject object) {
    Planner without = new Planner(session.catalog().without(object.name()), session.connectors());
    String name = object.name().toLowerCase(Locale.ROOT);
    List<CatalogObject> found = new ArrayList<>();
    for (CatalogObject candidate : session.catalog().list()) {
      Optional<PlanRequest> request = request(candidate);
      if (candidate != object
          && request.isPresent()
          && text(request.get().query()).contains(name)
          && isValid(session.planner(), request.get())
          && !isValid(without, request.get())) {
        found.add(candidate);
      }
    }
    return found;
  }

  private static String text(QueryText query) {
    return query.original().toLowerCase(Locale.ROOT);
  }

  private Optional<PlanRequest> request(CatalogObject object) {
    if (object instanceof View view) {
      return Optional.of(DefinitionStatements.viewRequest(session, view));
    }
    if (object instanceof MaterializedView view) {
      return Optional.of(ViewStatements.request(session, view));
    }
    return Optional.empty();
  }

  private static boolean isValid(Planner planner, PlanRequest request) {
    try {
      planner.plan(request);
      return true;
    } catch (MillraceException e) {
      return false;
    }
  }
}
