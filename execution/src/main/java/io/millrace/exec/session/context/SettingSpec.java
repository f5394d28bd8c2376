package io.millrace.exec.session.context;

import io.millrace.api.connector.OptionSpec;
import io.millrace.api.connector.OptionSpec.Kind;
import io.millrace.plan.physical.RecursionLimits;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A setting of a session.
 *
 * @param option its name, kind, default and description
 * @param onlyDefault whether other values than the default are understood but refused
 * @param perQuery whether a query may have its own value: {@code OPTIONS (name = value)}
 */
public record SettingSpec(OptionSpec option, boolean onlyDefault, boolean perQuery) {

  static final String PARALLELISM = "parallelism";
  static final String ZONE = "session.zone";
  static final String NO_DATA_BATCHES = "no-data-batches";
  static final String WATERMARK_POLICY = "watermark.policy";
  static final String WATERMARK_IDLE_TIMEOUT = "watermark.idle-timeout";
  static final String WATERMARK_MAX_AHEAD = "watermark.max-ahead";
  static final String RECURSION_ROUNDS = "recursion.rounds";
  static final String RECURSION_ROWS = "recursion.rows";
  static final String STATE_MEMORY = "state.memory";
  static final String STOP_TIMEOUT = "stop.timeout";
  static final String CHECKPOINT_LOCATION = "checkpoint.location";
  static final String CHECKPOINT_LOG_SIZE = "checkpoint.log.size";
  static final String CHECKPOINT_RETENTION = "checkpoint.retention";

  /** What may change from run to run of a query with a checkpoint. */
  private static final Set<String> TUNING =
      Set.of(
          PARALLELISM,
          NO_DATA_BATCHES,
          WATERMARK_IDLE_TIMEOUT,
          STATE_MEMORY,
          STOP_TIMEOUT,
          CHECKPOINT_LOCATION,
          CHECKPOINT_LOG_SIZE,
          CHECKPOINT_RETENTION);

  /** Every setting there is, in the order of names. */
  public static final List<SettingSpec> ALL =
      List.of(
          fixed(Kind.BOOLEAN, "ansi", "true", "errors in values end the query"),
          new SettingSpec(
              OptionSpec.optional(
                  CHECKPOINT_LOCATION,
                  Kind.TEXT,
                  "directory in which each query with a name gets its checkpoint"),
              false,
              false),
          query(
              Kind.SIZE,
              CHECKPOINT_LOG_SIZE,
              "256MB",
              "how large the log of a checkpoint grows before old batches move out of it"),
          query(
              Kind.INTEGER,
              CHECKPOINT_RETENTION,
              "100",
              "how many of the newest batches a query can be taken back to"),
          fixed(Kind.BOOLEAN, "emit.unchanged", "false", "write groups that did not change"),
          fixedChoice("float.sum", "how sums of REAL and DOUBLE are kept", "exact", "fast"),
          query(
              Kind.BOOLEAN,
              NO_DATA_BATCHES,
              "true",
              "run a batch without rows when the watermark has advanced"),
          session(
              Kind.INTEGER,
              PARALLELISM,
              Integer.toString(Runtime.getRuntime().availableProcessors()),
              "partitions of a query, and threads that work on it"),
          session(
              Kind.INTEGER,
              RECURSION_ROUNDS,
              Long.toString(RecursionLimits.DEFAULT.rounds()),
              "after how many rounds in one batch WITH RECURSIVE counts as endless"),
          session(
              Kind.INTEGER,
              RECURSION_ROWS,
              Long.toString(RecursionLimits.DEFAULT.rows()),
              "after how many rows in one batch WITH RECURSIVE counts as endless"),
          session(Kind.TEXT, ZONE, "UTC", "time zone of TIMESTAMP_LTZ as text"),
          fixed(Kind.BOOLEAN, "sql.doubleQuotedStrings", "false", "\"x\" is text, not a name"),
          fixedChoice(
              "sql.intDivision", "the type of whole number / whole number", "integer", "double"),
          fixedChoice("sql.nullOrder", "where ORDER BY puts NULLs", "low", "high", "first", "last"),
          fixedChoice("sql.timestampType", "what TIMESTAMP means", "ntz", "ltz"),
          new SettingSpec(
              OptionSpec.optional(
                  STATE_MEMORY,
                  Kind.SIZE,
                  "heap that the state of all queries with a checkpoint may take, the rest of it"
                      + " is on disk; 40 % of the heap if not set"),
              false,
              false),
          query(
              Kind.DURATION,
              STOP_TIMEOUT,
              "0",
              "how long STOP waits for a query to end; 0 as long as it takes"),
          fixedChoice(
              "watermark.alignment",
              "whether sources or their partitions hold the watermark back",
              "source",
              "partition"),
          optional(
              Kind.DURATION,
              WATERMARK_IDLE_TIMEOUT,
              "after how long without rows a stream no longer holds the watermark back"),
          new SettingSpec(
              OptionSpec.optional(
                  WATERMARK_MAX_AHEAD,
                  Kind.DURATION,
                  "rows that far in the future do not move the watermark"),
              true,
              true),
          new SettingSpec(
              OptionSpec.choice(
                  WATERMARK_POLICY,
                  "which of several streams decides the watermark: the slowest or the fastest",
                  "min",
                  "max"),
              false,
              true));

  private static SettingSpec session(Kind kind, String name, String value, String description) {
    return new SettingSpec(OptionSpec.withDefault(name, kind, value, description), false, false);
  }

  private static SettingSpec query(Kind kind, String name, String value, String description) {
    return new SettingSpec(OptionSpec.withDefault(name, kind, value, description), false, true);
  }

  private static SettingSpec optional(Kind kind, String name, String description) {
    return new SettingSpec(OptionSpec.optional(name, kind, description), false, true);
  }

  private static SettingSpec fixedChoice(String name, String description, String... words) {
    return new SettingSpec(OptionSpec.choice(name, description, words), true, false);
  }

  private static SettingSpec fixed(Kind kind, String name, String value, String description) {
    return new SettingSpec(OptionSpec.withDefault(name, kind, value, description), true, false);
  }

  public String name() {
    return option.name();
  }

  /** Whether results depend on it, so that a checkpoint keeps to its value. */
  boolean decidesResults() {
    return !TUNING.contains(name());
  }

  public Optional<String> defaultValue() {
    return option.defaultValue();
  }

  /** What messages call a value of it. */
  public String valueDescription() {
    return option.kind() == Kind.ENUM
        ? "one of " + String.join(", ", option.allowed())
        : option.kind().description();
  }
}
