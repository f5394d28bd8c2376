package io.millrace.api.error;

import static io.millrace.api.error.MillraceException.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ErrorReportTest {
  private static final SourceText SCRIPT =
      new SourceText(
          "jobs/daily.sql", "SELECT 1;\nSELECT custmer, sum(amount) FROM orders\n GROUP BY 1");

  @Test
  void reportShowsCodePlaceCaretsReasonAndHint() {
    MillraceException error =
        error(ErrorCode.COLUMN_NOT_FOUND, "custmer", " in orders")
            .at(new SourcePosition(2, 8, 2, 14))
            .detail("Columns are matched without regard to case.")
            .hint("did you mean \"customer\"?")
            .hint("columns of orders: id, customer")
            .in(SCRIPT)
            .build();
    assertThat(error.getMessage())
        .isEqualTo(
            """
            jobs/daily.sql:2:8: ERROR [COLUMN_NOT_FOUND] column "custmer" does not exist in orders
              2 │ SELECT custmer, sum(amount) FROM orders
                │        ^^^^^^^
              Columns are matched without regard to case.
              hint: did you mean "customer"?
                    columns of orders: id, customer""");
  }

  @Test
  void textWithoutFileHasNoPrefix() {
    MillraceException error =
        error(ErrorCode.DIVIDE_BY_ZERO)
            .at(SourcePosition.of(1, 8))
            .build()
            .in(new SourceText("", "SELECT 1/0"));
    assertThat(error.getMessage())
        .isEqualTo("ERROR [DIVIDE_BY_ZERO] division by zero\n  1 │ SELECT 1/0\n    │        ^");
  }

  @Test
  void onATerminalALongLineIsCutAroundThePlace() {
    MillraceException error =
        error(ErrorCode.COLUMN_NOT_FOUND, "custmer", "")
            .at(new SourcePosition(1, 52, 1, 58))
            .build()
            .in(
                new SourceText(
                    "", "SELECT " + "amount, ".repeat(5) + "AVG(custmer) FROM orders, o"));
    assertThat(ErrorReport.render(error, 40))
        .isEqualTo(
            """
            ERROR [COLUMN_NOT_FOUND] column "custmer" does not exist
              1 │ …nt, amount, AVG(custmer) FROM or…
                │                  ^^^^^^^""");
    assertThat(ErrorReport.render(error, 90)).contains("1 │ SELECT amount, amount");
  }

  @Test
  void rangeOverLinesIsMarkedToTheEndOfItsFirstLine() {
    MillraceException error =
        error(ErrorCode.SYNTAX_ERROR, "no").at(new SourcePosition(2, 35, 3, 9)).in(SCRIPT).build();
    assertThat(error.getMessage()).endsWith("orders\n    │ " + " ".repeat(34) + "^^^^^");
  }

  @Test
  void caretsStandUnderWideCharactersAndBehindTabs() {
    MillraceException error =
        error(ErrorCode.SYNTAX_ERROR, "no")
            .at(new SourcePosition(1, 5, 1, 6))
            .in(new SourceText("", "\t日本 xy"))
            .build();
    assertThat(error.getMessage()).endsWith("    │ \t     ^^");
  }

  @Test
  void veryLongLineIsCutAroundThePlace() {
    String line = "x".repeat(5_000) + "HERE" + "y".repeat(5_000);
    MillraceException error =
        error(ErrorCode.SYNTAX_ERROR, "no")
            .at(new SourcePosition(1, 5_001, 1, 5_004))
            .in(new SourceText("", line))
            .build();
    String[] lines = error.getMessage().split("\n");
    assertThat(lines[1]).hasSizeLessThan(180).contains("HERE").startsWith("  1 │ …").endsWith("…");
    assertThat(lines[2].indexOf('^')).isEqualTo(lines[1].indexOf("HERE"));
    assertThat(lines[2]).endsWith("^^^^");
  }

  @Test
  void whatIsKnownFirstStays() {
    MillraceException error =
        error(ErrorCode.DIVIDE_BY_ZERO)
            .at(SourcePosition.of(2, 1))
            .in(SCRIPT)
            .build()
            .at(SourcePosition.of(9, 9))
            .in(new SourceText("other", ""));
    assertThat(error.position()).contains(SourcePosition.of(2, 1));
    assertThat(error.source()).contains(SCRIPT);
  }

  @Test
  void templateAndParametersMustAgree() {
    assertThatThrownBy(() -> error(ErrorCode.DIVIDE_BY_ZERO, "extra"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> error(ErrorCode.TABLE_NOT_FOUND))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
