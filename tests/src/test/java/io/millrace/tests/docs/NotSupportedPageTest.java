package io.millrace.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.millrace.api.Millrace;
import io.millrace.api.StatementResult;
import io.millrace.api.error.ErrorKind;
import io.millrace.api.error.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * What the parser reads and the engine refuses, from {@code errors/not-supported.sql}: each
 * statement there is refused, and the page says with which words. One that works is to be taken off
 * the list.
 */
class NotSupportedPageTest {
  private static final Path LIST = Path.of("src/test/resources/errors/not-supported.sql");

  private static final String BEGINNING =
      """
      # What is not supported

      <!-- Made by NotSupportedPageTest from errors/not-supported.sql. -->

      What the parser reads as SQL and the planner refuses: before anything runs, with a code, a
      reason and, where there is one, another way. Each statement here is run by a test, and what is
      said is what it says. Statements, as opposed to queries, that are refused are in
      [Statements](statements.md); which output modes a query can have is in
      [Delivery](delivery.md); all codes are in [Errors](errors.md).
      """;

  @Test
  void everyStatementIsRefusedAsThePageSays() throws IOException {
    StringBuilder page = new StringBuilder(BEGINNING);
    try (Millrace millrace = Millrace.open()) {
      millrace.sql(
          "CREATE TABLE orders (id BIGINT, customer STRING, amount DECIMAL(10, 2),"
              + " placed TIMESTAMP, day DATE, tags INT ARRAY, m MAP<STRING, INT>)");
      millrace.sql("CREATE TABLE customers (id BIGINT, name STRING)");
      millrace.sql("CREATE TABLE prices (id BIGINT, since DATE)");
      String reason = "";
      for (String line : Files.readAllLines(LIST)) {
        if (line.startsWith("# ")) {
          page.append("\n#").append(line).append("\n\n");
        } else if (line.startsWith("-- ")) {
          reason = line.substring(3);
        } else if (!line.isEmpty()) {
          append(page, line, refusal(millrace, line), reason);
        }
      }
    }
    Repository.assertPage("docs/reference/not-supported.md", page.toString());
  }

  private static MillraceException refusal(Millrace millrace, String statement) {
    try {
      StatementResult result = millrace.sql(statement);
      if (result instanceof StatementResult.Rows rows) {
        rows.close();
      }
    } catch (MillraceException e) {
      assertThat(e.code().kind()).as(e.getMessage()).isEqualTo(ErrorKind.UNSUPPORTED);
      return e;
    }
    return fail(statement + "\nworks now: take it off errors/not-supported.sql");
  }

  private static void append(
      StringBuilder page, String statement, MillraceException error, String reason) {
    page.append("- `").append(statement, 0, statement.length() - 1).append("`  \n");
    page.append("  **").append(error.code()).append("** ").append(error.summary()).append(". ");
    page.append(reason).append('\n');
    for (String hint : error.hints()) {
      page.append("  - ").append(hint.replace("<", "\\<")).append('\n');
    }
  }
}
