package io.millrace.api.table;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** When a query looks for new rows. The methods begin with capitals because Spark's do. */
public final class Trigger {

  /** The kinds of triggers; the words of the statement {@code TRIGGER …}. */
  public enum Kind {
    PROCESSING_TIME,
    ONCE,
    AVAILABLE_NOW,
    CONTINUOUS,
    REAL_TIME
  }

  private final Kind kind;
  private final Optional<String> interval;

  private Trigger(Kind kind, Optional<String> interval) {
    this.kind = kind;
    this.interval = interval;
  }

  private static Trigger of(Kind kind, String interval) {
    return new Trigger(kind, Optional.of(requireNonNull(interval, "interval is null")));
  }

  private static Trigger of(Kind kind, Duration interval) {
    return of(kind, interval.toMillis() + " milliseconds");
  }

  /** Every so often, such as {@code 10 seconds}; 0 for one batch after the other. */
  public static Trigger ProcessingTime(String interval) {
    return of(Kind.PROCESSING_TIME, interval);
  }

  /** Every so often. */
  public static Trigger ProcessingTime(Duration interval) {
    return of(Kind.PROCESSING_TIME, interval);
  }

  /** Every so many milliseconds. */
  public static Trigger ProcessingTime(long milliseconds) {
    return ProcessingTime(Duration.ofMillis(milliseconds));
  }

  /** Every so often. */
  public static Trigger ProcessingTime(long interval, TimeUnit unit) {
    return ProcessingTime(Duration.ofMillis(unit.toMillis(interval)));
  }

  /** What is there, in as many batches as the limits of the sources need; then it ends. */
  public static Trigger AvailableNow() {
    return new Trigger(Kind.AVAILABLE_NOW, Optional.empty());
  }

  /** What is there, in one batch; then it ends. {@link #AvailableNow} is better. */
  public static Trigger Once() {
    return new Trigger(Kind.ONCE, Optional.empty());
  }

  /** Row by row, decided every so often. */
  public static Trigger Continuous(String interval) {
    return of(Kind.CONTINUOUS, interval);
  }

  /** Row by row, decided every so often. */
  public static Trigger Continuous(Duration interval) {
    return of(Kind.CONTINUOUS, interval);
  }

  /** Row by row, decided every so many milliseconds. */
  public static Trigger Continuous(long milliseconds) {
    return Continuous(Duration.ofMillis(milliseconds));
  }

  /** Another name of {@link #Continuous(String)}, decided every five minutes. */
  public static Trigger RealTime() {
    return new Trigger(Kind.REAL_TIME, Optional.empty());
  }

  /** Another name of {@link #Continuous(String)}. */
  public static Trigger RealTime(String interval) {
    return of(Kind.REAL_TIME, interval);
  }

  /** Which it is. */
  public Kind kind() {
    return kind;
  }

  /** How often, as text. */
  public Optional<String> interval() {
    return interval;
  }

  @Override
  public String toString() {
    return kind + interval.map(text -> "(" + text + ")").orElse("");
  }
}
