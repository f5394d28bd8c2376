package io.millrace.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import org.junit.jupiter.api.Test;

class StateOutputTest {

  @Test
  void growsAheadOfWhatIsWritten() {
    StateOutput output = new StateOutput();
    byte[] last = output.array();
    int growths = 0;
    for (int i = 0; i < 1 << 16; i++) {
      output.writeLong(i);
      growths += output.array() == last ? 0 : 1;
      last = output.array();
    }
    assertThat(output.size()).isEqualTo(1 << 19);
    assertThat(growths).isEqualTo(11);
  }

  @Test
  void moreThanAnArrayHoldsIsABatchTooLarge() {
    StateOutput output = new StateOutput();
    output.writeInt(1);
    MillraceException error =
        catchThrowableOfType(MillraceException.class, () -> output.reserve(Integer.MAX_VALUE - 64));
    assertThat(error.code()).isEqualTo(ErrorCode.BATCH_TOO_LARGE);
    assertThat(error).hasMessageContaining("2147483587 bytes").hasMessageContaining("smaller");
    assertThat(output.size()).isEqualTo(4);
  }
}
