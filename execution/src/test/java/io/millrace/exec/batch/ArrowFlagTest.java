package io.millrace.exec.batch;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Runs in a JVM without the flag. */
final class ArrowFlagTest {

  @Test
  void aMissingFlagIsNamed() {
    assertThatThrownBy(ArrowBatches::newAllocator)
        .hasMessageContaining("ARROW_UNAVAILABLE")
        .hasMessageContaining("--add-opens=java.base/java.nio=ALL-UNNAMED");
  }
}
