package io.millrace.plan.incremental.pass;

import io.millrace.plan.analyze.WindowTableFunction;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.incremental.WindowNode;
import java.math.BigDecimal;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;

/** The window table function: {@code (DESCRIPTOR(column), size, slide, offset)}. */
final class WindowConversion {
  private WindowConversion() {}

  static PlanNode convert(RelConverter converter, TableFunctionScan scan) {
    RexCall call = (RexCall) scan.getCall();
    if (call.getOperator() != WindowTableFunction.INSTANCE) {
      throw new IllegalStateException("no window: " + call.getOperator());
    }
    PlanNode input = converter.convert(scan.getInput(0));
    RexInputRef time = (RexInputRef) ((RexCall) call.getOperands().get(0)).getOperands().get(0);
    return WindowNode.of(
        input,
        time.getIndex(),
        micros(call.getOperands().get(1)),
        micros(call.getOperands().get(2)),
        micros(call.getOperands().get(3)));
  }

  private static long micros(RexNode node) {
    RexNode literal = node instanceof RexCall cast ? cast.getOperands().get(0) : node;
    BigDecimal value = ((RexLiteral) literal).getValueAs(BigDecimal.class);
    if (value == null) {
      throw new IllegalStateException("a window without length");
    }
    return value.longValueExact();
  }
}
