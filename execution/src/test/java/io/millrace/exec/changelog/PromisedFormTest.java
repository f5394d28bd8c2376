package io.millrace.exec.changelog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.plan.physical.QueryPlan.ChangeKind;
import io.millrace.plan.physical.ResultForm;
import io.millrace.state.memory.MemoryStateTables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Encoders of changes whose form the plan promises. */
class PromisedFormTest {
  private static final Schema SCHEMA =
      Schema.of(new Field("k", DataType.STRING), new Field("n", DataType.DOUBLE));

  /** A row: weight, key, value. */
  private record Row(int weight, String key, Double value) {}

  private static Row row(int weight, String key, double value) {
    return new Row(weight, key, value);
  }

  private static ColumnBatch batch(Row... rows) {
    BatchBuilder builder = new BatchBuilder(SCHEMA);
    for (Row row : rows) {
      builder.weightedRow(row.weight(), row.key(), row.value());
    }
    return builder.build();
  }

  private static ChangeEncoder encoder(ResultForm form, OutputMode mode, DeletePolicy deletes) {
    OutputSpec spec =
        new OutputSpec(
            "k",
            SCHEMA,
            mode,
            form == ResultForm.UPSERTS ? ChangeKind.UPDATE : ChangeKind.DELETE,
            Optional.of(List.of(0)),
            true,
            Optional.empty(),
            deletes,
            form);
    return ChangeEncoder.of(spec, new MemoryStateTables());
  }

  private static ChangeEncoder pairs(OutputMode mode) {
    return encoder(ResultForm.PAIRS, mode, new DeletePolicy.Delete());
  }

  private static ChangeEncoder upserts() {
    return encoder(ResultForm.UPSERTS, OutputMode.UPDATE, new DeletePolicy.Delete());
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
      StringBuilder line = new StringBuilder(changes.kind(i).symbol());
      changes.rows().values(i).forEach(value -> line.append(' ').append(value));
      lines.add(line.toString());
    }
    return lines;
  }

  private static ColumnBatch[] someOfEverything() {
    return new ColumnBatch[] {
      batch(row(1, "new", 1), row(-1, "gone", 2), row(-1, "changed", 3), row(1, "changed", 4)),
      batch(row(-1, "same", 0.0), row(1, "same", -0.0), row(-1, "left", 5), row(1, "came", 5)),
      batch(row(1, "last", 6))
    };
  }

  @Test
  void pairsLeaveInTheOrderOfTheirModeDeletionsFirst() {
    assertThat(encode(pairs(OutputMode.UPDATE), someOfEverything()))
        .containsExactly(
            "-D gone 2.0",
            "-D left 5.0",
            "+I new 1.0",
            "+U changed 4.0",
            "+I came 5.0",
            "+I last 6.0");
    assertThat(encode(pairs(OutputMode.CHANGELOG), someOfEverything()))
        .containsExactly(
            "-D gone 2.0",
            "-D left 5.0",
            "+I new 1.0",
            "-U changed 3.0",
            "+U changed 4.0",
            "+I came 5.0",
            "+I last 6.0");
  }

  @Test
  void deletionsOfPairsAreIgnoredOrMarkedIfTheSinkSaysSo() {
    ColumnBatch changes = batch(row(-1, "gone", 2), row(1, "new", 1));
    assertThat(
            encode(
                encoder(ResultForm.PAIRS, OutputMode.UPDATE, new DeletePolicy.Ignore()), changes))
        .containsExactly("+I new 1.0");
    assertThat(
            encode(
                encoder(ResultForm.PAIRS, OutputMode.UPDATE, new DeletePolicy.Mark("gone")),
                changes))
        .containsExactly("+U gone 2.0 true", "+I new 1.0 false");
  }

  @Test
  void upsertsAreNewOrReplaceARow() {
    ChangeEncoder encoder = upserts();
    assertThat(encode(encoder, batch(row(1, "a", 1), row(1, "b", 1))))
        .containsExactly("+I a 1.0", "+I b 1.0");
    assertThat(encode(encoder, batch(row(0, "a", 2), row(1, "c", 1)), batch(row(0, "b", 2))))
        .containsExactly("+U a 2.0", "+I c 1.0", "+U b 2.0");
    assertThat(encode(encoder)).isEmpty();
  }

  @Test
  void rowsPassThroughWhereTheyLie() {
    ColumnBatch rows = batch(row(0, "a", 1), row(0, "b", 1));
    List<ChangeBatch> written = new ArrayList<>();
    ChangeEncoder encoder = upserts();
    encoder.add(rows, written::add);
    encoder.finish(written::add);
    assertThat(written).hasSize(1);
    assertThat(written.get(0).rows().column(0)).isSameAs(rows.column(0));
    assertThat(written.get(0).rows().isInsertOnly()).isTrue();
  }

  @Test
  void aKeyThatComesTwiceBreaksThePromise() {
    assertThatThrownBy(() -> encode(upserts(), batch(row(1, "a", 1)), batch(row(0, "a", 2))))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(
            () ->
                encode(
                    pairs(OutputMode.UPDATE),
                    batch(row(-1, "a", 1), row(1, "b", 2), row(1, "a", 2))))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> encode(upserts(), batch(row(-1, "a", 1), row(1, "b", 1))))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void largePiecesAreCut() {
    BatchBuilder builder = new BatchBuilder(SCHEMA);
    for (int i = 0; i < 5_000; i++) {
      builder.weightedRow(i % 2, "k" + i, 0.0);
    }
    ColumnBatch large = builder.build();
    List<ChangeBatch> written = new ArrayList<>();
    ChangeEncoder encoder = upserts();
    encoder.add(large, written::add);
    encoder.finish(written::add);
    assertThat(written).extracting(ChangeBatch::size).containsExactly(4096, 904);
    assertThat(text(written.get(1))).startsWith("+U k4096 0.0", "+I k4097 0.0");
  }

  /** Folding the output makes the table that was described, also when batches leave as one. */
  @Property(tries = 100)
  void foldedOutputEqualsTheResult(@ForAll long seed) {
    Random random = new Random(seed);
    Map<String, Double> live = new HashMap<>();
    Map<String, Double> kept = new HashMap<>();
    List<ChangeEncoder> encoders =
        List.of(pairs(OutputMode.UPDATE), pairs(OutputMode.CHANGELOG), upserts());
    List<Map<String, Double>> folded = List.of(new HashMap<>(), new HashMap<>(), new HashMap<>());
    for (int n = 0; n < 6; n++) {
      ColumnBatch pairs = randomPairs(random, live);
      ColumnBatch upserts = randomUpserts(random, kept);
      boolean ends = n == 5 || random.nextInt(3) > 0;
      for (int i = 0; i < encoders.size(); i++) {
        Map<String, Double> table = folded.get(i);
        encoders.get(i).add(i < 2 ? pairs : upserts, given -> fold(table, given));
        if (ends) {
          encoders.get(i).finish(given -> fold(table, given));
        } else {
          encoders.get(i).settle();
        }
      }
      if (ends) {
        assertThat(folded).containsExactly(live, live, kept);
      }
    }
  }

  private static ColumnBatch randomPairs(Random random, Map<String, Double> live) {
    List<Row> rows = new ArrayList<>();
    for (int key = 0; key < 30; key++) {
      String name = "k" + (key * 7) % 30;
      if (random.nextInt(3) == 0) {
        Double old = live.remove(name);
        if (old != null) {
          rows.add(row(-1, name, old));
        }
        if (random.nextInt(3) > 0) {
          live.put(name, (double) random.nextInt(3));
          rows.add(row(1, name, live.get(name)));
        }
      }
    }
    return batch(rows.toArray(Row[]::new));
  }

  private static ColumnBatch randomUpserts(Random random, Map<String, Double> live) {
    Map<String, Row> rows = new TreeMap<>();
    for (int i = 0; i < random.nextInt(30); i++) {
      String name = "k" + random.nextInt(30);
      if (!rows.containsKey(name)) {
        double value = random.nextInt(100);
        rows.put(name, row(live.put(name, value) == null ? 1 : 0, name, value));
      }
    }
    return batch(rows.values().toArray(Row[]::new));
  }

  private static void fold(Map<String, Double> table, ChangeBatch changes) {
    for (int i = 0; i < changes.size(); i++) {
      String key = (String) changes.rows().values(i).get(0);
      Double value = (Double) changes.rows().values(i).get(1);
      switch (changes.kind(i)) {
        case INSERT -> assertThat(table.put(key, value)).isNull();
        case UPDATE_AFTER -> assertThat(table.put(key, value)).isNotNull();
        case UPDATE_BEFORE -> assertThat(table).containsEntry(key, value);
        case DELETE -> assertThat(table.remove(key)).isEqualTo(value);
      }
    }
  }

  @Test
  void manyBatchesOfUpsertsAreReducedOnTheWay() {
    ChangeEncoder encoder = upserts();
    for (int n = 0; n < 100; n++) {
      Row[] rows = new Row[2_000];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = row(n == 0 && i > 0 ? 1 : 0, "k" + i, n);
      }
      encoder.add(batch(rows), given -> assertThat(given.size()).isZero());
      encoder.settle();
    }
    assertThat(encode(encoder))
        .hasSize(2_000)
        .startsWith("+U k0 99.0", "+I k1 99.0")
        .endsWith("+I k1999 99.0");
    assertThat(encode(encoder)).isEmpty();
  }
}
