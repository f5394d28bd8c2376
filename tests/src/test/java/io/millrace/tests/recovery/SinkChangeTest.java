package io.millrace.tests.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of the sink of a query may change over a restart. */
class SinkChangeTest extends RestartFixture {
  @Test
  void anotherSinkMustBeAccepted() throws IOException {
    ran(counts(COUNTS + " EMIT UPDATE", ""));
    String other = counts(COUNTS + " EMIT UPDATE", "").replace("INTO out", "INTO other");
    assertThat(fails(ErrorCode.SINK_CHANGED, other).hints())
        .first()
        .isEqualTo("if that is meant, add  ACCEPT PARTIAL OUTPUT  behind the query");
    runToEnd(other + " ACCEPT PARTIAL OUTPUT");
  }

  @Test
  void theDirectoryOfAFileSinkMayNotChange() throws IOException {
    declare();
    runToEnd(insert(WINDOWS, "TRIGGER AVAILABLE NOW"));
    session.sql(
        "CREATE OR REPLACE SINK counts (at TIMESTAMP, page STRING, n BIGINT) USING file OPTIONS"
            + " (path = '"
            + path("out2")
            + "') FORMAT csv");
    MillraceException refused =
        fails(
            ErrorCode.SINK_CHANGED, insert(WINDOWS, "TRIGGER AVAILABLE NOW ACCEPT PARTIAL OUTPUT"));
    assertThat(refused.details())
        .containsExactly(
            "the new directory would lack the rows that are in the old one; ACCEPT PARTIAL OUTPUT is"
                + " not for that");
  }

  private void declareFile() {
    session.sql(
        "CREATE SINK pages (page STRING) USING file OPTIONS (path = '"
            + path("out")
            + "') FORMAT csv");
  }

  @Test
  void aSinkThatIsEmptyIsTaken() throws IOException {
    ran(counts(PAGES, ""));
    declareFile();
    String moved = counts(PAGES, "").replace("INTO out", "INTO pages");
    Files.createDirectories(directory.resolve("out/_millrace"));
    runToEnd(moved);
    // what the other one has got is not missed here, whether rows have come since or not
    runToEnd(moved);
    drop("2.json", click("/b", "12:03:00"));
    runToEnd(moved);
    assertThat(output()).containsExactly("/b");
  }

  @Test
  void aSinkThatHasRowsIsNot() throws IOException {
    ran(counts(PAGES, ""));
    declareFile();
    Files.writeString(Files.createDirectories(directory.resolve("out")).resolve("x.csv"), "/x");
    MillraceException refused =
        fails(ErrorCode.SINK_CHANGED, counts(PAGES, "").replace("INTO out", "INTO pages"));
    assertThat(refused.details())
        .first()
        .isEqualTo("the new sink is not known to be empty, and would get only what follows");
  }

  @ParameterizedTest
  @ValueSource(strings = {"out/_millrace", "out"})
  void outputThatIsGoneIsMissed(String gone) throws IOException {
    declareAt(path("in"), path("out"));
    drop("1.json", "{\"page\":\"/a\"}");
    String query = insert(PAGES, "TRIGGER AVAILABLE NOW");
    runToEnd(query);
    // a batch without rows is nothing that could be missing
    runToEnd(query);
    try (Stream<Path> files = Files.walk(directory.resolve(gone))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    newSession();
    declareAt(path("in"), path("out"));
    drop("2.json", "{\"page\":\"/b\"}");
    assertThat(fails(ErrorCode.SINK_FAILED, query).summary())
        .contains("batch 0 of query counts is not in it any more");
    runToEnd(query + " ACCEPT PARTIAL OUTPUT");
    runToEnd(query);
    assertThat(output()).contains("/b");
  }
}
