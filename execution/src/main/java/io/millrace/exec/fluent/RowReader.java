package io.millrace.exec.fluent;

import io.millrace.api.StatementResult.Rows;
import io.millrace.api.batch.ColumnBatch;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/** The rows of a query as a program's objects, one by one. Closed when it is read to the end. */
final class RowReader<T> implements Iterator<T>, AutoCloseable {
  private final Rows rows;
  private final ObjectDecoder<T> decoder;
  private Optional<ColumnBatch> batch = Optional.empty();
  private int next;

  RowReader(Rows rows, ObjectDecoder<T> decoder) {
    this.rows = rows;
    this.decoder = decoder;
  }

  @Override
  public boolean hasNext() {
    while (batch.isEmpty() || next >= batch.get().size()) {
      batch = rows.next();
      next = 0;
      if (batch.isEmpty()) {
        close();
        return false;
      }
    }
    return true;
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more rows");
    }
    return decoder.decode(batch.orElseThrow(), next++);
  }

  @Override
  public void close() {
    rows.close();
  }
}
