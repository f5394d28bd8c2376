package io.millrace.exec.session.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.connector.OptionValue;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.exec.watermark.WatermarkPolicy;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  private final Settings settings = new Settings();

  private void set(String name, String value) {
    settings.set(name, value, Optional.empty());
  }

  @Test
  void everySettingHasItsDefault() {
    assertThat(settings.parallelism()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(settings.zone()).isEqualTo(ZoneOffset.UTC);
    assertThat(settings.noDataBatches()).isTrue();
    assertThat(settings.watermarkPolicy()).isEqualTo(WatermarkPolicy.MIN);
    assertThat(settings.watermarkIdleTimeout()).isEmpty();
    assertThat(settings.stopTimeout()).isZero();
  }

  @Test
  void settingsAreTyped() {
    set("parallelism", "3");
    set("session.zone", "Europe/Berlin");
    set("no-data-batches", "false");
    set("watermark.policy", "MAX");
    set("watermark.idle-timeout", "5 minutes");
    set("STOP_TIMEOUT", "10s");
    assertThat(settings.parallelism()).isEqualTo(3);
    assertThat(settings.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
    assertThat(settings.noDataBatches()).isFalse();
    assertThat(settings.watermarkPolicy()).isEqualTo(WatermarkPolicy.MAX);
    assertThat(settings.watermarkIdleTimeout()).contains(Duration.ofMinutes(5));
    assertThat(settings.stopTimeout()).isEqualTo(Duration.ofSeconds(10));
    settings.reset("Parallelism", Optional.empty());
    settings.reset("nodatabatches", Optional.empty());
    assertThat(settings.noDataBatches()).isTrue();
    settings.resetAll();
    assertThat(settings.zone()).isEqualTo(ZoneOffset.UTC);
  }

  @Test
  void unknownSettingNamesTheNearest() {
    assertThatThrownBy(() -> set("paralelism", "3"))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.SETTING_UNKNOWN);
              assertThat(e.hints()).contains("did you mean \"parallelism\"?");
            });
    assertThatThrownBy(() -> settings.reset("nonsense", Optional.empty()))
        .isInstanceOf(MillraceException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "parallelism, 0",
    "parallelism, many",
    "parallelism, 5000",
    "session.zone, Mars/Olympus",
    "no-data-batches, perhaps",
    "watermark.policy, median",
    "stop.timeout, 5 parsecs",
  })
  void wrongValuesAreRefusedAndChangeNothing(String name, String value) {
    assertThatThrownBy(() -> set(name, value))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.SETTING_INVALID);
              assertThat(e.summary()).contains(name, value, "it is not ");
            });
    everySettingHasItsDefault();
  }

  @ParameterizedTest
  @CsvSource({
    "emit.unchanged, true",
    "ansi, false",
    "watermark.alignment, partition",
    "watermark.max-ahead, 1 hour",
    "float.sum, fast",
  })
  void whatIsNotBuiltIsRefused(String name, String value) {
    assertThatThrownBy(() -> set(name, value))
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_SUPPORTED));
  }

  @Test
  void theDefaultOfWhatIsNotBuiltMayBeSet() {
    set("emit.unchanged", "FALSE");
    set("ansi", "true");
  }

  @Test
  void aQueryMayHaveSettingsOfItsOwn() {
    Settings own = settings.with(List.of(OptionValue.of("no_data_batches", "false")));
    assertThat(own.noDataBatches()).isFalse();
    assertThat(settings.noDataBatches()).isTrue();
    assertThatThrownBy(() -> settings.with(List.of(OptionValue.of("parallelism", "2"))))
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OPTION_UNKNOWN));
  }
}
