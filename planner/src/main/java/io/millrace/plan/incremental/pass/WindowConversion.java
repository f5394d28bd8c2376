package io.millrace.plan.incremental.pass;

import io.millrace.plan.analyze.WindowTableFunction;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.incremental.WindowNode;
import java.math.BigDecimal;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;

/** The window table function: {@code (position of the time column, size, slide, offset)}. */
final class WindowConversion {
  private WindowConversion() {}

  static PlanNode convert(RelConverter converter, TableFunctionScan scan) {
    RexCall call = (RexCall) scan.getCall();
    if (call.getOperator() != WindowTableFunction.INSTANCE) {
      throw new IllegalStateException("no window: " + call.getOperator());
    }
    PlanNode input = converter.convert(scan.getInput(0));
    return WindowNode.of(
        input,
        Math.toIntExact(number(call.getOperands().get(0))),
        number(call.getOperands().get(1)),
        number(call.getOperands().get(2)),
        number(call.getOperands().get(3)));
  }

  private static long number(RexNode node) {
    RexNode literal = node instanceof RexCall cast ? cast.getOperands().get(0) : node;
    BigDecimal value = ((RexLiteral) literal).getValueAs(BigDecimal.class);
    if (value == null) {
      throw new IllegalStateException("a window without length");
    }
    return value.longValueExact();
  }
}
