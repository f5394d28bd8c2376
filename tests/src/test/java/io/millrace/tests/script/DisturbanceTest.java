package io.millrace.tests.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.exec.query.ProtocolStep;
import io.millrace.tests.script.Disturbance.Choice;
import io.millrace.tests.script.Variant.Cut;
import io.millrace.tests.script.Variant.Restarts;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A script is told nothing of crashes that a variant adds to it. */
class DisturbanceTest {
  private static final String SCRIPT =
      """
      CREATE SOURCE s (v INT) USING memory;
      CREATE SINK out (v INT) USING file OPTIONS (path '${dir}/out') FORMAT json;
      CREATE SOURCE written (v INT) USING file OPTIONS (path '${dir}/out') FORMAT json BOUNDED;

      QUERY
      INSERT INTO out SELECT v FROM s;
      INPUT s
        1
      STEP
        1
      RESULT
      SELECT v FROM written;
        1
      """;

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(ProtocolStep.class)
  void whatABatchWroteIsThereBehindItsStepWhereverItsRunDied(ProtocolStep step) {
    Variant variant = new Variant(1, Cut.AS_WRITTEN, Restarts.RANDOM, seedOfCrashAfter(step));
    try (ScriptRun run =
        new ScriptRun(ScriptParser.parse("written.mtest", SCRIPT), variant, directory)) {
      assertThat(run.run()).containsExactly(List.of("1"));
    }
  }

  private static long seedOfCrashAfter(ProtocolStep step) {
    return LongStream.iterate(0, seed -> seed + 1)
        .filter(seed -> Choice.next(new Random(seed)).crash().equals(Optional.of(step)))
        .findFirst()
        .getAsLong();
  }
}
