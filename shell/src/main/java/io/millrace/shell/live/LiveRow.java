package io.millrace.shell.live;

import io.millrace.shell.render.Quantities;
import java.math.BigDecimal;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/** A row of the live table, with what the refresh that touched it last did to it. */
final class LiveRow {
  /** Columns whose changes are told apart. */
  private static final int BITS = Long.SIZE;

  private static final MathContext DIGITS = new MathContext(6);

  private final String key;
  private final long since;
  private RowText text;
  private long place;
  private long copies;
  private long refresh;
  private What what = What.NEW;
  private @Nullable BigDecimal delta;
  private long changedCells;

  /** What happened to a row. */
  enum What {
    NEW,
    CHANGED,
    GONE
  }

  /**
   * A new row.
   *
   * @param copies how many rows are like it, where rows have no key
   * @param refresh the refresh it came with
   * @param place its place among those
   */
  LiveRow(String key, RowText text, long copies, long refresh, long place) {
    this.key = key;
    this.text = text;
    this.copies = copies;
    this.since = refresh;
    this.refresh = refresh;
    this.place = place;
  }

  /** Has a new state. */
  void become(RowText now, long newRefresh) {
    touch(newRefresh);
    for (int i = 0; i < Math.min(BITS, now.cells().size()); i++) {
      if (!now.cells().get(i).equals(text.cells().get(i))) {
        changedCells |= 1L << i;
      }
    }
    BigDecimal before = text.number();
    BigDecimal after = now.number();
    delta = before == null || after == null ? null : after.subtract(before);
    text = now;
  }

  /** Is still there in a whole result; gives whether it has changed. */
  boolean stays(RowText now, long newPlace, long newRefresh) {
    place = newPlace;
    copies = 1;
    if (now.cells().equals(text.cells())) {
      return false;
    }
    become(now, newRefresh);
    return true;
  }

  /** There are more, or less, rows like it. */
  void add(long more, long newRefresh) {
    if (newRefresh != refresh) {
      touch(newRefresh);
      delta = null;
    }
    copies += more;
  }

  /** Is gone. */
  void go(long newRefresh) {
    touch(newRefresh);
    what = What.GONE;
  }

  private void touch(long newRefresh) {
    refresh = newRefresh;
    what = What.CHANGED;
    changedCells = 0;
    delta = null;
  }

  String key() {
    return key;
  }

  RowText text() {
    return text;
  }

  /** The refresh it came with. */
  long since() {
    return since;
  }

  /** The refresh that touched it last. */
  long refresh() {
    return refresh;
  }

  long place() {
    return place;
  }

  /** How many rows are like it. */
  long copies() {
    return copies;
  }

  What what() {
    return what;
  }

  /** Whether the newest refresh changed a cell of it. */
  boolean isBright(int column, long newestRefresh) {
    return refresh == newestRefresh
        && what == What.CHANGED
        && column < BITS
        && (changedCells & 1L << column) != 0;
  }

  /**
   * What stands beside it: {@code +37}, {@code new}, {@code gone}, {@code final}, {@code ×2}; empty
   * if nothing happened to it.
   *
   * @param watermark µs
   */
  Line.Piece margin(long newestRefresh, long watermark) {
    if (refresh == newestRefresh) {
      return switch (what) {
        case NEW -> new Line.Piece(copies > 1 ? "new ×" + copies : "new", Style.GOOD);
        case GONE -> new Line.Piece("gone", Style.BAD);
        case CHANGED -> new Line.Piece(change(), Style.BRIGHT);
      };
    }
    if (copies > 1) {
      return new Line.Piece("×" + copies, Style.DIM);
    }
    return new Line.Piece(text.finalAt() <= watermark ? "final" : "", Style.DIM);
  }

  private String change() {
    BigDecimal change = delta;
    if (copies > 1) {
      return "×" + copies;
    }
    if (change == null || change.signum() == 0) {
      return "changed";
    }
    BigDecimal size = change.abs();
    if (size.scale() > DIGITS.getPrecision()) {
      // Digits that floating point has made up.
      size = size.round(DIGITS).stripTrailingZeros();
    }
    String number = size.toPlainString();
    return (change.signum() > 0 ? "+" : "-") + Quantities.grouped(number);
  }
}
