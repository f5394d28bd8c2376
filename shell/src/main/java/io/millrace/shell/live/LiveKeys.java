package io.millrace.shell.live;

import io.millrace.shell.live.ViewState.Body;

/** What keys do to the view. */
final class LiveKeys {
  private final ViewState view;
  private final boolean newestBelow;
  private final Runnable stop;
  private boolean stopped;
  private int page = 10;

  /**
   * The keys of a view.
   *
   * @param newestBelow whether the newest rows are the last ones
   * @param stop stops the query
   */
  LiveKeys(ViewState view, boolean newestBelow, Runnable stop) {
    this.view = view;
    this.newestBelow = newestBelow;
    this.stop = stop;
  }

  /** How far PgUp and PgDn go: not quite the height of the terminal. */
  void page(int rows) {
    page = Math.max(1, rows - TableBody.FRAME_LINES - 2);
  }

  /** Does what a key says. */
  void press(Key key) {
    if (view.typing()) {
      type(key);
    } else {
      choose(key);
    }
  }

  private void stop() {
    if (!stopped) {
      stopped = true;
      view.stop();
      stop.run();
    }
  }

  private void type(Key key) {
    String filter = view.filter();
    switch (key.kind()) {
      case CHARACTER -> view.filter(filter + key.character());
      case BACKSPACE -> view.filter(filter.substring(0, Math.max(0, filter.length() - 1)));
      case ENTER -> view.endTyping();
      case ESCAPE -> {
        view.filter("");
        view.endTyping();
      }
      default -> {}
    }
  }

  private void choose(Key key) {
    switch (key.kind()) {
      case CHARACTER -> choose(key.character());
      case ESCAPE -> {
        view.filter("");
        view.toggle(view.body());
      }
      case UP -> scroll(-1);
      case DOWN -> scroll(1);
      case PAGE_UP -> scroll(-page);
      case PAGE_DOWN -> scroll(page);
      case HOME -> view.scrollTo(newestBelow() ? 0 : ViewState.FOLLOW);
      case END -> view.scrollTo(newestBelow() ? ViewState.FOLLOW : Integer.MAX_VALUE / 2);
      case LEFT -> view.moveColumns(-1);
      case RIGHT -> view.moveColumns(1);
      default -> {}
    }
  }

  private void choose(char key) {
    switch (key) {
      case 'q', 'Q' -> stop();
      case ' ' -> view.toggleFrozen();
      case 'c', 'C' -> view.toggle(Body.CHANGELOG);
      case 's' -> view.sortByNext();
      case 'S' -> view.reverse();
      case '/' -> view.beginTyping();
      case 'd', 'D' -> view.toggleDetails();
      case '?', 'h' -> view.toggle(Body.KEYS);
      default -> {}
    }
  }

  private boolean newestBelow() {
    return newestBelow || view.body() == Body.CHANGELOG;
  }

  private void scroll(int by) {
    view.scroll(by, newestBelow() && view.sortColumn() == ViewState.UNSORTED);
  }
}
