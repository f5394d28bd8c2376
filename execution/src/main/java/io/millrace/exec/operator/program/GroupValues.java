package io.millrace.exec.operator.program;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.function.MapFunction;
import io.millrace.exec.codec.RowDecoder;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The values of a group in the order in which they came, made as the function asks for them. */
final class GroupValues implements Iterator<Object> {
  private final GroupRows rows;
  private final RowDecoder decoder;
  private final Optional<MapFunction<Object, Object>> valueFunction;
  private final String method;
  private int next = GroupRows.NONE;
  private int given;
  private @Nullable ColumnBatch bound;

  GroupValues(
      GroupRows rows,
      RowDecoder decoder,
      Optional<MapFunction<Object, Object>> valueFunction,
      String method) {
    this.rows = rows;
    this.decoder = decoder;
    this.valueFunction = valueFunction;
    this.method = method;
  }

  /** Turns to a group, or to none. */
  void start(int first) {
    next = first;
    given = 0;
  }

  /** Forgets the batch that it has read. */
  void end() {
    next = GroupRows.NONE;
    bound = null;
  }

  @Override
  public boolean hasNext() {
    return next != GroupRows.NONE;
  }

  @Override
  public @Nullable Object next() {
    if (next == GroupRows.NONE) {
      throw new NoSuchElementException("the key has no more values in this batch");
    }
    ColumnBatch batch = rows.batch(next);
    int row = rows.row(next);
    if (batch != bound) {
      decoder.bind(batch);
      bound = batch;
    }
    if (++given >= batch.weight(row)) {
      given = 0;
      next = rows.next(next);
    }
    Object value = decoder.decode(row);
    if (valueFunction.isEmpty()) {
      return value;
    }
    try {
      return valueFunction.get().call(value);
    } catch (Exception e) {
      throw UserCode.failed(method, e);
    }
  }
}
