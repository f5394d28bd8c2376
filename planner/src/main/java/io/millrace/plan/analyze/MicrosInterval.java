package io.millrace.plan.analyze;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataTypeSystem;
import org.apache.calcite.runtime.CalciteException;
import org.apache.calcite.sql.SqlBasicFunction;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.OperandTypes;

/**
 * An interval of so many microseconds: what becomes of a literal that Calcite, which counts in
 * milliseconds, would cut.
 */
public final class MicrosInterval {
  public static final SqlFunction INSTANCE =
      SqlBasicFunction.create(
          "$INTERVAL",
          call ->
              call.getTypeFactory()
                  .createSqlIntervalType(
                      new SqlIntervalQualifier(
                          TimeUnit.DAY, 9, TimeUnit.SECOND, 6, SqlParserPos.ZERO)),
          OperandTypes.INTEGER);

  private static final int FIELDS = 6;
  private static final long[] MILLIS = {86_400_000L, 3_600_000L, 60_000L, 1000L, 1L};

  private MicrosInterval() {}

  /** The literal as it is, or a call that says it exactly. */
  static SqlNode exact(SqlIntervalLiteral literal) {
    if (!(literal.getValue() instanceof SqlIntervalLiteral.IntervalValue value)
        || value.getIntervalQualifier().isYearMonth()) {
      return literal;
    }
    String text = value.getIntervalLiteral().strip();
    int point = text.indexOf('.');
    String fraction = point < 0 ? "" : text.substring(point + 1).replaceAll("0+$", "");
    if (fraction.length() <= 3 || !fraction.chars().allMatch(Character::isDigit)) {
      return literal;
    }
    SqlParserPos position = literal.getParserPosition();
    if (fraction.length() > 6) {
      throw error(ErrorCode.NOT_SUPPORTED, "an interval finer than a microsecond")
          .at(Positions.of(position))
          .build();
    }
    int[] parts;
    try {
      parts =
          value
              .getIntervalQualifier()
              .evaluateIntervalLiteral(
                  text.substring(0, point), position, RelDataTypeSystem.DEFAULT);
    } catch (CalciteException e) {
      // The validator says what is wrong with it.
      return literal;
    }
    if (parts.length != FIELDS) {
      return literal;
    }
    BigInteger micros = BigInteger.ZERO;
    for (int i = 0; i < MILLIS.length; i++) {
      micros = micros.add(BigInteger.valueOf(MILLIS[i]).multiply(BigInteger.valueOf(parts[i + 1])));
    }
    micros =
        micros
            .multiply(BigInteger.valueOf(1000))
            .add(new BigDecimal("0." + fraction).movePointRight(6).toBigInteger())
            .multiply(BigInteger.valueOf((long) parts[0] * value.getSign()));
    return INSTANCE.createCall(
        position, SqlLiteral.createExactNumeric(micros.toString(), position));
  }
}
