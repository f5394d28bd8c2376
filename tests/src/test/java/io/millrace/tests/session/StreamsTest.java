package io.millrace.tests.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Millrace;
import io.millrace.api.StatementResult.Started;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StreamingQueryException;
import io.millrace.api.progress.InputExtent;
import io.millrace.api.progress.StreamingQueryProgress;
import io.millrace.api.query.StreamingQuery;
import io.millrace.api.query.StreamingQueryListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The queries of a session: who is told of them, who waits for them, what they report. */
@Timeout(60)
class StreamsTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final ByteArrayOutputStream console = new ByteArrayOutputStream();
  private final Millrace session =
      Millrace.builder()
          .set("parallelism", "1")
          .clock(InstantSource.fixed(NOON))
          .console(new PrintStream(console, true, StandardCharsets.UTF_8))
          .open();

  @AfterEach
  void closeSession() {
    session.close();
  }

  /** Writes down what it is told. */
  private static final class Notes extends StreamingQueryListener {
    private final List<String> told = new ArrayList<>();

    @Override
    public void onQueryStarted(QueryStartedEvent event) {
      note("started " + event.name() + " " + event.timestamp());
    }

    @Override
    public void onQueryProgress(QueryProgressEvent event) {
      StreamingQueryProgress progress = event.progress();
      note(
          "batch %d of %s: %d rows"
              .formatted(progress.batchId(), progress.name().orElse("?"), progress.numInputRows()));
    }

    @Override
    public void onQueryTerminated(QueryTerminatedEvent event) {
      note(
          "terminated"
              + event.errorClassOnException().map(code -> " " + code).orElse("")
              + event.exception().map(text -> " " + text.lines().findFirst().get()).orElse(""));
    }

    private synchronized void note(String line) {
      told.add(line);
    }

    synchronized List<String> told() {
      return List.copyOf(told);
    }
  }

  private StreamingQuery start(String name, String select) {
    session.sql("CREATE OR REPLACE SINK " + name + "_out USING noop");
    return ((Started)
            session.sql("START QUERY " + name + " AS INSERT INTO " + name + "_out " + select))
        .query();
  }

  @Test
  void scenario70StartedComesFirstThenBatchesInOrderThenTheEndOnce() {
    Notes notes = new Notes();
    session.streams().addListener(notes);
    session
        .streams()
        .addListener(
            new StreamingQueryListener() {
              @Override
              public void onQueryProgress(QueryProgressEvent event) {
                throw new IllegalStateException("thrown by a listener");
              }
            });
    session.sql("CREATE SOURCE s (a INT) USING memory");
    StreamingQuery query = start("q", "SELECT a FROM s");
    assertThat(notes.told()).containsExactly("started q 2026-01-01T12:00:00Z");
    for (int i = 0; i < 3; i++) {
      session.sql("INSERT INTO s VALUES (1), (2)");
      query.processAllAvailable();
    }
    query.stop();
    query.stop();
    session.close();
    assertThat(notes.told())
        .containsExactly(
            "started q 2026-01-01T12:00:00Z",
            "batch 0 of q: 2 rows",
            "batch 1 of q: 2 rows",
            "batch 2 of q: 2 rows",
            "terminated");
  }

  @Test
  void theEndOfAFailedQueryNamesTheError() {
    Notes notes = new Notes();
    session.streams().addListener(notes);
    session.sql("CREATE SOURCE s (a INT) USING memory");
    StreamingQuery query = start("q", "SELECT 1 / a AS x FROM s");
    session.sql("INSERT INTO s VALUES (0)");
    assertThatThrownBy(query::awaitTermination).isInstanceOf(StreamingQueryException.class);
    session.close();
    assertThat(notes.told())
        .last()
        .asString()
        .startsWith("terminated DIVIDE_BY_ZERO ERROR [DIVIDE_BY_ZERO] division by zero");
  }

  @Test
  void queriesThatEndByThemselvesAreToldOfStatementsThatJustReadAreNot() {
    Notes notes = new Notes();
    session.streams().addListener(notes);
    session.sql("CREATE TABLE t (a INT)");
    session.sql("INSERT INTO t VALUES (1), (2)");
    session.sql("CREATE SOURCE s (a INT) USING memory");
    session.sql("CREATE SINK out USING noop");
    session.sql("INSERT INTO out SELECT a FROM s TRIGGER AVAILABLE NOW");
    session.sql("INSERT INTO out SELECT a FROM t");
    session.close();
    assertThat(notes.told()).first().asString().startsWith("started out");
    assertThat(notes.told()).filteredOn(line -> line.startsWith("started")).hasSize(2);
    assertThat(notes.told()).anySatisfy(line -> assertThat(line).endsWith(": 2 rows"));
    assertThat(notes.told()).filteredOn("terminated"::equals).hasSize(2);
    assertThat(notes.told()).last().isEqualTo("terminated");
  }

  @Test
  void aRemovedListenerHearsNothing() {
    Notes notes = new Notes();
    session.streams().addListener(notes);
    assertThat(session.streams().listListeners()).containsExactly(notes);
    session.streams().removeListener(notes);
    session.sql("CREATE SOURCE s (a INT) USING memory");
    start("q", "SELECT a FROM s");
    session.close();
    assertThat(notes.told()).isEmpty();
    assertThat(session.streams().listListeners()).isEmpty();
  }

  @Test
  void theEndOfAQueryThatClosesItsSessionIsTold() throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    session
        .streams()
        .addListener(
            new StreamingQueryListener() {
              @Override
              public void onQueryTerminated(QueryTerminatedEvent event) {
                ended.countDown();
              }
            });
    session.foreachBatch("code", (batch, id) -> session.close());
    session.sql("CREATE SOURCE s (a INT) USING memory");
    session.sql("INSERT INTO s VALUES (1)");
    session.sql("INSERT INTO code SELECT a FROM s");
    ended.await();
  }

  @Test
  void aListenerMayStopQueriesAndAskAboutThem() throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    session
        .streams()
        .addListener(
            new StreamingQueryListener() {
              @Override
              public void onQueryProgress(QueryProgressEvent event) {
                session.streams().get(event.id()).ifPresent(StreamingQuery::stop);
              }

              @Override
              public void onQueryTerminated(QueryTerminatedEvent event) {
                ended.countDown();
              }
            });
    session.sql("CREATE SOURCE s (a INT) USING memory");
    StreamingQuery query = start("q", "SELECT a FROM s");
    session.sql("INSERT INTO s VALUES (1)");
    ended.await();
    assertThat(query.isActive()).isFalse();
  }

  @Test
  void runningQueriesAreFoundByIdAndName() {
    session.sql("CREATE SOURCE s (a INT) USING memory");
    StreamingQuery first = start("one", "SELECT a FROM s");
    StreamingQuery second = start("two", "SELECT a FROM s");
    assertThat(session.streams().active()).containsExactly(first, second);
    assertThat(session.streams().get(second.id())).contains(second);
    assertThat(session.streams().get(first.id().toString())).contains(first);
    assertThat(session.streams().get("TWO")).contains(second);
    assertThat(session.streams().get("three")).isEmpty();
    first.stop();
    assertThat(session.streams().active()).containsExactly(second);
    assertThat(session.streams().get(first.id())).isEmpty();
    assertThat(session.streams().get(UUID.randomUUID())).isEmpty();
  }

  @Test
  void awaitingAnyTerminationEndsWithTheFirstAndThrowsTheFirstFailure() {
    session.sql("CREATE SOURCE s (a INT) USING memory");
    StreamingQuery healthy = start("healthy", "SELECT a FROM s");
    StreamingQuery failing = start("failing", "SELECT 1 / a AS x FROM s");
    start("spare", "SELECT a FROM s");
    assertThat(session.streams().awaitAnyTermination(1)).isFalse();
    healthy.stop();
    session.streams().awaitAnyTermination();
    assertThat(session.streams().awaitAnyTermination(Duration.ofHours(1))).isTrue();
    session.streams().resetTerminated();
    assertThat(session.streams().awaitAnyTermination(Duration.ZERO)).isFalse();
    session.sql("INSERT INTO s VALUES (0)");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> session.streams().awaitAnyTermination())
          .isInstanceOfSatisfying(
              StreamingQueryException.class,
              e -> {
                assertThat(e.name()).isEqualTo("failing");
                assertThat(e.id()).isEqualTo(failing.id());
                assertThat(e.time()).isEqualTo(NOON);
                assertThat(e.plan()).contains("failing_out");
                assertThat(e.startOffset()).isEqualTo("{\"memory[s]\":null}");
                assertThat(e.endOffset()).isEqualTo("{\"memory[s]\":{\"rows\":1}}");
              });
    }
  }

  @Test
  void aQueryDoesNotWaitForQueriesOnItsOwnThread() {
    AtomicReference<Optional<Throwable>> thrown = new AtomicReference<>(Optional.empty());
    session.foreachBatch(
        "code",
        (batch, id) -> {
          try {
            session.streams().awaitAnyTermination();
          } catch (IllegalStateException e) {
            thrown.set(Optional.of(e));
          }
        });
    session.sql("CREATE SOURCE s (a INT) USING memory");
    StreamingQuery query = ((Started) session.sql("INSERT INTO code SELECT a FROM s")).query();
    session.sql("INSERT INTO s VALUES (1)");
    query.processAllAvailable();
    assertThat(thrown.get()).isPresent();
  }

  @Test
  void whoWaitsIsLetGoWhenTheSessionIsClosed() throws InterruptedException {
    AtomicReference<Optional<MillraceException>> thrown = new AtomicReference<>(Optional.empty());
    Thread waiting =
        new Thread(
            () -> {
              try {
                session.streams().awaitAnyTermination();
              } catch (MillraceException e) {
                thrown.set(Optional.of(e));
              }
            });
    waiting.start();
    session.close();
    waiting.join();
    assertThat(thrown.get().map(MillraceException::code)).contains(ErrorCode.SESSION_CLOSED);
  }

  @Test
  void theExceptionOfTheProgramsCodeIsTheCause() {
    IllegalArgumentException own = new IllegalArgumentException("customer 7 is unknown");
    session.foreachBatch(
        "code",
        (batch, id) -> {
          throw own;
        });
    session.sql("CREATE SOURCE s (a INT) USING memory");
    StreamingQuery query = ((Started) session.sql("INSERT INTO code SELECT a FROM s")).query();
    session.sql("INSERT INTO s VALUES (1)");
    assertThatThrownBy(query::awaitTermination)
        .hasCause(own)
        .isInstanceOfSatisfying(
            StreamingQueryException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SINK_CODE_FAILED));
    assertThat(query.exception().map(Throwable::getCause)).contains(own);
  }

  @Test
  void aQueryPrintsItsPlan() {
    session.sql("CREATE SOURCE s (a INT) USING memory");
    StreamingQuery query = start("q", "SELECT a + 1 AS b FROM s");
    query.explain();
    String plan = console.toString(StandardCharsets.UTF_8);
    assertThat(plan).contains("Sink q_out").doesNotContain("Logical plan");
    assertThat(plan.strip()).isEqualTo(query.explanation().strip());
    console.reset();
    query.explain(true);
    assertThat(console.toString(StandardCharsets.UTF_8))
        .contains("Logical plan", "Incremental plan", "Physical plan");
  }

  @Test
  void reportsSayHowMuchOfTheFilesIsRead(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve("1.json"), "{\"a\":1}\n{\"a\":2}\n");
    Files.writeString(directory.resolve("2.json"), "{\"a\":3}\n");
    session.sql(
        "CREATE SOURCE s (a INT) USING file OPTIONS (path = '"
            + directory
            + "', maxFilesPerTrigger = 1) FORMAT json");
    session.sql("CREATE SINK out USING noop");
    List<StreamingQueryProgress> reports = new ArrayList<>();
    session
        .streams()
        .addListener(
            new StreamingQueryListener() {
              @Override
              public void onQueryProgress(QueryProgressEvent event) {
                reports.add(event.progress());
              }
            });
    session.sql("INSERT INTO out SELECT a FROM s TRIGGER AVAILABLE NOW");
    session.close();
    assertThat(reports)
        .extracting(report -> report.sources().get(0).extent().orElseThrow())
        .containsExactly(
            new InputExtent(InputExtent.Unit.BYTES, 16, 24),
            new InputExtent(InputExtent.Unit.BYTES, 24, 24));
    assertThat(reports)
        .extracting(report -> report.sources().get(0).metrics().get("numFilesOutstanding"))
        .containsExactly("1", "0");
  }

  @Test
  void aQueryKnowsHowMuchIsReadWhileABatchRuns() {
    AtomicReference<Optional<InputExtent>> seen = new AtomicReference<>(Optional.empty());
    AtomicReference<StreamingQuery> self = new AtomicReference<>();
    session.foreachBatch("code", (batch, id) -> seen.set(self.get().extent()));
    session.sql("CREATE SOURCE s (a INT) USING memory OPTIONS (maxRowsPerTrigger = 2)");
    self.set(((Started) session.sql("INSERT INTO code SELECT a FROM s")).query());
    session.sql("INSERT INTO s VALUES (1), (2), (3), (4)");
    self.get().processAllAvailable();
    assertThat(seen.get()).contains(new InputExtent(InputExtent.Unit.ROWS, 4, 4));
    assertThat(seen.get().orElseThrow().fraction()).isEqualTo(1);
  }
}
