package io.millrace.tests.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.tests.docs.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher of the benchmark as a process of its own, on what the build has packaged before. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a shell script")
class BenchTest {
  @TempDir private Path directory;

  @BeforeEach
  void packaged() {
    for (String jar :
        List.of("shell/target/millrace.jar", "tests/benchmark/target/millrace-benchmark.jar")) {
      assumeTrue(Files.exists(Repository.root().resolve(jar)), jar + " is packaged by mvn verify");
    }
  }

  private int bench(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Repository.root().resolve("bin/bench").toString());
    command.addAll(List.of(words));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(directory.resolve("out.txt").toFile())
            .redirectError(directory.resolve("err.txt").toFile());
    builder.environment().put("MILLRACE_NO_BUILD", "1");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("HEAP", "256m");
    return builder.start().waitFor();
  }

  private List<String> printed(String file) throws IOException {
    return Files.readAllLines(directory.resolve(file));
  }

  @Test
  void eventsAreGeneratedAndRead() throws IOException, InterruptedException {
    assertThat(bench("generate", "my data", "5000", "files=3", "lanes=false")).isZero();
    assertThat(bench("nexmark", "my data", "q2,q17", "repeat=1", "mode=hash", "threads=1"))
        .isZero();
    assertThat(printed("out.txt")).hasSize(2);
    assertThat(printed("out.txt").get(0))
        .startsWith("RESULT engine=millrace query=q2 format=json rowsIn=4600 wall=")
        .endsWith(" mode=hash plan=streaming threads=1 run=1");
  }

  @Test
  void helpListsAllCommands() throws IOException, InterruptedException {
    assertThat(bench("help")).isZero();
    assertThat(printed("out.txt"))
        .filteredOn(line -> line.startsWith("bin/bench "))
        .extracting(line -> line.split(" ")[1])
        .containsExactly(
            "generate", "nexmark", "compare", "state", "recovery", "flat", "latency", "tpch");
  }

  @Test
  void misuseIsExplained() throws IOException, InterruptedException {
    assertThat(bench("nexmark", "nothing")).isEqualTo(2);
    assertThat(printed("err.txt").get(0)).contains("there are no events in nothing");
    assertThat(bench("race")).isEqualTo(2);
    assertThat(printed("err.txt"))
        .containsExactly("bench: there is no command race; see bin/bench help");
  }
}
