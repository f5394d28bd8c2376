package io.millrace.exec.session.context;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.connector.OptionSpec;
import io.millrace.api.connector.OptionValue;
import io.millrace.api.connector.Options;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.error.Suggestions;
import io.millrace.exec.watermark.WatermarkPolicy;
import io.millrace.plan.physical.RecursionLimits;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The settings of a session: what SET sets, checked when it is set. A query sees them as they are
 * when it starts. Not thread-safe.
 */
public final class Settings {
  private static final String OWNER = "the session";

  /** How much of the heap state may take if nothing is set. */
  private static final int STATE_PERCENT = 40;

  private final Map<String, String> values;

  public Settings() {
    this(Map.of());
  }

  private Settings(Map<String, String> values) {
    this.values = new TreeMap<>(values);
  }

  /** The setting of that name, in any case and with or without {@code . _ -} between words. */
  public static SettingSpec find(String name, Optional<SourcePosition> position) {
    for (SettingSpec spec : SettingSpec.ALL) {
      if (plain(spec.name()).equals(plain(name))) {
        return spec;
      }
    }
    MillraceException.Builder unknown = error(ErrorCode.SETTING_UNKNOWN, name).at(position);
    List<String> names = SettingSpec.ALL.stream().map(SettingSpec::name).toList();
    Suggestions.nearest(name, names)
        .ifPresent(near -> unknown.hint("did you mean \"" + near + "\"?"));
    throw unknown.hint("settings: " + String.join(", ", names)).build();
  }

  private static String plain(String name) {
    return name.replaceAll("[._-]", "").toLowerCase(Locale.ROOT);
  }

  /** {@code SET name = value}. */
  public void set(String name, String value, Optional<SourcePosition> position) {
    SettingSpec spec = find(name, position);
    check(spec, value.trim(), position);
    values.put(spec.name(), value.trim());
  }

  private static void check(SettingSpec spec, String value, Optional<SourcePosition> position) {
    String quoted = "'" + value + "'";
    try {
      Options.parse(OWNER, List.of(spec.option()), List.of(OptionValue.of(spec.name(), value)));
    } catch (MillraceException e) {
      throw error(
              ErrorCode.SETTING_INVALID,
              spec.name(),
              quoted,
              "it is not " + spec.valueDescription())
          .at(position)
          .hint("SET " + spec.option().example() + "   or   RESET " + spec.name())
          .build();
    }
    if (spec.onlyDefault() && !value.equalsIgnoreCase(spec.defaultValue().orElse(""))) {
      throw error(ErrorCode.NOT_SUPPORTED, "setting " + spec.name() + " = " + quoted)
          .at(position)
          .hint(spec.defaultValue().map(only -> "the only value is " + only).orElse("leave it out"))
          .build();
    }
    if (spec.name().equals(SettingSpec.PARALLELISM)) {
      checkParallelism(value, position);
    } else if (spec.name().equals(SettingSpec.CHECKPOINT_RETENTION)) {
      checkRetention(value, position);
    } else if (spec.name().equals(SettingSpec.RECURSION_ROUNDS)
        || spec.name().equals(SettingSpec.RECURSION_ROWS)) {
      checkPositive(spec, value, position);
    } else if (spec.name().equals(SettingSpec.ZONE)) {
      checkZone(value, position);
    }
  }

  private static void checkParallelism(String value, Optional<SourcePosition> position) {
    long parallelism = Long.parseLong(value);
    if (parallelism < 1 || parallelism > 1024) {
      throw error(
              ErrorCode.SETTING_INVALID,
              SettingSpec.PARALLELISM,
              "'" + value + "'",
              "it is not between 1 and 1024")
          .at(position)
          .hint("SET " + SettingSpec.PARALLELISM + " = 4")
          .build();
    }
  }

  private static void checkRetention(String value, Optional<SourcePosition> position) {
    long batches = Long.parseLong(value);
    if (batches < 1 || batches > Integer.MAX_VALUE) {
      throw error(
              ErrorCode.SETTING_INVALID,
              SettingSpec.CHECKPOINT_RETENTION,
              "'" + value + "'",
              "the newest batch at least must be kept")
          .at(position)
          .hint("SET " + SettingSpec.CHECKPOINT_RETENTION + " = 100")
          .build();
    }
  }

  private static void checkPositive(
      SettingSpec spec, String value, Optional<SourcePosition> position) {
    if (Long.parseLong(value) < 1) {
      throw error(ErrorCode.SETTING_INVALID, spec.name(), "'" + value + "'", "it is less than 1")
          .at(position)
          .hint("SET " + spec.option().example())
          .build();
    }
  }

  private static void checkZone(String value, Optional<SourcePosition> position) {
    try {
      ZoneId.of(value);
    } catch (DateTimeException e) {
      throw error(
              ErrorCode.SETTING_INVALID,
              SettingSpec.ZONE,
              "'" + value + "'",
              "it is not a time zone such as UTC, +02:00 or Europe/Berlin")
          .at(position)
          .hint("SET " + SettingSpec.ZONE + " = 'UTC'")
          .build();
    }
  }

  /** {@code RESET name}. */
  public void reset(String name, Optional<SourcePosition> position) {
    values.remove(find(name, position).name());
  }

  /** {@code RESET}. */
  public void resetAll() {
    values.clear();
  }

  /** The text of a setting, set or default. */
  public Optional<String> value(SettingSpec spec) {
    String value = values.get(spec.name());
    return value != null ? Optional.of(value) : spec.defaultValue();
  }

  /**
   * These settings with those that a query gives for itself.
   *
   * @throws MillraceException OPTION_UNKNOWN for a name that no query can set
   */
  public Settings with(List<OptionValue> options) {
    List<OptionSpec> allowed = new ArrayList<>();
    for (SettingSpec spec : SettingSpec.ALL) {
      if (spec.perQuery()) {
        allowed.add(spec.option());
      }
    }
    Options.parse("a query", allowed, options);
    Settings own = new Settings(values);
    options.forEach(option -> own.set(option.name(), option.value(), option.position()));
    return own;
  }

  /** Those that results depend on, as text; without those that have no value. */
  public Map<String, String> decidingResults() {
    Map<String, String> deciding = new LinkedHashMap<>();
    for (SettingSpec spec : SettingSpec.ALL) {
      if (spec.decidesResults()) {
        value(spec).ifPresent(value -> deciding.put(spec.name(), value));
      }
    }
    return deciding;
  }

  /** These settings with some others in their place. */
  public Settings with(Map<String, String> others) {
    Settings own = new Settings(values);
    others.forEach((name, value) -> own.set(name, value, Optional.empty()));
    return own;
  }

  private Options typed() {
    List<OptionValue> given = new ArrayList<>();
    values.forEach((name, value) -> given.add(OptionValue.of(name, value)));
    return Options.parse(OWNER, SettingSpec.ALL.stream().map(SettingSpec::option).toList(), given);
  }

  public int parallelism() {
    return (int) typed().integer(SettingSpec.PARALLELISM).orElseThrow();
  }

  public ZoneId zone() {
    return ZoneId.of(typed().requiredText(SettingSpec.ZONE)).normalized();
  }

  public RecursionLimits recursionLimits() {
    Options typed = typed();
    return new RecursionLimits(
        typed.integer(SettingSpec.RECURSION_ROUNDS).orElseThrow(),
        typed.integer(SettingSpec.RECURSION_ROWS).orElseThrow());
  }

  public boolean noDataBatches() {
    return typed().bool(SettingSpec.NO_DATA_BATCHES);
  }

  public WatermarkPolicy watermarkPolicy() {
    return switch (typed().choice(SettingSpec.WATERMARK_POLICY)) {
      case "min" -> WatermarkPolicy.MIN;
      case "max" -> WatermarkPolicy.MAX;
      default -> throw new IllegalStateException("unchecked watermark policy");
    };
  }

  public Optional<Duration> watermarkIdleTimeout() {
    return typed().duration(SettingSpec.WATERMARK_IDLE_TIMEOUT).filter(d -> !d.isZero());
  }

  public Optional<String> checkpointLocation() {
    return typed().text(SettingSpec.CHECKPOINT_LOCATION).filter(text -> !text.isBlank());
  }

  public long checkpointLogBytes() {
    return typed().size(SettingSpec.CHECKPOINT_LOG_SIZE).orElseThrow();
  }

  /** Heap that state may take. */
  public long stateMemory() {
    OptionalLong given = typed().size(SettingSpec.STATE_MEMORY);
    return given.orElseGet(() -> Runtime.getRuntime().maxMemory() / 100 * STATE_PERCENT);
  }

  public int checkpointRetention() {
    return (int) typed().integer(SettingSpec.CHECKPOINT_RETENTION).orElseThrow();
  }

  public Duration stopTimeout() {
    return typed().duration(SettingSpec.STOP_TIMEOUT).orElse(Duration.ZERO);
  }
}
