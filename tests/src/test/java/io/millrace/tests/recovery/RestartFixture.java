package io.millrace.tests.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Millrace;
import io.millrace.api.StatementResult;
import io.millrace.api.StatementResult.Started;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.query.StreamingQuery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A query with its files, and processes that start it one after the other. */
@Timeout(120)
abstract class RestartFixture {
  @TempDir Path directory;

  static final String SUMS = "INSERT INTO out SELECT SUM(v) AS n FROM s EMIT UPDATE";

  final List<String> seen = Collections.synchronizedList(new ArrayList<>());
  final List<Millrace> sessions = new ArrayList<>();
  Millrace session = open();

  Millrace open() {
    Millrace opened = Millrace.builder().set("parallelism", "2").open();
    sessions.add(opened);
    return opened;
  }

  /** What a new process is: a session that knows nothing of the old one. */
  void newSession() {
    session.close();
    session = open();
  }

  @AfterEach
  void close() {
    sessions.forEach(Millrace::close);
  }

  String path(String name) {
    return directory.resolve(name).toString();
  }

  void drop(String file, String... lines) throws IOException {
    Path in = Files.createDirectories(directory.resolve("in"));
    Path hidden = Files.write(in.resolve("." + file), List.of(lines));
    Files.move(hidden, in.resolve(file));
  }

  void declare() throws IOException {
    Files.createDirectories(directory.resolve("in"));
    session.sql(
        "CREATE SOURCE clicks (page STRING, ts TIMESTAMP, WATERMARK FOR ts AS ts - INTERVAL '1'"
            + " MINUTE) USING file OPTIONS (path = '"
            + path("in")
            + "') FORMAT json");
    session.sql(
        "CREATE SINK counts (at TIMESTAMP, page STRING, n BIGINT) USING file OPTIONS (path = '"
            + path("out")
            + "') FORMAT csv");
  }

  static final String WINDOWS =
      "SELECT window_start, page, COUNT(*) FROM TABLE(TUMBLE(TABLE clicks, DESCRIPTOR(ts), INTERVAL"
          + " '10' MINUTE)) GROUP BY window_start, window_end, page";

  String insert(String query, String clauses) {
    return "INSERT INTO counts " + query + " CHECKPOINT '" + path("cp") + "' " + clauses;
  }

  StreamingQuery start(String statement) {
    return ((Started) session.sql(statement)).query();
  }

  void runToEnd(String statement) {
    assertThat(session.sql(statement)).isInstanceOf(StatementResult.Finished.class);
  }

  List<String> output() throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory.resolve("out"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".csv")).toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    lines.sort(null);
    return lines;
  }

  List<String> rows(String statement) {
    List<String> rows = new ArrayList<>();
    try (StatementResult.Rows result = (StatementResult.Rows) session.sql(statement)) {
      for (Optional<ColumnBatch> batch = result.next(); batch.isPresent(); batch = result.next()) {
        for (int i = 0; i < batch.get().size(); i++) {
          rows.add(batch.get().values(i).toString());
        }
      }
    }
    rows.sort(null);
    return rows;
  }

  MillraceException fails(ErrorCode code, String statement) {
    MillraceException[] failure = new MillraceException[1];
    assertThatThrownBy(() -> session.sql(statement))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.code()).as(e.getMessage()).isEqualTo(code);
              failure[0] = e;
            });
    return failure[0];
  }

  static String click(String page, String time) {
    return "{\"page\":\"" + page + "\",\"ts\":\"2026-01-01T" + time + "\"}";
  }

  static final String COUNTS = "SELECT page, COUNT(*) AS n FROM clicks GROUP BY page";

  void tables() throws IOException {
    declare();
    session.foreachBatch("out", (batch, id) -> {});
    session.foreachBatch("other", (batch, id) -> {});
    session.sql(
        "CREATE SOURCE more (page STRING, ts TIMESTAMP) USING file OPTIONS (path = '"
            + path("in")
            + "') FORMAT json");
  }

  String counts(String query, String clauses) {
    return "INSERT INTO out "
        + query
        + " TRIGGER AVAILABLE NOW CHECKPOINT '"
        + path("cp")
        + "' "
        + clauses;
  }

  void ran(String query) throws IOException {
    tables();
    drop("1.json", click("/a", "12:01:00"), click("/a", "12:02:00"));
    runToEnd(query);
    newSession();
    tables();
  }

  /** From a directory in /tmp to one in /work, say: by way of the root. */
  String relative(String name) {
    return Path.of("").toAbsolutePath().relativize(directory.resolve(name)).toString();
  }

  void declareAt(String in, String out) throws IOException {
    Files.createDirectories(directory.resolve("in"));
    session.sql(
        "CREATE OR REPLACE SOURCE clicks (page STRING) USING file OPTIONS (path = '"
            + in
            + "') FORMAT json");
    session.sql(
        "CREATE OR REPLACE SINK counts (page STRING) USING file OPTIONS (path = '"
            + out
            + "') FORMAT csv");
  }

  static final String PAGES = "SELECT page FROM clicks";

  /** Changes a file and its checksum. */
  void rewrite(String file, String from, String to) throws IOException {
    Path path = directory.resolve("cp").resolve(file);
    String text = Files.readString(path);
    String body = text.substring(0, text.lastIndexOf("crc32c ")).replace(from, to);
    CRC32C checksum = new CRC32C();
    checksum.update(body.getBytes(StandardCharsets.UTF_8));
    Files.writeString(path, body + String.format("crc32c %08x%n", checksum.getValue()));
  }

  /** Runs a query of some batches in which each row is a batch. */
  void sums(int batches) {
    session.sql("CREATE SOURCE s (v INT) USING memory");
    session.foreachBatch("out", (batch, id) -> seen.add(id + " " + batch.rows()));
    StreamingQuery query = start("START QUERY q AS " + SUMS + " CHECKPOINT '" + path("cp") + "'");
    for (int v = 1; v <= batches; v++) {
      session.sql("INSERT INTO s VALUES (" + v + ")");
      query.processAllAvailable();
    }
    query.stop();
  }

  /** Runs batches of which only the last is retained, until those before it are in the state. */
  void sumsUntilStateIsMoved() throws IOException {
    sums(5);
    session.sql("SET checkpoint.log.size = '0'");
    session.sql("SET checkpoint.retention = 1");
    StreamingQuery query = start("START QUERY q");
    while (tablesOfState().isEmpty()) {
      session.sql("INSERT INTO s VALUES (1)");
      query.processAllAvailable();
    }
    query.stop();
    session.sql("SET checkpoint.retention = 1000");
  }

  List<Path> tablesOfState() throws IOException {
    if (!Files.exists(directory.resolve("cp/state"))) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory.resolve("cp/state"))) {
      return files.filter(file -> file.toString().endsWith(".sst")).sorted().toList();
    }
  }
}
