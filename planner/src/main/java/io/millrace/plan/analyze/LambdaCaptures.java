package io.millrace.plan.analyze;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLambda;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Gives lambdas what they use of the row around them as parameters, because Calcite's see their
 * parameters alone:
 *
 * <pre>
 *   transform(a, x -> x.f + t.b)  →  transform(a, (x, $captured0) -> x['f'] + $captured0, t.b)
 * </pre>
 */
final class LambdaCaptures extends SqlShuttle {
  static final String PREFIX = "$captured";

  static boolean isCaptured(SqlIdentifier parameter) {
    return parameter.getSimple().startsWith(PREFIX);
  }

  @Override
  public @Nullable SqlNode visit(SqlCall original) {
    SqlCall call = (SqlCall) super.visit(original);
    if (call == null
        || call instanceof SqlLambda
        || call.getOperandList().stream().noneMatch(SqlLambda.class::isInstance)) {
      return call;
    }
    Map<String, SqlIdentifier> captured = new LinkedHashMap<>();
    List<SqlNode> operands = new ArrayList<>();
    for (SqlNode operand : call.getOperandList()) {
      operands.add(operand instanceof SqlLambda lambda ? closed(lambda, captured) : operand);
    }
    List<SqlNode> all = new ArrayList<>();
    for (SqlNode operand : operands) {
      all.add(operand instanceof SqlLambda lambda ? extended(lambda, captured.size()) : operand);
    }
    all.addAll(captured.values());
    return call.getOperator().createCall(call.getParserPosition(), all);
  }

  /** The lambda with the names that are not its own replaced. */
  private static SqlLambda closed(SqlLambda lambda, Map<String, SqlIdentifier> captured) {
    Set<String> own =
        lambda.getParameters().stream()
            .map(parameter -> ((SqlIdentifier) parameter).getSimple())
            .collect(Collectors.toSet());
    SqlNode body =
        lambda
            .getExpression()
            .accept(
                new SqlShuttle() {
                  @Override
                  public SqlNode visit(SqlIdentifier name) {
                    return replaced(name, own, captured);
                  }

                  @Override
                  public @Nullable SqlNode visit(SqlCall call) {
                    // What an inner lambda uses is among the arguments beside it by now.
                    return call instanceof SqlLambda ? call : super.visit(call);
                  }
                });
    return new SqlLambda(
        lambda.getParserPosition(), lambda.getParameters(), java.util.Objects.requireNonNull(body));
  }

  private static SqlNode replaced(
      SqlIdentifier name, Set<String> own, Map<String, SqlIdentifier> captured) {
    if (name.isStar() || name.names.isEmpty()) {
      return name;
    }
    if (!own.contains(name.names.get(0))) {
      captured.putIfAbsent(name.toString(), name);
      int number = new ArrayList<>(captured.keySet()).indexOf(name.toString());
      return new SqlIdentifier(PREFIX + number, name.getParserPosition());
    }
    SqlNode value = name.getComponent(0);
    for (int i = 1; i < name.names.size(); i++) {
      SqlParserPos position = name.getComponentParserPosition(i);
      value =
          SqlStdOperatorTable.ITEM.createCall(
              position, value, SqlLiteral.createCharString(name.names.get(i), position));
    }
    return value;
  }

  private static SqlLambda extended(SqlLambda lambda, int captured) {
    List<SqlNode> parameters = new ArrayList<>(lambda.getParameters().getList());
    for (int i = 0; i < captured; i++) {
      parameters.add(new SqlIdentifier(PREFIX + i, lambda.getParserPosition()));
    }
    return new SqlLambda(
        lambda.getParserPosition(),
        new SqlNodeList(parameters, lambda.getParserPosition()),
        lambda.getExpression());
  }
}
