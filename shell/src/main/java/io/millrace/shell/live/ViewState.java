package io.millrace.shell.live;

/** What somebody has chosen to see, and how; used by the thread that paints. */
final class ViewState {
  /** Follows the newest rows. */
  static final int FOLLOW = -1;

  /** Rows in the order in which they come. */
  static final int UNSORTED = -1;

  /** What stands in the middle of the picture. */
  enum Body {
    TABLE,
    CHANGELOG,
    KEYS
  }

  private final int columns;
  private final Body home;
  private Body body;
  private boolean stopping;
  private boolean frozen;
  private boolean details;
  private int sortColumn = UNSORTED;
  private boolean descending;
  private String filter = "";
  private boolean typing;
  private int scroll = FOLLOW;
  private int firstColumn;

  /** How many rows there are to scroll through, and how many fit. */
  private int available;

  private int room;

  /**
   * The view of a result with so many columns.
   *
   * @param follows whether its changes are all there is to see
   */
  ViewState(int columns, boolean follows) {
    this.columns = columns;
    this.home = follows ? Body.CHANGELOG : Body.TABLE;
    this.body = home;
  }

  /** Whether changes are all there is to see. */
  boolean follows() {
    return home == Body.CHANGELOG;
  }

  Body body() {
    return body;
  }

  /** Shows the body, or that of the beginning again if it is shown already. */
  void toggle(Body other) {
    body = body == other ? home : other;
    scroll = FOLLOW;
  }

  /** Whether an end has been asked for. */
  boolean stopping() {
    return stopping;
  }

  void stop() {
    stopping = true;
  }

  boolean frozen() {
    return frozen;
  }

  void toggleFrozen() {
    frozen = !frozen;
  }

  boolean details() {
    return details;
  }

  void toggleDetails() {
    details = !details;
  }

  int sortColumn() {
    return sortColumn;
  }

  boolean descending() {
    return descending;
  }

  /** Sorts by the next column, behind the last one not at all. */
  void sortByNext() {
    sortColumn = sortColumn + 1 < columns ? sortColumn + 1 : UNSORTED;
    scroll = FOLLOW;
  }

  void reverse() {
    descending = !descending;
  }

  /** Rows without this text are not shown; empty to show all. */
  String filter() {
    return filter;
  }

  /** Whether keys go into the filter. */
  boolean typing() {
    return typing;
  }

  void beginTyping() {
    typing = !follows();
    body = home;
  }

  void endTyping() {
    typing = false;
  }

  void filter(String text) {
    filter = text;
    scroll = FOLLOW;
  }

  /** The first row that is shown, or {@link #FOLLOW}. */
  int scroll() {
    return scroll;
  }

  void scrollTo(int row) {
    scroll = row;
  }

  /**
   * Scrolls by some rows; who scrolls to the newest ones follows them again.
   *
   * @param newestBelow whether the newest rows are the last ones
   */
  void scroll(int by, boolean newestBelow) {
    int last = Math.max(0, available - room);
    int from = scroll == FOLLOW ? newestBelow ? last : 0 : Math.min(scroll, last);
    int to = Math.max(0, Math.min(last, from + by));
    scroll = to == (newestBelow ? last : 0) ? FOLLOW : to;
  }

  /**
   * Takes note of what there is to scroll through; gives the first row to show.
   *
   * @param newestBelow whether the newest rows are the last ones
   */
  int fit(int rows, int rowsThatFit, boolean newestBelow) {
    available = rows;
    room = rowsThatFit;
    int last = Math.max(0, available - room);
    if (scroll == FOLLOW) {
      return newestBelow ? last : 0;
    }
    scroll = Math.min(scroll, last);
    return scroll;
  }

  int firstColumn() {
    return firstColumn;
  }

  void moveColumns(int by) {
    firstColumn = Math.max(0, Math.min(columns - 1, firstColumn + by));
  }

  /** Whether the rows are shown as they come: neither sorted, filtered nor scrolled. */
  boolean isPlain() {
    return sortColumn == UNSORTED && filter.isEmpty() && scroll == FOLLOW;
  }
}
