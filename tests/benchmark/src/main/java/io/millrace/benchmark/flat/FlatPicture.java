package io.millrace.benchmark.flat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The figures as curves: a flat one is a change whose cost does not grow with the state. The axis
 * of rows is logarithmic, that of time is not, and begins at 0.
 *
 * @param states rows that were there before, ascending
 * @param delta rows of a change
 * @param lines by name, the milliseconds for each state
 */
record FlatPicture(List<Long> states, long delta, Map<String, double[]> lines) {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 320;
  private static final int LEFT = 60;
  private static final int RIGHT = 120;
  private static final int TOP = 30;
  private static final int BOTTOM = 50;
  private static final int STEPS = 4;

  /** Colours that are told apart on light and dark ground. */
  private static final List<String> COLORS =
      List.of("#0b7285", "#c2571a", "#5f3dc4", "#2b8a3e", "#c2255c", "#846c00");

  String svg() {
    double most = lines.values().stream().flatMapToDouble(Arrays::stream).max().orElse(1);
    double top = STEPS * Math.max(1, Math.ceil(most / STEPS));
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
                + " font-family=\"sans-serif\" font-size=\"12\">%n",
            WIDTH,
            HEIGHT));
    svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
    text(svg, LEFT, TOP - 12, "start", "#222", "ms for a change of %,d rows".formatted(delta));
    text(svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 10, "middle", "#222", "rows before it");
    for (int i = 0; i <= STEPS; i++) {
      double value = top * i / STEPS;
      double y = y(value, top);
      line(svg, y);
      text(svg, LEFT - 8, y + 4, "end", "#222", String.format(Locale.ROOT, "%.0f", value));
    }
    for (long state : states) {
      text(svg, x(state), HEIGHT - BOTTOM + 18, "middle", "#222", "%,d".formatted(state));
    }
    curves(svg, top);
    return svg.append("</svg>\n").toString();
  }

  private void curves(StringBuilder svg, double top) {
    int number = 0;
    for (Map.Entry<String, double[]> entry : lines.entrySet()) {
      String color = COLORS.get(number % COLORS.size());
      StringBuilder points = new StringBuilder();
      for (int i = 0; i < states.size(); i++) {
        points.append(
            String.format(
                Locale.ROOT, "%.1f,%.1f ", x(states.get(i)), y(entry.getValue()[i], top)));
      }
      svg.append(
          "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"%s\"/>%n"
              .formatted(color, points.toString().strip()));
      // a key of its own, since ends of curves may lie upon each other
      text(svg, WIDTH - RIGHT + 24, TOP + 18.0 * number, "start", color, entry.getKey());
      number++;
    }
  }

  private static void line(StringBuilder svg, double y) {
    svg.append(
        String.format(
            Locale.ROOT, "<path d=\"M%d %.1fH%d\" stroke=\"#ddd\"/>%n", LEFT, y, WIDTH - RIGHT));
  }

  private static void text(
      StringBuilder svg, double x, double y, String anchor, String color, String text) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>%n",
            x,
            y,
            anchor,
            color,
            text));
  }

  private double x(long state) {
    double first = Math.log(states.get(0));
    double last = Math.log(states.get(states.size() - 1));
    double part = last == first ? 0.5 : (Math.log(state) - first) / (last - first);
    return LEFT + 30 + part * (WIDTH - LEFT - RIGHT - 60);
  }

  private static double y(double value, double top) {
    return HEIGHT - BOTTOM - value / top * (HEIGHT - TOP - BOTTOM);
  }
}
