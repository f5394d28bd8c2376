package io.millrace.exec.session.table;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.StatementResult;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.error.SourceText;
import io.millrace.exec.query.RunningQuery;
import io.millrace.exec.session.context.SessionContext;
import io.millrace.exec.session.context.TableTarget;
import io.millrace.exec.session.query.QueryPlanning.Planned;
import io.millrace.exec.session.query.QueryStatements;
import io.millrace.plan.PlanRequest;
import io.millrace.plan.catalog.CatalogObject;
import io.millrace.sql.statement.QueryClauses;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Runs the queries of statements that change rows, to their end. */
final class TableQueries {
  private static final Pattern ROW_ID =
      Pattern.compile("([\\w$]+\\.)?" + Pattern.quote(TableTarget.ROW_ID) + ",? ?");

  private final SessionContext session;
  private final QueryStatements queries;

  TableQueries(SessionContext session, QueryStatements queries) {
    this.session = session;
    this.queries = queries;
  }

  SessionContext session() {
    return session;
  }

  /** All rows of a query, and a line about its run. */
  record Collected(List<ColumnBatch> batches, Optional<RunningQuery> query) {}

  /** The rows of a query that is planned and ends. */
  Collected collect(Planned planned) {
    List<ColumnBatch> batches = new ArrayList<>();
    try (StatementResult.Rows rows = queries.rows(planned.anonymous())) {
      for (Optional<ColumnBatch> next = rows.next(); next.isPresent(); next = rows.next()) {
        if (!next.get().isEmpty()) {
          batches.add(next.get().compact());
        }
      }
      Optional<RunningQuery> query =
          rows.query().filter(RunningQuery.class::isInstance).map(RunningQuery.class::cast);
      return new Collected(batches, query);
    }
  }

  /**
   * The rows of a query that a statement is made into.
   *
   * @param statement its script
   * @param place where errors go that belong to no piece of it
   */
  List<ColumnBatch> run(
      ComposedQuery query,
      Optional<PlanRequest.Target> target,
      List<CatalogObject> leaves,
      SourceText statement,
      SourcePosition place) {
    UnaryOperator<MillraceException> places = query.places(statement, place);
    try {
      return collect(plan(query, target, leaves, places, place)).batches();
    } catch (MillraceException e) {
      throw withoutIds(places.apply(e));
    }
  }

  /** The rows of a query that a statement is made into, for its reader. */
  StatementResult.Rows rows(
      ComposedQuery query, List<CatalogObject> leaves, SourceText statement, SourcePosition place) {
    UnaryOperator<MillraceException> places = query.places(statement, place);
    try {
      return queries.rows(plan(query, Optional.empty(), leaves, places, place).anonymous());
    } catch (MillraceException e) {
      throw withoutIds(places.apply(e));
    }
  }

  /** Checks a query that is not run. */
  void check(
      ComposedQuery query, List<CatalogObject> leaves, SourceText statement, SourcePosition place) {
    UnaryOperator<MillraceException> places = query.places(statement, place);
    try {
      plan(query, Optional.empty(), leaves, places, place);
    } catch (MillraceException e) {
      throw withoutIds(places.apply(e));
    }
  }

  private Planned plan(
      ComposedQuery query,
      Optional<PlanRequest.Target> target,
      List<CatalogObject> leaves,
      UnaryOperator<MillraceException> places,
      SourcePosition place) {
    Planned planned =
        queries
            .planning()
            .plan(
                new PlanRequest(
                    query.query(),
                    query.script(),
                    target,
                    QueryClauses.NONE,
                    session.plannerSettings(),
                    leaves,
                    places),
                Optional.empty(),
                "change");
    if (!planned.isReadAsRows()) {
      throw error(ErrorCode.NOT_SUPPORTED, "changing rows by a source that does not end")
          .at(place)
          .hint("write its rows into a table, and use that")
          .build();
    }
    return planned;
  }

  /** Nobody has written the column of ids, or the name of the table that has it. */
  private static MillraceException withoutIds(MillraceException e) {
    return e.withWords(words -> ROW_ID.matcher(words).replaceAll("").replace(TableTarget.LEAF, ""));
  }
}
