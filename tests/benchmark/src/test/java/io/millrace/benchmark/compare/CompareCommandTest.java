package io.millrace.benchmark.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.benchmark.command.Arguments;
import io.millrace.benchmark.command.UsageException;
import io.millrace.benchmark.data.Generator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The comparison, with runners that know their answers by heart. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "runners are shell scripts")
class CompareCommandTest {
  @TempDir private Path directory;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @BeforeEach
  void generate() throws IOException, InterruptedException {
    new Generator(50, 1, 1, 1).write(directory.resolve("tiny"), true, 1);
  }

  /** A runner that notes how it is called and prints what it is told to. */
  private void runner(String engine, String... lines) throws IOException {
    Path script = Files.createDirectories(directory.resolve(engine)).resolve("run.sh");
    StringBuilder text = new StringBuilder("#!/bin/sh\n");
    text.append("echo \"$PEER_DATA $*\" >> '").append(calls(engine)).append("'\n");
    for (String line : lines) {
      text.append("echo '").append(line).append("'\n");
    }
    Files.writeString(script, text);
    assertThat(script.toFile().setExecutable(true)).isTrue();
  }

  private Path calls(String engine) {
    return directory.resolve(engine + "-calls");
  }

  private boolean compare(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    CompareCommand command =
        new CompareCommand(new PrintStream(printed, true, StandardCharsets.UTF_8), environment);
    List<String> words = new ArrayList<>(List.of(directory.resolve("tiny").toString()));
    words.addAll(List.of(arguments));
    return command.run(Arguments.parse(words, command.options()));
  }

  private boolean compare(String... arguments) throws IOException, InterruptedException {
    return compare(Map.of("PEERS", directory.toString()), arguments);
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private static String result(String query, int speed, String checksum) {
    return "RESULT engine=e query=%s eps=%d epcs=%d checksum=%s"
        .formatted(query, speed, speed, checksum);
  }

  @Test
  void enginesTakeTurnsOnOurQueries() throws IOException, InterruptedException {
    runner("flink", result("q0", 500_000, "aa"), "REFUSED engine=e query=q2 for a reason");
    runner("duckdb", result("q0", 4_000_000, "aa"), result("q2", 5_000_000, "bb"));
    assertThat(compare("q0,q2", "engines=flink,duckdb", "rounds=2", "threads=3")).isTrue();
    assertThat(printed())
        .contains("REFUSED engine=e query=q2 for a reason")
        .containsPattern("q0 +500 +4,000 +0\\.13\n")
        .containsPattern("q2 +- +5,000 +-\n")
        .containsPattern("q0 +equal\n");
    assertThat(Files.readAllLines(calls("flink")))
        .hasSize(3)
        .allSatisfy(
            call ->
                assertThat(call)
                    .startsWith(directory + " tiny q0,q2 format=json sql=")
                    .contains("/sql/flink ", " parallelism=3 ", " backend=hashmap "));
    assertThat(Files.readAllLines(calls("flink")).get(0)).endsWith(" mode=hash repeat=1");
    assertThat(Files.readAllLines(calls("flink")).get(1)).endsWith(" mode=count repeat=2");
    assertThat(Files.readAllLines(calls("duckdb")))
        .hasSize(4)
        .anySatisfy(call -> assertThat(call).endsWith(" closed=true"));
  }

  @Test
  void anotherResultIsAFailure() throws IOException, InterruptedException {
    runner("spark", result("q0", 500_000, "ab"));
    runner("duckdb", result("q0", 4_000_000, "aa"));
    assertThat(compare("q0", "engines=spark,duckdb", "rounds=1")).isFalse();
    assertThat(printed()).contains("DIFFERENT: spark");
  }

  @Test
  void withoutPeersItSaysHowToGetThem() {
    assertThatThrownBy(() -> compare(Map.of(), "q0"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("PEERS is not set")
        .hasMessageContaining("engines=millrace");
  }

  @Test
  void aRunnerThatIsMissingIsNamedBeforeAnythingRuns() throws IOException {
    runner("duckdb", result("q0", 4_000_000, "aa"));
    assertThatThrownBy(() -> compare("q0", "engines=duckdb,spark"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("spark/run.sh");
    assertThat(calls("duckdb")).doesNotExist();
  }

  @Test
  void unknownEnginesAreRefused() {
    assertThatThrownBy(() -> compare("q0", "engines=kettle"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("there is no engine kettle; there are millrace,");
  }
}
