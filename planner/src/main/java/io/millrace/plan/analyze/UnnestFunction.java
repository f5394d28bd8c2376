package io.millrace.plan.analyze;

import io.millrace.plan.expression.UnnestCode;
import io.millrace.plan.expression.UnnestCode.Numbering;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlTableFunction;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;

/** A table function that makes rows of the elements of arrays and maps. */
public final class UnnestFunction extends SqlFunction implements SqlTableFunction {
  /** Between the name of a function and that of its column, which its own name then has. */
  static final String AS = " AS ";

  private final String columnName;
  private final boolean spreads;
  private final Numbering numbering;

  /**
   * @param columnName of elements that have no names of their own
   * @param spreads whether the fields of elements that are rows become columns
   */
  UnnestFunction(String name, String columnName, boolean spreads, Numbering numbering) {
    super(
        name,
        SqlKind.OTHER_FUNCTION,
        ReturnTypes.CURSOR,
        null,
        new Checker(),
        SqlFunctionCategory.USER_DEFINED_TABLE_FUNCTION);
    this.columnName = columnName;
    this.spreads = spreads;
    this.numbering = numbering;
  }

  /** What computes it, for arguments of these types. */
  public UnnestCode code(List<RelDataType> types) {
    return new UnnestCode(types.stream().map(this::isSpread).toList(), numbering);
  }

  private boolean isSpread(RelDataType type) {
    RelDataType element = type.getComponentType();
    return spreads && element != null && element.isStruct();
  }

  /** The columns for arguments of these types. */
  public RelDataType columns(List<RelDataType> types, RelDataTypeFactory factory) {
    RelDataTypeFactory.Builder columns = factory.builder();
    List<String> names = new ArrayList<>();
    if (numbering == Numbering.POSITION) {
      columns.add("pos", nullable(factory.createSqlType(SqlTypeName.INTEGER), factory));
    }
    for (RelDataType type : types) {
      if (type.getKeyType() != null && type.getValueType() != null) {
        columns.add("key", nullable(type.getKeyType(), factory));
        columns.add("value", nullable(type.getValueType(), factory));
      } else if (isSpread(type)) {
        for (RelDataTypeField field : type.getComponentType().getFieldList()) {
          columns.add(field.getName(), nullable(field.getType(), factory));
        }
      } else {
        RelDataType element = type.getComponentType();
        names.add(columnName);
        columns.add(
            columnName + (names.size() == 1 ? "" : "_" + names.size()),
            element == null
                ? nullable(factory.createSqlType(SqlTypeName.NULL), factory)
                : nullable(element, factory));
      }
    }
    if (numbering == Numbering.ORDINALITY) {
      columns.add("ordinality", nullable(factory.createSqlType(SqlTypeName.BIGINT), factory));
    }
    return columns.build();
  }

  String columnName() {
    return columnName;
  }

  /** Whether an alias for its rows names the column of the elements too, as in PostgreSQL. */
  boolean takesAlias() {
    return !columnName.equals("col") && !columnName.equals("value");
  }

  UnnestFunction withColumn(String newName) {
    return new UnnestFunction(getName() + AS + newName, newName, spreads, numbering);
  }

  private static RelDataType nullable(RelDataType type, RelDataTypeFactory factory) {
    return factory.createTypeWithNullability(type, true);
  }

  @Override
  public SqlReturnTypeInference getRowTypeInference() {
    return this::rowType;
  }

  private RelDataType rowType(SqlOperatorBinding binding) {
    return columns(binding.collectOperandTypes(), binding.getTypeFactory());
  }

  /** Arrays and maps, and NULL. */
  private record Checker() implements SqlOperandTypeChecker {
    @Override
    public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
      for (RelDataType type : binding.collectOperandTypes()) {
        if (type.getComponentType() == null
            && type.getKeyType() == null
            && !NestedPattern.isUnknown(type)) {
          if (throwOnFailure) {
            throw binding.newValidationSignatureError();
          }
          return false;
        }
      }
      return true;
    }

    @Override
    public SqlOperandCountRange getOperandCountRange() {
      return SqlOperandCountRanges.from(1);
    }

    @Override
    public String getAllowedSignatures(SqlOperator operator, String name) {
      return name + "(array or map)";
    }
  }
}
