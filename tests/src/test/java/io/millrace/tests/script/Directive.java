package io.millrace.tests.script;

import io.millrace.exec.query.ProtocolStep;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A step of a test script. Lines count from 1. */
sealed interface Directive {

  int line();

  /**
   * SQL to run.
   *
   * @param line of its first line
   * @param text without the semicolon
   * @param caret the place that a line of ^ below it marks
   */
  record Sql(int line, String text, Optional<Caret> caret) {}

  /** Columns of a line of a statement, both from 1, the last included. */
  record Caret(int line, int column, int endColumn) {}

  /** An expected error. */
  record Expected(String code, String words) {}

  /** A statement that is run for what it does. */
  record Run(int line, Sql sql) implements Directive {}

  /** A statement, or a query to be watched, that fails. */
  record Fails(int line, Expected error, boolean watched, Sql sql) implements Directive {}

  /** {@code QUERY [KEY a, b]}: the query to be watched. */
  record Query(int line, List<String> key, Sql sql) implements Directive {}

  /** {@code INPUT name}: rows for a source, added as one unit. */
  record Input(int line, String source, List<String> rows) implements Directive {}

  /** What STEP asks of the batch. */
  enum Due {
    DATA,
    NO_DATA,
    NONE
  }

  /** {@code STEP [NO DATA | NONE] [ORDERED | UNCHECKED]}: one batch and what it changes. */
  record Step(
      int line,
      Due due,
      boolean ordered,
      boolean checked,
      List<String> changes,
      Optional<Expected> error)
      implements Directive {}

  /** {@code RESULT [ORDERED]}: a query that ends, and its rows. */
  record Result(int line, boolean ordered, Sql sql, List<String> rows) implements Directive {}

  /** {@code FOLD}: what all changes so far add up to. */
  record Fold(int line, List<String> rows) implements Directive {}

  /** {@code PROGRESS name=value …}: fields of the newest report. */
  record Progress(int line, Map<String, String> fields) implements Directive {}

  /** {@code WATERMARK time | NONE}: the watermark that the next batch would use. */
  record Watermark(int line, String time) implements Directive {}

  /** {@code CLOCK time}: sets the clock. */
  record Clock(int line, String time) implements Directive {}

  /** {@code ADVANCE duration}: moves the clock. */
  record Advance(int line, Duration by) implements Directive {}

  /** {@code ENDED}: the query has run to its end. */
  record Ended(int line) implements Directive {}

  /** {@code RESTART}: the query is closed in order and opened again. */
  record Restart(int line) implements Directive {}

  /** {@code CRASH AFTER step}: the next batch is cut short there, and the query opened again. */
  record Crash(int line, ProtocolStep after) implements Directive {}

  /** {@code PARALLELISM n}: how many partitions there are from the next opening on. */
  record Parallelism(int line, int partitions) implements Directive {}

  /** {@code FILE path}: a file, its lines below; it appears at once and whole. */
  record File(int line, String path, List<String> lines) implements Directive {}
}
