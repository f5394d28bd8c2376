package io.millrace.api.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
}
