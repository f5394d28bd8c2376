package io.millrace.plan.analyze;

import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlBasicFunction;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.OperandTypes;

/** How long after the first moment of 1970 a time is; what {@code -} between times is made of. */
public final class SinceEpoch {
  public static final SqlFunction INSTANCE =
      SqlBasicFunction.create(
          "$SINCE_EPOCH",
          call -> {
            RelDataTypeFactory types = call.getTypeFactory();
            return types.createTypeWithNullability(
                types.createSqlIntervalType(
                    new SqlIntervalQualifier(
                        TimeUnit.DAY, 9, TimeUnit.SECOND, 6, SqlParserPos.ZERO)),
                call.getOperandType(0).isNullable());
          },
          OperandTypes.DATETIME);

  private SinceEpoch() {}
}
