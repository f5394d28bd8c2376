package io.millrace.exec.operator.over;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.plan.physical.OperatorSpec.OverSpec;
import io.millrace.plan.physical.Ordering.SortKey;
import io.millrace.plan.physical.OverCall;
import io.millrace.state.SortOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How rows are kept: first the columns they are sorted by, then the others as they come in the
 * input. Of those that they are partitioned by, which the partition has, only what calls read.
 */
final class RowLayout {
  private static final int GONE = -1;

  private final Schema schema;
  private final int[] columns;
  private final int[] places;
  private final List<SortOrder> orders;

  RowLayout(OverSpec spec) {
    Schema input = spec.input().output();
    Set<Integer> kept = new LinkedHashSet<>();
    spec.order().forEach(key -> kept.add(key.column()));
    Set<Integer> read = new LinkedHashSet<>();
    spec.calls().stream().map(OverCall::columns).forEach(read::addAll);
    for (int i = 0; i < input.size(); i++) {
      if (!spec.partition().contains(i) || read.contains(i)) {
        kept.add(i);
      }
    }
    if (kept.isEmpty()) {
      kept.add(0);
    }
    this.columns = kept.stream().mapToInt(Integer::intValue).toArray();
    this.places = new int[input.size()];
    Arrays.fill(places, GONE);
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      places[columns[i]] = i;
      fields.add(input.field(columns[i]));
    }
    this.schema = new Schema(fields);
    this.orders = spec.order().stream().map(RowLayout::order).toList();
  }

  private static SortOrder order(SortKey key) {
    return new SortOrder(key.descending(), key.nullsFirst());
  }

  /** The columns of a row. */
  Schema schema() {
    return schema;
  }

  List<DataType> types() {
    return schema.fields().stream().map(Field::type).toList();
  }

  /** The columns of the input that make a row. */
  int[] columns() {
    return columns;
  }

  /** Where each column of the input is in a row. */
  int[] places() {
    return places;
  }

  boolean has(int column) {
    return places[column] != GONE;
  }

  /** How the first columns are sorted. */
  List<SortOrder> orders() {
    return orders;
  }
}
