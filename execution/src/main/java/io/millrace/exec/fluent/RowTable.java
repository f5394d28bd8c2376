package io.millrace.exec.fluent;

import io.millrace.api.table.Encoders;
import io.millrace.api.table.Row;
import io.millrace.api.table.Table;
import io.millrace.api.table.tree.TableTree;

/** A table of rows. */
public final class RowTable extends TableBase<Row, Table> implements Table {

  public RowTable(Engine engine, TableTree tree) {
    super(engine, tree, Encoders.row());
  }

  @Override
  protected Table with(TableTree tree) {
    return new RowTable(engine(), tree);
  }

  @Override
  public Row[] collect() {
    return collectAsList().toArray(Row[]::new);
  }

  @Override
  public Row[] take(int count) {
    return takeAsList(count).toArray(Row[]::new);
  }

  @Override
  public Row[] tail(int count) {
    return last(count).toArray(Row[]::new);
  }

  @Override
  public Row[] head(int count) {
    return take(count);
  }
}
