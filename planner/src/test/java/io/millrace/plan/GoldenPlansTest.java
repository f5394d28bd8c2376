package io.millrace.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.error.MillraceException;
import io.millrace.sql.statement.Statement.PlanStage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plans as EXPLAIN prints them. Each file under {@code plans} holds declarations, then cases:
 * {@code ## name [STAGE]}, the query, {@code ----} and the plan or error. To write the files anew:
 * {@code -Dmillrace.rewritePlans=true}; review the difference.
 */
class GoldenPlansTest {
  private static final Path DIRECTORY = Path.of("src/test/resources/plans");
  private static final boolean REWRITE = Boolean.getBoolean("millrace.rewritePlans");

  static Stream<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      return files.filter(file -> file.toString().endsWith(".plans")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void plansAreAsWritten(Path file) throws IOException {
    String expected = Files.readString(file, StandardCharsets.UTF_8);
    String actual = evaluate(expected);
    if (REWRITE) {
      Files.writeString(file, actual, StandardCharsets.UTF_8);
    }
    assertThat(actual).isEqualTo(REWRITE ? actual : expected);
  }

  private static String evaluate(String content) {
    List<String> cases = new ArrayList<>(List.of(content.split("(?m)^## ")));
    String declarations = cases.remove(0);
    PlannerTester tester = PlannerTester.of(declarations);
    StringBuilder result = new StringBuilder(declarations);
    for (String one : cases) {
      int end = one.indexOf('\n');
      String heading = one.substring(0, end);
      String query = one.substring(end + 1, one.indexOf("\n----")).strip();
      result.append("## ").append(heading).append('\n').append(query).append("\n----\n");
      result.append(outcome(tester, query, stage(heading))).append("\n\n");
    }
    return result.toString().stripTrailing() + "\n";
  }

  private static PlanStage stage(String heading) {
    int open = heading.indexOf('[');
    return open < 0
        ? PlanStage.INCREMENTAL
        : PlanStage.valueOf(
            heading.substring(open + 1, heading.indexOf(']')).toUpperCase(Locale.ROOT));
  }

  private static String outcome(PlannerTester tester, String query, PlanStage stage) {
    try {
      String text = tester.explain(query, stage);
      if (stage == PlanStage.INCREMENTAL) {
        assertThat(tester.plan(query).explanation()).isEqualTo(text);
      }
      return text;
    } catch (MillraceException e) {
      return e.getMessage();
    } catch (UncheckedIOException e) {
      throw new IllegalStateException(query, e);
    }
  }
}
