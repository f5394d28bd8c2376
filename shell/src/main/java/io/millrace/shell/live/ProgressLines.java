package io.millrace.shell.live;

import io.millrace.api.progress.InputExtent;
import io.millrace.api.progress.StateOperatorProgress;
import io.millrace.api.progress.StreamingQueryProgress;
import io.millrace.shell.live.QueryMeter.Rates;
import io.millrace.shell.live.QueryMeter.Reading;
import io.millrace.shell.live.QueryMeter.Speed;
import io.millrace.shell.render.Quantities;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a query that writes is doing: a bar if it comes to an end and knows how far it is, else rates
 * and times; what it waits for; and in yellow that it falls behind, and why.
 */
final class ProgressLines {
  private static final int BAR = 20;

  /** Parts of a cell of the bar, from nothing to all of it. */
  private static final String EIGHTHS = " ▏▎▍▌▋▊▉█";

  private ProgressLines() {}

  /**
   * The lines for now; the first one is the most important.
   *
   * @param end whether the query comes to an end by itself
   * @param zone in which times are shown
   * @param columns of the terminal
   */
  static List<Line> of(
      String name, Reading reading, boolean end, Instant now, ZoneId zone, int columns) {
    if (end && reading.speed().isPresent()) {
      return List.of(bar(name, reading, reading.speed().get(), columns).cut(columns));
    }
    if (columns < StatusLines.NARROW - 1) {
      return List.of(StatusLines.of(reading, now, zone, columns).get(0));
    }
    List<Line.Piece> parts = new ArrayList<>();
    boolean behind = reading.isBehind();
    parts.add(behind ? new Line.Piece("●", Style.WARNING) : StatusLines.mark(reading));
    add(parts, " " + name);
    add(parts, "  " + Quantities.clock(reading.elapsedNanos()));
    if (!reading.working() || reading.batch().isEmpty()) {
      parts.add(new Line.Piece("  " + StatusLines.waiting(reading), Style.WARNING));
    }
    reading.batch().ifPresent(batch -> figures(parts, reading, batch, now, zone));
    List<Line> lines = new ArrayList<>(StatusLines.wrap(parts, columns));
    if (behind) {
      lines.add(Line.of("  " + behind(reading), Style.WARNING).cut(columns));
    }
    return lines;
  }

  private static void add(List<Line.Piece> parts, String text) {
    parts.add(new Line.Piece(text, Style.PLAIN));
  }

  private static void figures(
      List<Line.Piece> parts,
      Reading reading,
      StreamingQueryProgress batch,
      Instant now,
      ZoneId zone) {
    Rates rates = reading.rows();
    String peak =
        rates.peakIn() > 1.05 * rates.in() ? perSecond(" (peak ", rates.peakIn(), ")") : "";
    add(parts, perSecond("  in ", rates.in(), peak));
    add(parts, perSecond("  processed ", rates.processed(), ""));
    add(
        parts,
        "  batch "
            + Quantities.grouped(Long.toString(batch.batchId()))
            + " "
            + batch.batchDuration()
            + "ms "
            + DetailsBody.phaseTimes(batch));
    List<String> rest = new ArrayList<>();
    StatusLines.watermarkAndState(reading, now, zone, growth(reading), rest);
    rest.forEach(part -> add(parts, "  " + part));
    reading
        .speed()
        .filter(speed -> speed.extent().remaining() > 0)
        .ifPresent(speed -> add(parts, "  " + left(speed)));
  }

  /** {@code (+3.1MB/min)}. */
  private static String growth(Reading reading) {
    double bytes = Math.abs(reading.stateGrowth());
    String sign = reading.stateGrowth() < 0 ? "-" : "+";
    return bytes < 1024 ? "" : " (" + sign + Quantities.bytes(bytes) + "/min)";
  }

  private static String perSecond(String before, double rows, String after) {
    return before + Quantities.compact(rows) + "/s" + after;
  }

  /** {@code behind 12.4k rows ≈ 0.4s}. */
  private static String left(Speed speed) {
    String time = speed.perSecond() > 0 ? " ≈ " + eta(speed) : "";
    return "behind " + amount(speed.extent().unit(), speed.extent().remaining()) + time;
  }

  /** {@code input 410k/s > processed 318k/s; slowest: join#4 71 % of batch}. */
  private static String behind(Reading reading) {
    Optional<StateOperatorProgress> slowest = reading.slowest();
    long duration = reading.batch().map(StreamingQueryProgress::batchDuration).orElse(0L);
    return perSecond("input ", reading.rows().arriving(), " > ")
        + perSecond("processed ", reading.rows().processed(), "")
        + slowest
            .map(
                operator ->
                    "; slowest: "
                        + operator.operatorName()
                        + " "
                        + DetailsBody.share(QueryMeter.millis(operator), duration)
                        + " of batch")
            .orElse("");
  }

  /** {@code ▕███████████▎ ▏ 63 % 1.9M of 3.0M rows 610k/s eta 1.8s}. */
  private static Line bar(String name, Reading reading, Speed speed, int columns) {
    InputExtent extent = speed.extent();
    Line.Builder line = new Line.Builder();
    boolean narrow = columns < StatusLines.NARROW - 1;
    if (!narrow) {
      line.add(name + " ");
    }
    line.add("▕" + blocks(extent.fraction(), narrow ? BAR / 2 : BAR) + "▏", Style.GOOD);
    line.add(String.format(Locale.ROOT, " %2.0f %%", Math.floor(100 * extent.fraction())));
    if (extent.unit() != InputExtent.Unit.PER_MILLE) {
      String total = amount(extent.unit(), extent.total());
      line.add("  " + number(extent.unit(), extent.read()) + " of " + total);
      line.add("  " + number(extent.unit(), speed.perSecond()) + "/s");
    }
    if (extent.remaining() > 0 && speed.perSecond() > 0) {
      line.add("  eta " + eta(speed));
    } else {
      line.add("  " + Quantities.clock(reading.elapsedNanos()));
    }
    return line.build();
  }

  private static String blocks(double fraction, int cells) {
    int eighths = (int) Math.round(fraction * cells * 8);
    StringBuilder blocks = new StringBuilder();
    for (int i = 0; i < cells; i++) {
      blocks.append(EIGHTHS.charAt(Math.max(0, Math.min(8, eighths - 8 * i))));
    }
    return blocks.toString();
  }

  private static String eta(Speed speed) {
    double seconds = speed.extent().remaining() / speed.perSecond();
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.1fs", seconds);
    }
    return seconds < 100
        ? String.format(Locale.ROOT, "%.0fs", seconds)
        : Quantities.clock((long) (seconds * 1e9));
  }

  /** An amount where the unit is known from what stands beside it. */
  private static String number(InputExtent.Unit unit, double amount) {
    return unit == InputExtent.Unit.ROWS ? Quantities.compact(amount) : amount(unit, amount);
  }

  private static String amount(InputExtent.Unit unit, double amount) {
    return switch (unit) {
      case BYTES -> Quantities.bytes(amount);
      case ROWS -> Quantities.compact(amount) + " rows";
      case PER_MILLE -> String.format(Locale.ROOT, "%.1f %%", amount / 10);
    };
  }
}
