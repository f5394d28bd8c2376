package io.millrace.api.state.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.function.FlatMapGroupsWithStateFunction;
import io.millrace.api.function.MapGroupsWithStateFunction;
import io.millrace.api.state.GroupStateTimeout;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GroupStateTesterTest {
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
