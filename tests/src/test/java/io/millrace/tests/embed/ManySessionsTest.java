package io.millrace.tests.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Millrace;
import io.millrace.api.StatementResult.Rows;
import io.millrace.api.StatementResult.Started;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.query.StreamingQuery;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions share a JVM and nothing else, whatever class loaders the program has. */
class ManySessionsTest {
  private final @Nullable ClassLoader loader = Thread.currentThread().getContextClassLoader();

  @AfterEach
  void restoreLoader() {
    Thread.currentThread().setContextClassLoader(loader);
  }

  private static List<List<Object>> rows(Millrace session, String query) {
    List<List<Object>> rows = new ArrayList<>();
    try (Rows result = (Rows) session.sql(query)) {
      for (Optional<ColumnBatch> batch = result.next(); batch.isPresent(); batch = result.next()) {
        for (int i = 0; i < batch.get().size(); i++) {
          rows.add(batch.get().values(i));
        }
      }
    }
    return rows;
  }

  /** The same names in each session, other rows, other settings. */
  private static String sum(int number) {
    try (Millrace session = Millrace.builder().set("session.zone", "+0" + number).open()) {
      session.sql("CREATE SOURCE s (a INT) USING memory");
      session.sql("CREATE TABLE t (n BIGINT)");
      StreamingQuery query =
          ((Started) session.sql("START QUERY q AS INSERT INTO t SELECT SUM(a) FROM s")).query();
      for (int i = 0; i < 20; i++) {
        session.sql("INSERT INTO s VALUES (" + number + ")");
      }
      query.processAllAvailable();
      return rows(session, "SELECT n FROM t") + " " + session.zone();
    }
  }

  @Test
  void sessionsWithTheSameNamesDoNotMeet() throws ExecutionException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<String>> sums = new ArrayList<>();
      for (int i = 1; i <= 4; i++) {
        int number = i;
        sums.add(threads.submit(() -> sum(number)));
      }
      for (int i = 1; i <= 4; i++) {
        assertThat(sums.get(i - 1).get()).isEqualTo("[[" + 20 * i + "]] +0" + i + ":00");
      }
    } finally {
      threads.shutdown();
    }
  }

  private static void assertThatItWorks() {
    try (Millrace session = Millrace.open()) {
      session.sql("CREATE TABLE t (a INT)");
      session.sql("INSERT INTO t VALUES (1), (2)");
      assertThat(rows(session, "SELECT SUM(a + 1) FROM t")).containsExactly(List.of(5L));
    }
  }

  @Test
  void theThreadNeedNotHaveAClassLoader() {
    Thread.currentThread().setContextClassLoader(null);
    assertThatItWorks();
  }

  @Test
  void theThreadsClassLoaderNeedNotKnowMillrace() {
    Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
    assertThatItWorks();
  }

  @Test
  void theThreadsClassLoaderMayKnowAnotherMillrace() throws IOException {
    try (URLClassLoader other = otherMillrace()) {
      Thread.currentThread().setContextClassLoader(other);
      assertThatItWorks();
    }
  }

  @Test
  void millraceWorksInAClassLoaderOfItsOwn() throws Exception {
    try (URLClassLoader other = otherMillrace()) {
      Class<?> millrace = other.loadClass(Millrace.class.getName());
      assertThat(millrace).isNotEqualTo(Millrace.class);
      AutoCloseable session = (AutoCloseable) millrace.getMethod("open").invoke(null);
      try (session) {
        Object done =
            millrace.getMethod("sql", String.class).invoke(session, "CREATE TABLE t (a INT)");
        assertThat(done.toString()).contains("CREATE TABLE t");
        millrace
            .getMethod("sql", String.class)
            .invoke(session, "INSERT INTO t SELECT 1 + a FROM (VALUES (1)) AS v (a)");
      }
    }
  }

  /** The class path once more, from a loader that shares nothing with ours. */
  private static URLClassLoader otherMillrace() {
    URL[] path =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(ManySessionsTest::url)
            .toArray(URL[]::new);
    return new URLClassLoader(path, ClassLoader.getPlatformClassLoader());
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(entry, e);
    }
  }
}
