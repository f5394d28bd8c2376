package io.millrace.sql.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Wrong statements; the offending place is marked with « and » in the statement. */
class StatementErrorTest {

  private static Arguments wrong(String marked, ErrorCode code, String words, String hint) {
    return Arguments.of(marked, code, words, hint);
  }

  private static Arguments syntax(String marked, String words, String hint) {
    return wrong(marked, ErrorCode.SYNTAX_ERROR, words, hint);
  }

  private static Arguments unsupported(String marked) {
    return wrong(
        marked,
        ErrorCode.STATEMENT_UNSUPPORTED,
        marked.substring(1, marked.indexOf('»')) + " is not supported yet",
        "");
  }

  static Stream<Arguments> syntaxErrors() {
    return Stream.of(
        syntax(
            "«CRAETE» TABLE t (a INT)",
            "unexpected \"CRAETE\": expected a statement such as SELECT, CREATE, INSERT, SET or SHOW",
            "did you mean CREATE?"),
        syntax("«SELCT» 1", "unexpected \"SELCT\"", "did you mean SELECT?"),
        syntax("«)»", "unexpected \")\"", ""),
        syntax(
            "CREATE «SORCE» s (a INT)",
            "expected TABLE, SOURCE, SINK, VIEW or",
            "did you mean SOURCE?"),
        syntax("CREATE TABLE t (a INT) «USNG» file", "unexpected \"USNG\"", "did you mean USING?"),
        syntax(
            "CREATE TABLE t (a INT) USING file «OPTION» (a = 1)",
            "unexpected \"OPTION\"",
            "did you mean OPTIONS?"),
        syntax("CREATE TABLE t (a INT «b» INT)", "expected \",\", \")\"", ""),
        syntax("CREATE TABLE t (a INT, «)»", "expected a name", ""),
        syntax(
            "CREATE TABLE t (a INT«¶»", "the statement ends too early: expected \",\", \")\"", ""),
        syntax(
            "CREATE TABLE «select» (a INT)",
            "expected a name",
            "SELECT is a reserved word; to use it as a name, write \"select\" in double quotes"),
        syntax("CREATE TABLE t (a INT NOT «NUL»)", "expected NULL", "did you mean NULL?"),
        syntax("CREATE TABLE t (a INT) FORMAT json «FORMAT csv»", "the format is given twice", ""),
        syntax(
            "CREATE TABLE t (a INT) USING file «USING rate»", "the connector is given twice", ""),
        syntax(
            "CREATE TABLE t (a INT) WITH (a=1) «OPTIONS (b=1)»",
            "the list of options is given twice",
            ""),
        syntax("CREATE TABLE t (a INT) BOUNDED «BOUNDED»", "BOUNDED is given twice", ""),
        syntax(
            "CREATE TABLE t (a INT, PRIMARY KEY (a), «PRIMARY KEY (a)»)",
            "the primary key is given twice",
            ""),
        syntax("CREATE TABLE t (a INT NOT NULL «NOT NULL»)", "NULL or NOT NULL is given twice", ""),
        syntax("CREATE SINK k «AS» SELECT 1", "a sink is not made by a query", "to fill a sink"),
        syntax("CREATE VIEW v AS «SELCT» 1", "expected a query", "did you mean SELECT?"),
        syntax(
            "CREATE VIEW v AS SELECT 1 FROM t «EMIT UPDATE»",
            "a view takes no clauses behind its query",
            "write them behind the INSERT or SELECT that runs it"),
        syntax("INSERT «INT» t SELECT 1", "expected INTO", "did you mean INTO?"),
        syntax("INSERT INTO t«¶»", "the statement ends too early: expected a query", ""),
        syntax("INSERT INTO t (a, b) «SELET» 1, 2", "expected a query", "did you mean SELECT?"),
        syntax(
            "SELECT 1 FROM t OUTPUT MODE «UPDTE»",
            "expected APPEND, UPDATE, COMPLETE or CHANGELOG",
            "did you mean UPDATE?"),
        syntax("SELECT 1 FROM t OUTPUT «UPDATE»", "expected MODE", ""),
        syntax(
            "SELECT 1 FROM t EMIT «UPDTE»",
            "expected APPEND, UPDATE, COMPLETE or CHANGELOG",
            "did you mean UPDATE?"),
        syntax("SELECT 1 FROM t EMIT UPDATE «EMIT APPEND»", "the output mode is given twice", ""),
        syntax("SELECT 1 FROM t TRIGGER ONCE «TRIGGER DEFAULT»", "the trigger is given twice", ""),
        syntax(
            "SELECT 1 FROM t CHECKPOINT 'a' «CHECKPOINT 'b'»", "the checkpoint is given twice", ""),
        syntax("SELECT 1 FROM t OPTIONS (a=1) «OPTIONS (b=1)»", "OPTIONS is given twice", ""),
        syntax("SELECT 1 FROM t EMIT UPDATE «WHERE» x", "unexpected \"WHERE\"", ""),
        syntax(
            "SELECT 1 FROM t TRIGGER «PROCESING» TIME '1 s'",
            "unexpected \"PROCESING\"",
            "did you mean PROCESSING?"),
        syntax("SELECT 1 FROM t TRIGGER «'10 seconds'»", "unexpected '10 seconds'", ""),
        syntax(
            "SELECT 1 FROM t TRIGGER PROCESSING TIME «'10 parsecs'»",
            "'10 parsecs' is not a length of time",
            "write '10 seconds'"),
        syntax(
            "SELECT 1 FROM t TRIGGER PROCESSING TIME «'10'»", "'10' is not a length of time", ""),
        syntax(
            "SELECT 1 FROM t TRIGGER PROCESSING TIME «INTERVAL '-5' SECOND»",
            "a length of time cannot be negative here",
            ""),
        syntax(
            "SELECT 1 FROM t TRIGGER PROCESSING TIME INTERVAL '5' «SECNOD»",
            "unexpected \"SECNOD\"",
            "did you mean SECOND?"),
        syntax("START QUERY q FROM BATCH «1.5»", "1.5 is not the number of a batch", ""),
        syntax(
            "SHOW «TABELS»",
            "expected SOURCES, TABLES, SINKS, VIEWS or FUNCTIONS",
            "did you mean TABLES?"),
        syntax("DROP TABLE IF «EXIST» t", "expected EXISTS", "did you mean EXISTS?"),
        syntax("STOP «QURY» q", "expected QUERY", "did you mean QUERY?"),
        syntax(
            "STOP QUERY q «q2»",
            "unexpected \"q2\": expected the end of the statement or WITH",
            ""),
        syntax("SET a = «¶»", "the statement ends too early", ""),
        syntax("EXPLAIN FORMAT «XML» SELECT 1", "expected TEXT, JSON or DOT", ""),
        syntax("EXPLAIN STATE «LOGICAL» SELECT 1", "the stage of the plan is given twice", ""),
        syntax("SELECT 1; «SELECT 2»", "there is more than one statement", ""),
        syntax(
            "CREATE TABLE t (a «BIGINT(5)»)".replace("«BIGINT(5)»", "BIGINT«(5)»"),
            "type BIGINT takes no length",
            ""));
  }

  static Stream<Arguments> codedErrors() {
    return Stream.of(
        wrong(
            "CREATE TABLE t (a INT, «A» TEXT)",
            ErrorCode.COLUMN_DUPLICATE,
            "column \"A\" is declared twice",
            ""),
        wrong("CREATE TABLE t (a INT, «\"a\"» AS 1 + 1)", ErrorCode.COLUMN_DUPLICATE, "", ""),
        wrong("INSERT INTO t (a, b, «a») SELECT 1, 2, 3", ErrorCode.COLUMN_DUPLICATE, "", ""),
        wrong("CREATE VIEW v (a, «a») AS SELECT 1, 2", ErrorCode.COLUMN_DUPLICATE, "", ""),
        wrong(
            "CREATE TABLE t (a INT) WITH (x = 1, «X» = 2)",
            ErrorCode.OPTION_DUPLICATE,
            "option \"X\" is given twice",
            ""),
        wrong(
            "CREATE TABLE t (a INT) USING file WITH («connector» = 'rate')",
            ErrorCode.OPTION_DUPLICATE,
            "",
            ""),
        wrong(
            "CREATE TABLE t (a «STRNG»)",
            ErrorCode.TYPE_NOT_FOUND,
            "type \"STRNG\" does not exist",
            "did you mean STRING?"),
        wrong("CREATE TABLE t (a «quux»(3))", ErrorCode.TYPE_NOT_FOUND, "", ""),
        wrong("CREATE TABLE t (a «UUID»)", ErrorCode.TYPE_NOT_SUPPORTED, "", ""),
        wrong(
            "CREATE TABLE t (a «TIMESTAMP(9)»)",
            ErrorCode.TYPE_NOT_SUPPORTED,
            "it can have a precision from 0 to 6",
            ""),
        wrong(
            "CREATE TABLE t (a «TIMESTAMP WITH TIME ZONE»)",
            ErrorCode.TYPE_NOT_SUPPORTED,
            "",
            "TIMESTAMP_LTZ"),
        wrong(
            "CREATE TABLE t (a «DECIMAL(39, 2)»)",
            ErrorCode.TYPE_NOT_SUPPORTED,
            "it can have a precision from 1 to 38",
            ""),
        wrong(
            "CREATE TABLE t (a «DECIMAL(3, 4)»)",
            ErrorCode.VALUE_INVALID,
            "a decimal of 3 digits cannot have 4",
            ""),
        wrong(
            "CREATE TABLE t (a «BINARY(3)»)",
            ErrorCode.TYPE_NOT_SUPPORTED,
            "",
            "write BINARY without a length"),
        wrong(
            "CREATE TABLE «a.b.c» (a INT)",
            ErrorCode.NOT_SUPPORTED,
            "",
            "there is one catalog; write b.c"),
        wrong(
            "CREATE TABLE t «(a INT)» AS SELECT 1",
            ErrorCode.NOT_SUPPORTED,
            "CREATE TABLE with columns and a query is not supported yet",
            ""),
        wrong("CREATE TABLE t «USING file» AS SELECT 1", ErrorCode.NOT_SUPPORTED, "", ""),
        wrong(
            "CREATE SOURCE s (ts TIMESTAMP, WATERMARK FOR ts AS ts, «WATERMARK FOR ts AS ts»)",
            ErrorCode.WATERMARK_REDEFINED,
            "s already has a watermark, on column \"ts\"",
            ""));
  }

  static Stream<Arguments> watermarkErrors() {
    String before = "CREATE SOURCE s (ts TIMESTAMP, WATERMARK FOR ts AS «";
    String hint = "write WATERMARK FOR ts AS ts - INTERVAL '10' SECOND";
    ErrorCode code = ErrorCode.WATERMARK_INVALID;
    return Stream.of(
        wrong(
            before + "ts + INTERVAL '1' SECOND»)",
            code,
            "the delay of a watermark cannot be negative",
            hint),
        wrong(before + "ts - INTERVAL '-1' SECOND»)", code, "cannot be negative", hint),
        wrong(before + "ts - INTERVAL -1 SECOND»)", code, "cannot be negative", hint),
        wrong(
            before + "other - INTERVAL '1' SECOND»)",
            code,
            "cannot be computed from another column",
            hint),
        wrong(before + "ts - delay»)", code, "must be a constant interval", hint),
        wrong(before + "ts - INTERVAL '1' PARSEC»)", code, "must be a constant interval", hint),
        wrong(before + "ts - INTERVAL 'x' SECOND»)", code, "must be a constant interval", hint),
        wrong(before + "ts - 10»)", code, "must be a constant interval", hint),
        wrong(before + "ts * 2»)", code, "is its column minus a constant interval", hint),
        wrong(before + "CURRENT_TIMESTAMP»)", code, "another column", hint),
        wrong(
            before + "(ts - INTERVAL '1' SECOND)»)",
            code,
            "must be computed from column \"ts\"",
            hint));
  }

  static Stream<Arguments> unsupportedStatements() {
    return Stream.of(
        unsupported("«CREATE MODEL» m"),
        unsupported("«ALTER VIEW» v AS SELECT 1"),
        unsupported("«ADD JAR» 'x'"),
        unsupported("«STATEMENT SET» BEGIN"),
        unsupported("«SAVEPOINT» a"),
        unsupported("«ROLLBACK TO» a"),
        unsupported("«SHOW MODELS»"),
        wrong(
            "«CREATE OR REPLACE TEMPORARY MODEL» f AS 'x'",
            ErrorCode.STATEMENT_UNSUPPORTED,
            "CREATE MODEL is not supported yet",
            ""),
        wrong(
            "«create database» m",
            ErrorCode.STATEMENT_UNSUPPORTED,
            "CREATE DATABASE is not supported yet",
            "all names live in one catalog"));
  }

  @ParameterizedTest
  @MethodSource({"syntaxErrors", "codedErrors", "watermarkErrors", "unsupportedStatements"})
  void errorsSayWhatAndWhere(String marked, ErrorCode code, String words, String hint) {
    int start = marked.indexOf('«');
    int end = marked.indexOf('»') - 2;
    // A pilcrow stands for the end of the statement.
    String statement = marked.replace("«", "").replace("»", "").replace("¶", "");
    MillraceException error =
        catchThrowableOfType(
            MillraceException.class, () -> StatementParser.parse("\n  " + statement));
    assertThat(error).as(statement).isNotNull();
    assertThat(error.code()).as(error.getMessage()).isEqualTo(code);
    assertThat(error.summary()).contains(words);
    if (marked.contains("¶")) {
      int behind = statement.stripTrailing().length();
      assertThat(error.position()).contains(SourcePosition.of(2, behind + 3));
    } else {
      assertThat(error.position())
          .as(error.summary())
          .contains(new SourcePosition(2, start + 3, 2, end + 3));
    }
    if (hint.isEmpty()) {
      assertThat(error.hints()).noneMatch(given -> given.startsWith("did you mean"));
    } else {
      assertThat(error.hints()).anyMatch(given -> given.contains(hint));
    }
  }

  @ParameterizedTest
  @MethodSource({"syntaxErrors"})
  void atMostFiveThingsAreExpected(String marked, ErrorCode code, String words, String hint) {
    MillraceException error =
        catchThrowableOfType(
            MillraceException.class, () -> StatementParser.parse(marked.replaceAll("[«»¶]", "")));
    int expected = error.summary().indexOf("expected ", error.summary().indexOf(": ") + 1);
    if (expected >= 0) {
      assertThat(error.summary().substring(expected).split(", (?!\")| or ")).hasSizeLessThan(6);
    }
  }
}
