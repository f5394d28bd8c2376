package io.millrace.exec.session.context;

import io.millrace.api.connector.Connectors;
import io.millrace.exec.expression.ExpressionCompiler;
import io.millrace.exec.view.ViewMaintenance;
import io.millrace.plan.Planner;
import io.millrace.plan.PlannerSettings;
import io.millrace.state.MemoryBudget;
import java.io.PrintStream;
import java.time.InstantSource;

/**
 * What the parts of one session share.
 *
 * @param catalog its names
 * @param settings what SET has set
 * @param connectors its kinds of sources and sinks
 * @param options of relations
 * @param planner over the catalog
 * @param compiler of expressions
 * @param views over tables
 * @param queries that run or have run
 * @param streams who waits for queries or listens to them
 * @param stateMemory heap that the state of queries may take
 * @param clock processing time
 * @param console where sinks print
 */
public record SessionContext(
    SessionCatalog catalog,
    Settings settings,
    Connectors connectors,
    RelationOptions options,
    Planner planner,
    ExpressionCompiler compiler,
    ViewMaintenance views,
    QueryRegistry queries,
    SessionStreams streams,
    MemoryBudget stateMemory,
    InstantSource clock,
    PrintStream console) {

  public PlannerSettings plannerSettings() {
    return new PlannerSettings(settings.zone(), settings.recursionLimits());
  }
}
