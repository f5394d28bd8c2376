package io.millrace.shell.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class ShellLoggerTest {
  @TempDir private Path directory;

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Logger logger(String name) {
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    return new ShellLogger(name, new LogFile(log()), () -> stream);
  }

  private Path log() {
    return directory.resolve("millrace.log");
  }

  private String printed() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void itIsTheBindingThatIsFound() {
    assertThat(LoggerFactory.getLogger("x")).isInstanceOf(ShellLogger.class);
  }

  @Test
  void ourWarningsAreOneLineOnStandardError() {
    Logger logger = logger("io.millrace.exec.Query");
    logger.info("nothing {}", 1);
    logger.warn("batch {} took {}", 7, "long");
    assertThat(printed()).isEqualTo("warning: batch 7 took long" + System.lineSeparator());
    assertThat(log()).doesNotExist();
  }

  @Test
  void stackTracesGoToTheLogFileThatIsNamed() throws IOException {
    logger("io.millrace.exec.Query").error("failed", new IllegalStateException("why"));
    assertThat(printed()).isEqualTo("ERROR: failed   full log: " + log() + System.lineSeparator());
    assertThat(Files.readString(log()))
        .contains("ERROR [main] io.millrace.exec.Query: failed\n")
        .contains("java.lang.IllegalStateException: why")
        .contains("\tat ");
  }

  @Test
  void warningsOfLibrariesGoToTheLogFileOnly() throws IOException {
    logger("org.library.Thing").warn("deprecated");
    assertThat(printed()).isEmpty();
    assertThat(Files.readString(log())).contains("WARN [main] org.library.Thing: deprecated\n");
  }

  @Test
  void aLogFileThatCannotBeWrittenIsReplacedByOneInTheTemporaryDirectory() throws IOException {
    Path nowhere = directory.resolve("no").resolve("such").resolve("millrace-test.log");
    Optional<Path> written = new LogFile(nowhere).append("WARN", "x", Optional.empty());
    assertThat(written)
        .contains(Path.of(System.getProperty("java.io.tmpdir"), "millrace-test.log"));
    Files.delete(written.orElseThrow());
  }
}
