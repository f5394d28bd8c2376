package io.millrace.tests.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Millrace;
import io.millrace.api.OutputRow;
import io.millrace.api.batch.RowKind;
import io.millrace.exec.session.MillraceSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

/**
 * Scenario 71: a query in continuous mode gives what it gives batch by batch, and what its sink
 * promises holds wherever it dies: behind any step of the protocol, in the middle of an epoch or at
 * its end. A run dies about once in eight steps; a try is a chain of runs.
 */
class ContinuousCrashTest {
  private static final String WINDOWS =
      "SELECT window_start, k, COUNT(*) AS n, SUM(v) AS total FROM TABLE(TUMBLE(TABLE s,"
          + " DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end, k";

  private static final String CONTINUOUS = " TRIGGER CONTINUOUS INTERVAL '1' SECOND";
  private static final int INSERTS = 24;

  private Path directory = Path.of("");

  @BeforeTry
  void makeDirectory() throws IOException {
    directory = Files.createTempDirectory("continuous");
  }

  @AfterTry
  void removeDirectory() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> deepestFirst = new ArrayList<>(files.toList());
      java.util.Collections.reverse(deepestFirst);
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    }
  }

  /** A clock that goes on by what the test says. */
  private static final class Clock implements InstantSource {
    private Instant now = Instant.parse("2026-01-01T12:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }
  }

  /** A session with its input, and the query that reads it as it comes. */
  private final class Run {
    private final Random random;
    private boolean deadly;
    private final Clock clock = new Clock();
    private final MillraceSession session =
        (MillraceSession) Millrace.builder().clock(clock).open();

    Run(long seed, boolean deadly) {
      this.random = new Random(seed);
      this.deadly = deadly;
      session.sql(
          "CREATE SOURCE s (k STRING, v BIGINT, ts TIMESTAMP, WATERMARK FOR ts AS ts -"
              + " INTERVAL '5' SECOND) USING memory");
      session.sql("CREATE SOURCE t (k STRING, w BIGINT) USING memory");
    }

    /** Feeds rows, none of them late, and lets the query live and die. */
    void run(String insert) {
      Random input = new Random(7);
      Random deaths = new Random(random.nextLong());
      try (session;
          DyingQuery query =
              new DyingQuery(
                  session,
                  insert,
                  Optional.empty(),
                  (step, batch) -> deadly && deaths.nextInt(8) == 0,
                  () -> 1 + deaths.nextInt(3))) {
        for (int i = 0; i < INSERTS; i++) {
          List<String> rows = new ArrayList<>();
          for (int row = 0; row <= input.nextInt(3); row++) {
            rows.add(
                "('k%d', %d, TIMESTAMP '2026-01-01 12:00:00' + INTERVAL '%d' SECOND)"
                    .formatted(input.nextInt(3), input.nextInt(100), i + input.nextInt(5)));
          }
          session.sql("INSERT INTO s VALUES " + String.join(", ", rows));
          session.sql(
              "INSERT INTO t VALUES ('k%d', %d)".formatted(input.nextInt(4), input.nextInt(100)));
          query.runAll();
          clock.now = clock.now.plus(Duration.ofMillis(random.nextInt(700)));
        }
        assertThat(query.deaths() > 0).isEqualTo(deadly);
        deadly = false;
        query.runAll();
        clock.now = clock.now.plus(Duration.ofMinutes(1));
        query.runAll();
      }
    }
  }

  private String checkpoint() {
    return " CHECKPOINT '" + directory.resolve("checkpoint") + "'";
  }

  @Property(tries = 4)
  void fileSinkHoldsEachRowOnce(@ForAll long seed) throws IOException {
    List<String> expected = files("plain", new Run(seed, false), "");
    List<String> written = files("continuous", new Run(seed, true), CONTINUOUS + checkpoint());
    assertThat(written).isEqualTo(expected);
    assertThat(expected).hasSizeGreaterThan(5);
  }

  private List<String> files(String name, Run run, String clauses) throws IOException {
    Path out = directory.resolve(name);
    run.session.sql(
        "CREATE SINK out (window_start TIMESTAMP, k STRING, n BIGINT, total BIGINT) USING file"
            + " OPTIONS (path = '"
            + out
            + "') FORMAT json");
    run.run("INSERT INTO out " + WINDOWS + " EMIT APPEND" + clauses);
    try (Stream<Path> files = Files.walk(out)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> out.relativize(file).getNameCount() == 1)
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .flatMap(ContinuousCrashTest::lines)
          .sorted()
          .toList();
    }
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Property(tries = 4)
  void codeForBatchesGetsTheSameRowsUnderTheSameNumber(@ForAll long seed) {
    Map<Long, List<String>> once = new TreeMap<>();
    Run plain = new Run(seed, false);
    plain.session.foreachBatch("out", (batch, id) -> once.put(id, texts(batch.rows())));
    plain.run("INSERT INTO out " + WINDOWS + " EMIT APPEND");
    Map<Long, List<String>> batches = new TreeMap<>();
    Run dying = new Run(seed, true);
    dying.session.foreachBatch(
        "out",
        (batch, id) -> {
          List<String> rows = texts(batch.rows());
          List<String> before = batches.put(id, rows);
          assertThat(before == null ? rows : before).as("batch %d", id).isEqualTo(rows);
        });
    dying.run("INSERT INTO out " + WINDOWS + " EMIT APPEND" + CONTINUOUS + checkpoint());
    assertThat(batches.values().stream().flatMap(List::stream))
        .containsExactlyInAnyOrderElementsOf(once.values().stream().flatMap(List::stream).toList());
    long epochs = batches.keySet().stream().mapToLong(id -> id + 1).max().orElse(0);
    assertThat(batches).hasSize((int) epochs);
  }

  private static List<String> texts(List<OutputRow> rows) {
    return rows.stream().map(OutputRow::toString).toList();
  }

  @Property(tries = 4)
  void upsertsConverge(@ForAll long seed) {
    assertThat(upserted(new Run(seed, true), CONTINUOUS + checkpoint()))
        .isEqualTo(upserted(new Run(seed, false), ""));
  }

  private static Map<List<Object>, List<Object>> upserted(Run run, String clauses) {
    Map<List<Object>, List<Object>> table = new java.util.HashMap<>();
    run.session.foreach(
        "out",
        () ->
            row -> {
              List<Object> key = row.values().subList(0, 2);
              if (row.kind() == RowKind.DELETE) {
                table.remove(key);
              } else {
                table.put(key, row.values());
              }
            });
    run.run("INSERT INTO out " + WINDOWS + " EMIT UPDATE" + clauses);
    return table;
  }

  @Property(tries = 4)
  void appendedRowsAreThereAtLeastOnceAndNoOthers(@ForAll long seed) {
    List<List<Object>> expected = appended(new Run(seed, false), "");
    List<List<Object>> written = appended(new Run(seed, true), CONTINUOUS + checkpoint());
    assertThat(expected).doesNotHaveDuplicates();
    assertThat(new HashSet<>(written)).isEqualTo(new HashSet<>(expected));
  }

  private static List<List<Object>> appended(Run run, String clauses) {
    List<List<Object>> rows = new ArrayList<>();
    run.session.foreach("out", () -> row -> rows.add(row.values()));
    run.run("INSERT INTO out " + WINDOWS + " EMIT APPEND" + clauses);
    return rows;
  }

  @Property(tries = 4)
  void completeResultIsThatOfAllRows(@ForAll long seed) {
    complete(seed, "SELECT k, COUNT(*) AS n FROM s GROUP BY k ORDER BY k");
  }

  @Property(tries = 3)
  void joinIsThatOfAllRows(@ForAll long seed) {
    complete(
        seed,
        "SELECT s.k, v, w, COUNT(*) AS n FROM s LEFT JOIN t ON s.k = t.k AND v < w"
            + " GROUP BY s.k, v, w ORDER BY k, v, w");
  }

  private void complete(long seed, String query) {
    List<List<String>> results = new ArrayList<>();
    for (boolean deadly : new boolean[] {false, true}) {
      List<String> newest = new ArrayList<>();
      Run run = new Run(seed, deadly);
      run.session.foreachBatch(
          "out",
          (batch, id) -> {
            newest.clear();
            newest.addAll(texts(batch.rows()));
          });
      run.run(
          "INSERT INTO out "
              + query
              + " EMIT COMPLETE"
              + (deadly ? CONTINUOUS + checkpoint() : ""));
      results.add(newest);
    }
    assertThat(results.get(1)).isEqualTo(results.get(0)).isNotEmpty();
  }
}
