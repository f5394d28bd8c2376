package io.millrace.tests.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.api.Millrace;
import io.millrace.api.ScriptStatement;
import io.millrace.api.StatementResult;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.ErrorKind;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourceText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs {@code errors/CODE.sql} and compares the report with {@code errors/CODE.txt}. With {@code
 * -Dmillrace.rewrite=true} the reports are written anew, for review.
 */
class ErrorReportsTest {
  private static final Path DIRECTORY = Path.of("src/test/resources/errors");

  /** Codes that no script can reach by itself, with the test that does. */
  private static final Set<ErrorCode> REACHED_ELSEWHERE =
      EnumSet.of(
          // Needs a sink that takes upserts but no deletions: PlanningErrorsTest.
          ErrorCode.UPDATE_SINK_NO_DELETE,
          // Needs a sink that cannot replace its content: PlanningErrorsTest.
          ErrorCode.COMPLETE_SINK_NO_REPLACE,
          // Errors of programs, not of scripts: EncodersTest, ProgramNodeTest, CodecTest,
          // GroupStateOperatorTest.
          ErrorCode.ENCODER_INVALID,
          ErrorCode.FIELD_NOT_READABLE,
          ErrorCode.GROUPS_INPUT_INVALID,
          ErrorCode.FIELD_IS_NULL,
          // A file that vanishes between two batches: FileSourceTest.
          ErrorCode.SOURCE_FILE_MISSING,
          // A directory that vanishes while it is written: FileSinkTest.
          ErrorCode.SINK_FAILED,
          // Two queries that write to one directory: FileSinkTest.
          ErrorCode.SINK_IN_USE,
          // A program's own sink that throws: ForeachTest.
          ErrorCode.SINK_CODE_FAILED,
          // A query that does not stop, and one that is stopped: RunningQueryTest, ExamplesTest.
          ErrorCode.QUERY_STOP_TIMEOUT,
          ErrorCode.INTERRUPTED,
          // Two gigabytes of changes: StateOutputTest.
          ErrorCode.BATCH_TOO_LARGE,
          // A session after its close: MillraceSessionTest.
          ErrorCode.SESSION_CLOSED,
          // A JVM without the flag: ArrowFlagTest.
          ErrorCode.ARROW_UNAVAILABLE,
          // An expression of ten thousand terms: ExpressionCompilerTest.
          ErrorCode.CODE_TOO_LARGE,
          // Damaged files, and those of a later version: LogDamageTest.
          ErrorCode.CHECKPOINT_CORRUPT,
          ErrorCode.CHECKPOINT_TOO_NEW,
          // A disk that is full or fails: CommitLogFailureTest.
          ErrorCode.CHECKPOINT_WRITE_FAILED,
          // Two queries, two processes: LeaseTest.
          ErrorCode.CHECKPOINT_IN_USE,
          // Queries that were changed since an earlier run: RestartTest.
          ErrorCode.CHECKPOINT_INCONSISTENT,
          ErrorCode.BATCH_NOT_RETAINED,
          ErrorCode.SOURCE_SET_CHANGED,
          ErrorCode.STATE_INCOMPATIBLE,
          ErrorCode.MODE_CHANGED,
          ErrorCode.SINK_CHANGED,
          // Our own mistakes: RunningQueryTest.
          ErrorCode.INTERNAL_ERROR);

  @TempDir Path directory;

  static Stream<ErrorCode> codes() {
    return Stream.of(ErrorCode.values()).filter(code -> Files.exists(script(code)));
  }

  private static Path script(ErrorCode code) {
    return DIRECTORY.resolve(code.name() + ".sql");
  }

  @Test
  void everyCodeIsReached() {
    Set<ErrorCode> missing = EnumSet.allOf(ErrorCode.class);
    missing.removeAll(codes().toList());
    assertThat(missing).isEqualTo(REACHED_ELSEWHERE);
  }

  @ParameterizedTest
  @MethodSource("codes")
  void reportSaysWhatWhereWhyAndTheWayOut(ErrorCode code) throws IOException {
    Path bad =
        Files.writeString(directory.resolve("bad.json"), "{\"id\":1}\n{\"id\":17,\"amount\":\n");
    Path tooLong =
        Files.writeString(directory.resolve("long.json"), "{\"id\":1" + " ".repeat(100) + "}\n");
    String closedPort = Integer.toString(closedPort());
    String script =
        Files.readString(script(code))
            .replace("${directory}", directory.toString())
            .replace("${bad}", bad.toString())
            .replace("${long}", tooLong.toString())
            .replace("${closedPort}", closedPort);
    MillraceException error =
        catchThrowableOfType(MillraceException.class, () -> run(code.name() + ".sql", script));
    assertThat(error).as("the error of %s", script).isNotNull();
    String report =
        (error.getMessage() + "\n")
            .replace(bad.toString(), "${bad}")
            .replace(tooLong.toString(), "${long}")
            .replace(directory.toString(), "${directory}")
            .replace(closedPort, "${closedPort}");
    Path golden = DIRECTORY.resolve(code.name() + ".txt");
    if (Boolean.getBoolean("millrace.rewrite")) {
      Files.writeString(golden, report);
    }
    assertThat(error.code()).as(report).isEqualTo(code);
    boolean users = code.kind() == ErrorKind.USER;
    assertThat(error.hints()).as(report).matches(hints -> !users || !hints.isEmpty());
    assertThat(report).isEqualTo(Files.readString(golden));
  }

  private static void run(String name, String script) {
    try (Millrace millrace = Millrace.open()) {
      for (ScriptStatement statement : millrace.script(new SourceText(name, script))) {
        StatementResult result = statement.execute();
        if (result instanceof StatementResult.Rows rows) {
          while (rows.next().isPresent()) {
            // Only its failure is of interest.
          }
          rows.close();
        }
      }
    }
  }

  /** A port on which nobody listens. */
  private static int closedPort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
