package io.millrace.exec.expression;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.IntColumn;
import io.millrace.api.batch.LongColumn;
import io.millrace.api.batch.Validity;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import io.millrace.exec.expression.codegen.CalcGenerator;
import io.millrace.exec.expression.runtime.Kernels;
import io.millrace.exec.expression.runtime.Zone;
import io.millrace.plan.expression.Expression;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs the kernels of a filter and projection. Computed columns have their values at the physical
 * rows of the input, so that columns that are passed on keep their place beside them and the
 * selection stays valid.
 */
final class Calc implements CompiledCalc {
  private final Schema output;
  private final List<Output> outputs;
  private final boolean rejectsAll;
  private final Optional<Programs> programs;
  private final ZoneId zoneId;

  Calc(
      Schema output,
      List<Output> outputs,
      boolean rejectsAll,
      Optional<Programs> programs,
      ZoneId zoneId) {
    this.output = output;
    this.outputs = List.copyOf(outputs);
    this.rejectsAll = rejectsAll;
    this.programs = programs;
    this.zoneId = zoneId;
  }

  @Override
  public BatchFunction newInstance() {
    return new Instance();
  }

  private final class Instance implements BatchFunction {
    private Optional<CalcGenerator.Program> program = programs.map(Programs::first);
    private @Nullable Kernels kernels = program.map(p -> p.newKernels()).orElse(null);
    private final int filters = program.map(p -> p.filters().size()).orElse(0);
    private long rows;
    private final Zone zone = new Zone(zoneId);

    @Override
    public ColumnBatch apply(ColumnBatch input, long batchTimeMicros) {
      if (rejectsAll && filters == 0) {
        return result(input.select(ColumnBatch.NONE, 0), batchTimeMicros);
      }
      if (kernels == null) {
        return result(input, batchTimeMicros);
      }
      count(input.size());
      kernels.begin(physicalRows(input), batchTimeMicros);
      CalcGenerator.Program code = program.orElseThrow();
      for (int column : code.columns()) {
        kernels.bind(column, input.column(column));
      }
      ColumnBatch filtered = filters == 0 ? input : filter(input, code);
      if (rejectsAll) {
        filtered = input.select(ColumnBatch.NONE, 0);
      }
      return result(filtered, batchTimeMicros);
    }

    /** Code that many rows go through is worth compiling once more, into loops for each case. */
    private void count(int more) {
      boolean few = rows < Programs.FEW_ROWS;
      rows += more;
      if (few && rows >= Programs.FEW_ROWS) {
        program = programs.map(Programs::fast);
        kernels = program.map(p -> p.newKernels()).orElse(null);
      }
    }

    private ColumnBatch filter(ColumnBatch input, CalcGenerator.Program code) {
      int[] kept = new int[input.size()];
      int[] selection = input.selection();
      boolean dense = input.isDense();
      int count = input.size();
      for (int i = 0; i < filters && count > 0; i++) {
        boolean nulls = anyNulls(code.filters().get(i).columns(), input, NO_TEMPORARIES);
        count = kernels.filter(i, nulls, dense, selection, count, kept);
        if (count < input.size()) {
          selection = kept;
          dense = false;
        }
      }
      return count == input.size() ? input : input.select(kept, count);
    }

    private ColumnBatch result(ColumnBatch input, long batchTimeMicros) {
      Column[] columns = new Column[outputs.size()];
      int rows = physicalRows(input);
      Column[] temporaries = temporaries(input);
      for (int i = 0; i < columns.length; i++) {
        Output source = outputs.get(i);
        if (source instanceof Output.Passed passed) {
          columns[i] = typed(input.column(passed.column()), passed.type());
        } else if (source instanceof Output.Constant constant) {
          columns[i] = constant.column().rows(rows);
        } else if (source instanceof Output.Time time) {
          columns[i] = time(time, rows, batchTimeMicros);
        } else if (source instanceof Output.Computed computed) {
          columns[i] = typed(compute(computed.kernel(), input, temporaries), computed.type());
        }
      }
      return input.withColumns(output, columns);
    }

    private Column[] temporaries(ColumnBatch input) {
      if (kernels == null || program.orElseThrow().temporaries() == 0) {
        return NO_TEMPORARIES;
      }
      CalcGenerator.Program code = program.orElseThrow();
      Column[] temporaries = new Column[code.temporaries()];
      // One may refer to those behind it.
      for (int i = temporaries.length - 1; i >= 0; i--) {
        int kernel = code.projections().size() - temporaries.length + i;
        temporaries[i] = compute(kernel, input, temporaries);
        kernels.bind(code.inputColumns() + i, temporaries[i]);
      }
      return temporaries;
    }

    private Column compute(int kernel, ColumnBatch input, Column[] temporaries) {
      CalcGenerator.Kernel code = program.orElseThrow().projections().get(kernel);
      boolean nulls = anyNulls(code.columns(), input, temporaries);
      return kernels.project(kernel, nulls, input.isDense(), input.selection(), input.size());
    }

    private boolean anyNulls(int[] indexes, ColumnBatch input, Column[] temporaries) {
      int inputs = program.orElseThrow().inputColumns();
      for (int index : indexes) {
        Column column = index < inputs ? input.column(index) : temporaries[index - inputs];
        if (column.mayHaveNulls()) {
          return true;
        }
      }
      return false;
    }

    private Column time(Output.Time time, int rows, long batchTimeMicros) {
      DataType type = time.type();
      if (time.value() == Expression.BatchValue.CURRENT_DATE) {
        int[] values = new int[rows];
        Arrays.fill(values, zone.dateOf(batchTimeMicros));
        return new IntColumn(type, rows, values, Validity.NONE);
      }
      long value =
          switch (time.value()) {
            case CURRENT_TIMESTAMP -> batchTimeMicros;
            case LOCAL_TIMESTAMP -> zone.toLocal(batchTimeMicros);
            case LOCAL_TIME -> Math.floorMod(zone.toLocal(batchTimeMicros), Zone.MICROS_PER_DAY);
            case CURRENT_DATE -> throw new IllegalStateException("not reached");
          };
      long[] values = new long[rows];
      Arrays.fill(values, value);
      return new LongColumn(type, rows, values, Validity.NONE);
    }
  }

  private static final Column[] NO_TEMPORARIES = {};

  private static Column typed(Column column, DataType type) {
    return column.type().equals(type) ? column : column.withType(type);
  }

  /** How many physical rows the columns of the batch must have. */
  private static int physicalRows(ColumnBatch batch) {
    if (batch.isDense()) {
      return batch.size();
    }
    if (batch.columnCount() > 0) {
      return batch.column(0).rowCount();
    }
    int rows = 0;
    for (int i = 0; i < batch.size(); i++) {
      rows = Math.max(rows, batch.selection()[i] + 1);
    }
    return rows;
  }
}
