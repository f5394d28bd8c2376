package io.millrace.exec.operator.join;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.types.Schema;
import io.millrace.exec.operator.Emission;
import java.util.Arrays;

/** Puts the rows of a join together: those of both inputs, or of one of them alone. */
final class JoinOutput {
  private final JoinSide[] sides;
  private final Schema schema;
  private final boolean both;
  private final Emission emission = new Emission();
  private int phase;

  /**
   * @param both whether rows have the columns of both inputs, rather than of the left one only
   */
  JoinOutput(JoinSide left, JoinSide right, Schema schema, boolean both) {
    this.sides = new JoinSide[] {left, right};
    this.schema = schema;
    this.both = both;
  }

  Emission emission() {
    return emission;
  }

  /**
   * Pairs of rows of a batch and remembered rows of the other input, in columns.
   *
   * @param side the input of the batch
   */
  Column[] pairs(int side, ColumnBatch batch, int[] rows, int[] handles, int count) {
    int width = sides[0].columns().length;
    Column[] columns = new Column[width + sides[1].columns().length];
    sides[side].gatherTo(columns, side == 0 ? 0 : width, batch, rows, count);
    sides[1 - side].appendTo(columns, side == 0 ? width : 0, handles, count);
    return columns;
  }

  /** Begins a phase of the end of a batch: its rows come behind those of earlier ones. */
  void phase(int number) {
    phase = number;
  }

  /** Gives rows with columns of both inputs. */
  void give(Column[] columns, int[] weights, long[] arrivals, int count) {
    emission.add(batch(columns, weights, count), Arrays.copyOf(arrivals, count));
  }

  /** Gives rows of a batch without a match. */
  void alone(int side, ColumnBatch batch, int[] rows, int[] weights, long[] arrivals, int count) {
    if (count > 0) {
      Column[] columns = frame(side, count);
      sides[side].gatherTo(columns, at(side), batch, rows, count);
      emit(side, columns, weights, arrivals, count);
    }
  }

  /** Gives remembered rows without a match. */
  void alone(int side, int[] handles, int[] weights, long[] arrivals, int count) {
    if (count > 0) {
      Column[] columns = frame(side, count);
      sides[side].appendTo(columns, at(side), handles, count);
      emit(side, columns, weights, arrivals, count);
    }
  }

  /** Gives rows of one side that are there as columns. */
  void alone(int side, Column[] own, int[] weights, long[] arrivals, int count) {
    if (count > 0) {
      Column[] columns = frame(side, count);
      System.arraycopy(own, 0, columns, at(side), own.length);
      emit(side, columns, weights, arrivals, count);
    }
  }

  /** Columns for rows of one side, with the NULLs of the other. */
  private Column[] frame(int side, int count) {
    Column[] columns = new Column[schema.size()];
    if (both) {
      sides[1 - side].nullsTo(columns, at(1 - side), count);
    }
    return columns;
  }

  private int at(int side) {
    return side == 0 ? 0 : sides[0].columns().length;
  }

  /** In a phase the rows of one side come behind those of the other. */
  private void emit(int side, Column[] columns, int[] weights, long[] arrivals, int count) {
    long[] majors = new long[count];
    Arrays.fill(majors, 2 * phase + side);
    emission.add(batch(columns, weights, count), majors, Arrays.copyOf(arrivals, count));
  }

  private ColumnBatch batch(Column[] columns, int[] weights, int count) {
    boolean plain = true;
    for (int i = 0; i < count; i++) {
      plain &= weights[i] == 1;
    }
    return ColumnBatch.weighted(
        schema, count, plain ? ColumnBatch.NONE : Arrays.copyOf(weights, count), columns);
  }
}
