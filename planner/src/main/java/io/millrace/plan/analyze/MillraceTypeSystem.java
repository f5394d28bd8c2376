package io.millrace.plan.analyze;

import io.millrace.api.types.DataType;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** Limits of types, and the types of results: sums, averages and DECIMAL arithmetic. */
final class MillraceTypeSystem extends RelDataTypeSystemImpl {
  private static final int MAX_TIME_PRECISION = 6;
  private static final int MIN_KEPT_SCALE = 6;
  private static final int SUM_EXTRA_DIGITS = 10;
  private static final int AVG_EXTRA_DIGITS = 4;

  @Override
  public int getMaxPrecision(SqlTypeName typeName) {
    return switch (typeName) {
      case DECIMAL -> DataType.MAX_DECIMAL_PRECISION;
      case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> MAX_TIME_PRECISION;
      default -> super.getMaxPrecision(typeName);
    };
  }

  @Override
  public int getMaxScale(SqlTypeName typeName) {
    return typeName == SqlTypeName.DECIMAL
        ? DataType.MAX_DECIMAL_PRECISION
        : super.getMaxScale(typeName);
  }

  @Override
  public int getDefaultPrecision(SqlTypeName typeName) {
    return switch (typeName) {
      case DECIMAL -> DataType.MAX_DECIMAL_PRECISION;
      case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> MAX_TIME_PRECISION;
      default -> super.getDefaultPrecision(typeName);
    };
  }

  @Override
  public boolean shouldConvertRaggedUnionTypesToVarying() {
    return true;
  }

  @Override
  public RelDataType deriveSumType(RelDataTypeFactory factory, RelDataType argument) {
    RelDataType type =
        switch (argument.getSqlTypeName()) {
          case TINYINT, SMALLINT, INTEGER, BIGINT -> factory.createSqlType(SqlTypeName.BIGINT);
          case DECIMAL ->
              factory.createSqlType(
                  SqlTypeName.DECIMAL,
                  Math.min(
                      DataType.MAX_DECIMAL_PRECISION, argument.getPrecision() + SUM_EXTRA_DIGITS),
                  argument.getScale());
          case REAL, FLOAT, DOUBLE -> factory.createSqlType(SqlTypeName.DOUBLE);
          default -> argument;
        };
    return factory.createTypeWithNullability(type, argument.isNullable());
  }

  @Override
  public RelDataType deriveAvgAggType(RelDataTypeFactory factory, RelDataType argument) {
    RelDataType type =
        switch (argument.getSqlTypeName()) {
          case DECIMAL -> {
            int precision =
                Math.min(
                    DataType.MAX_DECIMAL_PRECISION, argument.getPrecision() + AVG_EXTRA_DIGITS);
            int whole = argument.getPrecision() - argument.getScale();
            int scale =
                Math.min(argument.getScale() + AVG_EXTRA_DIGITS, Math.max(0, precision - whole));
            yield factory.createSqlType(
                SqlTypeName.DECIMAL, precision, Math.max(scale, argument.getScale()));
          }
          case TINYINT, SMALLINT, INTEGER, BIGINT, REAL, FLOAT, DOUBLE ->
              factory.createSqlType(SqlTypeName.DOUBLE);
          default -> argument;
        };
    return factory.createTypeWithNullability(type, argument.isNullable());
  }

  @Override
  public RelDataType deriveDecimalPlusType(
      RelDataTypeFactory factory, RelDataType left, RelDataType right) {
    if (!isDecimalArithmetic(left, right)) {
      return none();
    }
    int scale = Math.max(left.getScale(), right.getScale());
    int whole =
        Math.max(left.getPrecision() - left.getScale(), right.getPrecision() - right.getScale());
    return decimal(factory, whole + scale + 1, scale);
  }

  @Override
  public RelDataType deriveDecimalMultiplyType(
      RelDataTypeFactory factory, RelDataType left, RelDataType right) {
    if (!isDecimalArithmetic(left, right)) {
      return none();
    }
    return decimal(
        factory,
        left.getPrecision() + right.getPrecision() + 1,
        left.getScale() + right.getScale());
  }

  @Override
  public RelDataType deriveDecimalDivideType(
      RelDataTypeFactory factory, RelDataType left, RelDataType right) {
    if (!isDecimalArithmetic(left, right)) {
      return none();
    }
    int scale = Math.max(MIN_KEPT_SCALE, left.getScale() + right.getPrecision() + 1);
    int whole = left.getPrecision() - left.getScale() + right.getScale();
    return decimal(factory, whole + scale, scale);
  }

  @Override
  public RelDataType deriveDecimalModType(
      RelDataTypeFactory factory, RelDataType left, RelDataType right) {
    if (!isDecimalArithmetic(left, right)) {
      return none();
    }
    int scale = Math.max(left.getScale(), right.getScale());
    int whole =
        Math.min(left.getPrecision() - left.getScale(), right.getPrecision() - right.getScale());
    return decimal(factory, Math.max(1, whole + scale), scale);
  }

  /** Calcite's word for "not a DECIMAL operation". */
  @SuppressWarnings("NullAway")
  private static RelDataType none() {
    return null;
  }

  private static boolean isDecimalArithmetic(RelDataType left, RelDataType right) {
    return SqlTypeUtil.isExactNumeric(left)
        && SqlTypeUtil.isExactNumeric(right)
        && (SqlTypeUtil.isDecimal(left) || SqlTypeUtil.isDecimal(right));
  }

  /** Too many digits: the fraction gives way first, but keeps six if it has them. */
  private static RelDataType decimal(RelDataTypeFactory factory, int precision, int scale) {
    if (precision > DataType.MAX_DECIMAL_PRECISION) {
      int whole = precision - scale;
      int kept = Math.min(scale, MIN_KEPT_SCALE);
      return factory.createSqlType(
          SqlTypeName.DECIMAL,
          DataType.MAX_DECIMAL_PRECISION,
          Math.max(DataType.MAX_DECIMAL_PRECISION - whole, kept));
    }
    return factory.createSqlType(SqlTypeName.DECIMAL, precision, scale);
  }
}
