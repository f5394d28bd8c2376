package io.millrace.benchmark.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmark.compare.Scoreboard.Reference;
import io.millrace.benchmark.measure.RunResult;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoreboardTest {
  private final Scoreboard board = new Scoreboard(List.of(Engine.MILLRACE, Engine.FLINK));

  private static RunResult run(String query, double perCpuSecond, String checksum) {
    return RunResult.parse(
            "RESULT engine=x query=%s eps=1000 epcs=%.0f checksum=%s mode=count"
                .formatted(query, perCpuSecond, checksum))
        .orElseThrow();
  }

  private String printed() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    board.print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theBestRunOfEachEngineCounts() {
    board.measured(Engine.MILLRACE, run("q0", 2_000_000, "0"));
    board.measured(Engine.MILLRACE, run("q0", 3_000_000, "0"));
    board.measured(Engine.MILLRACE, run("q0", 1_000_000, "0"));
    board.measured(Engine.FLINK, run("q0", 1_500_000, "0"));
    assertThat(printed()).containsPattern("q0 +3,000 +1,500 +2\\.00\n");
  }

  @Test
  void whatAnEngineRefusesIsLeftOpen() {
    board.measured(Engine.MILLRACE, run("q0", 2_000_000, "0"));
    assertThat(printed()).containsPattern("q0 +2,000 +- +-\n");
  }

  @Test
  void equalChecksumsAreRight() {
    board.expected("q0", new Reference("aa", "aa"));
    board.hashed(Engine.MILLRACE, run("q0", 1, "aa"));
    board.hashed(Engine.FLINK, run("q0", 1, "aa"));
    assertThat(board.verdict("q0")).isEqualTo("equal");
    assertThat(board.isRight()).isTrue();
  }

  @Test
  void openWindowsAreNoMistake() {
    board.expected("q7", new Reference("aa", "bb"));
    board.hashed(Engine.MILLRACE, run("q7", 1, "bb"));
    board.hashed(Engine.FLINK, run("q7", 1, "aa"));
    assertThat(board.verdict("q7"))
        .isEqualTo("equal; all windows: flink; closed windows: millrace");
    assertThat(board.isRight()).isTrue();
  }

  @Test
  void anotherChecksumIsNamed() {
    board.expected("q0", new Reference("aa", "aa"));
    board.hashed(Engine.MILLRACE, run("q0", 1, "cc"));
    board.hashed(Engine.FLINK, run("q0", 1, "aa"));
    assertThat(board.verdict("q0")).isEqualTo("DIFFERENT: millrace");
    assertThat(board.isRight()).isFalse();
    assertThat(printed()).contains("DIFFERENT: millrace");
  }
}
