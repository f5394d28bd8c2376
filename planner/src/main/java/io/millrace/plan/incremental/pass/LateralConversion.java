package io.millrace.plan.incremental.pass;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.plan.analyze.SqlTypes;
import io.millrace.plan.analyze.UnnestFunction;
import io.millrace.plan.analyze.UserOperators;
import io.millrace.plan.catalog.Overload;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expression.ColumnReference;
import io.millrace.plan.expression.Expression.Literal;
import io.millrace.plan.expression.TableCode;
import io.millrace.plan.incremental.LateralNode;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.incremental.ProjectNode;
import io.millrace.plan.incremental.ValuesNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlOperator;

/**
 * Table functions of the user's, over each row of an input or on their own:
 *
 * <pre>
 *   Correlate                            Project [input's columns, b, c]
 *     x                            →       Lateral f($n) AS b, c
 *     TableFunctionScan f(x.a + 1)           Project [input's columns, a + 1]
 *                                              x
 * </pre>
 */
final class LateralConversion {
  private LateralConversion() {}

  static PlanNode convert(RelConverter converter, Correlate correlate) {
    return lateral(
        converter, correlate.getLeft(), correlate.getRight(), correlate.getJoinType(), correlate);
  }

  /** Whether a join is with a function of constants, for which no row need be remembered. */
  static boolean isOf(Join join) {
    RelNode right = join.getRight();
    while (right instanceof Project project
        && project.getProjects().stream().allMatch(RexInputRef.class::isInstance)) {
      right = project.getInput();
    }
    boolean kept =
        join.getJoinType() == JoinRelType.INNER || join.getJoinType() == JoinRelType.LEFT;
    return kept
        && join.getCondition().isAlwaysTrue()
        && right instanceof TableFunctionScan scan
        && scan.getInputs().isEmpty()
        && isLateral(scan);
  }

  /** Whether a function is called for each row. */
  static boolean isLateral(TableFunctionScan scan) {
    SqlOperator operator = ((RexCall) scan.getCall()).getOperator();
    return operator instanceof UserOperators.Table || operator instanceof UnnestFunction;
  }

  /** A function whose arguments are the same for all rows. */
  static PlanNode convert(RelConverter converter, Join join) {
    return lateral(converter, join.getLeft(), join.getRight(), join.getJoinType(), join);
  }

  private static RuntimeException notSupported(RelNode node) {
    String what =
        node instanceof Join || node instanceof Correlate
            ? "a join with anything but a table function in Java"
            : "the operation " + node.getRelTypeName();
    return error(ErrorCode.NOT_SUPPORTED, what).build();
  }

  /** A function of constants, over one row of which nothing is kept. */
  static PlanNode convert(RelConverter converter, TableFunctionScan scan) {
    PlanNode row =
        new ValuesNode(
            List.of(List.of(Literal.of(true))),
            Schema.of(new Field("$row", DataType.BOOLEAN.notNull())));
    PlanNode made = over(converter, row, scan, false);
    List<Integer> own = IntStream.range(1, made.output().size()).boxed().toList();
    return ProjectNode.columns(made, own);
  }

  private static PlanNode lateral(
      RelConverter converter, RelNode left, RelNode right, JoinRelType type, RelNode node) {
    if (type != JoinRelType.INNER && type != JoinRelType.LEFT) {
      throw notSupported(node);
    }
    List<Integer> kept = new ArrayList<>();
    TableFunctionScan scan = scan(right, kept, node);
    PlanNode input = converter.convert(left);
    PlanNode made = over(converter, input, scan, type == JoinRelType.LEFT);
    int width = input.output().size();
    List<Integer> columns = new ArrayList<>(IntStream.range(0, width).boxed().toList());
    kept.forEach(column -> columns.add(width + column));
    return ProjectNode.columns(made, columns);
  }

  /** The function below projections that only name or choose its columns. */
  private static TableFunctionScan scan(RelNode node, List<Integer> kept, RelNode whole) {
    if (node instanceof TableFunctionScan scan && scan.getInputs().isEmpty() && isLateral(scan)) {
      IntStream.range(0, scan.getRowType().getFieldCount()).forEach(kept::add);
      return scan;
    }
    if (!(node instanceof Project project)) {
      throw notSupported(whole);
    }
    List<Integer> below = new ArrayList<>();
    TableFunctionScan scan = scan(project.getInput(), below, whole);
    for (RexNode column : project.getProjects()) {
      if (!(column instanceof RexInputRef reference)) {
        throw notSupported(whole);
      }
      kept.add(below.get(reference.getIndex()));
    }
    return scan;
  }

  private static String name(RexCall call) {
    return call.getOperator() instanceof UserOperators.Table table
        ? table.function().name()
        : call.getOperator().getName().replaceFirst(" .*", "").toLowerCase(Locale.ROOT);
  }

  /** The input's columns, then the function's. */
  private static PlanNode over(
      RelConverter converter, PlanNode input, TableFunctionScan scan, boolean outer) {
    RexCall call = (RexCall) scan.getCall();
    ExpressionConverter expressions =
        new ExpressionConverter(converter.context(), input.output(), true);
    List<Expression> arguments = expressions.operands(call);
    TableCode code;
    List<Field> made;
    if (call.getOperator() instanceof UserOperators.Table operator) {
      Overload<TableCode> overload =
          UserFunctions.choose(operator.function().overloads(), arguments, call);
      arguments = UserFunctions.cast(arguments, overload, call);
      code = overload.code();
      made = operator.function().columns().fields();
    } else {
      UnnestFunction unnest = (UnnestFunction) call.getOperator();
      code = unnest.code(call.getOperands().stream().map(RexNode::getType).toList());
      made = SqlTypes.toSchema(scan.getRowType()).fields();
    }
    int width = input.output().size();
    List<Expression> projections = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      projections.add(new ColumnReference(i, input.output().type(i)));
      names.add(input.output().name(i));
    }
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      places.add(width + i);
      projections.add(arguments.get(i));
      names.add("$argument" + i);
    }
    PlanNode computed = ProjectNode.of(input, projections, names);
    LateralNode lateral =
        LateralNode.of(
            computed, name(call), code, places, outer, made, ExpressionConverter.position(call));
    List<Integer> columns = new ArrayList<>(IntStream.range(0, width).boxed().toList());
    IntStream.range(width + arguments.size(), lateral.output().size()).forEach(columns::add);
    return ProjectNode.columns(lateral, columns);
  }
}
