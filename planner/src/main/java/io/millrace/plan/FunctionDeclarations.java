package io.millrace.plan;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourceText;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.plan.analyze.FunctionCalls;
import io.millrace.plan.catalog.Catalog;
import io.millrace.plan.catalog.UserFunction;
import io.millrace.plan.catalog.UserFunction.Macro;
import io.millrace.plan.catalog.UserFunction.Parameter;
import io.millrace.plan.catalog.UserFunction.ScalarMacro;
import io.millrace.plan.catalog.UserFunction.TableMacro;
import io.millrace.plan.logical.LogicalPlanner;
import io.millrace.sql.statement.Identifier;
import io.millrace.sql.statement.QueryText;
import io.millrace.sql.statement.Statement.CreateFunction;
import io.millrace.sql.statement.Statement.ExpressionBody;
import io.millrace.sql.statement.Statement.QueryBody;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Checks functions in SQL. */
final class FunctionDeclarations {
  private final Catalog catalog;
  private final SourceText script;

  FunctionDeclarations(Catalog catalog, SourceText script) {
    this.catalog = catalog;
    this.script = script;
  }

  Macro declare(CreateFunction statement) {
    try {
      Macro macro = macro(statement);
      new LogicalPlanner(catalog, script).check(macro);
      return macro;
    } catch (MillraceException e) {
      throw e.source().isPresent() ? e : e.at(statement.name().position()).in(script);
    }
  }

  private Macro macro(CreateFunction statement) {
    List<Parameter> parameters =
        statement.parameters().orElse(List.of()).stream()
            .map(p -> new Parameter(p.name().text(), p.type(), p.defaultValue()))
            .toList();
    if (statement.kind().isPresent() && statement.columns().isEmpty()) {
      throw invalid(
          statement,
          "a function in SQL is no "
              + statement.kind().get().name().toLowerCase(Locale.ROOT)
              + " function unless it RETURNS TABLE (…)");
    }
    if (statement.body() instanceof QueryBody query) {
      return new TableMacro(
          statement.name().text(),
          parameters,
          columns(statement),
          query.query(),
          script,
          isDeterministic(statement, parameters, FunctionCalls.ofQuery(query.query()).functions()),
          statement.comment().orElse(""));
    }
    QueryText body = ((ExpressionBody) statement.body()).expression();
    if (statement.returns().isEmpty()) {
      throw invalid(
          statement,
          statement.columns().isPresent()
              ? "what RETURNS TABLE (…) is a query"
              : "the type of its result is missing: RETURNS type");
    }
    return new ScalarMacro(
        statement.name().text(),
        parameters,
        statement.returns().get(),
        body,
        script,
        isDeterministic(statement, parameters, FunctionCalls.ofExpression(body).functions()),
        statement.comment().orElse(""));
  }

  private static Schema columns(CreateFunction statement) {
    if (statement.columns().isEmpty()) {
      throw invalid(
          statement, "a query gives rows: RETURNS TABLE (column type, …) RETURN SELECT …");
    }
    return new Schema(
        statement.columns().get().stream()
            .map(column -> new Field(column.name().text(), column.type()))
            .toList());
  }

  /** What calls something that is not deterministic is not either, whatever it says. */
  private boolean isDeterministic(
      CreateFunction statement, List<Parameter> parameters, Set<String> calls) {
    return statement.deterministic().orElse(true)
        && calls.stream()
            .flatMap(name -> catalog.findFunction(name).stream())
            .allMatch(UserFunction::deterministic);
  }

  private static MillraceException invalid(CreateFunction statement, String why) {
    Identifier name = statement.name();
    return error(ErrorCode.FUNCTION_INVALID, "this", name.text(), why)
        .at(name.position())
        .hint("a value:  CREATE FUNCTION f(x INT) RETURNS INT RETURN x + 1")
        .hint(
            "rows:     CREATE FUNCTION f(x INT) RETURNS TABLE (y INT) RETURN SELECT a FROM t WHERE"
                + " a > x")
        .build();
  }
}
