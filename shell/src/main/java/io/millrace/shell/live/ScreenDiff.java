package io.millrace.shell.live;

import io.millrace.shell.live.Line.Piece;
import java.util.List;

/**
 * Brings a screen from what it shows to what it is to show, by repainting the pieces that differ
 * and nothing else. Nothing is written if nothing differs.
 *
 * <p>Terminals do not agree how wide some characters are. Behind such text the cursor is put where
 * the next piece begins, so that the rest of the line stands right whatever the terminal thinks.
 */
final class ScreenDiff {
  private static final String ERASE_LINE_END = "\033[K";

  private final boolean color;
  private List<Line> shown = List.of();

  ScreenDiff(boolean color) {
    this.color = color;
  }

  /** The screen has been cleared. */
  void cleared() {
    shown = List.of();
  }

  /** The sequences that make a screen show these lines, from its top; empty if it does. */
  String show(List<Line> lines) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      Line old = i < shown.size() ? shown.get(i) : Line.EMPTY;
      line(text, i + 1, old, lines.get(i));
    }
    for (int i = lines.size(); i < shown.size(); i++) {
      line(text, i + 1, shown.get(i), Line.EMPTY);
    }
    shown = List.copyOf(lines);
    return text.toString();
  }

  private void line(StringBuilder text, int row, Line old, Line line) {
    if (old.equals(line)) {
      return;
    }
    List<Piece> before = old.pieces();
    List<Piece> now = line.pieces();
    int column = 0;
    int first = 0;
    while (first < before.size()
        && first < now.size()
        && before.get(first).equals(now.get(first))) {
      column += now.get(first).width();
      first++;
    }
    boolean samePlaces = old.width() == line.width();
    int end = now.size();
    int oldEnd = before.size();
    while (samePlaces
        && end > first
        && oldEnd > first
        && before.get(oldEnd - 1).equals(now.get(end - 1))) {
      end--;
      oldEnd--;
    }
    boolean pairs = samePlaces && end == oldEnd && haveEqualWidths(before, now, first, end);
    int at = -1;
    for (int i = first; i < end; i++) {
      Piece piece = now.get(i);
      if (!pairs || !piece.equals(before.get(i))) {
        at = piece(text, row, column, at, piece);
      }
      column += piece.width();
    }
    if (old.width() > line.width()) {
      move(text, row, line.width(), at);
      text.append(ERASE_LINE_END);
    }
  }

  private static boolean haveEqualWidths(List<Piece> before, List<Piece> now, int from, int to) {
    for (int i = from; i < to; i++) {
      if (before.get(i).width() != now.get(i).width()) {
        return false;
      }
    }
    return true;
  }

  /** Writes a piece; gives the column behind it, −1 if nobody knows. */
  private int piece(StringBuilder text, int row, int column, int at, Piece piece) {
    boolean certain = isWidthCertain(piece.text());
    move(text, row, column, at);
    if (!certain) {
      text.append("\033[").append(piece.width()).append('X');
    }
    if (color) {
      text.append(piece.style().begin()).append(piece.text()).append(piece.style().end());
    } else {
      text.append(piece.text());
    }
    return certain ? column + piece.width() : -1;
  }

  private static void move(StringBuilder text, int row, int column, int at) {
    if (column != at) {
      text.append("\033[").append(row).append(';').append(column + 1).append('H');
    }
  }

  /** Whether every terminal gives the text the same width: Latin, lines of boxes, a few signs. */
  private static boolean isWidthCertain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x300 && (c < 0x2010 || c > 0x25FF)) {
        return false;
      }
    }
    return true;
  }
}
