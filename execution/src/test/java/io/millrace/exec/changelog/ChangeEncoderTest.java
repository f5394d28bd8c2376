package io.millrace.exec.changelog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.plan.physical.Ordering;
import io.millrace.plan.physical.Ordering.SortKey;
import io.millrace.plan.physical.QueryPlan.ChangeKind;
import io.millrace.state.memory.MemoryStateTables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ChangeEncoderTest {
  private static final Schema SCHEMA =
      Schema.of(new Field("k", DataType.STRING), new Field("n", DataType.BIGINT));

  /** A row: weight, key, value. */
  private record Row(int weight, String key, Long value) {}

  private static Row row(int weight, String key, long value) {
    return new Row(weight, key, value);
  }

  private static ColumnBatch batch(Row... rows) {
    BatchBuilder builder = new BatchBuilder(SCHEMA);
    for (Row row : rows) {
      builder.weightedRow(row.weight(), row.key(), row.value());
    }
    return builder.build();
  }

  private static OutputSpec spec(OutputMode mode, ChangeKind kind, List<Integer> key) {
    return new OutputSpec(
        "k",
        SCHEMA,
        mode,
        kind,
        Optional.ofNullable(key),
        true,
        Optional.empty(),
        new DeletePolicy.Delete());
  }

  private static ChangeEncoder encoder(OutputSpec spec) {
    return ChangeEncoder.of(spec, new MemoryStateTables());
  }

  private static List<String> encode(ChangeEncoder encoder, ColumnBatch... pieces) {
    List<String> written = new ArrayList<>();
    for (ColumnBatch piece : pieces) {
      encoder.add(piece, changes -> written.addAll(text(changes)));
    }
    encoder.finish(changes -> written.addAll(text(changes)));
    return written;
  }

  private static List<String> text(ChangeBatch changes) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < changes.size(); i++) {
      StringBuilder line = new StringBuilder(changes.kind(i).symbol()).append(' ');
      for (Object value : changes.rows().values(i)) {
        line.append(value);
      }
      lines.add(line.toString());
    }
    return lines;
  }

  /** The three batches of GROUP BY k HAVING COUNT(*) < 3 over a b, a, a. */
  private static List<List<String>> havingTable(OutputSpec spec) {
    ChangeEncoder encoder = encoder(spec);
    return List.of(
        encode(encoder, batch(row(1, "a", 1), row(1, "b", 1))),
        encode(encoder, batch(row(-1, "a", 1), row(1, "a", 2))),
        encode(encoder, batch(row(-1, "a", 2))));
  }

  @Test
  void scenario33HavingInUpdateMode() {
    assertThat(havingTable(spec(OutputMode.UPDATE, ChangeKind.DELETE, List.of(0))))
        .containsExactly(List.of("+I a1", "+I b1"), List.of("+U a2"), List.of("-D a2"));
  }

  @Test
  void scenario33HavingInChangelogMode() {
    assertThat(havingTable(spec(OutputMode.CHANGELOG, ChangeKind.DELETE, List.of(0))))
        .containsExactly(List.of("+I a1", "+I b1"), List.of("-U a1", "+U a2"), List.of("-D a2"));
  }

  @Test
  void scenario33HavingInCompleteMode() {
    List<List<String>> expected =
        List.of(List.of("+I a1", "+I b1"), List.of("+I a2", "+I b1"), List.of("+I b1"));
    assertThat(havingTable(spec(OutputMode.COMPLETE, ChangeKind.DELETE, List.of(0))))
        .isEqualTo(expected);
  }

  @Test
  void scenario33DeletionsAreIgnoredOrMarkedIfTheSinkSaysSo() {
    OutputSpec spec = spec(OutputMode.UPDATE, ChangeKind.DELETE, List.of(0));
    assertThat(havingTable(with(spec, new DeletePolicy.Ignore())).get(2)).isEmpty();
    assertThat(havingTable(with(spec, new DeletePolicy.Mark("gone"))))
        .containsExactly(
            List.of("+I a1false", "+I b1false"), List.of("+U a2false"), List.of("+U a2true"));
  }

  private static OutputSpec with(OutputSpec spec, DeletePolicy deletes) {
    return new OutputSpec(
        spec.sinkName(),
        spec.schema(),
        spec.mode(),
        spec.kind(),
        spec.key(),
        spec.keyIsUnique(),
        spec.ordering(),
        deletes);
  }

  @Test
  void outerJoinWithoutKeyDeletesBeforeItInserts() {
    ChangeEncoder encoder = encoder(spec(OutputMode.CHANGELOG, ChangeKind.DELETE, null));
    assertThat(encode(encoder, batch(new Row(1, "1", null)))).containsExactly("+I 1null");
    assertThat(encode(encoder, batch(row(1, "1", 1), new Row(-1, "1", null))))
        .containsExactly("-D 1null", "+I 11");
    assertThat(
            encode(
                encoder,
                batch(new Row(1, "2", null)),
                batch(new Row(-1, "2", null), row(1, "2", 1))))
        .containsExactly("+I 21");
  }

  @Test
  void piecesOfEqualRowsAddUp() {
    ChangeEncoder encoder = encoder(spec(OutputMode.CHANGELOG, ChangeKind.DELETE, null));
    assertThat(encode(encoder, batch(row(2, "a", 1)), batch(row(-1, "a", 1))))
        .containsExactly("+I a1");
    assertThat(encode(encoder, batch(row(1, "a", 1)), batch(row(-3, "a", 1))))
        .containsExactly("-D a1", "-D a1");
  }

  @Test
  void unchangedRowIsNotWritten() {
    for (OutputMode mode : List.of(OutputMode.UPDATE, OutputMode.CHANGELOG)) {
      ChangeEncoder encoder = encoder(spec(mode, ChangeKind.UPDATE, List.of(0)));
      assertThat(encode(encoder, batch(row(-1, "a", 1), row(1, "a", 1)))).isEmpty();
    }
  }

  @Test
  void deletionsComeBeforeNewImages() {
    ChangeEncoder encoder = encoder(spec(OutputMode.UPDATE, ChangeKind.DELETE, List.of(0)));
    assertThat(
            encode(
                encoder, batch(row(1, "b", 1), row(1, "a", 2), row(-1, "a", 1), row(-1, "c", 3))))
        .containsExactly("-D c3", "+I b1", "+U a2");
  }

  @Test
  void resultOfOneRowHasTheEmptyKey() {
    ChangeEncoder encoder = encoder(spec(OutputMode.CHANGELOG, ChangeKind.UPDATE, List.of()));
    assertThat(encode(encoder, batch(row(1, "x", 0)))).containsExactly("+I x0");
    assertThat(encode(encoder, batch(row(1, "y", 5), row(-1, "x", 0))))
        .containsExactly("-U x0", "+U y5");
  }

  @Test
  void nullsAndSignedZerosAreEqualInKeys() {
    ChangeEncoder encoder = encoder(spec(OutputMode.UPDATE, ChangeKind.UPDATE, List.of(0)));
    assertThat(encode(encoder, batch(row(-1, null, 1), row(1, null, 2))))
        .containsExactly("+U null2");
  }

  @Test
  void appendPassesBatchesThroughUntouched() {
    ChangeEncoder encoder = encoder(spec(OutputMode.APPEND, ChangeKind.INSERT, null));
    ColumnBatch rows = batch(row(1, "a", 1), row(1, "a", 1));
    List<ChangeBatch> written = new ArrayList<>();
    encoder.add(rows, written::add);
    assertThat(written).hasSize(1);
    assertThat(written.get(0).isInsertOnly()).isTrue();
    assertThat(written.get(0).rows()).isSameAs(rows);
    encoder.finish(written::add);
    assertThat(written).hasSize(1);
  }

  @Test
  void appendRepeatsRowsOfMoreWeightAndRefusesDeletions() {
    ChangeEncoder encoder = encoder(spec(OutputMode.APPEND, ChangeKind.INSERT, null));
    assertThat(encode(encoder, batch(row(1, "a", 1), row(3, "b", 1))))
        .containsExactly("+I a1", "+I b1", "+I b1", "+I b1");
    assertThatThrownBy(() -> encode(encoder, batch(row(-1, "a", 1))))
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL_ERROR));
  }

  @Test
  void largeBatchesAreWrittenInPieces() {
    BatchBuilder builder = new BatchBuilder(SCHEMA);
    for (int i = 0; i < 10_000; i++) {
      builder.row("k" + i, i);
    }
    ColumnBatch large = builder.build();
    for (OutputMode mode : OutputMode.values()) {
      List<Integer> sizes = new ArrayList<>();
      ChangeEncoder encoder = encoder(spec(mode, ChangeKind.UPDATE, List.of(0)));
      encoder.add(large, changes -> sizes.add(changes.size()));
      encoder.finish(changes -> sizes.add(changes.size()));
      assertThat(sizes).containsExactly(4096, 4096, 1808);
    }
  }

  private static Optional<Ordering> byValueDescending(long offset, OptionalLong limit) {
    return Optional.of(new Ordering(List.of(new SortKey(1, true, false)), offset, limit));
  }

  private static OutputSpec ordered(OutputSpec spec, Optional<Ordering> ordering) {
    return new OutputSpec(
        spec.sinkName(),
        spec.schema(),
        spec.mode(),
        spec.kind(),
        spec.key(),
        spec.keyIsUnique(),
        ordering,
        spec.deletes());
  }

  @Test
  void completeResultIsOrderedAndCut() {
    ChangeEncoder encoder =
        encoder(
            ordered(
                spec(OutputMode.COMPLETE, ChangeKind.UPDATE, List.of(0)),
                byValueDescending(1, OptionalLong.of(2))));
    assertThat(
            encode(
                encoder,
                batch(row(1, "a", 1), row(1, "b", 9), new Row(1, "n", null), row(1, "c", 5))))
        .containsExactly("+I c5", "+I a1");
    assertThat(encode(encoder, batch(row(-1, "a", 1), row(1, "a", 7))))
        .containsExactly("+I a7", "+I c5");
    assertThat(encode(encoder)).containsExactly("+I a7", "+I c5");
  }

  @Test
  void tiesAreInTheOrderOfArrival() {
    ChangeEncoder encoder =
        encoder(
            ordered(
                spec(OutputMode.COMPLETE, ChangeKind.INSERT, null),
                byValueDescending(0, OptionalLong.empty())));
    List<String> expected = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      rows.add(row(1, "r" + i, i % 2));
    }
    rows.stream().filter(r -> r.value() == 1).forEach(r -> expected.add("+I " + r.key() + 1));
    rows.stream().filter(r -> r.value() == 0).forEach(r -> expected.add("+I " + r.key() + 0));
    assertThat(encode(encoder, batch(rows.toArray(Row[]::new)))).isEqualTo(expected);
  }

  @Test
  void orderAppliesWithinABatchInOtherModes() {
    ChangeEncoder append =
        encoder(
            ordered(
                spec(OutputMode.APPEND, ChangeKind.INSERT, null),
                byValueDescending(0, OptionalLong.empty())));
    assertThat(encode(append, batch(row(1, "a", 1)), batch(row(1, "b", 3), row(1, "c", 2))))
        .containsExactly("+I b3", "+I c2", "+I a1");
    assertThat(encode(append, batch(row(1, "d", 9)))).containsExactly("+I d9");
    ChangeEncoder changelog =
        encoder(
            ordered(
                spec(OutputMode.CHANGELOG, ChangeKind.UPDATE, List.of(0)),
                byValueDescending(0, OptionalLong.empty())));
    assertThat(encode(changelog, batch(row(1, "a", 1), row(1, "b", 3))))
        .containsExactly("+I b3", "+I a1");
    assertThat(
            encode(
                changelog, batch(row(-1, "a", 1), row(1, "a", 4), row(-1, "b", 3), row(1, "b", 8))))
        .containsExactly("-U b3", "+U b8", "-U a1", "+U a4");
  }

  private static OutputSpec uncertainKey(OutputMode mode) {
    return new OutputSpec(
        "target",
        SCHEMA,
        mode,
        ChangeKind.DELETE,
        Optional.of(List.of(0)),
        false,
        Optional.empty(),
        new DeletePolicy.Delete());
  }

  @Test
  void twoLiveRowsOfAKeyConflictWithinAndAcrossBatches() {
    for (OutputMode mode : List.of(OutputMode.UPDATE, OutputMode.COMPLETE)) {
      ChangeEncoder within = encoder(uncertainKey(mode));
      assertConflict("a", () -> encode(within, batch(row(1, "a", 1), row(1, "a", 2))));
      ChangeEncoder across = encoder(uncertainKey(mode));
      encode(across, batch(row(1, "a", 1), row(1, "b", 1)));
      assertThat(encode(across, batch(row(-1, "b", 1)))).isNotNull();
      encode(across, batch(row(1, "a", 2), row(-1, "a", 1), row(1, "b", 5)));
      assertConflict("a", () -> encode(across, batch(row(1, "a", 3))));
    }
  }

  @Test
  void keysAreStillKnownAfterManyBatches() {
    ChangeEncoder encoder = encoder(uncertainKey(OutputMode.UPDATE));
    encode(encoder, batch(row(1, "a", 0), row(1, "z", 0)));
    for (int i = 0; i < 5_000; i++) {
      encode(encoder, batch(row(-1, "a", i), row(1, "a", i + 1)));
    }
    assertConflict("z", () -> encode(encoder, batch(row(1, "z", 1))));
  }

  private static void assertConflict(String key, Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.KEY_CONFLICT);
              assertThat(e.summary()).contains("(k = " + key + ")", "target");
            });
  }

  /**
   * Folding what any encoder gives makes the table that the weights describe, whether a sink takes
   * each batch by itself or many as one.
   */
  @Property(tries = 100)
  void foldedOutputEqualsTheResult(@ForAll long seed) {
    Random random = new Random(seed);
    Map<String, Long> live = new HashMap<>();
    Map<String, Long> updated = new HashMap<>();
    Map<String, Long> logged = new HashMap<>();
    ChangeEncoder update = encoder(uncertainKey(OutputMode.UPDATE));
    ChangeEncoder changelog = encoder(spec(OutputMode.CHANGELOG, ChangeKind.DELETE, List.of(0)));
    ChangeEncoder complete = encoder(spec(OutputMode.COMPLETE, ChangeKind.DELETE, List.of(0)));
    for (int n = 0; n < 6; n++) {
      List<Row> rows = new ArrayList<>();
      for (int i = 0; i < random.nextInt(60); i++) {
        String key = "k" + random.nextInt(30);
        Long old = live.remove(key);
        if (old != null) {
          rows.add(row(-1, key, old));
        }
        if (random.nextInt(3) > 0) {
          live.put(key, (long) random.nextInt(5));
          rows.add(row(1, key, live.get(key)));
        }
      }
      java.util.Collections.shuffle(rows, random);
      ColumnBatch changes = batch(rows.toArray(Row[]::new));
      Map<String, Long> whole = new HashMap<>();
      update.add(changes, given -> fold(updated, given));
      changelog.add(changes, given -> fold(logged, given));
      complete.add(changes, given -> fold(whole, given));
      if (random.nextInt(3) == 0 && n < 5) {
        List.of(update, changelog, complete).forEach(ChangeEncoder::settle);
        continue;
      }
      update.finish(given -> fold(updated, given));
      changelog.finish(given -> fold(logged, given));
      complete.finish(given -> fold(whole, given));
      assertThat(updated).isEqualTo(live);
      assertThat(logged).isEqualTo(live);
      assertThat(whole).isEqualTo(live);
    }
  }

  @Test
  void manyBatchesThatAreOneToTheSinkAreAddedUpOnTheWay() {
    OutputSpec spec = spec(OutputMode.CHANGELOG, ChangeKind.DELETE, List.of(0));
    PieceList pieces = new PieceList(spec);
    ChangeEncoder keyed = encoder(spec);
    ChangeEncoder unkeyed = encoder(spec(OutputMode.CHANGELOG, ChangeKind.DELETE, null));
    int kept = 0;
    for (int n = 0; n < 70; n++) {
      Row[] rows = new Row[2_000];
      for (int i = 0; i < rows.length; i += 2) {
        rows[i] = row(-1, "k", n * 1_000 + i / 2);
        rows[i + 1] = row(1, "k", n * 1_000 + i / 2 + 1);
      }
      ColumnBatch changes = batch(rows);
      pieces.add(changes);
      pieces.settle();
      for (ChangeEncoder encoder : List.of(keyed, unkeyed)) {
        encoder.add(changes, given -> assertThat(given.size()).isZero());
        encoder.settle();
      }
      kept = Math.max(kept, pieces.rows());
    }
    assertThat(kept).isLessThan(70_000);
    assertThat(encode(keyed)).containsExactly("-U k0", "+U k70000");
    assertThat(encode(unkeyed)).containsExactly("-D k0", "+I k70000");
    assertThat(encode(keyed)).isEmpty();
    assertThat(encode(unkeyed)).isEmpty();
  }

  private static void fold(Map<String, Long> table, ChangeBatch changes) {
    for (int i = 0; i < changes.size(); i++) {
      List<Object> row = changes.rows().values(i);
      switch (changes.kind(i)) {
        case INSERT -> assertThat(table.put((String) row.get(0), (Long) row.get(1))).isNull();
        case UPDATE_AFTER -> table.put((String) row.get(0), (Long) row.get(1));
        case UPDATE_BEFORE ->
            assertThat(table).containsEntry((String) row.get(0), (Long) row.get(1));
        case DELETE -> assertThat(table.remove(row.get(0))).isEqualTo(row.get(1));
      }
    }
  }

  @Property(tries = 50)
  void sortingIsStable(@ForAll long seed) {
    Random random = new Random(seed);
    Row[] rows = new Row[random.nextInt(200)];
    for (int i = 0; i < rows.length; i++) {
      rows[i] =
          new Row(
              1,
              String.format("%04d", i),
              random.nextInt(9) == 0 ? null : (long) random.nextInt(20));
    }
    ChangeEncoder encoder =
        encoder(
            ordered(
                spec(OutputMode.COMPLETE, ChangeKind.INSERT, null),
                byValueDescending(0, OptionalLong.empty())));
    List<String> expected =
        Arrays.stream(rows)
            .sorted(
                java.util.Comparator.comparing(
                    Row::value,
                    java.util.Comparator.nullsLast(java.util.Comparator.reverseOrder())))
            .map(r -> "+I " + r.key() + r.value())
            .toList();
    assertThat(encode(encoder, batch(rows))).isEqualTo(expected);
  }
}
