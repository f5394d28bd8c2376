package io.millrace.exec.operator.program;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.function.FilterFunction;
import io.millrace.api.function.FlatMapFunction;
import io.millrace.api.function.MapFunction;
import io.millrace.api.function.MapPartitionsFunction;
import io.millrace.api.table.program.RowProgram;
import io.millrace.api.types.Schema;
import io.millrace.exec.codec.RowDecoder;
import io.millrace.exec.codec.RowEncoder;
import io.millrace.exec.operator.LinearOperator;
import io.millrace.exec.operator.RowOutput;
import io.millrace.plan.physical.OperatorSpec.ProgramSpec;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Hands the objects of rows to a program's function. A row's weight is that of what the function
 * makes of it: the function is called once for each row that comes and once more when it goes.
 */
public final class ProgramOperator implements LinearOperator {
  private final RowProgram.Kind kind;
  private final Object function;
  private final RowDecoder decoder;
  private final Schema output;
  private final @Nullable RowEncoder encoder;
  private final BatchBuilder built;

  public ProgramOperator(ProgramSpec spec) {
    RowProgram program = spec.program();
    this.kind = program.kind();
    this.function = program.function();
    this.output = spec.output();
    this.decoder = new RowDecoder(program.input(), spec.input().output(), spec.read());
    this.encoder = program.output().map(RowEncoder::new).orElse(null);
    this.built = new BatchBuilder(made(spec));
  }

  /** The columns that come from the function. */
  private static Schema made(ProgramSpec spec) {
    int passed = spec.program().kind() == RowProgram.Kind.KEY ? spec.input().output().size() : 0;
    return spec.output().project(IntStream.range(passed, spec.output().size()).toArray());
  }

  @Override
  public void process(ColumnBatch input, RowOutput rows) {
    decoder.bind(input);
    try {
      switch (kind) {
        case MAP -> map(input, rows);
        case FLAT_MAP -> flatMap(input, rows);
        case FILTER -> filter(input, rows);
        case MAP_PARTITIONS -> mapPartitions(input, rows);
        case KEY -> key(input, rows);
      }
    } catch (Throwable e) {
      throw UserCode.failed(kind.method(), e);
    }
  }

  @SuppressWarnings("unchecked")
  private <F> F function() {
    return (F) function;
  }

  private void encode(@Nullable Object object, int weight) {
    Objects.requireNonNull(encoder).encode(object, built);
    built.endRow(weight);
  }

  private void map(ColumnBatch input, RowOutput rows) throws Exception {
    MapFunction<Object, Object> map = function();
    for (int i = 0; i < input.size(); i++) {
      int row = input.row(i);
      encode(map.call(decoder.decode(row)), input.weight(row));
    }
    give(rows);
  }

  private void flatMap(ColumnBatch input, RowOutput rows) throws Exception {
    FlatMapFunction<Object, Object> flatMap = function();
    for (int i = 0; i < input.size(); i++) {
      int row = input.row(i);
      giveAll(flatMap.call(decoder.decode(row)), input.weight(row), rows);
    }
    give(rows);
  }

  private void mapPartitions(ColumnBatch input, RowOutput rows) throws Exception {
    MapPartitionsFunction<Object, Object> map = function();
    giveAll(map.call(new Values(input)), 1, rows);
    give(rows);
  }

  private void giveAll(Iterator<Object> objects, int weight, RowOutput rows) {
    while (objects.hasNext()) {
      encode(objects.next(), weight);
      if (built.size() == ColumnBatch.MAX_ROWS) {
        give(rows);
      }
    }
  }

  private void give(RowOutput rows) {
    if (built.size() > 0) {
      rows.rows(built.build());
    }
  }

  private void filter(ColumnBatch input, RowOutput rows) throws Exception {
    FilterFunction<Object> filter = function();
    int[] selection = new int[input.size()];
    int selected = 0;
    for (int i = 0; i < input.size(); i++) {
      int row = input.row(i);
      if (filter.call(decoder.decode(row))) {
        selection[selected++] = row;
      }
    }
    if (selected > 0) {
      rows.rows(selected == input.size() ? input : input.select(selection, selected));
    }
  }

  private void key(ColumnBatch input, RowOutput rows) throws Exception {
    MapFunction<Object, Object> key = function();
    ColumnBatch dense = input.compact();
    decoder.bind(dense);
    for (int row = 0; row < dense.size(); row++) {
      encode(key.call(decoder.decode(row)), 1);
    }
    ColumnBatch keys = built.build();
    Column[] columns = new Column[output.size()];
    int passed = dense.columnCount();
    for (int i = 0; i < columns.length; i++) {
      columns[i] = i < passed ? dense.column(i) : keys.column(i - passed);
    }
    rows.rows(dense.withColumns(output, columns));
  }

  /** The objects of a batch of insertions, made as they are asked for. */
  private final class Values implements Iterator<Object> {
    private final ColumnBatch input;
    private int next;
    private int given;

    Values(ColumnBatch input) {
      this.input = input;
    }

    @Override
    public boolean hasNext() {
      return next < input.size();
    }

    @Override
    public @Nullable Object next() {
      if (next == input.size()) {
        throw new NoSuchElementException();
      }
      int row = input.row(next);
      if (++given == input.weight(row)) {
        given = 0;
        next++;
      }
      return decoder.decode(row);
    }
  }
}
