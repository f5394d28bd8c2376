package io.millrace.exec.fluent;

import io.millrace.api.table.Dataset;
import io.millrace.api.table.Encoder;
import io.millrace.api.table.tree.TableTree;

/** A table whose rows are objects of a program's class. */
final class TypedTable<T> extends TableBase<T, Dataset<T>> {

  TypedTable(Engine engine, TableTree tree, Encoder<T> encoder) {
    super(engine, tree, encoder);
  }

  @Override
  protected Dataset<T> with(TableTree tree) {
    return new TypedTable<>(engine(), tree, encoder());
  }
}
