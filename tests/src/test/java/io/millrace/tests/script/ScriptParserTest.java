package io.millrace.tests.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.batch.RowKind;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.types.DataType;
import io.millrace.tests.script.Directive.Caret;
import io.millrace.tests.script.Directive.Due;
import io.millrace.tests.script.Directive.Expected;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptParserTest {

  private static List<Directive> directives(String text) {
    return ScriptParser.parse("x.mtest", text).directives();
  }

  @Test
  void statementsAndDirectivesAreToldApart() {
    List<Directive> directives =
        directives(
            """
            -- a comment
            CREATE SOURCE s
              (a INT);

            QUERY KEY a, b
            SELECT a
              FROM s;
            INPUT s
              1, x

              not a row;
            STEP NO DATA ORDERED
              +I 1
            PROGRESS numInputRows=2 watermark=NONE
            """);
    assertThat(directives.get(0))
        .isInstanceOfSatisfying(
            Directive.Run.class,
            run -> assertThat(run.sql().text()).isEqualTo("CREATE SOURCE s\n  (a INT)"));
    assertThat(directives.get(1))
        .isInstanceOfSatisfying(
            Directive.Query.class,
            query -> {
              assertThat(query.key()).containsExactly("a", "b");
              assertThat(query.sql().text()).isEqualTo("SELECT a\n  FROM s");
              assertThat(query.sql().line()).isEqualTo(6);
            });
    assertThat(directives.get(2)).isEqualTo(new Directive.Input(8, "s", List.of("1, x")));
    assertThat(directives.get(3)).isInstanceOf(Directive.Run.class);
    assertThat(directives.get(4))
        .isInstanceOfSatisfying(
            Directive.Step.class,
            step -> {
              assertThat(step.due()).isEqualTo(Due.NO_DATA);
              assertThat(step.ordered()).isTrue();
              assertThat(step.changes()).containsExactly("+I 1");
            });
    assertThat(directives.get(5))
        .isEqualTo(new Directive.Progress(14, Map.of("numInputRows", "2", "watermark", "NONE")));
  }

  @Test
  void caretsMarkThePlaceOfAnError() {
    List<Directive> directives =
        directives(
            """
            ERROR COLUMN_NOT_FOUND does not exist
            SELECT a,
                   b
                   ^
              FROM s;
            """);
    assertThat(directives)
        .singleElement()
        .isInstanceOfSatisfying(
            Directive.Fails.class,
            fails -> {
              assertThat(fails.error())
                  .isEqualTo(new Expected("COLUMN_NOT_FOUND", "does not exist"));
              assertThat(fails.sql().text()).isEqualTo("SELECT a,\n       b\n  FROM s");
              assertThat(fails.sql().caret()).contains(new Caret(2, 8, 8));
            });
    assertThat(directives("ERROR X\nSELECT abc;\n--     ^^^\n"))
        .singleElement()
        .isInstanceOfSatisfying(
            Directive.Fails.class,
            fails -> assertThat(fails.sql().caret()).contains(new Caret(1, 8, 10)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "ERROR X",
        "STEP SOON",
        "CUTS OFF",
        "ADVANCE soon",
        "QUERY a\nSELECT 1;",
        "PROGRESS x",
        "CRASH",
        "CRASH AFTER LUNCH",
        "PARALLELISM few"
      })
  void mistakesInAScriptAreNamed(String text) {
    assertThatThrownBy(() -> directives(text))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("x.mtest:");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "12:07 | 12:07 | TIMESTAMP '2026-01-01 12:07:00.000000'",
        "2026-01-01 12:07:30.5 | 12:07:30.500 | TIMESTAMP '2026-01-01 12:07:30.500000'",
        "1969-12-31 | 1969-12-31 00:00 | TIMESTAMP '1969-12-31 00:00:00.000000'",
        "NULL | NULL | CAST(NULL AS timestamp)",
      })
  void timestamps(String cell, String normal, String literal) {
    assertThat(Cells.normalize(cell, DataType.TIMESTAMP)).isEqualTo(normal);
    assertThat(Cells.literal(cell, DataType.TIMESTAMP)).isEqualTo(literal);
  }

  @Test
  void cells() {
    assertThat(Cells.split("a, 'b, ''c', , NULL")).containsExactly("a", "'b, ''c'", "", "NULL");
    assertThat(Cells.normalize("'b, ''c'", DataType.STRING)).isEqualTo("'b, ''c'");
    assertThat(Cells.normalize("'b'", DataType.STRING)).isEqualTo("b");
    assertThat(Cells.write("NULL")).isEqualTo("'NULL'");
    assertThat(Cells.normalize("1.5", DataType.decimal(5, 2))).isEqualTo("1.50");
    assertThat(Cells.literal("it's", DataType.STRING)).isEqualTo("'it''s'");
  }

  @Test
  void foldingFindsUpdatedRowsByTheirKey() {
    Folded folded = new Folded(OutputMode.UPDATE, List.of(0));
    folded.add(
        List.of(
            new Change(RowKind.INSERT, List.of("a", "1")),
            new Change(RowKind.INSERT, List.of("b", "1"))));
    folded.add(
        List.of(
            new Change(RowKind.DELETE, List.of("b", "1")),
            new Change(RowKind.UPDATE_AFTER, List.of("a", "2"))));
    assertThat(folded.lines()).containsExactly("a, 2");
    assertThatThrownBy(() -> folded.add(List.of(new Change(RowKind.DELETE, List.of("b", "1")))))
        .isInstanceOf(AssertionError.class);
  }
}
