package io.millrace.connector.memory;

import static io.millrace.api.batch.RowKind.DELETE;
import static io.millrace.api.batch.RowKind.INSERT;
import static io.millrace.api.batch.RowKind.UPDATE_AFTER;
import static io.millrace.api.batch.RowKind.UPDATE_BEFORE;
import static io.millrace.connector.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.connector.Attachment;
import io.millrace.api.connector.Offset;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.connector.Sink;
import io.millrace.api.connector.Source;
import io.millrace.api.connector.SourceState;
import io.millrace.api.connector.VersionedTable;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import io.millrace.connector.Contexts;
import io.millrace.connector.RememberedState;
import io.millrace.connector.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MemoryTest {
  private static final Schema SCHEMA = Contexts.schema("k", DataType.STRING, "n", DataType.BIGINT);

  private final MemoryConnector connector = new MemoryConnector();
  private final Attachment attachment = new Attachment();

  private Source source(Schema needed, String... options) {
    return connector.openSource(
        Contexts.source(connector, "", needed, SCHEMA, attachment, options));
  }

  private Sink sink(OutputMode mode, List<Integer> key) {
    return connector.openSink(
        Contexts.sink(connector, "", SCHEMA, mode, key, attachment, Contexts.nowhere()));
  }

  private static void write(Sink sink, long batchId, ChangeBatch... changes) {
    Sink.Writer writer = sink.begin(batchId);
    for (ChangeBatch change : changes) {
      writer.write(change);
    }
    sink.publish(batchId, writer.prepare());
  }

  private void insert(Object[]... rows) {
    connector.insertTarget(SCHEMA, attachment).insert(Rows.batch(SCHEMA, rows));
  }

  @Test
  void insertedRowsAreReadInOrderAndAgain() {
    insert(row("a", 1L), row("b", 2L));
    Source source = source(SCHEMA);
    Offset first = source.latestOffset(Optional.empty(), true).orElseThrow();
    assertThat(first.json()).isEqualTo("{\"rows\":2}");
    insert(row("c", null));
    assertThat(Rows.between(source, Optional.empty(), first).rows())
        .containsExactly(List.of("a", 1L), List.of("b", 2L));
    Offset second = source.latestOffset(Optional.of(first), true).orElseThrow();
    assertThat(Rows.between(source, Optional.of(first), second).rows().get(0))
        .containsExactly("c", null);
    assertThat(Rows.between(source, Optional.empty(), second).rows()).hasSize(3);
    assertThat(source.latestOffset(Optional.of(second), true)).contains(second);
  }

  @Test
  void onlyNeededColumnsAreRead() {
    insert(row("a", 1L));
    assertThat(Rows.all(source(SCHEMA.project(1))).rows()).containsExactly(List.of(1L));
  }

  @Test
  void limitCutsUnitsApart() {
    insert(row("a", 1L), row("b", 2L), row("c", 3L));
    Source source = source(SCHEMA, "maxRowsPerTrigger", "2");
    Offset end = source.latestOffset(Optional.empty(), true).orElseThrow();
    assertThat(Rows.between(source, Optional.empty(), end).rows()).hasSize(2);
    Offset last = source.latestOffset(Optional.of(end), true).orElseThrow();
    assertThat(Rows.between(source, Optional.of(end), last).rows())
        .containsExactly(List.of("c", 3L));
    assertThat(source.newestOffset(Optional.empty())).contains(last);
  }

  @Test
  void frozenEndHidesLaterRowsAndChanges() {
    Sink sink = sink(OutputMode.UPDATE, List.of(0));
    write(sink, 0, Rows.inserts(SCHEMA, row("a", 1L)));
    Source source = source(SCHEMA);
    source.freezeEnd();
    write(sink, 1, Rows.changes(SCHEMA, row(DELETE, "a", 1L), row(INSERT, "b", 2L)));
    assertThat(Rows.all(source).rows()).containsExactly(List.of("a", 1L));
    Source later = source(SCHEMA);
    later.freezeEnd();
    assertThat(Rows.all(later).rows()).containsExactly(List.of("b", 2L));
  }

  @Test
  void streamOfChangedTableFails() {
    insert(row("a", 1L));
    Source source = source(SCHEMA);
    write(sink(OutputMode.COMPLETE, List.of()), 0, Rows.inserts(SCHEMA, row("b", 2L)));
    assertThatThrownBy(() -> source.latestOffset(Optional.empty(), true))
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_FAILED));
  }

  /** A row that takes the place of another keeps it only as long as the table is small. */
  @Test
  void streamIsReadInTheOrderInWhichRowsCameHoweverTheTableGrows() {
    insert(row("a", 1L), row("b", 1L), row("c", 1L));
    write(sink(OutputMode.UPDATE, List.of(0)), 0, Rows.changes(SCHEMA, row(UPDATE_AFTER, "a", 2L)));
    assertThat(content()).first().isEqualTo(List.of("a", 2L));
    Source source = source(SCHEMA, "maxRowsPerTrigger", "1");
    Source ending = source(SCHEMA, "maxRowsPerTrigger", "1");
    ending.freezeEnd();
    Offset one = source.latestOffset(Optional.empty(), true).orElseThrow();
    List<List<Object>> read = new ArrayList<>();
    read.addAll(Rows.between(ending, Optional.empty(), one).rows());
    assertThat(Rows.between(source, Optional.empty(), one).rows()).isEqualTo(read);
    Object[][] many = new Object[ColumnBatch.MAX_ROWS][];
    Arrays.fill(many, row("z", 1L));
    insert(many);
    Offset three =
        source(SCHEMA, "maxRowsPerTrigger", "3").latestOffset(Optional.empty(), true).orElseThrow();
    read.addAll(Rows.between(source, Optional.of(one), three).rows());
    assertThat(read)
        .containsExactlyInAnyOrder(List.of("a", 2L), List.of("b", 1L), List.of("c", 1L));
  }

  @Test
  void rowsOfAnOpenTransactionAreNoneOfAStream() {
    insert(row("a", 1L));
    Source source = source(SCHEMA);
    Optional<Offset> before = source.latestOffset(Optional.empty(), true);
    VersionedTable table = connector.table(SCHEMA, List.of(), attachment);
    table.begin();
    insert(row("b", 1L));
    assertThat(source.latestOffset(before, true)).isEqualTo(before);
    assertThat(content()).hasSize(2);
    table.commit();
    Offset behind = source.latestOffset(before, true).orElseThrow();
    assertThat(Rows.between(source, before, behind).rows()).containsExactly(List.of("b", 1L));
  }

  @Test
  void insertWakesReaders() {
    Source source = source(SCHEMA);
    AtomicInteger woken = new AtomicInteger();
    source.onDataAvailable(woken::incrementAndGet);
    insert(row("a", 1L));
    assertThat(woken).hasValue(1);
    source.close();
    source.close();
    insert(row("a", 1L));
    assertThat(woken).hasValue(1);
  }

  @Test
  void updatesReplaceAndDeleteByKeyInPlace() {
    Sink sink = sink(OutputMode.UPDATE, List.of(0));
    write(sink, 0, Rows.inserts(SCHEMA, row("a", 1L), row("b", 1L)));
    write(sink, 1, Rows.changes(SCHEMA, row(DELETE, "zz", 0L), row(UPDATE_AFTER, "a", 2L)));
    assertThat(content()).containsExactly(List.of("a", 2L), List.of("b", 1L));
    write(sink, 2, Rows.changes(SCHEMA, row(DELETE, "a", 2L)));
    assertThat(content()).containsExactly(List.of("b", 1L));
  }

  @Test
  void changelogWithoutKeyIsFoldedAsMultiset() {
    Sink sink = sink(OutputMode.CHANGELOG, List.of());
    write(sink, 0, Rows.inserts(SCHEMA, row("a", 1L), row("a", 1L), row("b", null)));
    write(
        sink,
        1,
        Rows.changes(
            SCHEMA,
            row(DELETE, "a", 1L),
            row(UPDATE_BEFORE, "b", null),
            row(UPDATE_AFTER, "b", 5L)));
    assertThat(content()).containsExactlyInAnyOrder(List.of("a", 1L), List.of("b", 5L));
  }

  @Test
  void completeReplacesAlsoWithNothing() {
    Sink sink = sink(OutputMode.COMPLETE, List.of());
    write(sink, 0, Rows.inserts(SCHEMA, row("a", 1L)));
    write(sink, 1, Rows.inserts(SCHEMA, row("b", 2L)), Rows.inserts(SCHEMA, row("c", 3L)));
    assertThat(content()).containsExactly(List.of("b", 2L), List.of("c", 3L));
    write(sink, 2);
    assertThat(content()).isEmpty();
  }

  @Test
  void preparedBatchIsInvisibleAndPublishedOnce() {
    Sink sink = sink(OutputMode.APPEND, List.of());
    Sink.Writer writer = sink.begin(0);
    writer.write(Rows.inserts(SCHEMA, row("a", 1L)));
    String manifest = writer.prepare();
    assertThat(content()).isEmpty();
    Sink other = sink(OutputMode.APPEND, List.of());
    other.publish(0, manifest);
    sink.publish(0, manifest);
    assertThat(content()).containsExactly(List.of("a", 1L));
    Sink.Writer aborted = sink.begin(1);
    aborted.write(Rows.inserts(SCHEMA, row("b", 1L)));
    aborted.abort();
    sink.publish(1, "");
    assertThat(content()).hasSize(1);
  }

  @Test
  void manyChangesKeepOnlyLiveRows() {
    Sink sink = sink(OutputMode.UPDATE, List.of(0));
    for (int batch = 0; batch < 40; batch++) {
      Object[][] rows = new Object[4000][];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = row("k" + i % 100, (long) batch * 4000 + i);
      }
      write(sink, batch, Rows.inserts(SCHEMA, rows));
    }
    assertThat(content()).hasSize(100).contains(List.of("k99", 159_999L));
  }

  private List<List<Object>> content() {
    Source source = source(SCHEMA);
    source.freezeEnd();
    return Rows.all(source).rows();
  }

  private Source source(Attachment table, SourceState state) {
    return connector.openSource(
        Contexts.withState(Contexts.source(connector, "", SCHEMA, SCHEMA, table), state));
  }

  @Test
  void rowsThatWentWithTheirSessionAreMissed() {
    RememberedState state = new RememberedState();
    insert(row("a", 1L));
    Optional<Offset> end = source(attachment, state).latestOffset(Optional.empty(), true);
    state.decide();
    Attachment ofNextSession = new Attachment();
    connector.insertTarget(SCHEMA, ofNextSession).insert(Rows.batch(SCHEMA, row("b", 2L)));
    assertThatThrownBy(() -> source(ofNextSession, state.afterCrash()).latestOffset(end, true))
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_FAILED))
        .hasMessageContaining("went with their session");
  }

  @Test
  void rowsThatWereChangedBetweenTwoRunsAreAnError() {
    RememberedState state = new RememberedState();
    insert(row("a", 1L));
    Optional<Offset> end = source(attachment, state).latestOffset(Optional.empty(), true);
    state.decide();
    write(sink(OutputMode.COMPLETE, List.of()), 0, Rows.inserts(SCHEMA, row("b", 2L)));
    assertThatThrownBy(() -> source(attachment, state.afterCrash()).latestOffset(end, true))
        .hasMessageContaining("changed or deleted");
  }
}
