package io.millrace.api.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.connector.OptionSpec.Kind;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
  private static final List<OptionSpec> SPECS =
      List.of(
          OptionSpec.required("path", Kind.TEXT, "the directory to read"),
          OptionSpec.optional("maxFilesPerTrigger", Kind.INTEGER, "files a batch takes at most"),
          OptionSpec.withDefault("maxFileAge", Kind.DURATION, "7d", "how old a file may be"),
          OptionSpec.optional("maxBytes", Kind.SIZE, "bytes a batch takes at most"),
          OptionSpec.optional("ratio", Kind.DECIMAL, "a ratio"),
          OptionSpec.withDefault("latestFirst", Kind.BOOLEAN, "false", "newest files first"),
          OptionSpec.choice("on.error", "what to do with a bad record", "fail", "null", "skip"));

  private static Options options(String... namesAndValues) {
    List<OptionValue> values = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.add(
          new OptionValue(
              namesAndValues[i], namesAndValues[i + 1], Optional.of(SourcePosition.of(1, 1 + i))));
    }
    return Options.parse("connector file", SPECS, values);
  }

  @Test
  void namesMatchInAnyCaseAndWithAnySeparator() {
    Options options = options("PATH", "in", "max_files_per_trigger", "2", "on_error", "SKIP");
    assertThat(options.requiredText("path")).isEqualTo("in");
    assertThat(options.integer("maxFilesPerTrigger")).hasValue(2);
    assertThat(options.choice("on.error")).isEqualTo("skip");
    assertThat(options.isGiven("latestFirst")).isFalse();
  }

  @Test
  void defaultsStandForWhatIsNotGiven() {
    Options options = options("path", "in");
    assertThat(options.duration("maxFileAge")).contains(Duration.ofDays(7));
    assertThat(options.bool("latestFirst")).isFalse();
    assertThat(options.choice("on.error")).isEqualTo("fail");
    assertThat(options.size("maxBytes")).isEmpty();
    assertThat(options.decimal("ratio")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "10 minutes, PT10M",
    "500 ms, PT0.5S",
    "250, PT0.25S",
    "1.5 h, PT1H30M",
    "7d, PT168H",
    "20us, PT0.00002S"
  })
  void durations(String text, Duration expected) {
    assertThat(options("path", "in", "maxFileAge", text).duration("maxFileAge")).contains(expected);
  }

  @ParameterizedTest
  @CsvSource({"64MB, 67108864", "1g, 1073741824", "4096, 4096", "1.5 kib, 1536"})
  void sizes(String text, long expected) {
    assertThat(options("path", "in", "maxBytes", text).size("maxBytes")).hasValue(expected);
  }

  @Test
  void decimals() {
    assertThat(options("path", "in", "ratio", "0.25").decimal("ratio"))
        .contains(new BigDecimal("0.25"));
  }

  @ParameterizedTest
  @CsvSource({
    "maxFilesPerTrigger, two",
    "maxFileAge, soon",
    "maxFileAge, 3 fortnights",
    "maxBytes, -1",
    "maxBytes, 5 zb",
    "ratio, half",
    "latestFirst, maybe",
    "on.error, explode"
  })
  void aValueOfTheWrongKindIsRefusedAtItsPlace(String name, String value) {
    assertThatThrownBy(() -> options("path", "in", name, value))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.OPTION_INVALID);
              assertThat(e.summary()).contains(name).contains(value);
              assertThat(e.position()).contains(SourcePosition.of(1, 3));
            });
  }

  @Test
  void unknownNameIsAnsweredWithTheNearestOne() {
    assertThatThrownBy(() -> options("path", "in", "latestFrist", "true"))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.OPTION_UNKNOWN);
              assertThat(e.hints().get(0)).isEqualTo("did you mean \"latestFirst\"?");
              assertThat(e.hints().get(1)).contains("maxFileAge");
            });
  }

  @Test
  void missingAndDoubledOptionsAreRefused() {
    assertThatThrownBy(() -> options("latestFirst", "true"))
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OPTION_MISSING));
    assertThatThrownBy(() -> options("path", "a", "Path", "b"))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.OPTION_DUPLICATE));
  }
}
