package io.millrace.shell.live;

import static io.millrace.api.batch.RowKind.DELETE;
import static io.millrace.api.batch.RowKind.INSERT;
import static io.millrace.api.batch.RowKind.UPDATE_AFTER;
import static io.millrace.api.batch.RowKind.UPDATE_BEFORE;
import static io.millrace.shell.Results.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.batch.RowKind;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.shell.Results.FakeChanges;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What the rows of a live table are, and what stands beside them, after each refresh. */
class LiveModelTest {
  private static final Schema PAGES =
      Schema.of(new Field("page", DataType.STRING), new Field("views", DataType.BIGINT));
  private static final int CAPACITY = 5;

  /** The rows of a model with their marks, batch by batch. */
  private static final class Watched {
    private final ChangeIntake intake;
    private final LiveModel model;
    private final FakeChanges changes;

    Watched(FakeChanges changes) {
      this(changes, CAPACITY);
    }

    Watched(FakeChanges changes, int capacity) {
      RowText.Reader reader = new RowText.Reader(changes, ZoneOffset.UTC);
      this.changes = changes;
      this.intake = new ChangeIntake(changes.mode(), reader, capacity);
      this.model = new LiveModel(changes.mode(), reader.keyed(), capacity);
    }

    /** Takes a batch in, without showing it. */
    Watched batch(long id, Object[]... rows) {
      changes.batch(id, rows);
      intake.add(changes.next().orElseThrow());
      return this;
    }

    Watched refresh() {
      model.refresh(intake.take());
      return this;
    }

    List<String> rows() {
      return rows(Long.MIN_VALUE);
    }

    List<String> rows(long watermark) {
      return texts(model.rows(), watermark);
    }

    List<String> rows(int count) {
      return texts(model.rows(count), Long.MIN_VALUE);
    }

    private List<String> texts(List<LiveRow> rows, long watermark) {
      return rows.stream()
          .map(
              row ->
                  (String.join(" ", row.text().cells())
                          + " | "
                          + row.margin(model.refreshes(), watermark).text())
                      .strip())
          .toList();
    }
  }

  private static FakeChanges updates() {
    return new FakeChanges(PAGES).updating(0);
  }

  @Test
  void newRowsAreMarkedAndChangedOnesSayByHowMuch() {
    Watched pages = new Watched(updates());
    pages.batch(56, row(INSERT, "/home", 1_167L), row(INSERT, "/cart", 307L)).refresh();
    assertThat(pages.rows()).containsExactly("/home 1,167 | new", "/cart 307 | new");
    pages
        .batch(
            57,
            row(UPDATE_AFTER, "/home", 1_204L),
            row(INSERT, "/help", 1L),
            row(UPDATE_AFTER, "/cart", 300L))
        .refresh();
    assertThat(pages.rows())
        .containsExactly("/help 1 | new", "/home 1,204 | +37", "/cart 300 | -7");
    assertThat(pages.model.total()).isEqualTo(3);
    assertThat(pages.model.changed()).isEqualTo(3);
    assertThat(pages.model.batches()).isEqualTo("batch 57");
  }

  @Test
  void marksStayUntilSomethingElseChanges() {
    Watched pages = new Watched(updates());
    pages.batch(1, row(INSERT, "/home", 1L)).refresh().refresh();
    assertThat(pages.rows()).containsExactly("/home 1 | new");
    pages.batch(2, row(INSERT, "/cart", 1L)).refresh();
    assertThat(pages.rows()).containsExactly("/cart 1 | new", "/home 1 |");
  }

  @Test
  void batchesThatComeTogetherAreOneRefresh() {
    Watched pages = new Watched(updates());
    pages.batch(1, row(INSERT, "/home", 10L)).refresh();
    pages
        .batch(2, row(UPDATE_AFTER, "/home", 15L), row(INSERT, "/cart", 1L))
        .batch(3, row(UPDATE_AFTER, "/home", 12L), row(DELETE, "/cart", 1L))
        .refresh();
    assertThat(pages.rows()).containsExactly("/home 12 | +2");
    assertThat(pages.model.batches()).isEqualTo("batches 2–3");
    assertThat(pages.model.total()).isEqualTo(1);
  }

  @Test
  void rowsThatGoAreShownOnceMore() {
    Watched pages = new Watched(updates());
    pages.batch(1, row(INSERT, "/home", 1L), row(INSERT, "/cart", 1L)).refresh();
    pages.batch(2, row(DELETE, "/home", 1L)).refresh();
    assertThat(pages.rows()).containsExactly("/home 1 | gone", "/cart 1 |");
    assertThat(pages.model.kept()).isEqualTo(1);
    pages.batch(3, row(UPDATE_AFTER, "/cart", 2L)).refresh();
    assertThat(pages.rows()).containsExactly("/cart 2 | +1");
  }

  @Test
  void rowsThatGoAndComeBackAreThere() {
    Watched pages = new Watched(updates());
    pages.batch(1, row(INSERT, "/home", 1L)).refresh();
    pages.batch(2, row(DELETE, "/home", 1L)).refresh();
    pages.batch(3, row(INSERT, "/home", 5L)).refresh();
    assertThat(pages.rows()).containsExactly("/home 5 | new");
  }

  private static LocalDateTime at(long second) {
    return LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
  }

  @Test
  void rowsAreFinalOnceTheWatermarkIsThere() {
    Schema windows =
        Schema.of(new Field("window_end", DataType.TIMESTAMP), new Field("n", DataType.BIGINT));
    Watched counts = new Watched(new FakeChanges(windows).updating(0).finalBy(0));
    counts.batch(1, row(INSERT, at(10), 1L), row(INSERT, at(20), 1L)).refresh();
    counts.batch(2, row(UPDATE_AFTER, at(20), 2L)).refresh();
    assertThat(counts.rows(9_999_999L))
        .containsExactly("1970-01-01 00:00:10 1 |", "1970-01-01 00:00:20 2 | +1");
    assertThat(counts.rows(10_000_000L))
        .containsExactly("1970-01-01 00:00:10 1 | final", "1970-01-01 00:00:20 2 | +1");
  }

  @Test
  void ofManyRowsThoseAreShownThatChangedLast() {
    Watched pages = new Watched(updates());
    for (int i = 0; i < 8; i++) {
      pages.batch(i, row(INSERT, "/" + i, 1L)).refresh();
    }
    pages.batch(8, row(UPDATE_AFTER, "/3", 2L)).refresh();
    assertThat(pages.rows(3)).containsExactly("/7 1 |", "/6 1 |", "/3 2 | +1");
    assertThat(pages.model.total()).isEqualTo(8);
    assertThat(pages.model.kept()).isEqualTo(CAPACITY);
    // A row the model no longer knows goes, and another one changes.
    pages.batch(9, row(DELETE, "/0", 1L), row(UPDATE_AFTER, "/1", 4L)).refresh();
    assertThat(pages.rows(1)).containsExactly("/1 4 | new");
    assertThat(pages.model.total()).isEqualTo(7);
  }

  @Test
  void whoeverCannotCountAllChangesSaysSo() {
    Watched pages = new Watched(updates());
    Object[][] rows = new Object[CAPACITY][];
    for (int i = 0; i < CAPACITY; i++) {
      rows[i] = row(INSERT, "/" + i, 1L);
    }
    pages.batch(1, rows).refresh();
    assertThat(pages.model.changedMore()).isFalse();
    pages.batch(2, rows).batch(3, row(INSERT, "/more", 1L)).refresh();
    assertThat(pages.model.changedMore()).isTrue();
    pages.batch(4, row(UPDATE_AFTER, "/more", 2L)).refresh();
    assertThat(pages.model.changedMore()).isFalse();
  }

  @Test
  void appendedRowsStandBelow() {
    Watched lines = new Watched(new FakeChanges(PAGES).in(OutputMode.APPEND));
    lines.batch(1, row(INSERT, "a", 1L), row(INSERT, "a", 1L)).refresh();
    for (int i = 2; i < 7; i++) {
      lines.batch(i, row(INSERT, "b", (long) i));
    }
    lines.refresh();
    assertThat(lines.rows(2)).containsExactly("b 5 | new", "b 6 | new");
    assertThat(lines.rows()).hasSize(CAPACITY);
    assertThat(lines.model.total()).isEqualTo(7);
    lines.batch(7, row(INSERT, "c", 1L), row(INSERT, "c", 2L), row(INSERT, "c", 3L));
    lines.batch(8, row(INSERT, "d", 1L), row(INSERT, "d", 2L), row(INSERT, "d", 3L)).refresh();
    assertThat(lines.rows())
        .containsExactly("c 2 | new", "c 3 | new", "d 1 | new", "d 2 | new", "d 3 | new");
    assertThat(lines.model.changed()).isEqualTo(6);
  }

  @Test
  void aWholeResultKeepsItsOrder() {
    Watched top = new Watched(new FakeChanges(PAGES).updating(0).in(OutputMode.COMPLETE));
    top.batch(1, row(INSERT, "/home", 5L), row(INSERT, "/cart", 3L)).refresh();
    top.batch(2, row(INSERT, "/cart", 9L), row(INSERT, "/help", 7L)).refresh();
    assertThat(top.rows()).containsExactly("/cart 9 | +6", "/help 7 | new", "/home 5 | gone");
    top.batch(3, row(INSERT, "/cart", 9L), row(INSERT, "/help", 7L)).refresh();
    assertThat(top.rows()).containsExactly("/cart 9 |", "/help 7 |");
    assertThat(top.rows(1)).containsExactly("/cart 9 |");
  }

  @Test
  void rowsWithoutKeyAreCounted() {
    Watched rows = new Watched(new FakeChanges(PAGES));
    rows.batch(1, row(INSERT, "a", 1L), row(INSERT, "a", 1L), row(INSERT, "b", 1L)).refresh();
    assertThat(rows.rows()).containsExactly("a 1 | new ×2", "b 1 | new");
    rows.batch(2, row(DELETE, "a", 1L)).refresh();
    assertThat(rows.rows()).containsExactly("a 1 | changed", "b 1 |");
    rows.batch(3, row(DELETE, "a", 1L), row(UPDATE_BEFORE, "b", 1L), row(UPDATE_AFTER, "b", 2L));
    assertThat(rows.refresh().rows()).containsExactly("b 2 | new", "a 1 | gone", "b 1 | gone");
  }

  @Test
  void theChangelogTellsWhatAnUpdateReplaces() {
    Watched pages = new Watched(updates(), 100);
    pages.batch(56, row(INSERT, "/home", 1_167L)).refresh();
    pages
        .batch(57, row(UPDATE_AFTER, "/home", 1_204L), row(INSERT, "/help", 1L))
        .batch(58, row(UPDATE_AFTER, "/home", 1_205L))
        .refresh();
    assertThat(pages.model.log())
        .extracting(l -> l.batch() + " " + l.kind().symbol() + " " + l.row().cells())
        .containsExactly(
            "56 +I [/home, 1,167]",
            "57 -U [/home, 1,167]",
            "57 +U [/home, 1,204]",
            "57 +I [/help, 1]",
            "58 -U [/home, 1,204]",
            "58 +U [/home, 1,205]");
  }

  /** However changes are spread over refreshes, the model ends with what is there. */
  @Property(tries = 200)
  void refreshesMakeNoDifferenceToTheResult(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 10) int batchesPerRefresh) {
    Random random = new Random(seed);
    Watched pages = new Watched(updates(), 1_000);
    Map<String, Long> truth = new HashMap<>();
    for (int batch = 0; batch < 40; batch++) {
      Map<String, Object[]> rows = new LinkedHashMap<>();
      for (int i = 0; i < random.nextInt(4); i++) {
        String page = "/" + random.nextInt(6);
        if (rows.containsKey(page)) {
          continue;
        }
        boolean there = truth.containsKey(page);
        RowKind kind = !there ? INSERT : random.nextBoolean() ? DELETE : UPDATE_AFTER;
        long views = kind == DELETE ? truth.get(page) : random.nextInt(100);
        rows.put(page, row(kind, page, views));
        if (kind == DELETE) {
          truth.remove(page);
        } else {
          truth.put(page, views);
        }
      }
      pages.batch(batch, rows.values().toArray(Object[][]::new));
      if (batch % batchesPerRefresh == 0) {
        pages.refresh();
      }
    }
    pages.refresh();
    pages.model.settle();
    List<String> expected = new ArrayList<>();
    truth.forEach((page, views) -> expected.add(page + " " + views + " |"));
    assertThat(pages.rows()).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(pages.model.total()).isEqualTo(truth.size());
  }
}
