package io.millrace.exec.operator.lateral;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.error.MillraceException;
import io.millrace.exec.expression.runtime.UserFailures;
import io.millrace.exec.operator.JavaColumns;
import io.millrace.exec.operator.LinearOperator;
import io.millrace.exec.operator.RowOutput;
import io.millrace.plan.expression.TableCode;
import io.millrace.plan.physical.OperatorSpec.LateralSpec;
import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Gives each row once for every row that a table function makes of it, weights as they are. The
 * function is called for each change, so that a row that is taken back takes back what it was made
 * into.
 */
public final class LateralOperator implements LinearOperator {
  /** Nobody knows what a function gives; batches are cut anyway. */
  private static final int EXPECTED_ROWS = 64;

  private final LateralSpec spec;
  private final int[] arguments;
  private final int inputColumns;
  private final TableCode.Instance function;
  private final ColumnBuilder[] made;
  private final int[] origins = new int[ColumnBatch.MAX_ROWS];
  private int count;

  public LateralOperator(LateralSpec spec) {
    this.spec = spec;
    this.arguments = spec.arguments().stream().mapToInt(Integer::intValue).toArray();
    this.inputColumns = spec.input().output().size();
    this.function = spec.code().newInstance();
    this.made = new ColumnBuilder[spec.output().size() - inputColumns];
    for (int i = 0; i < made.length; i++) {
      made[i] = new ColumnBuilder(spec.output().type(inputColumns + i), ColumnBatch.MAX_ROWS);
    }
  }

  @Override
  public long expansion() {
    return EXPECTED_ROWS;
  }

  @Override
  public void process(ColumnBatch input, RowOutput output) {
    count = 0;
    for (int i = 0; i < input.size(); i++) {
      int row = input.row(i);
      Iterator<@Nullable Object[]> rows = call(input, row);
      if (spec.outer() && !rows.hasNext()) {
        rows = Collections.singletonList(new Object[made.length]).iterator();
      }
      while (rows.hasNext()) {
        append(rows.next());
        origins[count++] = row;
        if (count == ColumnBatch.MAX_ROWS) {
          give(input, output);
        }
      }
    }
    if (count > 0) {
      give(input, output);
    }
  }

  private Iterator<@Nullable Object[]> call(ColumnBatch input, int row) {
    @Nullable Object[] values = new Object[arguments.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = JavaColumns.read(input.column(arguments[i]), row);
      if (values[i] == null && spec.code().skipsNull(i)) {
        return Collections.emptyIterator();
      }
    }
    try {
      return function.rows(values);
    } catch (Throwable thrown) {
      throw UserFailures.of(spec.function(), spec.position(), thrown);
    }
  }

  private void append(@Nullable Object[] values) {
    try {
      for (int i = 0; i < made.length; i++) {
        JavaColumns.append(made[i], values[i]);
      }
    } catch (MillraceException known) {
      throw known;
    } catch (RuntimeException thrown) {
      throw UserFailures.ofResult(spec.function(), spec.position(), thrown);
    }
  }

  private void give(ColumnBatch input, RowOutput output) {
    Column[] columns = new Column[inputColumns + made.length];
    for (int i = 0; i < inputColumns; i++) {
      columns[i] = input.column(i).gather(origins, count);
    }
    for (int i = 0; i < made.length; i++) {
      columns[inputColumns + i] = made[i].build();
    }
    int[] weights = ColumnBatch.NONE;
    if (!input.isInsertOnly()) {
      weights = new int[count];
      for (int i = 0; i < count; i++) {
        weights[i] = input.weight(origins[i]);
      }
    }
    int rows = count;
    count = 0;
    output.rows(ColumnBatch.weighted(spec.output(), rows, weights, columns));
  }
}
