package io.millrace.plan.analyze;

import java.util.Collections;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.SqlWindowTableFunction;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandMetadata;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.Static;

/**
 * The one table function behind every form of window: {@code (query, DESCRIPTOR(time), size, slide,
 * offset)}, lengths in microseconds. It gives the query's columns and window_start, window_end and
 * window_time, of the time column's type.
 */
public final class WindowTableFunction extends SqlWindowTableFunction {
  public static final WindowTableFunction INSTANCE = new WindowTableFunction();

  /** The columns it adds, in order. */
  public static final List<String> COLUMNS = List.of("window_start", "window_end", "window_time");

  static final String NAME = "$ASSIGN_WINDOWS";
  private static final int OPERANDS = 5;

  private WindowTableFunction() {
    super(NAME, new Operands());
  }

  @Override
  public SqlReturnTypeInference getRowTypeInference() {
    return WindowTableFunction::rowType;
  }

  private static RelDataType rowType(SqlOperatorBinding binding) {
    RelDataType input = binding.getOperandType(0);
    RelDataTypeFactory factory = binding.getTypeFactory();
    RelDataType time =
        factory.createTypeWithNullability(
            timeColumn((SqlCallBinding) binding, input).getType(), false);
    RelDataTypeFactory.Builder builder = factory.builder().addAll(input.getFieldList());
    COLUMNS.forEach(name -> builder.add(name, time));
    return builder.build();
  }

  private static RelDataTypeField timeColumn(SqlCallBinding binding, RelDataType input) {
    SqlIdentifier name = ((SqlCall) binding.operand(1)).operand(0);
    List<RelDataTypeField> found =
        input.getFieldList().stream()
            .filter(field -> field.getName().equalsIgnoreCase(name.getSimple()))
            .toList();
    if (found.isEmpty()) {
      throw SqlUtil.newContextException(
          name.getParserPosition(), Static.RESOURCE.unknownIdentifier(name.getSimple()));
    }
    return found.get(0);
  }

  /** Checks that the time column exists and holds timestamps. */
  private static final class Operands implements SqlOperandMetadata {
    @Override
    public List<RelDataType> paramTypes(RelDataTypeFactory factory) {
      return Collections.nCopies(OPERANDS, factory.createSqlType(SqlTypeName.ANY));
    }

    @Override
    public List<String> paramNames() {
      return List.of("DATA", "TIMECOL", "SIZE", "SLIDE", "OFFSET");
    }

    @Override
    public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
      RelDataTypeField time = timeColumn(binding, binding.getOperandType(0));
      SqlTypeName type = time.getType().getSqlTypeName();
      if (type == SqlTypeName.TIMESTAMP || type == SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE) {
        return true;
      }
      if (!throwOnFailure) {
        return false;
      }
      throw new WindowTimeException(
          time.getName(),
          SqlTypes.describe(time.getType()),
          ((SqlCall) binding.operand(1)).operand(0).getParserPosition());
    }

    @Override
    public SqlOperandCountRange getOperandCountRange() {
      return SqlOperandCountRanges.of(OPERANDS);
    }

    @Override
    public String getAllowedSignatures(SqlOperator operator, String name) {
      return "TUMBLE(TABLE t, DESCRIPTOR(time), size [, offset])";
    }
  }
}
