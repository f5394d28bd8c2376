package io.millrace.shell.live;

import io.millrace.api.types.Schema;
import io.millrace.shell.render.Cells;
import io.millrace.shell.render.TextWidth;
import java.util.Arrays;
import java.util.List;

/**
 * How wide the columns of a table are, and how many of them fit. Columns grow with what they hold
 * and never shrink by themselves, so that the picture stands still; text is cut first, and what
 * does not fit then is left out at the right.
 */
final class ColumnFit {
  /** What a cell needs beside its text: a blank on each side and a line. */
  static final int FRAME = 3;

  /** Text is not cut below this width. */
  private static final int MIN_TEXT = 10;

  private final Schema schema;
  private final int[] heads;
  private final int[] values;

  ColumnFit(Schema schema) {
    this.schema = schema;
    this.heads = new int[schema.size()];
    for (int i = 0; i < heads.length; i++) {
      heads[i] =
          Math.max(TextWidth.of(Cells.visible(schema.name(i))), TextWidth.of(schema.type(i).sql()));
    }
    this.values = new int[heads.length];
  }

  /**
   * The columns that are shown.
   *
   * @param first the first one
   * @param widths of the texts, from the first on
   */
  record Fit(int first, int[] widths) {
    int count() {
      return widths.length;
    }
  }

  /** Takes note of rows. */
  void see(List<String> cells) {
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.max(values[i], TextWidth.of(cells.get(i)));
    }
  }

  /** Forgets rows that were seen: the terminal has another width. */
  void forget() {
    Arrays.fill(values, 0);
  }

  /** The columns that fit from that one on; at least one, however narrow the terminal. */
  Fit fit(int first, int columns) {
    int count = 0;
    int needed = 1;
    while (first + count < values.length && needed + minimum(first + count) + FRAME <= columns) {
      needed += minimum(first + count) + FRAME;
      count++;
    }
    count = Math.max(1, count);
    int[] widths = new int[count];
    int total = 1;
    for (int i = 0; i < count; i++) {
      widths[i] = Math.max(heads[first + i], values[first + i]);
      total += widths[i] + FRAME;
    }
    for (; total > columns; total--) {
      int widest = widest(first, widths);
      if (widths[widest] <= 1) {
        break;
      }
      widths[widest]--;
    }
    return new Fit(first, widths);
  }

  /** The widest column that may be cut; the widest of all if none may. */
  private int widest(int first, int[] widths) {
    int widest = -1;
    int widestOfAll = 0;
    for (int i = 0; i < widths.length; i++) {
      if (widths[i] > minimum(first + i) && (widest < 0 || widths[i] > widths[widest])) {
        widest = i;
      }
      if (widths[i] > widths[widestOfAll]) {
        widestOfAll = i;
      }
    }
    return widest < 0 ? widestOfAll : widest;
  }

  /** Only text and heads may be cut inside; the digits of a number or a time are all needed. */
  private int minimum(int column) {
    int head = Math.min(heads[column], MIN_TEXT);
    return schema.type(column).kind().isText()
        ? Math.min(MIN_TEXT, Math.max(values[column], head))
        : Math.max(values[column], Math.min(head, MIN_TEXT / 2));
  }
}
