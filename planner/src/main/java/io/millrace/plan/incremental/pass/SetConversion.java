package io.millrace.plan.incremental.pass;

import io.millrace.api.types.Schema;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.incremental.SetNode;
import io.millrace.plan.physical.SetOperation;
import java.util.List;
import org.apache.calcite.rel.core.Minus;
import org.apache.calcite.rel.core.SetOp;

/** INTERSECT and EXCEPT; of several inputs, one after the other. */
final class SetConversion {
  private SetConversion() {}

  static PlanNode convert(RelConverter converter, SetOp rel) {
    List<PlanNode> inputs = rel.getInputs().stream().map(converter::convert).toList();
    Schema schema = UnionConversion.schema(rel, inputs);
    NestedConversion.demandKeys(schema, UnionConversion.allColumns(schema), "distinct values of");
    PlanNode result = keyed(inputs.get(0), schema);
    for (PlanNode input : inputs.subList(1, inputs.size())) {
      result = SetNode.of(result, keyed(input, schema), operation(rel), false, schema);
    }
    return result;
  }

  private static PlanNode keyed(PlanNode input, Schema schema) {
    return JsonConversion.withKeys(
        UnionConversion.align(input, schema), UnionConversion.allColumns(schema));
  }

  private static SetOperation operation(SetOp rel) {
    if (rel instanceof Minus) {
      return rel.all ? SetOperation.EXCEPT_ALL : SetOperation.EXCEPT;
    }
    return rel.all ? SetOperation.INTERSECT_ALL : SetOperation.INTERSECT;
  }
}
