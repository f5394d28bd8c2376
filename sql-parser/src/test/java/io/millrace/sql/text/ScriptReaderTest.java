package io.millrace.sql.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptReaderTest {

  private static List<String> texts(String script) {
    List<String> texts = new ArrayList<>();
    ScriptReader.statements(script).forEach(statement -> texts.add(statement.text()));
    return texts;
  }

  @Test
  void semicolonsInTextsNamesAndCommentsDoNotSplit() {
    assertThat(
            texts(
                """
                SELECT 'a;''b;', "c;""d", `e;``f` -- g; 'h
                  /* i; /* j; */ k; ' */ FROM t;
                SELECT 2
                """))
        .containsExactly(
            "SELECT 'a;''b;', \"c;\"\"d\", `e;``f` -- g; 'h\n  /* i; /* j; */ k; ' */ FROM t",
            "SELECT 2");
  }

  @Test
  void emptyStatementsAndCommentsAreLeftOut() {
    assertThat(texts("; ;; -- nothing;\n /* ; */ ;SELECT 1;; -- end")).containsExactly("SELECT 1");
    assertThat(texts("")).isEmpty();
    assertThat(texts(" \n\t\uFEFF\u00A0")).isEmpty();
  }

  @Test
  void positionsAreThoseOfTheScript() {
    ScriptReader reader = new ScriptReader("  SELECT 1;\r\n\r\n-- ü\n\t😀 x\n y ; z");
    assertThat(reader.next().position()).isEqualTo(new SourcePosition(1, 3, 1, 10));
    StatementText second = reader.next();
    assertThat(second.text()).isEqualTo("😀 x\n y");
    assertThat(second.position()).isEqualTo(new SourcePosition(4, 2, 5, 2));
    assertThat(reader.next().position()).isEqualTo(SourcePosition.of(5, 6));
    assertThat(reader.hasNext()).isFalse();
    assertThatThrownBy(reader::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void aWrongStatementDoesNotHideTheNext() {
    assertThat(texts("SELEC ) ( ] 1;SELECT 2")).containsExactly("SELEC ) ( ] 1", "SELECT 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'open; it''s", "\"open; ", "`open;", "/* open; /* */ ", "/*", "/*/"})
  void whatNeverEndsIsReportedWhereItBegins(String open) {
    for (String before : List.of("", "SELECT ")) {
      ScriptReader reader = new ScriptReader("SELECT 1;\n " + before + open);
      assertThat(reader.next().text()).isEqualTo("SELECT 1");
      assertThat(reader.hasNext()).isTrue();
      assertThatThrownBy(reader::next)
          .isInstanceOfSatisfying(
              MillraceException.class,
              error -> {
                assertThat(error.code()).isEqualTo(ErrorCode.SYNTAX_ERROR);
                assertThat(error.position()).contains(SourcePosition.of(2, 2 + before.length()));
              });
      assertThat(reader.hasNext()).isFalse();
    }
  }

  @Test
  void readingIsLazy() {
    ScriptReader reader = new ScriptReader("SELECT 1; SELECT 'open");
    assertThat(reader.next().text()).isEqualTo("SELECT 1");
    assertThat(reader.hasNext()).isTrue();
  }
}
