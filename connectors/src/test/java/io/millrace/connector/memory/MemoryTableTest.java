package io.millrace.connector.memory;

import static io.millrace.connector.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.connector.VersionedTable.Conflicts;
import io.millrace.api.connector.VersionedTable.Follower;
import io.millrace.api.connector.VersionedTable.Snapshot;
import io.millrace.api.connector.VersionedTable.UniqueKey;
import io.millrace.api.error.MillraceException;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import io.millrace.connector.Contexts;
import io.millrace.connector.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class MemoryTableTest {
  private static final Schema SCHEMA = Contexts.schema("k", DataType.BIGINT, "v", DataType.STRING);
  private static final UniqueKey KEY = new UniqueKey("the primary key of t", List.of(0), false);

  /** What a table must do, on a plain list. */
  private static final class Model {
    private final boolean keyed;
    private List<List<Object>> rows = new ArrayList<>();

    Model(boolean keyed) {
      this.keyed = keyed;
    }

    boolean add(List<Object> added, Conflicts conflicts) {
      int there = -1;
      for (int i = 0; keyed && i < rows.size(); i++) {
        there = rows.get(i).get(0).equals(added.get(0)) ? i : there;
      }
      if (there < 0) {
        rows.add(added);
      } else if (conflicts == Conflicts.REPLACE) {
        rows.set(there, added);
      }
      return there < 0 || conflicts != Conflicts.REFUSE;
    }
  }

  @Property(tries = 60)
  void contentAndChangesAreThoseOfAPlainList(@ForAll long seed, @ForAll boolean keyed) {
    Random random = new Random(seed);
    MemoryTable table = new MemoryTable(SCHEMA, keyed ? List.of(KEY) : List.of());
    Model model = new Model(keyed);
    Follower follower = table.follow(() -> {});
    Map<List<Object>, Integer> followed = new HashMap<>();
    long seen = 0;
    List<List<Object>> before = List.of();
    boolean inTransaction = false;
    for (int step = 0; step < 60; step++) {
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> change(table, model, random);
        case 3 -> delta(table, model, random);
        case 4 -> {
          if (random.nextInt(4) == 0) {
            table.clear();
            model.rows.clear();
          }
        }
        case 5 -> {
          if (!inTransaction) {
            table.begin();
            before = new ArrayList<>(model.rows);
            inTransaction = true;
          }
        }
        case 6 -> {
          if (inTransaction) {
            table.commit();
            inTransaction = false;
          }
        }
        default -> {
          if (inTransaction) {
            table.rollback();
            model.rows = new ArrayList<>(before);
            inTransaction = false;
          }
        }
      }
      List<List<Object>> rows = content(table.snapshot());
      assertThat(rows).containsExactlyInAnyOrderElementsOf(model.rows);
      if (!inTransaction) {
        fold(follower.changes(seen, table.version()).orElseThrow(), followed);
        seen = table.version();
        follower.release(seen);
        assertThat(followed).isEqualTo(counts(model.rows));
      }
    }
  }

  private static void change(MemoryTable table, Model model, Random random) {
    Snapshot snapshot = table.snapshot();
    LongList removed = new LongList();
    List<List<Object>> kept = new ArrayList<>();
    boolean removes = random.nextBoolean();
    for (int b = 0; b < snapshot.batches().size(); b++) {
      for (int i = 0; i < snapshot.batches().get(b).size(); i++) {
        if (removes && random.nextInt(3) == 0) {
          removed.add(snapshot.ids().get(b).id(i));
        } else {
          kept.add(snapshot.batches().get(b).values(i));
        }
      }
    }
    Model changed = new Model(model.keyed);
    changed.rows = kept;
    Conflicts conflicts = Conflicts.values()[random.nextInt(3)];
    ColumnBatch added = randomRows(random, random.nextInt(50) == 0 ? 5000 : random.nextInt(6));
    boolean fits = true;
    for (int i = 0; i < added.size(); i++) {
      fits &= changed.add(added.values(i), conflicts);
    }
    if (fits) {
      table.change(removed.toArray(), List.of(added), conflicts);
      model.rows = changed.rows;
    } else {
      assertThatThrownBy(() -> table.change(removed.toArray(), List.of(added), conflicts))
          .isInstanceOf(MillraceException.class);
    }
  }

  /** Rows with weights, some of which are not there. */
  private static void delta(MemoryTable table, Model model, Random random) {
    Model changed = new Model(model.keyed);
    changed.rows = new ArrayList<>(model.rows);
    BatchBuilder delta = new BatchBuilder(SCHEMA);
    for (int i = random.nextInt(3); i > 0 && !changed.rows.isEmpty(); i--) {
      List<Object> gone = changed.rows.remove(random.nextInt(changed.rows.size()));
      delta.weightedRow(-1, gone.toArray());
    }
    boolean missing = random.nextInt(5) == 0;
    if (missing) {
      delta.weightedRow(-1, 999L, "not there");
    }
    boolean fits = true;
    for (int i = random.nextInt(3); i > 0; i--) {
      List<Object> added = randomRows(random, 1).values(0);
      fits &= changed.add(added, Conflicts.REFUSE);
      delta.weightedRow(1, added.toArray());
    }
    ColumnBatch batch = delta.build();
    if (fits && !missing) {
      table.apply(List.of(batch));
      model.rows = changed.rows;
    } else {
      assertThatThrownBy(() -> table.apply(List.of(batch)))
          .isInstanceOfAny(MillraceException.class, IllegalArgumentException.class);
    }
  }

  private static ColumnBatch randomRows(Random random, int count) {
    BatchBuilder builder = new BatchBuilder(SCHEMA);
    long keys = count > 100 ? 1 << 30 : 12;
    for (int i = 0; i < count; i++) {
      builder.row(random.nextLong(keys), "v" + random.nextInt(3));
    }
    return builder.build();
  }

  private static void fold(List<ColumnBatch> changes, Map<List<Object>, Integer> followed) {
    for (ColumnBatch batch : changes) {
      for (int i = 0; i < batch.size(); i++) {
        followed.merge(batch.values(i), batch.weight(i), Integer::sum);
      }
    }
    followed.values().removeIf(weight -> weight == 0);
  }

  private static Map<List<Object>, Integer> counts(List<List<Object>> rows) {
    Map<List<Object>, Integer> counts = new HashMap<>();
    rows.forEach(row -> counts.merge(row, 1, Integer::sum));
    return counts;
  }

  private static List<List<Object>> content(Snapshot snapshot) {
    List<List<Object>> rows = new ArrayList<>();
    for (ColumnBatch batch : snapshot.batches()) {
      for (int i = 0; i < batch.size(); i++) {
        rows.add(batch.values(i));
      }
    }
    return rows;
  }

  @Test
  void keyThatIsThereIsRefusedByName() {
    MemoryTable table = new MemoryTable(SCHEMA, List.of(KEY));
    table.insert(Rows.batch(SCHEMA, row(1L, "a")));
    assertThatThrownBy(() -> table.insert(Rows.batch(SCHEMA, row(2L, "b"), row(1L, "c"))))
        .hasMessageContaining("the primary key of t has (k) = (1) already");
    assertThat(content(table.snapshot())).containsExactly(List.of(1L, "a"));
  }

  @Test
  void changedRowOfASmallTableKeepsItsPlace() {
    MemoryTable table = new MemoryTable(SCHEMA, List.of(KEY));
    table.insert(Rows.batch(SCHEMA, row(1L, "a"), row(2L, "b")));
    long[] first = {table.snapshot().ids().get(0).id(0)};
    table.change(first, List.of(Rows.batch(SCHEMA, row(1L, "c"))), Conflicts.REFUSE);
    assertThat(content(table.snapshot())).containsExactly(List.of(1L, "c"), List.of(2L, "b"));
  }

  @Test
  void changesAreKeptUntilTheLastFollowerHasThem() {
    MemoryTable table = new MemoryTable(SCHEMA);
    Follower slow = table.follow(() -> {});
    Follower fast = table.follow(() -> {});
    table.insert(Rows.batch(SCHEMA, row(1L, "a")));
    table.insert(Rows.batch(SCHEMA, row(2L, "b")));
    fast.release(2);
    assertThat(fast.changes(0, 2)).isEmpty();
    assertThat(slow.changes(0, 2).orElseThrow()).hasSize(2);
    slow.release(1);
    assertThat(slow.changes(1, 2).orElseThrow()).hasSize(1);
  }
}
