package io.millrace.plan.analyze;

import io.millrace.sql.statement.QueryText;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/** Which functions a text calls, and what else it names. */
public final class FunctionCalls extends SqlBasicVisitor<@Nullable Void> {
  private final Set<String> functions = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
  private final Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  private FunctionCalls() {}

  public static FunctionCalls ofQuery(QueryText query) {
    return of(QueryParser.query(query));
  }

  public static FunctionCalls ofExpression(QueryText expression) {
    return of(QueryParser.expression(expression));
  }

  private static FunctionCalls of(SqlNode node) {
    FunctionCalls calls = new FunctionCalls();
    node.accept(calls);
    return calls;
  }

  /** The functions called, matched without regard to case. */
  public Set<String> functions() {
    return functions;
  }

  /** The names of tables, columns and aliases, matched without regard to case. */
  public Set<String> names() {
    return names;
  }

  @Override
  public @Nullable Void visit(SqlCall call) {
    if (call.getOperator() instanceof SqlFunction function) {
      functions.add(function.getName());
    }
    return super.visit(call);
  }

  @Override
  public @Nullable Void visit(SqlIdentifier name) {
    names.addAll(name.names);
    return null;
  }
}
