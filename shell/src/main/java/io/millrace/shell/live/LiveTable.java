package io.millrace.shell.live;

import static java.util.Objects.requireNonNull;

import io.millrace.api.StatementResult.Changes;
import io.millrace.api.connector.OutputMode;
import io.millrace.shell.live.QueryMeter.Reading;
import io.millrace.shell.render.Quantities;
import io.millrace.shell.render.Screen;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;

/**
 * The live table: shows the result of an unbounded query while it runs, takes keys, and leaves the
 * last state behind as a table with a line of totals. The terminal is as it was before when {@link
 * #show} returns, throws, or the process ends.
 */
public final class LiveTable {
  /** Rows, and changes, that are kept for the picture. */
  private static final int CAPACITY = 10_000;

  /** Of results whose rows only come, fewer are kept: they are read only to be shown. */
  private static final int APPEND_CAPACITY = 1_000;

  /** Rows that are left behind, at least. */
  private static final int REST_ROWS = 100;

  /** Changes that are left behind, at most. */
  private static final int REST_CHANGES = 20;

  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Between two paintings. */
  private static final long FRAME_NANOS = 100 * NANOS_PER_MILLI;

  /** Between two refreshes of the rows, so that people can read what changed. */
  private static final long REFRESH_NANOS = 250 * NANOS_PER_MILLI;

  /** Rows that are gone stay so long if nothing else changes. */
  private static final long GONE_NANOS = 2_000 * NANOS_PER_MILLI;

  private final Terminal terminal;
  private final Screen screen;
  private final ZoneId zone;

  /**
   * A live table on a terminal.
   *
   * @param terminal gives keys and its size
   * @param screen what is painted goes there
   * @param zone where instants are shown
   */
  public LiveTable(Terminal terminal, Screen screen, ZoneId zone) {
    this.terminal = requireNonNull(terminal, "terminal is null");
    this.screen = requireNonNull(screen, "screen is null");
    this.zone = requireNonNull(zone, "zone is null");
  }

  /** Whether a terminal can be painted on. */
  public static boolean isPossible(Terminal terminal) {
    return !terminal.getType().startsWith(Terminal.TYPE_DUMB);
  }

  /**
   * Shows the changes until the query ends or somebody stops it; closes them.
   *
   * @throws io.millrace.api.error.MillraceException if the query fails
   */
  public void show(Changes changes) {
    show(changes, false);
  }

  /**
   * Shows the changes one below the other until the query ends or somebody has seen enough; closes
   * them, which is all that happens to the query.
   *
   * @throws io.millrace.api.error.MillraceException if the query fails
   */
  public void follow(Changes changes) {
    show(changes, true);
  }

  private void show(Changes changes, boolean follows) {
    try (changes) {
      Showing showing = new Showing(changes, follows);
      showing.feed.start();
      try (LiveScreen picture = LiveScreen.open(terminal, screen)) {
        showing.run(picture);
      }
      showing.leave();
      showing.feed.throwFailure();
    }
  }

  /** One query that is shown. */
  private final class Showing {
    private final Changes changes;
    private final boolean follows;
    private final LiveFeed feed;
    private final LiveModel model;
    private final ViewState view;
    private final LiveKeys keys;
    private final LiveLayout layout;
    private final QueryMeter meter;
    private long refreshedNanos = System.nanoTime() - REFRESH_NANOS;
    private Size size = new Size(80, 24);

    Showing(Changes changes, boolean follows) {
      this.changes = changes;
      this.follows = follows;
      RowText.Reader reader = new RowText.Reader(changes, zone);
      // Of changes that are only followed none takes another one back.
      OutputMode mode = follows ? OutputMode.APPEND : changes.mode();
      int capacity = mode == OutputMode.APPEND ? APPEND_CAPACITY : CAPACITY;
      Runnable stop = follows ? changes::close : changes.query()::stop;
      this.feed = new LiveFeed(changes, new ChangeIntake(mode, reader, capacity), stop);
      this.model = new LiveModel(mode, reader.keyed(), capacity);
      this.view = new ViewState(changes.schema().size(), follows);
      this.keys = new LiveKeys(view, mode == OutputMode.APPEND, feed::stop);
      this.layout = new LiveLayout(changes, zone);
      this.meter = new QueryMeter(changes.query(), System.nanoTime());
    }

    void run(LiveScreen picture) {
      long nextFrame = System.nanoTime();
      while (!feed.hasEnded()) {
        refresh();
        size = picture.size();
        keys.page(size.getRows());
        if (picture.isInterrupted()) {
          view.stop();
        }
        picture.show(lines());
        nextFrame = Math.max(nextFrame + FRAME_NANOS, System.nanoTime());
        await(picture, nextFrame);
      }
    }

    /** Waits for the next frame, or for a key, which is answered at once. */
    private void await(LiveScreen picture, long untilNanos) {
      long millis = (untilNanos - System.nanoTime()) / NANOS_PER_MILLI;
      Key key = picture.key(millis);
      if (key.kind() == Key.Kind.CLOSED) {
        // Nobody types any more, but somebody may be looking.
        feed.await(millis);
        return;
      }
      while (key.kind() != Key.Kind.NONE) {
        keys.press(key);
        key = picture.key(1);
      }
    }

    private void refresh() {
      long now = System.nanoTime();
      if (view.frozen()) {
        return;
      }
      if (now - refreshedNanos >= REFRESH_NANOS) {
        ChangeIntake.News news = feed.take();
        if (!news.isEmpty()) {
          model.refresh(news);
          refreshedNanos = now;
        }
      }
      if (model.showsGone() && now - refreshedNanos >= GONE_NANOS) {
        model.dropGone();
      }
    }

    private List<Line> lines() {
      Instant now = Instant.now();
      Reading reading = meter.read(System.nanoTime(), now);
      return layout.lines(model, view, reading, now, size.getColumns(), size.getRows());
    }

    /** Leaves the last state, or the last changes, on the screen that scrolls. */
    void leave() {
      model.refresh(feed.take());
      model.settle();
      if (follows) {
        leaveChanges();
      } else {
        leaveTable();
      }
    }

    private void leaveChanges() {
      if (model.total() == 0) {
        return;
      }
      StringBuilder text = new StringBuilder();
      for (Line line : layout.lastChanges(model, size.getColumns(), REST_CHANGES)) {
        line.appendTo(text, screen.color());
        text.append('\n');
      }
      screen.print(text);
    }

    private void leaveTable() {
      Reading reading = meter.read(System.nanoTime(), Instant.now());
      ViewState plain = new ViewState(changes.schema().size(), false);
      int rows = Math.max(REST_ROWS, size.getRows());
      List<Line> lines = layout.rest(model, plain, reading, size.getColumns(), rows);
      StringBuilder text = new StringBuilder();
      for (Line line : lines.subList(0, lines.size() - 1)) {
        line.appendTo(text, screen.color());
        text.append('\n');
      }
      long hidden = model.total() - Math.min(model.kept(), lines.size() - TableBody.FRAME_LINES);
      text.append(Quantities.rows(model.total()));
      if (hidden > 0) {
        text.append(", ").append(Quantities.grouped(Long.toString(hidden))).append(" not shown");
      }
      String totals = changes.query().summary(zone);
      text.append('\n').append(screen.withColumns(size.getColumns()).wrapped(totals)).append('\n');
      screen.print(text);
    }
  }
}
