package io.millrace.tests.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What of the sources of a query may change over a restart. */
class SourceChangeTest extends RestartFixture {
  @Test
  void sourcesMayChangeOnlyWhenThatIsMeant() throws IOException {
    String query = "SELECT page FROM clicks";
    String union = "SELECT page FROM clicks UNION ALL SELECT page FROM more";
    ran(counts(query, ""));
    assertThat(fails(ErrorCode.SOURCE_SET_CHANGED, counts(union, "")).hints())
        .first()
        .isEqualTo("if that is meant, add  ALLOW SOURCE CHANGE  behind the query");
    runToEnd(counts(union, "ALLOW SOURCE CHANGE"));
    fails(ErrorCode.SOURCE_SET_CHANGED, counts(query, ""));
    runToEnd(counts(query, "ALLOW SOURCE CHANGE"));
    fails(
        ErrorCode.SOURCE_SET_CHANGED,
        counts("SELECT page FROM more UNION ALL SELECT page FROM clicks", "ALLOW SOURCE CHANGE"));
  }

  @Test
  void whatARemovedSourceLeftIsNotTakenForThatOfANewOne() throws IOException {
    List<String> queries =
        List.of(
            "SELECT page FROM a UNION ALL SELECT page FROM b",
            "SELECT page FROM a",
            "SELECT page FROM a UNION ALL SELECT page FROM c");
    for (String source : List.of("a", "b", "c")) {
      Path in = Files.createDirectories(directory.resolve(source));
      for (int file = 0; file < 3; file++) {
        Files.writeString(
            in.resolve(source + file + ".json"), "{\"page\":\"" + source + file + "\"}");
      }
    }
    for (int run = 0; run < 3; run++) {
      newSession();
      seen.clear();
      for (String source : List.of("a", "b", "c")) {
        session.sql(
            "CREATE SOURCE "
                + source
                + " (page STRING) USING file OPTIONS (path = '"
                + path(source)
                + "') FORMAT json");
      }
      session.foreachBatch(
          "out", (batch, id) -> batch.rows().forEach(row -> seen.add(row.toString())));
      Files.writeString(directory.resolve("a/more" + run + ".json"), "{\"page\":\"more\"}");
      runToEnd(counts(queries.get(run), "ALLOW SOURCE CHANGE"));
    }
    assertThat(seen).containsExactlyInAnyOrder("+I[more]", "+I[c0]", "+I[c1]", "+I[c2]");
  }

  @Test
  void aSourceThatIsReadTwiceStandsTwiceWhereSourcesChange() throws IOException {
    declare();
    session.sql(
        "CREATE SOURCE others (page STRING) USING file OPTIONS (path = '"
            + path("others")
            + "') FORMAT json");
    Files.createDirectories(directory.resolve("others"));
    session.foreachBatch(
        "out", (batch, id) -> batch.rows().forEach(row -> seen.add(row.toString())));
    String twice =
        "SELECT page FROM clicks UNION ALL SELECT CAST(ts AS STRING) AS page FROM clicks";
    drop("1.json", click("/a", "12:01:00"));
    runToEnd(counts(twice, ""));
    drop("2.json", click("/b", "12:02:00"));
    runToEnd(counts(twice + " UNION ALL SELECT page FROM others", "ALLOW SOURCE CHANGE"));
    drop("3.json", click("/c", "12:03:00"));
    Files.writeString(directory.resolve("others/1.json"), "{\"page\":\"/other\"}");
    runToEnd(counts(twice + " UNION ALL SELECT page FROM others", ""));
    assertThat(seen)
        .containsExactlyInAnyOrder(
            "+I[/a]",
            "+I[2026-01-01 12:01:00]",
            "+I[/b]",
            "+I[2026-01-01 12:02:00]",
            "+I[/c]",
            "+I[2026-01-01 12:03:00]",
            "+I[/other]");
  }

  @Test
  void aSourceMayNotReadFromElsewhere() throws IOException {
    ran(counts("SELECT page FROM clicks", ""));
    Files.createDirectories(directory.resolve("elsewhere"));
    session.sql(
        "CREATE OR REPLACE SOURCE clicks (page STRING) USING file OPTIONS (path = '"
            + path("elsewhere")
            + "') FORMAT json");
    assertThat(
            fails(
                    ErrorCode.SOURCE_SET_CHANGED,
                    counts("SELECT page FROM clicks", "ALLOW SOURCE CHANGE"))
                .summary())
        .contains(path("in"))
        .contains(path("elsewhere"));
  }

  @Test
  void howAPathIsWrittenDoesNotMatterButWhereItLeads() throws IOException {
    declareAt(path("in"), path("out"));
    drop("1.json", "{\"page\":\"/a\"}");
    runToEnd(insert(PAGES, "TRIGGER AVAILABLE NOW"));
    newSession();
    declareAt(path("in/../in/"), "file:" + path("out"));
    drop("2.json", "{\"page\":\"/b\"}");
    runToEnd(insert(PAGES, "TRIGGER AVAILABLE NOW"));
    newSession();
    declareAt(relative("in"), relative("out"));
    drop("3.json", "{\"page\":\"/c\"}");
    runToEnd(insert(PAGES, "TRIGGER AVAILABLE NOW"));
    assertThat(output()).containsExactly("/a", "/b", "/c");
  }

  @Test
  void aRelativePathThatLeadsElsewhereMustBeMeant() throws IOException {
    declareAt(relative("in"), relative("out"));
    drop("1.json", "{\"page\":\"/a\"}");
    runToEnd(insert(PAGES, "TRIGGER AVAILABLE NOW"));
    newSession();
    // as if the query had run in another directory
    rewrite("plan", "\"path\" : \"" + path(""), "\"path\" : \"/elsewhere");
    declareAt(relative("in"), relative("out"));
    drop("2.json", "{\"page\":\"/b\"}");
    MillraceException source =
        fails(ErrorCode.SOURCE_SET_CHANGED, insert(PAGES, "TRIGGER AVAILABLE NOW"));
    assertThat(source.details())
        .first()
        .isEqualTo("that was /elsewhere/in, and here it is " + path("in"));
    MillraceException sink =
        fails(ErrorCode.SINK_CHANGED, insert(PAGES, "TRIGGER AVAILABLE NOW ALLOW SOURCE CHANGE"));
    assertThat(sink.details())
        .first()
        .isEqualTo("that was /elsewhere/out, and here it is " + path("out"));
    String moved = "TRIGGER AVAILABLE NOW ALLOW SOURCE CHANGE ACCEPT PARTIAL OUTPUT";
    runToEnd(insert(PAGES, moved));
    drop("3.json", "{\"page\":\"/c\"}");
    runToEnd(insert(PAGES, "TRIGGER AVAILABLE NOW"));
    assertThat(output()).containsExactly("/a", "/b", "/c");
  }
}
