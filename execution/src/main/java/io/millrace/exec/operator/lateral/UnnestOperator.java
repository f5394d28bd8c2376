package io.millrace.exec.operator.lateral;

import io.millrace.api.batch.BytesColumn;
import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.batch.NestedReader;
import io.millrace.api.types.DataType;
import io.millrace.api.types.TypeKind;
import io.millrace.exec.operator.LinearOperator;
import io.millrace.exec.operator.RowOutput;
import io.millrace.plan.expression.UnnestCode;
import io.millrace.plan.expression.UnnestCode.Numbering;
import io.millrace.plan.physical.OperatorSpec.LateralSpec;

/** Gives each row once for every element of an array or map in it, weights as they are. */
public final class UnnestOperator implements LinearOperator {
  /** Nobody knows how many elements there are; batches are cut anyway. */
  private static final int EXPECTED_ROWS = 64;

  private final LateralSpec spec;
  private final UnnestCode code;
  private final int[] arguments;
  private final NestedReader[] readers;
  private final NestedReader inside = new NestedReader();
  private final MadeRows made;

  public UnnestOperator(LateralSpec spec, UnnestCode code) {
    this.spec = spec;
    this.code = code;
    this.arguments = spec.arguments().stream().mapToInt(Integer::intValue).toArray();
    this.readers = new NestedReader[arguments.length];
    for (int i = 0; i < readers.length; i++) {
      readers[i] = new NestedReader();
    }
    this.made = new MadeRows(spec);
  }

  @Override
  public long expansion() {
    return EXPECTED_ROWS;
  }

  @Override
  public void process(ColumnBatch input, RowOutput output) {
    boolean[] open = new boolean[readers.length];
    for (int i = 0; i < input.size(); i++) {
      int row = input.row(i);
      boolean any = false;
      for (int k = 0; k < readers.length; k++) {
        Column argument = input.column(arguments[k]);
        open[k] =
            argument instanceof BytesColumn bytes
                && !bytes.isNull(row)
                && readers[k].open(bytes, row).hasNext();
        any |= open[k];
      }
      if (!any && spec.outer()) {
        made.appendNulls();
        made.end(input, row, output);
      }
      for (int number = 0; any; number++) {
        any = append(input, open, number);
        made.end(input, row, output);
      }
    }
    made.give(input, output);
  }

  /** Appends the next elements; whether there are more. */
  private boolean append(ColumnBatch input, boolean[] open, int number) {
    int column = 0;
    if (code.numbering() == Numbering.POSITION) {
      made.column(column++).appendInt(number);
    }
    boolean more = false;
    for (int k = 0; k < readers.length; k++) {
      DataType type = input.column(arguments[k]).type();
      int width = width(type, k);
      if (open[k]) {
        appendElement(type, k, column);
        open[k] = readers[k].hasNext();
        more |= open[k];
      } else {
        appendNulls(column, width);
      }
      column += width;
    }
    if (code.numbering() == Numbering.ORDINALITY) {
      made.column(column).appendLong(number + 1L);
    }
    return more;
  }

  private int width(DataType type, int argument) {
    if (type.kind() == TypeKind.MAP) {
      return 2;
    }
    return code.spread().get(argument) ? type.child(0).children().size() : 1;
  }

  private void appendElement(DataType type, int argument, int column) {
    NestedReader reader = readers[argument];
    if (!code.spread().get(argument)) {
      for (int i = 0; i < type.children().size(); i++) {
        reader.next(type.child(i));
        reader.appendTo(made.column(column + i));
      }
      return;
    }
    DataType struct = type.child(0);
    reader.next(struct);
    if (reader.isNull()) {
      appendNulls(column, struct.children().size());
      return;
    }
    inside.open(reader.data(), reader.start() + 1);
    for (int i = 0; i < struct.children().size(); i++) {
      inside.next(struct.child(i));
      inside.appendTo(made.column(column + i));
    }
  }

  private void appendNulls(int first, int count) {
    for (int i = first; i < first + count; i++) {
      ColumnBuilder builder = made.column(i);
      builder.appendNull();
    }
  }
}
