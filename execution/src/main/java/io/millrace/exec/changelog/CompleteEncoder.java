package io.millrace.exec.changelog;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.RowKind;
import io.millrace.api.error.ErrorCode;
import io.millrace.exec.operator.Counters;
import io.millrace.plan.physical.Ordering;
import io.millrace.state.StateTables;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Keeps the whole result and gives all of it behind each batch, ordered and cut as the query says,
 * otherwise in the order of arrival; a row that replaces the one of its key takes its place.
 *
 * <p>State: the rows, each with its weight and its place in the order; the next place.
 */
final class CompleteEncoder implements ChangeEncoder {
  private static final int PLACE = 1;
  private static final int WORDS = 2;

  private final OutputSpec spec;
  private final StateTables tables;
  private final StoredRows result;
  private final Counters nextPlace;
  private final Optional<LiveKeys> liveKeys;
  private final ReferenceOrder order;
  private final boolean ordered;
  private final long offset;
  private final OptionalLong limit;
  private List<ColumnBatch> pieces = new ArrayList<>();

  CompleteEncoder(OutputSpec spec, StateTables tables) {
    this.spec = spec;
    this.tables = tables;
    this.result = new StoredRows("result", spec, spec.allColumns(), WORDS, tables);
    this.nextPlace = new Counters("next place", 1, tables);
    this.liveKeys =
        spec.key().isEmpty() || spec.keyIsUnique()
            ? Optional.empty()
            : Optional.of(new LiveKeys(spec, tables));
    Ordering ordering = spec.ordering().orElse(new Ordering(List.of(), 0, OptionalLong.empty()));
    this.order = new ReferenceOrder(ordering);
    this.ordered = !ordering.keys().isEmpty();
    this.offset = ordering.offset();
    this.limit = ordering.limit();
  }

  @Override
  public void add(ColumnBatch changes, Consumer<ChangeBatch> sink) {
    if (!changes.isEmpty()) {
      pieces.add(changes);
    }
  }

  @Override
  public void settle() {
    tables.beginBatch();
    List<ColumnBatch> batch = pieces;
    pieces = new ArrayList<>();
    liveKeys.ifPresent(keys -> keys.check(batch));
    apply(batch);
  }

  @Override
  public void finish(Consumer<ChangeBatch> sink) {
    settle();
    ChangeOutput output = new ChangeOutput(spec, sink);
    if (ordered) {
      writeOrdered(output);
    } else {
      writeByPlace(output);
    }
    output.flush();
  }

  /** Brings the result up to date. */
  private void apply(List<ColumnBatch> batch) {
    RowPool pool = new RowPool();
    result.begin();
    for (ColumnBatch piece : batch) {
      result.add(piece, pool);
    }
    for (int i = 0; i < result.touchedCount(); i++) {
      if (result.weight(result.touchedSlot(i)) < 0) {
        throw error(
                ErrorCode.INTERNAL_ERROR,
                "a row was taken back that was never given: "
                    + pool.values(result.touchedReference(i), spec.allColumns()))
            .build();
      }
    }
    givePlaces(pool);
    result.removeEmpty();
  }

  /**
   * Gives each new row the place of the row of its key that went, or else one behind all others.
   */
  private void givePlaces(RowPool pool) {
    RowTable freed = new RowTable(pool, spec.key().isPresent() ? spec.keyColumns() : new int[0]);
    for (int i = 0; spec.key().isPresent() && i < result.touchedCount(); i++) {
      int slot = result.touchedSlot(i);
      if (result.weightBefore(i) > 0 && result.weight(slot) == 0) {
        freed.add(result.touchedReference(i), result.word(slot, PLACE) + 1);
      }
    }
    nextPlace.begin();
    long next = nextPlace.get(0);
    for (int i = 0; i < result.touchedCount(); i++) {
      int slot = result.touchedSlot(i);
      if (result.weightBefore(i) == 0 && result.weight(slot) > 0) {
        long place = freed.size() == 0 ? -1 : take(freed, result.touchedReference(i));
        result.setWord(slot, PLACE, place < 0 ? next++ : place);
      }
    }
    nextPlace.set(0, next);
  }

  /** The place that a row with the same key has left; −1 if there is none (any more). */
  private static long take(RowTable freed, long reference) {
    long weight = freed.weight(freed.add(reference, 0));
    freed.add(reference, -weight);
    return weight - 1;
  }

  /** The slots of the result, by place. */
  private int[] slotsByPlace() {
    IntArrayList slots = result.allSlots();
    int[] array = slots.elements();
    for (int i = 1; i < slots.size(); i++) {
      if (result.word(array[i - 1], PLACE) > result.word(array[i], PLACE)) {
        IntArrays.mergeSort(array, 0, slots.size(), this::comparePlaces);
        break;
      }
    }
    slots.trim();
    return slots.elements();
  }

  private int comparePlaces(int left, int right) {
    return Long.compare(result.word(left, PLACE), result.word(right, PLACE));
  }

  private void writeByPlace(ChangeOutput output) {
    int[] slots = slotsByPlace();
    IntArrayList written = new IntArrayList();
    long toSkip = offset;
    long toGive = limit.orElse(Long.MAX_VALUE);
    for (int i = 0; i < slots.length && toGive > 0; i++) {
      long weight = result.weight(slots[i]);
      long skipped = Math.min(weight, toSkip);
      toSkip -= skipped;
      long given = Math.min(weight - skipped, toGive);
      toGive -= given;
      for (long copy = 0; copy < given; copy++) {
        written.add(slots[i]);
      }
    }
    for (int from = 0; from < written.size(); from += ColumnBatch.MAX_ROWS) {
      int to = Math.min(written.size(), from + ColumnBatch.MAX_ROWS);
      output.inserts(result.rows(written.elements(), from, to));
    }
  }

  private void writeOrdered(ChangeOutput output) {
    int[] slots = slotsByPlace();
    RowPool pool = new RowPool();
    ReferenceList rows = new ReferenceList();
    for (int from = 0; from < slots.length; from += ColumnBatch.MAX_ROWS) {
      int to = Math.min(slots.length, from + ColumnBatch.MAX_ROWS);
      int batch = pool.attach(result.rows(slots, from, to));
      for (int i = from; i < to; i++) {
        rows.add(RowPool.reference(batch, i - from), result.weight(slots[i]));
      }
    }
    order.sort(pool, rows.array(), rows.size());
    long from = Math.min(offset, rows.size());
    long count = Math.min(limit.orElse(Long.MAX_VALUE), rows.size() - from);
    for (long i = from; i < from + count; i++) {
      output.row(pool, rows.get((int) i), RowKind.INSERT);
    }
  }
}
