package io.millrace.plan.analyze;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.StructKind;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlTypeName;

/** {@code $JSON_TUPLE(text, name …)}: the row of members that JSON_TUPLE gives, in a list. */
public final class JsonTuple extends SqlFunction {
  static final JsonTuple INSTANCE = new JsonTuple();

  private JsonTuple() {
    super(
        "$JSON_TUPLE",
        SqlKind.OTHER_FUNCTION,
        JsonTuple::type,
        null,
        OperandTypes.repeat(SqlOperandCountRanges.from(2), OperandTypes.CHARACTER),
        SqlFunctionCategory.SYSTEM);
  }

  private static RelDataType type(SqlOperatorBinding binding) {
    RelDataTypeFactory factory = binding.getTypeFactory();
    RelDataType text =
        factory.createTypeWithNullability(factory.createSqlType(SqlTypeName.VARCHAR), true);
    List<RelDataType> types = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = 1; i < binding.getOperandCount(); i++) {
      types.add(text);
      names.add("c" + (i - 1));
    }
    RelDataType row = factory.createStructType(StructKind.FULLY_QUALIFIED, types, names);
    return factory.createTypeWithNullability(
        factory.createArrayType(factory.createTypeWithNullability(row, true), -1), true);
  }
}
