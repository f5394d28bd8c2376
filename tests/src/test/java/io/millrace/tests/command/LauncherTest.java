package io.millrace.tests.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.tests.docs.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher as a process of its own, on what the build has packaged before. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a shell script")
class LauncherTest {
  @TempDir private Path directory;

  private final Map<String, String> environment = new LinkedHashMap<>();

  private record Ended(int code, String out, String err) {}

  @BeforeEach
  void packaged() {
    assumeTrue(
        Files.exists(Repository.root().resolve("shell/target/millrace.jar")),
        "the command is packaged by mvn verify, before these tests");
    environment.put("MILLRACE_NO_BUILD", "1");
    environment.put("MILLRACE_NO_CDS", "1");
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("MILLRACE_LOG", directory.resolve("millrace.log").toString());
  }

  private Ended run(Path launcher, Path workingDirectory, String input, String... words)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(Arrays.asList(words));
    Path out = directory.resolve("out.txt");
    Path err = directory.resolve("err.txt");
    Path in = directory.resolve("in.txt");
    Files.writeString(in, input);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(workingDirectory.toFile())
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    int code = builder.start().waitFor();
    return new Ended(
        code,
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  private static Path launcher() {
    return Repository.root().resolve("bin/millrace");
  }

  @Test
  void runsFromAnyDirectoryAndThroughLinks() throws IOException, InterruptedException {
    Path link = directory.resolve("a link");
    Files.createSymbolicLink(link, launcher());
    Ended ended = run(link, directory, "", "-e", "SELECT 1 AS one", "--format", "csv");
    assertThat(ended).isEqualTo(new Ended(0, "one\n1\n\n", ""));
  }

  @Test
  void runsFromADirectoryWithBlanksInItsName() throws IOException, InterruptedException {
    Path home = Files.createDirectories(directory.resolve("a home with blanks"));
    Path bin = Files.createDirectory(home.resolve("bin"));
    Path copy = Files.copy(launcher(), bin.resolve("millrace"));
    assertThat(copy.toFile().setExecutable(true)).isTrue();
    Files.createSymbolicLink(home.resolve("shell"), Repository.root().resolve("shell"));
    Path script = Files.writeString(directory.resolve("a script.sql"), "SELECT 'é' AS a;\n");
    Ended ended = run(copy, directory, "", "-f", script.toString(), "--format", "csv");
    assertThat(ended).isEqualTo(new Ended(0, "a\né\n\n", ""));
  }

  @Test
  void readsAScriptFromStandardInput() throws IOException, InterruptedException {
    assertThat(run(launcher(), directory, "SELECT 2 AS a;", "--format", "json"))
        .isEqualTo(new Ended(0, "{\"a\":2}\n", ""));
  }

  @Test
  void exitCodesTellWhatHappened() throws IOException, InterruptedException {
    assertThat(run(launcher(), directory, "", "-e", "SELEC 1").code()).isEqualTo(1);
    assertThat(run(launcher(), directory, "", "--fromat").code()).isEqualTo(2);
  }

  @Test
  void aJavaThatIsTooOldOrMissingIsNamed() throws IOException, InterruptedException {
    Path old = Files.createDirectories(directory.resolve("jdk-11/bin"));
    Path java = Files.writeString(old.resolve("java"), "#!/bin/sh\nexit 99\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Files.writeString(directory.resolve("jdk-11/release"), "JAVA_VERSION=\"11.0.2\"\n");
    environment.put("JAVA_HOME", directory.resolve("jdk-11").toString());
    Ended ended = run(launcher(), directory, "", "--version");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err())
        .isEqualTo("millrace: Java 11.0.2 (" + java + ") is too old; Millrace needs 17 or newer\n");

    environment.put("JAVA_HOME", directory.resolve("nothing").toString());
    assertThat(run(launcher(), directory, "", "--version").err())
        .startsWith("millrace: JAVA_HOME is ");
  }

  @Test
  void anInterruptStopsTheQueryAndExitsWith130() throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
                // Whoever runs tests in the background may have all of them ignore interrupts.
                "env",
                "--default-signal=INT",
                launcher().toString(),
                "-e",
                "CREATE SOURCE ticks (\"timestamp\" TIMESTAMP_LTZ, value BIGINT)"
                    + " USING rate OPTIONS (rowsPerSecond = 100);"
                    + " SELECT value FROM ticks")
            .directory(directory.toFile())
            .redirectError(directory.resolve("err.txt").toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(reader.readLine()).startsWith("{\"op\":\"+I\",\"batch\":");
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
      while (reader.readLine() != null) {
        // What was on its way.
      }
    }
    assertThat(process.waitFor()).isEqualTo(130);
    assertThat(Files.readString(directory.resolve("err.txt"))).isEmpty();
  }
}
