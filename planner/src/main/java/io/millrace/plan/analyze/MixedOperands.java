package io.millrace.plan.analyze;

import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * Operands that PostgreSQL takes and the standard does not, in the standard's words: {@code text ||
 * 1} is {@code text || CAST(1 AS VARCHAR)}, {@code date + 1} is a day later, {@code date - date} is
 * a number of days and {@code timestamp - timestamp} an interval.
 */
final class MixedOperands {
  private static final int DIGITS_OF_INTEGER = 10;
  private static final int MOST_DIGITS = 38;

  private MixedOperands() {}

  /** How the type of an operand is found. */
  interface Types {
    RelDataType of(SqlNode operand);
  }

  static boolean mayMix(SqlBasicCall call) {
    SqlOperator operator = call.getOperator();
    return call.operandCount() == 2
        && (operator == SqlStdOperatorTable.CONCAT
            || call.getKind() == SqlKind.MOD
            || operator == SqlStdOperatorTable.MULTIPLY
            || operator == SqlStdOperatorTable.PLUS
            || operator == SqlStdOperatorTable.MINUS);
  }

  static void align(SqlBasicCall call, Types types) {
    RelDataType left = types.of(call.operand(0));
    RelDataType right = types.of(call.operand(1));
    SqlOperator operator = call.getOperator();
    if (operator == SqlStdOperatorTable.CONCAT) {
      if (SqlTypeUtil.isCharacter(left) && hasOneText(right)) {
        replace(call, 1, MixedOperands::asText);
      } else if (SqlTypeUtil.isCharacter(right) && hasOneText(left)) {
        replace(call, 0, MixedOperands::asText);
      }
    } else if (call.getKind() == SqlKind.MOD) {
      boolean numbers = SqlTypeUtil.isNumeric(left) && SqlTypeUtil.isNumeric(right);
      if (numbers
          && (SqlTypeUtil.isApproximateNumeric(left) || SqlTypeUtil.isApproximateNumeric(right))) {
        call.setOperator(OwnFunctions.FLOATING_REMAINDER);
      }
    } else if (operator == SqlStdOperatorTable.MULTIPLY) {
      if (isWide(left) && isWholeLiteral(call.operand(1))) {
        replace(call, 1, MixedOperands::digits);
      } else if (isWide(right) && isWholeLiteral(call.operand(0))) {
        replace(call, 0, MixedOperands::digits);
      }
    } else if (isDate(left) && SqlTypeUtil.isIntType(right)) {
      replace(call, 1, MixedOperands::days);
    } else if (operator == SqlStdOperatorTable.PLUS
        && SqlTypeUtil.isIntType(left)
        && isDate(right)) {
      replace(call, 0, MixedOperands::days);
    } else if (isDate(left) && isPartOfDay(right)) {
      replace(call, 0, MixedOperands::midnight);
    } else if (operator == SqlStdOperatorTable.PLUS && isPartOfDay(left) && isDate(right)) {
      replace(call, 1, MixedOperands::midnight);
    } else if (operator == SqlStdOperatorTable.MINUS && isDate(left) && isDate(right)) {
      for (int i = 0; i < 2; i++) {
        replace(call, i, MixedOperands::dayNumber);
      }
    } else if (operator == SqlStdOperatorTable.MINUS
        && isTimestamp(left)
        && left.getSqlTypeName() == right.getSqlTypeName()) {
      for (int i = 0; i < 2; i++) {
        replace(
            call,
            i,
            operand -> SinceEpoch.INSTANCE.createCall(operand.getParserPosition(), operand));
      }
    }
  }

  private static void replace(SqlBasicCall call, int index, UnaryOperator<SqlNode> change) {
    call.setOperand(index, change.apply(call.operand(index)));
  }

  /** Values that every dialect writes in the same way. */
  private static boolean hasOneText(RelDataType type) {
    return SqlTypeUtil.isIntType(type) || SqlTypeUtil.isDecimal(type) || isDate(type);
  }

  private static boolean isDate(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.DATE;
  }

  /** Whether a product with ten more digits would have to lose some behind the point. */
  private static boolean isWide(RelDataType type) {
    return SqlTypeUtil.isDecimal(type)
        && type.getScale() > 0
        && type.getPrecision() + DIGITS_OF_INTEGER >= MOST_DIGITS;
  }

  private static boolean isWholeLiteral(SqlNode operand) {
    return operand instanceof SqlNumericLiteral literal && literal.isInteger();
  }

  /** The number as a DECIMAL of no more digits than it has. */
  private static SqlNode digits(SqlNode number) {
    SqlParserPos position = number.getParserPosition();
    int digits = Objects.requireNonNull(((SqlNumericLiteral) number).bigDecimalValue()).precision();
    return SqlStdOperatorTable.CAST.createCall(
        position,
        number,
        new SqlDataTypeSpec(
            new SqlBasicTypeNameSpec(SqlTypeName.DECIMAL, digits, 0, position), position));
  }

  /** An interval that may end within a day: a date and such a one are a time. */
  private static boolean isPartOfDay(RelDataType type) {
    SqlIntervalQualifier qualifier = type.getIntervalQualifier();
    return qualifier != null
        && !qualifier.isYearMonth()
        && qualifier.getUnit() != TimeUnit.DAY
        && qualifier.getUnit() != TimeUnit.WEEK;
  }

  private static SqlNode midnight(SqlNode date) {
    SqlParserPos position = date.getParserPosition();
    return SqlStdOperatorTable.CAST.createCall(
        position,
        date,
        new SqlDataTypeSpec(
            new SqlBasicTypeNameSpec(SqlTypeName.TIMESTAMP, 6, position), position));
  }

  private static boolean isTimestamp(RelDataType type) {
    return List.of(SqlTypeName.TIMESTAMP, SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE)
        .contains(type.getSqlTypeName());
  }

  private static SqlNode asText(SqlNode operand) {
    SqlParserPos position = operand.getParserPosition();
    return SqlStdOperatorTable.CAST.createCall(
        position,
        operand,
        new SqlDataTypeSpec(new SqlBasicTypeNameSpec(SqlTypeName.VARCHAR, position), position));
  }

  private static SqlNode days(SqlNode operand) {
    SqlParserPos position = operand.getParserPosition();
    return FunctionRewriter.multiple(
        new SqlIntervalQualifier(TimeUnit.DAY, null, position), operand, position);
  }

  private static SqlNode dayNumber(SqlNode operand) {
    return SqlLibraryOperators.UNIX_DATE.createCall(operand.getParserPosition(), operand);
  }
}
