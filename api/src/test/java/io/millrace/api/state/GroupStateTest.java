package io.millrace.api.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.function.FlatMapGroupsWithStateFunction;
import io.millrace.api.function.MapGroupsWithStateFunction;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GroupStateTest {
  private final GroupStateCell<String> byEventTime =
      new GroupStateCell<>(GroupStateTimeout.EventTimeTimeout(), true);
  private final GroupStateCell<String> byProcessingTime =
      new GroupStateCell<>(GroupStateTimeout.ProcessingTimeTimeout(), false);

  GroupStateTest() {
    byEventTime.beginBatch(5_000, 1_000);
    byEventTime.beginCall(Optional.of("old"), false);
    byProcessingTime.beginBatch(5_000, 0);
    byProcessingTime.beginCall(Optional.empty(), false);
  }

  @Test
  void stateIsWhatWasUpdatedLast() {
    assertThat(byEventTime.get()).isEqualTo("old");
    byEventTime.update("new");
    assertThat(byEventTime.getOption()).contains("new");
    assertThatThrownBy(() -> byEventTime.update(null)).isInstanceOf(IllegalArgumentException.class);
    assertThat(byEventTime.get()).isEqualTo("new");
  }

  @Test
  void aRemovedStateCannotBeReadUntilItIsUpdated() {
    byEventTime.remove();
    assertThat(byEventTime.exists()).isFalse();
    assertThat(byEventTime.getOption()).isEmpty();
    assertThatThrownBy(byEventTime::get).isInstanceOf(NoSuchElementException.class);
    byEventTime.update("again");
    assertThat(byEventTime.get()).isEqualTo("again");
  }

  @Test
  void timeoutsAreOfTheKindThatWasAskedFor() {
    assertThatThrownBy(() -> byEventTime.setTimeoutDuration(1))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> byProcessingTime.setTimeoutTimestamp(1))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(byProcessingTime::getCurrentWatermarkMs)
        .isInstanceOf(UnsupportedOperationException.class);
    byProcessingTime.setTimeoutDuration("1 minute 30 seconds");
    assertThat(byProcessingTime.timeout()).hasValue(95_000);
    byEventTime.setTimeoutTimestamp(2_000, "1 second");
    assertThat(byEventTime.timeout()).hasValue(3_000);
  }

  @Test
  void timeoutsThatCouldNotBeKeptAreRefused() {
    assertThatThrownBy(() -> byProcessingTime.setTimeoutDuration(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> byProcessingTime.setTimeoutDuration("soon"))
        .hasMessageContaining("\"soon\" is not a length of time");
    assertThatThrownBy(() -> byProcessingTime.setTimeoutDuration("1 month"))
        .hasMessageContaining("no fixed length");
    assertThatThrownBy(() -> byEventTime.setTimeoutTimestamp(999))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("before the watermark");
    byEventTime.setTimeoutTimestamp(1_000);
  }

  @Test
  void everyCallClearsTheTimeout() {
    byEventTime.setTimeoutTimestamp(2_000);
    byEventTime.beginCall(Optional.of("old"), false);
    assertThat(byEventTime.timeout()).isEmpty();
  }

  /** Counts values; forgets a key, and says so, ten seconds after its last value. */
  private static final MapGroupsWithStateFunction<String, Integer, Integer, String> COUNT =
      (key, values, state) -> {
        if (state.hasTimedOut()) {
          state.remove();
          return key + " is gone";
        }
        int count = state.getOption().orElse(0);
        while (values.hasNext()) {
          values.next();
          count++;
        }
        state.update(count);
        state.setTimeoutDuration(10_000);
        return key + "=" + count;
      };

  @Test
  void testerCallsOnceForEachKeyThenForTimeoutsThatAreDue() throws Exception {
    GroupStateTester<String, Integer, Integer, String> tester =
        GroupStateTester.of(COUNT, GroupStateTimeout.ProcessingTimeTimeout());
    tester.setProcessingTimeMs(1_000);
    assertThat(tester.batch("a", 1, 2)).containsExactly("a=2");
    assertThat(tester.batch("b", 1)).containsExactly("b=1");
    tester.setProcessingTimeMs(11_000);
    assertThat(tester.runTimeouts()).as("not yet behind it").isEmpty();
    tester.setProcessingTimeMs(11_001);
    assertThat(tester.batch(Map.of("b", List.of(5))))
        .as("rows clear the timeout of their key")
        .containsExactly("b=2", "a is gone");
    assertThat(tester.state("a")).isEmpty();
    assertThat(tester.state("b")).contains(2);
    assertThat(tester.timeoutMs("b")).hasValue(21_001);
  }

  @Test
  void testerRunsEventTimeTimeoutsByTheWatermark() throws Exception {
    FlatMapGroupsWithStateFunction<String, Long, Long, Long> last =
        (key, values, state) -> {
          if (state.hasTimedOut()) {
            Iterator<Long> closed = List.of(state.get()).iterator();
            state.remove();
            return closed;
          }
          values.forEachRemaining(state::update);
          state.setTimeoutTimestamp(state.get());
          return List.<Long>of().iterator();
        };
    GroupStateTester<String, Long, Long, Long> tester =
        GroupStateTester.of(last, GroupStateTimeout.EventTimeTimeout());
    tester.setState("b", 1L);
    assertThat(tester.batch("a", 100L, 200L)).isEmpty();
    tester.setWatermarkMs(200);
    assertThat(tester.runTimeouts()).isEmpty();
    tester.setWatermarkMs(201);
    assertThat(tester.runTimeouts()).containsExactly(200L);
  }
}
