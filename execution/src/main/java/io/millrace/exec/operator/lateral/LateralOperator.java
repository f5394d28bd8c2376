package io.millrace.exec.operator.lateral;

import io.millrace.api.batch.ColumnBatch;
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
  private final TableCode.Instance function;
  private final MadeRows made;

  public LateralOperator(LateralSpec spec) {
    this.spec = spec;
    this.arguments = spec.arguments().stream().mapToInt(Integer::intValue).toArray();
    this.function = spec.code().newInstance();
    this.made = new MadeRows(spec);
  }

  @Override
  public long expansion() {
    return EXPECTED_ROWS;
  }

  @Override
  public void process(ColumnBatch input, RowOutput output) {
    for (int i = 0; i < input.size(); i++) {
      int row = input.row(i);
      Iterator<@Nullable Object[]> rows = call(input, row);
      if (spec.outer() && !rows.hasNext()) {
        rows = Collections.singletonList(new Object[made.width()]).iterator();
      }
      while (rows.hasNext()) {
        append(rows.next());
        made.end(input, row, output);
      }
    }
    made.give(input, output);
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
      for (int i = 0; i < made.width(); i++) {
        JavaColumns.append(made.column(i), values[i]);
      }
    } catch (MillraceException known) {
      throw known;
    } catch (RuntimeException thrown) {
      throw UserFailures.ofResult(spec.function(), spec.position(), thrown);
    }
  }
}
