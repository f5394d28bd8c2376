package io.millrace.plan.fluent;

import io.millrace.api.table.tree.Expr;
import io.millrace.api.table.tree.TableTree;
import io.millrace.plan.catalog.FluentQuery;
import io.millrace.plan.catalog.Relation;
import io.millrace.plan.catalog.UserFunction;
import io.millrace.sql.statement.Statement;
import java.util.List;
import java.util.Optional;

/** What the writer of queries must know of the world. */
public interface Sources {

  /** The names of the columns of an object of the catalog; empty if there is none. */
  List<String> columnsOf(String table);

  /**
   * The names of the columns of a query.
   *
   * @throws io.millrace.api.error.MillraceException if it is wrong
   */
  List<String> columnsOf(FluentQuery query);

  /** What a CREATE SOURCE declares, as {@code Planner.declare}. */
  Relation declare(Statement.CreateRelation statement);

  /**
   * The columns that a connector gives a program that declares none, as the text of a declaration;
   * empty if they must be declared.
   */
  Optional<String> columnsOf(TableTree.Source source, String connector, String format);

  /** A function of the program's under a name. */
  UserFunction function(String name, Expr.Unnamed function);

  /** Whether the connector exists; if it does not, it may be a format of files. */
  boolean isConnector(String name);

  /** Whether files come in this format. */
  boolean isFileFormat(String name);
}
