package io.millrace.shell.live;

import io.millrace.api.progress.StreamingQueryProgress;
import io.millrace.shell.live.QueryMeter.Reading;
import io.millrace.shell.render.Quantities;
import io.millrace.shell.render.TextWidth;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The status of a query in words and figures: rates, batch, watermark with lag, state, late rows,
 * or what it waits for. As many lines as it takes on a wide terminal, one short line on a narrow
 * one.
 */
final class StatusLines {
  /** Terminals of fewer columns get the short line. */
  static final int NARROW = 80;

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final DateTimeFormatter DATE_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  private StatusLines() {}

  /**
   * The status for now.
   *
   * @param zone in which times are shown
   * @param columns of the terminal
   */
  static List<Line> of(Reading reading, Instant now, ZoneId zone, int columns) {
    if (columns < NARROW) {
      return List.of(narrow(reading, now).cut(columns));
    }
    List<Line.Piece> parts = new ArrayList<>();
    parts.add(mark(reading));
    parts.add(plain(" " + Quantities.clock(reading.elapsedNanos())));
    if (!reading.working() || reading.batch().isEmpty()) {
      parts.add(new Line.Piece("  " + waiting(reading), Style.WARNING));
    }
    if (reading.batch().isPresent()) {
      figures(reading, now, zone).forEach(part -> parts.add(plain("  " + part)));
    }
    return wrap(parts, columns);
  }

  /** {@code ●} while rows come, {@code ○} while they are waited for. */
  static Line.Piece mark(Reading reading) {
    return reading.working() ? new Line.Piece("●", Style.GOOD) : new Line.Piece("○", Style.WARNING);
  }

  /** What is waited for, and for how long. */
  static String waiting(Reading reading) {
    String words = reading.waiting();
    String what = words.substring(0, 1).toLowerCase(Locale.ROOT) + words.substring(1);
    return reading.idleMillis() < 0 ? what : "idle " + reading.idleMillis() / 1000 + "s  " + what;
  }

  private static List<String> figures(Reading reading, Instant now, ZoneId zone) {
    StreamingQueryProgress batch = reading.batch().orElseThrow();
    List<String> parts = new ArrayList<>();
    parts.add("in " + Quantities.compact(reading.rows().in()) + "/s");
    parts.add("out " + Quantities.compact(reading.rows().out()) + "/s");
    parts.add(
        "batch "
            + Quantities.grouped(Long.toString(batch.batchId()))
            + " "
            + batch.batchDuration()
            + "ms");
    watermarkAndState(reading, now, zone, "", parts);
    return parts;
  }

  /**
   * Adds watermark, state and late rows.
   *
   * @param growth of the state, behind its size; may be empty
   */
  static void watermarkAndState(
      Reading reading, Instant now, ZoneId zone, String growth, List<String> parts) {
    reading
        .watermark()
        .ifPresent(
            watermark ->
                parts.add(
                    "watermark " + time(watermark, now, zone) + " lag " + lag(watermark, now)));
    if (!reading.operators().isEmpty()) {
      long rows = reading.stateRows();
      parts.add(
          "state "
              + Quantities.compact(rows)
              + (rows == 1 ? " row " : " rows ")
              + Quantities.bytes(reading.stateBytes())
              + growth);
    }
    if (!reading.operators().isEmpty() || reading.watermark().isPresent()) {
      parts.add("late " + Quantities.grouped(Long.toString(reading.late())));
    }
  }

  private static Line narrow(Reading reading, Instant now) {
    Line.Builder line = new Line.Builder().add(mark(reading));
    if (!reading.working() || reading.batch().isEmpty()) {
      return line.add(" " + waiting(reading)).build();
    }
    line.add(" in " + Quantities.compact(reading.rows().in()) + "/s");
    reading.watermark().ifPresent(watermark -> line.add(" lag " + lag(watermark, now)));
    if (!reading.operators().isEmpty()) {
      line.add(" state " + Quantities.bytes(reading.stateBytes()));
    }
    return line.add(" batch " + reading.batch().orElseThrow().batchDuration() + "ms").build();
  }

  private static String time(Instant watermark, Instant now, ZoneId zone) {
    ZonedDateTime time = watermark.atZone(zone);
    boolean today = time.toLocalDate().equals(now.atZone(zone).toLocalDate());
    return (today ? TIME : DATE_TIME).format(time);
  }

  /** How far the watermark is behind the clock. */
  static String lag(Instant watermark, Instant now) {
    long millis = Math.max(0, Duration.between(watermark, now).toMillis());
    return Quantities.lag(millis);
  }

  private static Line.Piece plain(String text) {
    return new Line.Piece(text, Style.PLAIN);
  }

  /** Breaks between parts where a line is full; a part that is too long is cut. */
  static List<Line> wrap(List<Line.Piece> parts, int columns) {
    List<Line> lines = new ArrayList<>();
    Line.Builder line = new Line.Builder();
    int width = 0;
    for (Line.Piece part : parts) {
      if (width > 0 && width + part.width() > columns) {
        lines.add(line.build().cut(columns));
        line = new Line.Builder();
        width = 0;
        if (!part.text().startsWith("  ")) {
          line.add("  ");
          width = 2;
        }
      }
      line.add(part);
      width += part.width();
    }
    lines.add(line.build().cut(columns));
    return lines;
  }

  /** A text in so many cells. */
  static String padded(String text, int cells, boolean right) {
    StringBuilder padded = new StringBuilder();
    if (right) {
      TextWidth.right(padded, text, cells);
    } else {
      TextWidth.left(padded, text, cells);
    }
    return padded.toString();
  }
}
