package io.millrace.exec.watermark;

import static io.millrace.exec.build.StepInput.NO_WATERMARK;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.exec.build.StepReport.EventTimes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class WatermarkTrackerTest {
  private static final long SECOND = 1_000_000;

  private static WatermarkTracker tracker(WatermarkPolicy policy, long... delaySeconds) {
    return new WatermarkTracker(
        policy, Arrays.stream(delaySeconds).map(d -> d * SECOND).toArray(), Optional.empty(), 0);
  }

  private static void see(WatermarkTracker tracker, int node, long... seconds) {
    long[] micros = Arrays.stream(seconds).map(s -> s * SECOND).toArray();
    tracker.observe(
        Map.of(
            node,
            new EventTimes(
                Arrays.stream(micros).min().orElseThrow(),
                Arrays.stream(micros).max().orElseThrow(),
                0,
                micros.length)),
        0);
  }

  /** The table of two streams: after each arrival the watermark in seconds, null for none. */
  private static List<Long> table(WatermarkPolicy policy) {
    WatermarkTracker tracker = tracker(policy, 10, 5);
    List<Long> watermarks = new ArrayList<>();
    Object[][] arrivals = {
      {0, new long[] {11}},
      {1, new long[] {6}},
      {1, new long[] {8}},
      {0, new long[] {21}},
      {1, new long[] {17, 28, 39}}
    };
    for (Object[] arrival : arrivals) {
      tracker.begin(0);
      see(tracker, (Integer) arrival[0], (long[]) arrival[1]);
      long next = tracker.next(0);
      watermarks.add(next == NO_WATERMARK ? null : next / SECOND);
    }
    return watermarks;
  }

  @Test
  void scenario08MinimumOfTwoStreams() {
    assertThat(table(WatermarkPolicy.MIN)).containsExactly(null, 1L, 1L, 3L, 11L);
  }

  @Test
  void scenario09MaximumOfTwoStreams() {
    assertThat(table(WatermarkPolicy.MAX)).containsExactly(1L, 1L, 3L, 11L, 34L);
  }

  @Test
  void nodesKeepWhatTheySaw() {
    WatermarkTracker tracker = tracker(WatermarkPolicy.MIN, 10, 5);
    see(tracker, 1, 17, 28, 39);
    assertThat(tracker.node(0)).isEqualTo(NO_WATERMARK);
    assertThat(tracker.node(1)).isEqualTo(34 * SECOND);
    see(tracker, 1, 2);
    assertThat(tracker.node(1)).isEqualTo(34 * SECOND);
  }

  @Test
  void advanceFinalisesInTheNextBatchAndRejectsInTheOneAfter() {
    WatermarkTracker tracker = tracker(WatermarkPolicy.MIN, 0);
    tracker.begin(0);
    assertThat(tracker.current()).isEqualTo(NO_WATERMARK);
    see(tracker, 0, 60);
    assertThat(tracker.isAdvanceDue(0)).isTrue();
    tracker.begin(0);
    assertThat(tracker.current()).isEqualTo(60 * SECOND);
    assertThat(tracker.late()).isEqualTo(NO_WATERMARK);
    assertThat(tracker.isAdvanceDue(0)).isFalse();
    tracker.begin(0);
    assertThat(tracker.late()).isEqualTo(60 * SECOND);
  }

  @Test
  void scenario12TimesBefore1970MoveTheWatermark() {
    WatermarkTracker tracker = tracker(WatermarkPolicy.MIN, 1);
    see(tracker, 0, -5);
    assertThat(tracker.next(0)).isEqualTo(-6 * SECOND);
  }

  @Test
  void timesAreRoundedDownToMilliseconds() {
    WatermarkTracker tracker = tracker(WatermarkPolicy.MIN, 0);
    tracker.observe(Map.of(0, new EventTimes(1_999, 1_999, 0, 1)), 0);
    assertThat(tracker.next(0)).isEqualTo(1_000);
    WatermarkTracker early = tracker(WatermarkPolicy.MIN, 0);
    early.observe(Map.of(0, new EventTimes(-1, -1, 0, 1)), 0);
    assertThat(early.next(0)).isEqualTo(-1_000);
  }

  @Test
  void timesAtTheEdgeOfTheRangeStayAboveNoWatermark() {
    WatermarkTracker tracker = tracker(WatermarkPolicy.MIN, 10);
    tracker.observe(Map.of(0, new EventTimes(NO_WATERMARK + 2_000, NO_WATERMARK + 2_000, 0, 1)), 0);
    assertThat(tracker.next(0)).isEqualTo(NO_WATERMARK + 1);
  }

  @Test
  void scenario11BatchWithoutTimesMovesNothing() {
    WatermarkTracker tracker = tracker(WatermarkPolicy.MIN, 0);
    see(tracker, 0, 7);
    tracker.begin(0);
    tracker.observe(Map.of(), 0);
    assertThat(tracker.isAdvanceDue(0)).isFalse();
    assertThat(tracker.next(0)).isEqualTo(7 * SECOND);
  }

  @Test
  void idleDeclarationLeavesTheMinimumAndComesBackWithoutLoweringIt() {
    WatermarkTracker tracker =
        new WatermarkTracker(
            WatermarkPolicy.MIN, new long[] {0, 0}, Optional.of(Duration.ofSeconds(30)), 0);
    tracker.observe(Map.of(0, new EventTimes(9 * SECOND, 9 * SECOND, 0, 1)), 10 * SECOND);
    assertThat(tracker.next(10 * SECOND)).isEqualTo(NO_WATERMARK);
    assertThat(tracker.nextIdleTime(10 * SECOND)).isEqualTo(OptionalLong.of(30 * SECOND));
    assertThat(tracker.next(30 * SECOND)).isEqualTo(9 * SECOND);
    tracker.begin(30 * SECOND);
    tracker.observe(Map.of(1, new EventTimes(2 * SECOND, 2 * SECOND, 0, 1)), 31 * SECOND);
    assertThat(tracker.next(31 * SECOND)).isEqualTo(9 * SECOND);
  }

  @Test
  void whoWakesWhenADeclarationBecomesIdleFindsItIdleInWholeMilliseconds() {
    WatermarkTracker tracker =
        new WatermarkTracker(
            WatermarkPolicy.MIN, new long[] {0, 0}, Optional.of(Duration.ofSeconds(30)), 500);
    tracker.observe(Map.of(0, new EventTimes(9 * SECOND, 9 * SECOND, 0, 1)), 10 * SECOND);
    long idle = tracker.nextIdleTime(10 * SECOND).orElseThrow();
    assertThat(idle).isEqualTo(30 * SECOND + 1_000);
    assertThat(tracker.isAdvanceDue(idle)).isTrue();
  }

  @Test
  void timeBetweenRunsDoesNotCountAsIdle() {
    WatermarkTracker tracker =
        new WatermarkTracker(
            WatermarkPolicy.MIN, new long[] {0, 0}, Optional.of(Duration.ofSeconds(30)), 0);
    tracker.resume(
        List.of(
            new WatermarkTracker.Node(5 * SECOND, 90 * SECOND),
            new WatermarkTracker.Node(9 * SECOND, 100 * SECOND)),
        5 * SECOND,
        3600 * SECOND);
    assertThat(tracker.next(3700 * SECOND)).isEqualTo(5 * SECOND);
    assertThat(tracker.nextIdleTime(3700 * SECOND)).hasValue(3720 * SECOND);
    assertThat(tracker.next(3720 * SECOND)).isEqualTo(9 * SECOND);
  }

  @Test
  void withoutDeclarationThereIsNoWatermark() {
    WatermarkTracker tracker = tracker(WatermarkPolicy.MIN);
    assertThat(tracker.isDeclared()).isFalse();
    assertThat(tracker.next(0)).isEqualTo(NO_WATERMARK);
    assertThat(tracker(WatermarkPolicy.MAX).next(0)).isEqualTo(NO_WATERMARK);
  }
}
