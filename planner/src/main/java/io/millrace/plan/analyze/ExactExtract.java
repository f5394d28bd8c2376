package io.millrace.plan.analyze;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rel.type.RelDataTypeImpl;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;

/**
 * {@code EXTRACT(SECOND FROM t)}, and of EPOCH and MILLISECOND, with all digits behind the point:
 * {@code 1.25}. The other units are whole.
 */
public final class ExactExtract extends SqlFunction {
  private static final ExactExtract SECOND = new ExactExtract("SECOND", 8, 6);
  private static final ExactExtract MILLISECOND = new ExactExtract("MILLISECOND", 8, 3);
  private static final ExactExtract EPOCH = new ExactExtract("EPOCH", 18, 6);

  static final List<ExactExtract> ALL = List.of(SECOND, MILLISECOND, EPOCH);

  private static final Set<String> PLURALS =
      Set.of(
          "MICROSECONDS",
          "MINUTES",
          "HOURS",
          "DAYS",
          "WEEKS",
          "MONTHS",
          "QUARTERS",
          "YEARS",
          "DECADES",
          "CENTURIES");

  private final String unit;

  private ExactExtract(String unit, int precision, int scale) {
    super(
        "$EXTRACT " + unit,
        SqlKind.OTHER_FUNCTION,
        ReturnTypes.explicit(RelDataTypeImpl.proto(SqlTypeName.DECIMAL, precision, scale, false))
            .andThen(SqlTypeTransforms.TO_NULLABLE),
        null,
        OperandTypes.or(OperandTypes.DATETIME, OperandTypes.INTERVAL),
        SqlFunctionCategory.SYSTEM);
    this.unit = unit;
  }

  public String unit() {
    return unit;
  }

  /** What {@code EXTRACT(unit FROM t)} or {@code DATE_PART('unit', t)} is. */
  static SqlNode of(SqlCall call) {
    Optional<String> unit = unit(call.operand(0));
    SqlNode time = call.operand(1);
    Optional<ExactExtract> exact = unit.flatMap(ExactExtract::find);
    if (exact.isPresent()) {
      return exact.get().createCall(call.getParserPosition(), time);
    }
    boolean byText = !(call.operand(0) instanceof SqlIntervalQualifier);
    if (byText && unit.filter(name -> name.equalsIgnoreCase("DOW")).isPresent()) {
      throw refuseDow(Positions.of(call.operand(0).getParserPosition()));
    }
    // A unit that the parser does not know is one that this function may know.
    return unit.filter(name -> PLURALS.contains(name.toUpperCase(Locale.ROOT))).isPresent()
        ? new OwnFunctions()
            .find("DATE_PART")
            .get(0)
            .createCall(
                call.getParserPosition(),
                SqlLiteral.createCharString(
                    unit.orElseThrow(), call.operand(0).getParserPosition()),
                time)
        : call;
  }

  /** The first day of the week is Sunday with number 1 for some, and 0 for others. */
  static MillraceException refuseDow(Optional<SourcePosition> position) {
    return error(ErrorCode.NOT_SUPPORTED, "the unit dow, which has two meanings,")
        .at(position)
        .hint("1 for Monday to 7 for Sunday:   EXTRACT(ISODOW FROM t)")
        .hint("1 for Sunday to 7 for Saturday:   DAYOFWEEK(t)")
        .hint("0 for Sunday to 6 for Saturday:   EXTRACT(ISODOW FROM t) % 7")
        .build();
  }

  private static Optional<String> unit(SqlNode node) {
    if (node instanceof SqlIntervalQualifier qualifier) {
      String name = qualifier.timeFrameName;
      TimeUnitRange range = qualifier.timeUnitRange;
      return Optional.of(name == null ? range.name() : name);
    }
    boolean text =
        node instanceof SqlLiteral literal
            && SqlTypeName.CHAR_TYPES.contains(literal.getTypeName());
    return text ? Optional.of(((SqlLiteral) node).getValueAs(String.class)) : Optional.empty();
  }

  private static Optional<ExactExtract> find(String unit) {
    return switch (unit.toUpperCase(Locale.ROOT)) {
      case "SECOND", "SECONDS", "SEC", "SECS", "S" -> Optional.of(SECOND);
      case "MILLISECOND", "MILLISECONDS", "MSEC", "MSECS", "MS" -> Optional.of(MILLISECOND);
      case "EPOCH" -> Optional.of(EPOCH);
      default -> Optional.empty();
    };
  }
}
