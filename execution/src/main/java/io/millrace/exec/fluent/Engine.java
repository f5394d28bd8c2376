package io.millrace.exec.fluent;

import io.millrace.api.StatementResult;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.query.StreamingQuery;
import io.millrace.api.table.tree.TableTree;
import io.millrace.api.types.Schema;
import io.millrace.plan.Planner.TableFacts;
import io.millrace.sql.statement.Statement.PlanStage;
import java.io.PrintStream;
import java.time.ZoneId;
import java.util.List;

/**
 * What tables need of their session. Everything throws {@link
 * io.millrace.api.error.MillraceException}.
 */
public interface Engine {

  /** What is known of a table before it runs. */
  TableFacts facts(TableTree tree);

  /** The plan, as EXPLAIN prints it. */
  String explain(TableTree tree, PlanStage stage);

  /** Runs a table that ends; {@code what} the program called is named if it does not. */
  StatementResult.Rows rows(TableTree tree, String what);

  /** Starts a query. */
  StreamingQuery start(TableTree tree, WriteRequest request);

  /** Runs a table that ends into a sink, and waits. */
  void write(TableTree tree, WriteRequest request);

  /** Gives a table a name. */
  void createView(String name, TableTree tree, boolean replace);

  /** Checks a source as CREATE SOURCE does. */
  void check(TableTree.Source source);

  /** Whether the catalog has something of that name. */
  boolean exists(String name);

  /** Creates an empty table. */
  void createTable(String name, Schema schema, boolean replace);

  /** Rows of the program as a table, values as {@code Column.value} has them. */
  TableTree.Rows rows(Schema schema, List<List<Object>> rows);

  /** Batches of a query as a table. */
  TableTree.Rows batches(Schema schema, List<ColumnBatch> batches);

  /** The session's zone. */
  ZoneId zone();

  /** Where tables print. */
  PrintStream console();
}
