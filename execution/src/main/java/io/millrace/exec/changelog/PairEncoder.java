package io.millrace.exec.changelog;

import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.RowKind;
import io.millrace.api.connector.OutputMode;
import io.millrace.plan.physical.ResultForm;
import io.millrace.state.StateTables;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * UPDATE and CHANGELOG of a result that comes as {@link ResultForm#PAIRS}: nothing has to be added
 * up, old and new rows have found each other. Gives what {@link KeyedEncoder} gives, and leaves
 * many batches that the sink takes as one to it.
 */
final class PairEncoder implements ChangeEncoder {
  private static final RowKind[] NO_KINDS = {};
  private static final Consumer<ChangeBatch> NOBODY = changes -> {};

  private final OutputSpec spec;
  private final RowMatch keys;
  private final RowMatch others;
  private final boolean deletes;
  private final boolean oldImages;
  private final KeyedEncoder many;
  private boolean areOfOneBatch = true;
  private List<ColumnBatch> pieces = new ArrayList<>();

  PairEncoder(OutputSpec spec, StateTables tables) {
    this.spec = spec;
    this.keys = new RowMatch(spec.keyColumns());
    this.others = new RowMatch(otherColumns(spec));
    this.deletes = !(spec.deletes() instanceof DeletePolicy.Ignore);
    this.many = new KeyedEncoder(spec, tables);
    this.oldImages = spec.mode() == OutputMode.CHANGELOG;
  }

  private static int[] otherColumns(OutputSpec spec) {
    List<Integer> key = spec.key().orElseThrow();
    return IntStream.of(spec.allColumns()).filter(column -> !key.contains(column)).toArray();
  }

  @Override
  public void add(ColumnBatch changes, Consumer<ChangeBatch> sink) {
    if (!changes.isEmpty()) {
      pieces.add(changes);
    }
  }

  @Override
  public void settle() {
    areOfOneBatch &= pieces.isEmpty();
    addUp();
    many.settle();
  }

  private void addUp() {
    pieces.forEach(piece -> many.add(piece, NOBODY));
    pieces.clear();
  }

  @Override
  public void finish(Consumer<ChangeBatch> sink) {
    if (areOfOneBatch) {
      finishBatch(sink);
    } else {
      addUp();
      many.finish(sink);
      areOfOneBatch = true;
    }
  }

  private void finishBatch(Consumer<ChangeBatch> sink) {
    List<ColumnBatch> batch = pieces;
    pieces = new ArrayList<>();
    assert new KeyRepetition(spec).isAbsent(batch);
    ChangeOutput output = new ChangeOutput(spec, sink);
    List<Written> written = new ArrayList<>(batch.size());
    for (ColumnBatch piece : batch) {
      if (piece.isInsertOnly()) {
        written.add(new Written(piece, NO_KINDS));
      } else {
        split(piece, output, written);
      }
    }
    for (Written rest : written) {
      if (rest.kinds.length == 0) {
        output.inserts(rest.batch);
      } else {
        output.changes(rest.batch, rest.kinds);
      }
    }
  }

  /** Rows that are not deleted; without kinds they are all new. */
  private record Written(ColumnBatch batch, RowKind[] kinds) {}

  /** Hands on the deletions of a piece and lists the rest. */
  private void split(ColumnBatch piece, ChangeOutput output, List<Written> written) {
    Matches matches = new Matches(piece);
    int size = piece.size();
    int[] gone = new int[size];
    int[] kept = new int[size];
    RowKind[] kinds = new RowKind[size];
    int goneCount = 0;
    int keptCount = 0;
    for (int i = 0; i < size; i++) {
      int row = piece.row(i);
      if (piece.weight(row) > 0) {
        kinds[keptCount] = RowKind.INSERT;
        kept[keptCount++] = row;
      } else if (!matches.isOldOfNext(i)) {
        gone[goneCount++] = row;
      } else {
        if (matches.isChanged(i)) {
          if (oldImages) {
            kinds[keptCount] = RowKind.UPDATE_BEFORE;
            kept[keptCount++] = row;
          }
          kinds[keptCount] = RowKind.UPDATE_AFTER;
          kept[keptCount++] = piece.row(i + 1);
        }
        i++;
      }
    }
    if (deletes && goneCount > 0) {
      output.deletions(piece.select(gone, goneCount));
    }
    if (keptCount > 0) {
      written.add(new Written(piece.select(kept, keptCount), kinds));
    }
  }

  /** Which rows of a piece are the old ones of those that follow. */
  private final class Matches {
    private final boolean[] sameKey;
    private final boolean[] sameOthers;

    Matches(ColumnBatch piece) {
      int size = piece.size();
      int[] positions = new int[size];
      int[] old = new int[size];
      int[] now = new int[size];
      int count = 0;
      for (int i = 0; i + 1 < size; i++) {
        if (piece.weight(piece.row(i)) < 0 && piece.weight(piece.row(i + 1)) > 0) {
          positions[count] = i;
          old[count] = piece.row(i);
          now[count++] = piece.row(i + 1);
        }
      }
      sameKey = spread(keys.match(piece, old, now, count), positions, size);
      sameOthers = spread(others.match(piece, old, now, count), positions, size);
    }

    private static boolean[] spread(boolean[] match, int[] positions, int size) {
      boolean[] spread = new boolean[size];
      for (int i = 0; i < match.length; i++) {
        spread[positions[i]] = match[i];
      }
      return spread;
    }

    boolean isOldOfNext(int i) {
      return sameKey[i];
    }

    boolean isChanged(int i) {
      return !sameOthers[i];
    }
  }
}
