package io.millrace.plan.analyze;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * Puts functions that Calcite would compute in milliseconds, or knows under another name, into the
 * words of the standard: {@code TIMESTAMPADD(DAY, n, t)} becomes {@code t + n * INTERVAL '1' DAY},
 * {@code IF(a, b, c)} a CASE, {@code NVL(a, b)} a COALESCE.
 */
final class FunctionRewriter extends SqlShuttle {
  static final OwnFunctions OWN = new OwnFunctions();
  private static final Set<String> FORMS_OF_BYTES = Set.of("hex", "base64", "escape");

  @Override
  public SqlNode visit(SqlLiteral literal) {
    return literal instanceof SqlIntervalLiteral interval
        ? MicrosInterval.exact(interval)
        : literal;
  }

  @Override
  @SuppressWarnings("NullAway")
  public SqlNode visit(SqlCall original) {
    SqlCall call = TimeArguments.cast((SqlCall) super.visit(original));
    Optional<SqlNode> quantified = ArrayQuantifiers.rewrite(call);
    if (quantified.isPresent()) {
      return quantified.get();
    }
    SqlParserPos position = call.getParserPosition();
    List<SqlNode> operands = call.getOperandList();
    if (call.getKind() == SqlKind.ARRAY_VALUE_CONSTRUCTOR && operands.isEmpty()) {
      return SqlLibraryOperators.ARRAY.createCall(position);
    }
    if (call.getKind() == SqlKind.MAP_VALUE_CONSTRUCTOR && operands.isEmpty()) {
      return SqlLibraryOperators.MAP.createCall(position);
    }
    Optional<SqlNode> operator = WordOperators.expand(call);
    if (operator.isPresent()) {
      return operator.get();
    }
    return switch (WindowCall.name(call)) {
      case "TIMESTAMPDIFF", "DATEDIFF" ->
          operands.size() == 3 && operands.get(0) instanceof SqlIntervalQualifier unit
              ? OWN.find("$UNIT_DIFFERENCE")
                  .get(0)
                  .createCall(position, text(unit), operands.get(2), operands.get(1))
              : call;
      case "DATE_DIFF" ->
          operands.size() == 3
              ? OWN.find("$UNIT_DIFFERENCE")
                  .get(0)
                  .createCall(position, operands.get(0), operands.get(2), operands.get(1))
              : FunctionTemplates.expand("DATE_DIFF", call).orElse(call);
      case "TIMESTAMPADD", "DATEADD" ->
          operands.size() == 3 && operands.get(0) instanceof SqlIntervalQualifier unit
              ? SqlStdOperatorTable.PLUS.createCall(
                  position, operands.get(2), multiple(unit, operands.get(1), position))
              : call;
      case "IF", "IFF", "IIF" ->
          operands.size() == 3
              ? new SqlCase(
                  position,
                  null,
                  SqlNodeList.of(operands.get(0)),
                  SqlNodeList.of(operands.get(1)),
                  operands.get(2))
              : call;
      case "NVL", "IFNULL" ->
          operands.size() == 2 ? SqlStdOperatorTable.COALESCE.createCall(position, operands) : call;
      case "CURRENT_TIMESTAMP" ->
          operands.isEmpty() ? OWN.find("NOW").get(0).createCall(position) : call;
      case "TRUNC" ->
          operands.size() == 2 && isText(operands.get(1)) ? firstDay(position, operands) : call;
      case "VARIANT_GET", "TRY_VARIANT_GET" -> operands.size() == 3 ? variantGet(call) : call;
      case "STRUCT" -> NamedStruct.of(call);
      case "RANGE" -> call.getOperator() instanceof UnnestFunction ? call : Series.of(call, true);
      case "LIST_VALUE", "ARRAY_VALUE", "LIST_PACK" ->
          operands.isEmpty()
              ? SqlLibraryOperators.ARRAY.createCall(position)
              : SqlStdOperatorTable.ARRAY_VALUE_CONSTRUCTOR.createCall(position, operands);
      case "ELT" -> element(call, operands);
      case "ENCODE", "DECODE" -> operands.size() == 2 ? bytes(call, operands) : call;
      case "EXTRACT", "DATE_PART" -> operands.size() == 2 ? ExactExtract.of(call) : call;
      case "AGE" -> refuseAge(call);
      case "LOG" -> operands.size() == 1 ? refuseLog(call) : call;
      case "REGEXP_EXTRACT" -> operands.size() == 2 ? refuseExtract(call) : call;
      case "SHA2" -> operands.size() == 2 ? digest(call, operands) : call;
      default -> FunctionTemplates.expand(WindowCall.name(call), call).orElse(call);
    };
  }

  /** A call of a function of ours. */
  static SqlCall own(String name, SqlParserPos position, SqlNode... operands) {
    return OWN.find(name).get(0).createCall(position, operands);
  }

  private static boolean isText(SqlNode node) {
    return node instanceof SqlLiteral literal
        && SqlTypeName.CHAR_TYPES.contains(literal.getTypeName());
  }

  /** {@code ELT(n, a, b)}: the nth of the others. */
  private static SqlNode element(SqlCall call, List<SqlNode> operands) {
    if (operands.size() < 2) {
      return call;
    }
    SqlParserPos position = call.getParserPosition();
    SqlNode others =
        SqlStdOperatorTable.ARRAY_VALUE_CONSTRUCTOR.createCall(
            position,
            operands.subList(1, operands.size()).stream().map(FunctionRewriter::asText).toList());
    return own("ELEMENT_AT", position, others, operands.get(0));
  }

  private static SqlNode asText(SqlNode value) {
    SqlParserPos position = value.getParserPosition();
    return SqlStdOperatorTable.CAST.createCall(
        position,
        value,
        new SqlDataTypeSpec(new SqlBasicTypeNameSpec(SqlTypeName.VARCHAR, position), position));
  }

  /** Spark's {@code TRUNC(date, unit)}: the first day of the unit. */
  private static SqlNode firstDay(SqlParserPos position, List<SqlNode> operands) {
    SqlNode start =
        OWN.find("DATE_TRUNC").get(0).createCall(position, operands.get(1), operands.get(0));
    SqlDataTypeSpec date =
        new SqlDataTypeSpec(new SqlBasicTypeNameSpec(SqlTypeName.DATE, position), position);
    return SqlStdOperatorTable.CAST.createCall(position, start, date);
  }

  /**
   * PostgreSQL's between bytes and text of a form such as hex; with the name of a character set
   * Spark's, which go the other way.
   */
  private static SqlNode bytes(SqlCall call, List<SqlNode> operands) {
    boolean encode = WindowCall.name(call).equals("ENCODE");
    boolean form =
        operands.get(1) instanceof SqlLiteral literal
            && FORMS_OF_BYTES.contains(String.valueOf(literal.toValue()).toLowerCase(Locale.ROOT));
    String name = encode ? (form ? "ENCODE" : "$ENCODE") : (form ? "$DECODE_FORM" : "$DECODE");
    return OWN.find(name).get(0).createCall(call.getParserPosition(), operands);
  }

  /** {@code VARIANT_GET(v, path, 'type')}: a cast of what is there. */
  private static SqlNode variantGet(SqlCall call) {
    if (!isText(call.operand(2))) {
      throw error(ErrorCode.NOT_SUPPORTED, "VARIANT_GET with a type that is not constant")
          .at(Positions.of(call.getParserPosition()))
          .hint("write   VARIANT_GET(v, '$.a', 'int')")
          .build();
    }
    String type = ((SqlLiteral) call.operand(2)).getValueAs(String.class);
    String cast = WindowCall.name(call).startsWith("TRY") ? "TRY_CAST" : "CAST";
    return FunctionTemplates.expanded(
        cast + "(VARIANT_GET(operand0, operand1) AS " + type + ")", call);
  }

  /** Years, months and days at once, which no interval holds. */
  private static SqlNode refuseAge(SqlCall call) {
    throw error(ErrorCode.FUNCTION_NOT_SUPPORTED, "age", "")
        .at(Positions.of(call.getParserPosition()))
        .hint("days and less between two timestamps:   later - earlier")
        .hint("whole months:   TIMESTAMPDIFF(MONTH, earlier, later)")
        .build();
  }

  /** To base 10 in one dialect, to base e in another. */
  private static SqlNode refuseLog(SqlCall call) {
    throw error(ErrorCode.FUNCTION_NOT_SUPPORTED, "log", " without a base: it has two meanings")
        .at(Positions.of(call.getParserPosition()))
        .hint("to base 10:   LOG10(x)")
        .hint("to base e:   LN(x)")
        .build();
  }

  /** The whole of what is found in one dialect, its first group in another. */
  private static SqlNode refuseExtract(SqlCall call) {
    throw error(
            ErrorCode.FUNCTION_NOT_SUPPORTED,
            "regexp_extract",
            " without the number of a group: it has two meanings")
        .at(Positions.of(call.getParserPosition()))
        .hint("the whole of what is found:   REGEXP_EXTRACT(text, pattern, 0)")
        .hint("what is in the first parentheses:   REGEXP_EXTRACT(text, pattern, 1)")
        .build();
  }

  /** Spark's {@code SHA2(text, bits)}. */
  private static SqlNode digest(SqlCall call, List<SqlNode> operands) {
    String bits = operands.get(1).toString();
    if (bits.equals("256") || bits.equals("0")) {
      return OWN.find("SHA256").get(0).createCall(call.getParserPosition(), operands.get(0));
    }
    if (bits.equals("224") || bits.equals("384")) {
      return OWN.find("SHA" + bits).get(0).createCall(call.getParserPosition(), operands.get(0));
    }
    if (bits.equals("512")) {
      return SqlLibraryOperators.SHA512.createCall(call.getParserPosition(), operands.get(0));
    }
    throw error(ErrorCode.FUNCTION_NOT_SUPPORTED, "sha2", " of " + bits + " bits")
        .at(Positions.of(call.getParserPosition()))
        .hint("lengths there are: 224, 256, 384, 512")
        .build();
  }

  private static SqlNode text(SqlIntervalQualifier unit) {
    String name = unit.timeFrameName != null ? unit.timeFrameName : unit.getStartUnit().name();
    return SqlLiteral.createCharString(name, unit.getParserPosition());
  }

  /** {@code n * INTERVAL '1' unit}. */
  static SqlNode multiple(SqlIntervalQualifier unit, SqlNode count, SqlParserPos position) {
    TimeUnit single = unit.getStartUnit();
    int factor = 1;
    TimeUnit base = single;
    switch (single) {
      case WEEK -> {
        base = TimeUnit.DAY;
        factor = 7;
      }
      case QUARTER -> {
        base = TimeUnit.MONTH;
        factor = 3;
      }
      case YEAR, MONTH, DAY, HOUR, MINUTE, SECOND -> {}
      default ->
          throw error(ErrorCode.NOT_SUPPORTED, "the unit " + single + " here")
              .at(Positions.of(unit.getParserPosition()))
              .build();
    }
    SqlNode interval =
        SqlLiteral.createInterval(
            1,
            Integer.toString(factor),
            new SqlIntervalQualifier(base, null, unit.getParserPosition()),
            position);
    return SqlStdOperatorTable.MULTIPLY.createCall(position, interval, count);
  }
}
