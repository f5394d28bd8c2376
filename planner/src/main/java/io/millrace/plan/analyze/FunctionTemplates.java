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
          // Types
          entry("BOOLEAN/1", "CAST(operand0 AS BOOLEAN)"),
          entry("TINYINT/1", "CAST(operand0 AS TINYINT)"),
          entry("SMALLINT/1", "CAST(operand0 AS SMALLINT)"),
          entry("INT/1", "CAST(operand0 AS INTEGER)"),
          entry("BIGINT/1", "CAST(operand0 AS BIGINT)"),
          entry("FLOAT/1", "CAST(operand0 AS REAL)"),
          entry("DOUBLE/1", "CAST(operand0 AS DOUBLE)"),
          entry("DECIMAL/1", "CAST(operand0 AS DECIMAL(10, 0))"),
          entry("STRING/1", "CAST(operand0 AS VARCHAR)"),
          entry("BINARY/1", "CAST(operand0 AS VARBINARY)"),
          entry("DATE/1", "CAST(operand0 AS DATE)"),
          // Of Spark
          entry("CONV/3", "\"$CONV\"(CAST(operand0 AS VARCHAR), operand1, operand2)"),
          entry("DATE_DIFF/2", "DATEDIFF(operand0, operand1)"),
          entry("SPACE/1", "REPEAT(' ', operand0)"),
          entry("CHAR/1", "CHR(operand0)"),
          entry("POSITION/2", "POSITION(operand0 IN operand1)"),
          entry("POSITION/3", "POSITION(operand0 IN operand1 FROM operand2)"),
          entry(
              "LEVENSHTEIN/3",
              "CASE WHEN LEVENSHTEIN(operand0, operand1) <= operand2 THEN LEVENSHTEIN(operand0, operand1) ELSE -1 END"),
          entry("MASK/2", "\"$MASK\"(operand0, COALESCE(operand1, 'NULL'), 'x', 'n', 'NULL')"),
          entry(
              "MASK/3",
              "\"$MASK\"(operand0, COALESCE(operand1, 'NULL'), COALESCE(operand2, 'NULL'), 'n', 'NULL')"),
          entry(
              "MASK/4",
              "\"$MASK\"(operand0, COALESCE(operand1, 'NULL'), COALESCE(operand2, 'NULL'), COALESCE(operand3, 'NULL'), 'NULL')"),
          entry(
              "MASK/5",
              "\"$MASK\"(operand0, COALESCE(operand1, 'NULL'), COALESCE(operand2, 'NULL'), COALESCE(operand3, 'NULL'), COALESCE(operand4, 'NULL'))"),
          entry("UNBASE64/1", "TO_BINARY(operand0, 'base64')"),
          entry("TO_BINARY/1", "TO_BINARY(operand0, 'hex')"),
          entry("TRY_TO_BINARY/1", "TRY_TO_BINARY(operand0, 'hex')"),
          entry("PARSE_URL/2", "\"$PARSE_URL\"(operand0, operand1)"),
          entry("PARSE_URL/3", "\"$PARSE_URL_KEY\"(operand0, operand1, operand2)"),
          entry("TRY_PARSE_URL/2", "\"$TRY_PARSE_URL\"(operand0, operand1)"),
          entry("TRY_PARSE_URL/3", "\"$TRY_PARSE_URL_KEY\"(operand0, operand1, operand2)"),
          entry("DATE_FROM_UNIX_DATE/1", "DATE_ADD(DATE '1970-01-01', operand0)"),
          entry(
              "FROM_UTC_TIMESTAMP/2",
              "CAST(\"$FROM_UTC_TIMESTAMP\"(operand0, operand1) AS TIMESTAMP(6))"),
          entry(
              "TO_UTC_TIMESTAMP/2",
              "CAST(\"$TO_UTC_TIMESTAMP\"(operand0, operand1) AS TIMESTAMP(6))"),
          entry(
              "MAKE_TIMESTAMP_NTZ/6",
              "CAST(\"$MAKE_TIMESTAMP\"(operand0, operand1, operand2, operand3, operand4, operand5)"
                  + " AS TIMESTAMP(6))"),
          entry(
              "MAKE_TIMESTAMP_NTZ/2",
              "CAST(CAST(operand0 AS VARCHAR) || ' ' || CAST(operand1 AS VARCHAR) AS TIMESTAMP(6))"),
          entry(
              "MAKE_TIMESTAMP/2",
              "CAST(CAST(operand0 AS VARCHAR) || ' ' || CAST(operand1 AS VARCHAR) AS TIMESTAMP(6))"),
          entry(
              "TRY_MAKE_TIMESTAMP/6",
              "TRY_CAST(LPAD(CAST(operand0 AS VARCHAR), 4, '0') || '-' || CAST(operand1 AS VARCHAR) || '-' || CAST(operand2 AS VARCHAR) || ' ' || CAST(operand3 AS VARCHAR) || ':' || CAST(operand4 AS VARCHAR) || ':' || CAST(operand5 AS VARCHAR) AS TIMESTAMP(6))"),
          entry(
              "TRY_MAKE_TIMESTAMP_NTZ/6",
              "TRY_CAST(LPAD(CAST(operand0 AS VARCHAR), 4, '0') || '-' || CAST(operand1 AS VARCHAR) || '-' || CAST(operand2 AS VARCHAR) || ' ' || CAST(operand3 AS VARCHAR) || ':' || CAST(operand4 AS VARCHAR) || ':' || CAST(operand5 AS VARCHAR) AS TIMESTAMP(6))"),
          entry("TO_TIMESTAMP_NTZ/1", "CAST(operand0 AS TIMESTAMP(6))"),
          entry("TO_TIMESTAMP_NTZ/2", "TO_TIMESTAMP(operand0, operand1)"),
          entry("TRY_TO_TIMESTAMP/1", "TRY_CAST(operand0 AS TIMESTAMP(6))"),
          entry("TRY_TO_DATE/1", "TRY_CAST(operand0 AS DATE)"),
          entry("TO_TIME/1", "CAST(operand0 AS TIME(6))"),
          entry("TRY_TO_TIME/1", "TRY_CAST(operand0 AS TIME(6))"),
          entry("MAKE_YM_INTERVAL/0", "INTERVAL '0' MONTH"),
          entry("MAKE_YM_INTERVAL/1", "INTERVAL '1' YEAR * operand0"),
          entry(
              "MAKE_YM_INTERVAL/2", "INTERVAL '1' YEAR * operand0 + INTERVAL '1' MONTH * operand1"),
          entry("MAKE_DT_INTERVAL/0", "INTERVAL '0' SECOND"),
          entry("MAKE_DT_INTERVAL/1", "INTERVAL '1' DAY * operand0"),
          entry("MAKE_DT_INTERVAL/2", "INTERVAL '1' DAY * operand0 + INTERVAL '1' HOUR * operand1"),
          entry(
              "MAKE_DT_INTERVAL/3",
              "INTERVAL '1' DAY * operand0 + INTERVAL '1' HOUR * operand1 + INTERVAL '1' MINUTE * operand2"),
          entry(
              "MAKE_DT_INTERVAL/4",
              "INTERVAL '1' DAY * operand0 + INTERVAL '1' HOUR * operand1 + INTERVAL '1' MINUTE * operand2 + INTERVAL '1' SECOND * operand3"),
          entry("SEC/1", "1 / COS(operand0)"),
          entry("CSC/1", "1 / SIN(operand0)"),
          entry("BROUND/1", "\"$BROUND\"(operand0, 0)"),
          entry("BROUND/2", "\"$BROUND\"(operand0, operand1)"),
          entry(
              "ASSERT_TRUE/1",
              "CASE WHEN operand0 THEN NULL ELSE RAISE_ERROR('it is not true') END"),
          entry("ASSERT_TRUE/2", "CASE WHEN operand0 THEN NULL ELSE RAISE_ERROR(operand1) END"),
          // Calendar
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
