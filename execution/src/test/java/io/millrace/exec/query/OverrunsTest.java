package io.millrace.exec.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OverrunsTest {
  private static final long SECOND = 1_000_000;

  private final Overruns overruns = new Overruns("PROCESSING TIME INTERVAL '1' SECOND", true);

  @Test
  void theFirstIsToldAtOnceAndTheOthersTogetherAMinuteLater() {
    assertThat(overruns.add(7, 0, 2 * SECOND))
        .contains(
            "batch 7 took 2000 ms, longer than PROCESSING TIME INTERVAL '1' SECOND; ticks it missed"
                + " are left out");
    assertThat(overruns.add(8, 2 * SECOND, 5 * SECOND)).isEmpty();
    assertThat(overruns.add(9, 59 * SECOND, 61 * SECOND)).isEmpty();
    assertThat(overruns.add(10, 61 * SECOND, 62 * SECOND + SECOND / 2))
        .hasValueSatisfying(
            told ->
                assertThat(told).startsWith("3 more batches up to batch 10 took up to 3000 ms"));
    assertThat(overruns.add(11, 63 * SECOND, 65 * SECOND)).isEmpty();
  }

  @Test
  void oneThatComesAloneLaterIsToldAsTheFirst() {
    overruns.add(7, 0, 2 * SECOND);
    assertThat(overruns.add(90, 100 * SECOND, 104 * SECOND))
        .hasValueSatisfying(told -> assertThat(told).startsWith("batch 90 took 4000 ms"));
  }
}
