package io.millrace.shell.live;

import io.millrace.shell.render.TextWidth;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of the screen: pieces of text, each in one style. What can change on its own is a piece of
 * its own, so that it can be painted alone.
 *
 * @param pieces from left to right
 */
record Line(List<Piece> pieces) {
  static final Line EMPTY = new Line(List.of());

  Line {
    pieces = List.copyOf(pieces);
  }

  /**
   * A piece of a line.
   *
   * @param width in cells of the terminal
   */
  record Piece(String text, Style style, int width) {
    Piece(String text, Style style) {
      this(text, style, TextWidth.of(text));
    }
  }

  static Line of(String text) {
    return of(text, Style.PLAIN);
  }

  static Line of(String text, Style style) {
    return new Line(List.of(new Piece(text, style)));
  }

  int width() {
    int width = 0;
    for (Piece piece : pieces) {
      width += piece.width();
    }
    return width;
  }

  /** The line, or as much of its beginning as fits, with an ellipsis. */
  Line cut(int columns) {
    if (width() <= columns) {
      return this;
    }
    Builder cut = new Builder();
    int left = columns;
    for (Piece piece : pieces) {
      if (piece.width() >= left) {
        cut.add(TextWidth.cut(piece.text() + " ", left), piece.style());
        break;
      }
      cut.add(piece);
      left -= piece.width();
    }
    return cut.build();
  }

  /** The text without its styles. */
  String text() {
    StringBuilder text = new StringBuilder();
    pieces.forEach(piece -> text.append(piece.text()));
    return text.toString();
  }

  /** The text with its styles, if colours are wanted. */
  void appendTo(StringBuilder text, boolean color) {
    for (Piece piece : pieces) {
      if (color) {
        text.append(piece.style().begin()).append(piece.text()).append(piece.style().end());
      } else {
        text.append(piece.text());
      }
    }
  }

  /** Puts a line together. */
  static final class Builder {
    private final List<Piece> pieces = new ArrayList<>();

    Builder add(String text) {
      return add(text, Style.PLAIN);
    }

    Builder add(String text, Style style) {
      return add(new Piece(text, style));
    }

    Builder add(Piece piece) {
      if (!piece.text().isEmpty()) {
        pieces.add(piece);
      }
      return this;
    }

    Builder add(Line line) {
      line.pieces().forEach(this::add);
      return this;
    }

    Line build() {
      return new Line(pieces);
    }
  }
}
