package io.millrace.tests.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Millrace;
import io.millrace.api.ScriptStatement;
import io.millrace.api.StatementResult;
import io.millrace.api.error.ErrorKind;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What people get wrong, a statement on each line of {@code errors/corpus/TOPIC.sql}, and what they
 * are told, in {@code TOPIC.txt}: code, place and hint. With {@code -Dmillrace.rewrite=true} the
 * reports are written anew, for review.
 */
class ErrorCorpusTest {
  private static final Path DIRECTORY = Path.of("src/test/resources/errors/corpus");

  @ParameterizedTest
  @ValueSource(strings = {"syntax", "names", "types", "queries", "streaming"})
  void everyMistakeIsExplained(String topic) throws IOException {
    List<String> reports = new ArrayList<>();
    try (Millrace millrace = Millrace.open()) {
      run(millrace, Files.readString(DIRECTORY.resolve("setup.sql")));
      for (String statement : Files.readAllLines(DIRECTORY.resolve(topic + ".sql"))) {
        reports.add(report(millrace, statement));
      }
    }
    String actual = String.join("\n", reports);
    Path golden = DIRECTORY.resolve(topic + ".txt");
    if (Boolean.getBoolean("millrace.rewrite")) {
      Files.writeString(golden, actual);
    }
    assertThat(actual).doesNotContain("no error:", "[INTERNAL_ERROR]");
    assertThat(actual).isEqualTo(Files.readString(golden));
  }

  private static String report(Millrace millrace, String statement) {
    try {
      run(millrace, statement);
      return "no error:\n  1 │ " + statement + "\n";
    } catch (MillraceException error) {
      // What the user can mend has a way out, and a place unless a file or the like is to blame.
      boolean users = error.code().kind() == ErrorKind.USER;
      assertThat(error.hints()).as(error.getMessage()).matches(h -> !users || !h.isEmpty());
      assertThat(error.position()).as(error.getMessage()).isPresent();
      return error.getMessage() + "\n";
    }
  }

  private static void run(Millrace millrace, String script) {
    for (ScriptStatement statement : millrace.script(new SourceText("", script))) {
      StatementResult result = statement.execute();
      if (result instanceof StatementResult.Rows rows) {
        try (rows) {
          while (rows.next().isPresent()) {
            // Only its failure is of interest.
          }
        }
      } else if (result instanceof StatementResult.Changes changes) {
        changes.close();
      }
    }
  }
}
