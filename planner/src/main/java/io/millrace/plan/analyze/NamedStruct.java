package io.millrace.plan.analyze;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.StructKind;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlTypeName;

/** {@code NAMED_STRUCT('a', 1, 'b', x)}: a row whose fields have names. */
public final class NamedStruct extends SqlFunction {
  static final NamedStruct INSTANCE = new NamedStruct();

  private NamedStruct() {
    super(
        "NAMED_STRUCT",
        SqlKind.OTHER_FUNCTION,
        NamedStruct::type,
        null,
        new Checker(),
        SqlFunctionCategory.SYSTEM);
  }

  /** {@code STRUCT(t.a, 1)}: fields are named like columns, others col1, col2, … as in Spark. */
  static SqlNode of(SqlCall struct) {
    List<SqlNode> operands = new ArrayList<>();
    for (SqlNode value : struct.getOperandList()) {
      String name =
          value instanceof SqlIdentifier column && !column.isStar()
              ? column.names.get(column.names.size() - 1)
              : "col" + (operands.size() / 2 + 1);
      operands.add(SqlLiteral.createCharString(name, value.getParserPosition()));
      operands.add(value);
    }
    return INSTANCE.createCall(struct.getParserPosition(), operands);
  }

  private static RelDataType type(SqlOperatorBinding binding) {
    RelDataTypeFactory factory = binding.getTypeFactory();
    List<String> names = new ArrayList<>();
    List<RelDataType> types = new ArrayList<>();
    for (int i = 0; i + 1 < binding.getOperandCount(); i += 2) {
      String name = binding.getOperandLiteralValue(i, String.class);
      names.add(name == null ? "col" + (i / 2 + 1) : name);
      RelDataType type = binding.getOperandType(i + 1);
      types.add(
          factory.createTypeWithNullability(
              type.getSqlTypeName() == SqlTypeName.CHAR
                  ? factory.createSqlType(SqlTypeName.VARCHAR)
                  : type,
              true));
    }
    return factory.createStructType(StructKind.FULLY_QUALIFIED, types, names);
  }

  /** Names, which are constant text, and values in turn. */
  private record Checker() implements SqlOperandTypeChecker {
    @Override
    public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
      boolean good = binding.getOperandCount() % 2 == 0;
      for (int i = 0; i < binding.getOperandCount(); i += 2) {
        good &=
            binding.isOperandLiteral(i, false)
                && SqlTypeName.CHAR_TYPES.contains(binding.getOperandType(i).getSqlTypeName());
      }
      if (!good && throwOnFailure) {
        throw binding.newValidationSignatureError();
      }
      return good;
    }

    @Override
    public SqlOperandCountRange getOperandCountRange() {
      return SqlOperandCountRanges.from(2);
    }

    @Override
    public String getAllowedSignatures(SqlOperator operator, String name) {
      return name + "('name', value, …)";
    }
  }
}
