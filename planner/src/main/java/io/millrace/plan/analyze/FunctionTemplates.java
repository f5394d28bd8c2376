package io.millrace.plan.analyze;

import static java.util.Map.entry;

import io.millrace.api.error.SourcePosition;
import io.millrace.sql.statement.QueryText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;

/**
 * Functions of other dialects that a few words of ours say too. Names are looked up with the number
 * of operands; {@code operand0} and so on stand for the operands.
 */
final class FunctionTemplates {
  private static final String OPERAND = "operand";

  private static final Map<String, String> TEMPLATES =
      Map.ofEntries(
          // Text
          entry("LOCATE/3", "POSITION(operand0 IN operand1 FROM operand2)"),
          entry("PREFIX/2", "STARTS_WITH(operand0, operand1)"),
          entry("SUFFIX/2", "ENDS_WITH(operand0, operand1)"),
          entry("REGEXP_LIKE/3", "\"$REGEXP_LIKE\"(operand0, operand1, operand2)"),
          entry("REGEXP_REPLACE/4", "\"$REGEXP_REPLACE\"(operand0, operand1, operand2, operand3)"),
          entry("CHARINDEX/2", "POSITION(operand0 IN operand1)"),
          entry("CHARINDEX/3", "POSITION(operand0 IN operand1 FROM operand2)"),
          // Calendar
          entry("DATE/1", "CAST(operand0 AS DATE)"),
          entry("DAY/1", "EXTRACT(DAY FROM operand0)"),
          entry("WEEKOFYEAR/1", "EXTRACT(WEEK FROM operand0)"),
          entry("WEEKDAY/1", "EXTRACT(ISODOW FROM operand0) - 1"),
          entry("LAST_DAY/1", "LAST_DAY(CAST(operand0 AS DATE))"),
          entry("TO_DATE/2", "CAST(TO_TIMESTAMP(operand0, operand1) AS DATE)"),
          entry("TIMESTAMP/1", "CAST(operand0 AS TIMESTAMP(6))"),
          entry(
              "MAKE_DATE/3",
              "CAST(LPAD(CAST(operand0 AS VARCHAR),"
                  + " GREATEST(4, CHAR_LENGTH(CAST(operand0 AS VARCHAR))), '0')"
                  + " || '-' || CAST(operand1 AS VARCHAR)"
                  + " || '-' || CAST(operand2 AS VARCHAR) AS DATE)"),
          entry(
              "MAKE_TIMESTAMP/6",
              "CAST(\"$MAKE_TIMESTAMP\"(operand0, operand1, operand2, operand3, operand4, operand5)"
                  + " AS TIMESTAMP(6))"),
          entry("MAKE_TIME/3", "CAST(\"$MAKE_TIME\"(operand0, operand1, operand2) AS TIME(6))"),
          entry("TRANSACTION_TIMESTAMP/0", "NOW()"),
          entry("STATEMENT_TIMESTAMP/0", "NOW()"),
          entry("GETDATE/0", "NOW()"),
          // Seconds since 1970
          entry("UNIX_TIMESTAMP/0", "UNIX_TIMESTAMP(NOW())"),
          entry("UNIX_TIMESTAMP/2", "UNIX_TIMESTAMP(TO_TIMESTAMP(operand0, operand1))"),
          entry("TO_UNIX_TIMESTAMP/1", "UNIX_TIMESTAMP(operand0)"),
          entry("TO_UNIX_TIMESTAMP/2", "UNIX_TIMESTAMP(TO_TIMESTAMP(operand0, operand1))"),
          entry("UNIX_SECONDS/1", "UNIX_TIMESTAMP(operand0)"),
          entry("JSON_VALID/1", "operand0 IS JSON"),
          // Numbers and NULL
          entry("E/0", "EXP(1)"),
          entry("SIGNUM/1", "SIGN(operand0)"),
          entry("POSITIVE/1", "+ operand0"),
          entry("NEGATIVE/1", "- operand0"),
          entry("XOR/2", "BITXOR(operand0, operand1)"),
          entry("EQUAL_NULL/2", "operand0 IS NOT DISTINCT FROM operand1"),
          entry("ISNULL/1", "operand0 IS NULL"),
          entry("ISNOTNULL/1", "operand0 IS NOT NULL"),
          entry("ISNAN/1", "IS_NAN(operand0)"),
          entry("NANVL/2", "CASE WHEN IS_NAN(operand0) THEN operand1 ELSE operand0 END"),
          entry("ZEROIFNULL/1", "COALESCE(operand0, 0)"),
          entry("NULLIFZERO/1", "NULLIF(operand0, 0)"));

  private FunctionTemplates() {}

  /** The names of all functions of this table. */
  static Set<String> names() {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    TEMPLATES.keySet().forEach(key -> names.add(key.substring(0, key.indexOf('/'))));
    return names;
  }

  /** What a call means in our words; empty if it is no call of this table. */
  static Optional<SqlNode> expand(String function, SqlCall call) {
    List<SqlNode> operands = call.getOperandList();
    String template = TEMPLATES.get(function + "/" + operands.size());
    if (template == null) {
      return Optional.empty();
    }
    return Optional.of(expanded(template, call));
  }

  /** A template with the operands of a call. */
  static SqlNode expanded(String template, SqlCall call) {
    List<SqlNode> operands = call.getOperandList();
    SqlNode parsed =
        QueryParser.expression(new QueryText(template, template, SourcePosition.of(1, 1)));
    return NodeCopies.at(
        call.getParserPosition(),
        parsed,
        name ->
            name.isSimple() && name.getSimple().startsWith(OPERAND)
                ? operands.get(Integer.parseInt(name.getSimple().substring(OPERAND.length())))
                : null);
  }
}
