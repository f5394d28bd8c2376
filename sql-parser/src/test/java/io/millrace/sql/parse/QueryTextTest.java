package io.millrace.sql.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import io.millrace.sql.statement.QueryText;
import io.millrace.sql.statement.Statement.Insert;
import io.millrace.sql.statement.Statement.Select;
import io.millrace.sql.text.ScriptReader;
import org.junit.jupiter.api.Test;

class QueryTextTest {

  private static QueryText last(String script) {
    QueryText last = null;
    for (var statement : ScriptReader.statements(script)) {
      var parsed = StatementParser.parse(statement);
      last = parsed instanceof Insert insert ? insert.query() : ((Select) parsed).query();
    }
    return last;
  }

  @Test
  void everyTokenStandsWhereItStandsInTheScript() {
    QueryText query =
        last(
            "SELECT 1;\r\n  INSERT INTO `t x` -- c\r\n\tSELECT\t`a`, /* 😀\r\n */ 'x\ty', \"ü\" FROM t"
                + " -- end\r\n  OUTPUT MODE UPDATE;");
    assertThat(query.text()).isEqualTo("\n\n SELECT \"a\",       \n    'x\ty', \"ü\" FROM t");
    assertThat(query.original()).isEqualTo("SELECT\t`a`, /* 😀\r\n */ 'x\ty', \"ü\" FROM t");
    assertThat(query.position()).isEqualTo(new SourcePosition(3, 2, 4, 21));
  }

  @Test
  void hintsAreNoComments() {
    assertThat(last("SELECT /*+ x(1) */ a /* gone */ FROM t").text())
        .isEqualTo("SELECT /*+ x(1) */ a            FROM t");
  }

  @Test
  void backticksBecomeDoubleQuotesOfTheSameWidth() {
    assertThat(last("SELECT `a``b`, `c`FROM t").text()).isEqualTo("SELECT \"a`b\" , \"c\"FROM t");
    assertThat(last("SELECT `a``\"b` FROM t").text()).isEqualTo("SELECT \"a`\"\"b\" FROM t");
  }

  @Test
  void aDoubleQuoteInBackticksHasNoRoom() {
    assertThatThrownBy(() -> last("SELECT 1, `a\"b` FROM t"))
        .isInstanceOfSatisfying(
            MillraceException.class,
            error -> {
              assertThat(error.code()).isEqualTo(ErrorCode.NOT_SUPPORTED);
              assertThat(error.position()).contains(new SourcePosition(1, 11, 1, 15));
              assertThat(error.hints()).containsExactly("write it in double quotes: \"a\"\"b\"");
            });
  }

  @Test
  void quotesInTextsAreLeftAlone() {
    assertThat(last("SELECT 'a`b`\"c\" -- d /* e */' FROM t").text())
        .isEqualTo("SELECT 'a`b`\"c\" -- d /* e */' FROM t");
  }
}
