package io.millrace.plan.incremental.pass;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.api.types.TypeKind;
import io.millrace.plan.analyze.SqlTypes;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expression.Literal;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.incremental.ValuesNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexLiteral;

/** Constant rows, each value as its column's type. */
final class ValuesConversion {
  private ValuesConversion() {}

  static PlanNode convert(RelConverter converter, Values values) {
    List<Field> fields = new ArrayList<>();
    for (RelDataTypeField field : values.getRowType().getFieldList()) {
      fields.add(
          new Field(
              RootConversion.name(field.getName(), fields.size()),
              column(SqlTypes.toDataType(field.getType()))));
    }
    Schema schema = new Schema(fields);
    List<List<Literal>> rows = new ArrayList<>();
    for (List<RexLiteral> tuple : values.getTuples()) {
      List<Literal> row = new ArrayList<>();
      for (int i = 0; i < tuple.size(); i++) {
        Literal literal = Literals.of(tuple.get(i), converter.context().zone());
        Expression typed = Casts.to(literal, schema.type(i), Optional.empty());
        row.add(
            typed instanceof Literal exact ? exact : new Literal(literal.value(), schema.type(i)));
      }
      rows.add(row);
    }
    return new ValuesNode(rows, schema);
  }

  private static DataType column(DataType type) {
    return type.kind() == TypeKind.CHAR ? DataType.STRING.withNullable(type.nullable()) : type;
  }
}
