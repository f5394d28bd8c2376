package io.millrace.tests.embed;

import io.millrace.api.Millrace;
import io.millrace.api.StatementResult.Changes;
import io.millrace.api.StatementResult.Started;
import io.millrace.api.query.StreamingQuery;
import io.millrace.api.query.StreamingQueryListener;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program of its own that opens and closes sessions while queries, sinks and checkpoints are at
 * work, and then prints what is left of them: nothing.
 */
public final class OpenAndClose {
  private static final int CYCLES = 50;
  private static final int COLLECTIONS = 20;

  private OpenAndClose() {}

  /**
   * Runs it.
   *
   * @param args a directory for the files of queries
   */
  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[0]);
    Leftovers atFirst = Leftovers.now();
    // what is loaded once and stays is loaded here
    cycle(directory.resolve("first"), new ArrayList<>());
    Leftovers before = Leftovers.now();
    List<WeakReference<Millrace>> sessions = new ArrayList<>();
    for (int i = 0; i < CYCLES; i++) {
      cycle(directory.resolve("cycle-" + i), sessions);
    }
    Leftovers after = Leftovers.now();
    report("threads", atFirst.threads(), after.threads());
    report("open files", before.openFiles(), after.openFiles());
    report("temporary files", before.temporaryFiles(), after.temporaryFiles());
    System.out.println("sessions in memory: " + held(sessions));
  }

  private static void report(String what, Iterable<String> before, Iterable<String> after) {
    List<String> left = new ArrayList<>();
    after.forEach(left::add);
    before.forEach(left::remove);
    System.out.println(what + ": " + left);
  }

  private static long held(List<WeakReference<Millrace>> sessions) {
    long held = sessions.size();
    for (int i = 0; i < COLLECTIONS && held > 0; i++) {
      System.gc();
      held = sessions.stream().filter(session -> session.get() != null).count();
    }
    return held;
  }

  private static void cycle(Path directory, List<WeakReference<Millrace>> sessions)
      throws IOException {
    Path in = Files.createDirectories(directory.resolve("in"));
    Files.writeString(in.resolve("1.json"), "{\"k\":\"a\"}\n{\"k\":\"b\"}\n");
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    try (Millrace session = Millrace.builder().set("parallelism", "2").console(nowhere).open()) {
      sessions.add(new WeakReference<>(session));
      session.streams().addListener(new StreamingQueryListener() {});
      intoFiles(session, directory);
      intoTheProgram(session, directory);
      unread(session);
    }
  }

  /** From files into files, with a checkpoint whose state leaves its log. */
  private static void intoFiles(Millrace session, Path directory) throws IOException {
    session.sql(
        "CREATE SOURCE events (k STRING) USING file OPTIONS (path = '"
            + directory.resolve("in")
            + "') FORMAT json");
    session.sql(
        "CREATE SINK counts (k STRING, n BIGINT) USING file OPTIONS (path = '"
            + directory.resolve("out")
            + "') FORMAT json");
    StreamingQuery query =
        started(
            session,
            "INSERT INTO counts SELECT k, COUNT(*) FROM events GROUP BY k OUTPUT MODE COMPLETE"
                + " CHECKPOINT '"
                + directory.resolve("checkpoint")
                + "' OPTIONS (checkpoint.retention = 1, checkpoint.log.size = '1KB')");
    for (int i = 2; i < 6; i++) {
      Path file = directory.resolve(i + ".json");
      Files.writeString(file, "{\"k\":\"a\"}\n");
      Files.move(file, directory.resolve("in").resolve(i + ".json"));
      query.processAllAvailable();
    }
  }

  /** Into a console and the program's own code, at ticks and in epochs. */
  private static void intoTheProgram(Millrace session, Path directory) {
    session.sql("CREATE SOURCE numbers (a INT) USING memory");
    session.sql("CREATE SINK console USING console");
    session.foreachBatch("code", (batch, id) -> batch.rows().forEach(Object::toString));
    StreamingQuery ticking =
        started(
            session, "INSERT INTO console SELECT a FROM numbers TRIGGER PROCESSING TIME '1' HOUR");
    StreamingQuery continuous =
        started(
            session,
            "INSERT INTO code SELECT a, COUNT(*) FROM numbers GROUP BY a OUTPUT MODE UPDATE"
                + " TRIGGER CONTINUOUS '1' HOUR");
    session.sql("INSERT INTO numbers VALUES (1), (2), (1)");
    session
        .table("numbers")
        .groupBy("a")
        .count()
        .writeStream()
        .outputMode("complete")
        .foreachBatch((counts, id) -> counts.collectAsList())
        .start()
        .processAllAvailable();
    continuous.processAllAvailable();
    ticking.status();
  }

  /**
   * Results that nobody reads to their end: what gives them is stopped in the middle of a batch.
   */
  private static void unread(Millrace session) {
    session.sql("CREATE TABLE many (a INT)");
    session.sql("INSERT INTO many VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9), (10)");
    for (int i = 0; i < 7; i++) {
      session.sql("INSERT INTO many SELECT a + 1 FROM many");
    }
    session.sql("SELECT a FROM many");
    Changes changes = (Changes) session.sql("SELECT a FROM numbers");
    changes.next();
  }

  private static StreamingQuery started(Millrace session, String insert) {
    return ((Started) session.sql(insert)).query();
  }
}
