package io.millrace.exec.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Millrace;
import io.millrace.api.ScriptStatement;
import io.millrace.api.StatementResult;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.error.SourceText;
import io.millrace.exec.session.context.SettingSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MillraceSessionTest {
  private final Millrace session = Millrace.open();

  @AfterEach
  void close() {
    session.close();
  }

  private List<List<Object>> rows(String statement) {
    List<List<Object>> rows = new ArrayList<>();
    try (StatementResult.Rows result = (StatementResult.Rows) session.sql(statement)) {
      for (Optional<ColumnBatch> batch = result.next(); batch.isPresent(); batch = result.next()) {
        for (int i = 0; i < batch.get().size(); i++) {
          rows.add(batch.get().values(i));
        }
      }
    }
    return rows;
  }

  private static void assertFails(ErrorCode code, Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(MillraceException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void settingsAreSetShownAndReset() {
    assertThat(session.sql("SET parallelism = 2"))
        .isInstanceOfSatisfying(
            StatementResult.Done.class,
            done -> assertThat(done.message()).isEqualTo("SET parallelism = 2"));
    assertThat(rows("SET parallelism").get(0).subList(0, 2)).containsExactly("parallelism", "2");
    assertThat(rows("SHOW SETTINGS")).hasSize(SettingSpec.ALL.size());
    session.sql("RESET parallelism");
    assertThat(rows("SET parallelism").get(0).get(1))
        .isEqualTo(Integer.toString(Runtime.getRuntime().availableProcessors()));
  }

  @Test
  void settingsAreGivenWhenTheSessionIsOpened() {
    try (Millrace other = Millrace.builder().set("parallelism", "7").open()) {
      StatementResult.Rows rows = (StatementResult.Rows) other.sql("SET parallelism");
      assertThat(rows.next().orElseThrow().values(0)).contains("7");
    }
    assertFails(ErrorCode.SETTING_UNKNOWN, () -> Millrace.builder().set("x", "1").open());
  }

  @Test
  void sessionsShareNothing() {
    try (Millrace other = Millrace.open()) {
      other.sql("SET session.zone = 'Asia/Tokyo'");
      assertThat(rows("SET session.zone").get(0)).contains("UTC");
    }
  }

  @Test
  void errorsKnowTheScript() {
    SourceText script = new SourceText("job.sql", "SET parallelism = 2;\n\n  SET nonsense = 1;");
    List<ScriptStatement> statements = new ArrayList<>();
    session.script(script).forEach(statements::add);
    assertThat(statements)
        .extracting(ScriptStatement::text)
        .containsExactly("SET parallelism = 2", "SET nonsense = 1");
    statements.get(0).execute();
    assertThatThrownBy(() -> statements.get(1).execute())
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.SETTING_UNKNOWN);
              assertThat(e.source()).contains(script);
              assertThat(e.position().map(SourcePosition::line)).contains(3);
            })
        .hasMessageStartingWith("job.sql:3:7: ERROR [SETTING_UNKNOWN]");
  }

  @Test
  void aSyntaxErrorDoesNotHideTheNextStatement() {
    SourceText script = new SourceText("", "SELEC 1; SET parallelism = 2; SET x = 'y");
    List<ScriptStatement> statements = new ArrayList<>();
    session.script(script).forEach(statements::add);
    assertThat(statements).hasSize(3);
    assertFails(ErrorCode.SYNTAX_ERROR, statements.get(0)::execute);
    assertThat(statements.get(1).execute()).isInstanceOf(StatementResult.Done.class);
    assertFails(ErrorCode.SYNTAX_ERROR, statements.get(2)::execute);
    assertThat(statements.get(2).position()).isEqualTo(SourcePosition.of(1, 39));
  }

  @Test
  void namesThatAreNotThereAreErrors() {
    assertFails(ErrorCode.TABLE_NOT_FOUND, () -> session.sql("DESCRIBE nothing"));
    assertFails(ErrorCode.TABLE_NOT_FOUND, () -> session.sql("DROP TABLE nothing"));
    assertFails(ErrorCode.TABLE_NOT_FOUND, () -> session.sql("INSERT INTO nothing VALUES (1)"));
    assertFails(ErrorCode.QUERY_NOT_FOUND, () -> session.sql("STOP QUERY nothing"));
    assertFails(ErrorCode.QUERY_NOT_FOUND, () -> session.sql("DESCRIBE QUERY nothing"));
    assertFails(ErrorCode.QUERY_NOT_FOUND, () -> session.sql("AWAIT QUERY nothing"));
    session.sql("DROP TABLE IF EXISTS nothing");
    session.sql("DROP QUERY IF EXISTS nothing");
    session.sql("AWAIT ALL");
  }

  @Test
  void emptyCatalogShowsNothing() {
    for (String what : List.of("SOURCES", "TABLES", "SINKS", "VIEWS", "QUERIES")) {
      assertThat(rows("SHOW " + what)).isEmpty();
    }
  }

  @Test
  void closedSessionExecutesNothing() {
    session.close();
    session.close();
    assertFails(ErrorCode.SESSION_CLOSED, () -> session.sql("SHOW TABLES"));
  }
}
