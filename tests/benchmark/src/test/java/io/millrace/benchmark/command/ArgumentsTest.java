package io.millrace.benchmark.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
  private static final List<Option> OPTIONS =
      List.of(new Option("threads", "1,2", ""), new Option("mode", "count", ""));

  private static Arguments parse(String... arguments) {
    return Arguments.parse(List.of(arguments), OPTIONS);
  }

  @Test
  void wordsAndOptionsStandInAnyOrder() {
    Arguments arguments = parse("mode=hash", "data", "q0,q1");
    assertThat(arguments.words()).containsExactly("data", "q0,q1");
    assertThat(arguments.text("mode")).isEqualTo("hash");
    assertThat(arguments.numbers("threads")).containsExactly(1L, 2L);
    assertThat(arguments.written("mode", "threads")).containsExactly("mode=hash", "threads=1,2");
  }

  @Test
  void largeNumbersMayBeGrouped() {
    assertThat(parse("threads=5_000_000").number("threads")).isEqualTo(5_000_000);
  }

  @Test
  void nonsenseIsRefusedByName() {
    assertRefused("unknown option speed=1", () -> parse("speed=1"));
    assertRefused("threads=x is not a whole number", () -> parse("threads=x").number("threads"));
    assertRefused("threads=0 is not above zero", () -> parse("threads=0").number("threads"));
    assertRefused("mode=x is none of a, b", () -> parse("mode=x").choice("mode", "a", "b"));
    assertRefused("DATA_DIR is missing", () -> parse().word(0, "DATA_DIR"));
  }

  private static void assertRefused(String message, Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(message);
  }
}
