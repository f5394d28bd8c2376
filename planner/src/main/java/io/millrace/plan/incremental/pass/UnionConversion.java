package io.millrace.plan.incremental.pass;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.plan.analyze.SqlTypes;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expression.ColumnReference;
import io.millrace.plan.incremental.DistinctNode;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.incremental.ProjectNode;
import io.millrace.plan.incremental.UnionAllNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.type.RelDataTypeField;

/** UNION ALL, and UNION as DISTINCT over it. */
final class UnionConversion {
  private UnionConversion() {}

  static List<Integer> allColumns(Schema schema) {
    return IntStream.range(0, schema.size()).boxed().toList();
  }

  static PlanNode convert(RelConverter converter, Union union) {
    List<PlanNode> inputs = new ArrayList<>();
    for (RelNode input : union.getInputs()) {
      PlanNode converted = converter.convert(input);
      // Nested UNION ALL is one with more branches.
      if (union.all && converted instanceof UnionAllNode nested) {
        inputs.addAll(nested.inputs());
      } else {
        inputs.add(converted);
      }
    }
    Schema schema = schema(union, inputs);
    List<PlanNode> aligned = inputs.stream().map(input -> align(input, schema)).toList();
    PlanNode all = UnionAllNode.of(aligned, schema);
    if (union.all) {
      return all;
    }
    NestedConversion.demandKeys(schema, allColumns(schema), "distinct values of");
    return DistinctNode.of(JsonConversion.withKeys(all, allColumns(schema)), false);
  }

  /** Columns that hold the values of all inputs. */
  static Schema schema(SetOp rel, List<PlanNode> inputs) {
    List<Field> fields = new ArrayList<>();
    List<RelDataTypeField> rowType = rel.getRowType().getFieldList();
    for (int i = 0; i < rowType.size(); i++) {
      fields.add(new Field(rowType.get(i).getName(), type(inputs, i, rowType.get(i))));
    }
    return new Schema(fields);
  }

  private static DataType type(List<PlanNode> inputs, int column, RelDataTypeField field) {
    DataType common = inputs.get(0).output().type(column);
    for (PlanNode input : inputs) {
      Optional<DataType> wider = CommonType.of(common, input.output().type(column));
      if (wider.isEmpty()) {
        return SqlTypes.toDataType(field.getType());
      }
      common = wider.get();
    }
    return common;
  }

  /** An input with its columns in these types. */
  static PlanNode align(PlanNode input, Schema schema) {
    List<Expression> projections = new ArrayList<>();
    boolean changed = false;
    for (int i = 0; i < schema.size(); i++) {
      Expression column = new ColumnReference(i, input.output().type(i));
      Expression typed = Casts.to(column, schema.type(i), Optional.empty());
      changed |= typed != column;
      projections.add(typed);
    }
    return changed ? ProjectNode.of(input, projections, schema.names()) : input;
  }
}
