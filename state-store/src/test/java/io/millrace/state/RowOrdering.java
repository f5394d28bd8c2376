package io.millrace.state;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How tables should order rows, by their first columns, told the simplest way. */
public record RowOrdering(List<SortOrder> orders, int columns) implements Comparator<Object[]> {

  /** Orders of some first columns of so many. */
  public static List<SortOrder> randomOrders(Random random, int columns) {
    return Stream.generate(() -> new SortOrder(random.nextBoolean(), random.nextBoolean()))
        .limit(random.nextInt(columns + 1))
        .toList();
  }

  @Override
  public int compare(@Nullable Object[] left, @Nullable Object[] right) {
    for (int i = 0; i < columns; i++) {
      SortOrder order = i < orders.size() ? orders.get(i) : SortOrder.ASCENDING;
      int comparison = compare(order, left[i], right[i]);
      if (comparison != 0) {
        return comparison;
      }
    }
    return 0;
  }

  private static int compare(SortOrder order, @Nullable Object left, @Nullable Object right) {
    if (left == null || right == null) {
      int comparison = Boolean.compare(left != null, right != null);
      return order.nullsFirst() ? comparison : -comparison;
    }
    int comparison = compareValues(left, right);
    return order.descending() ? -comparison : comparison;
  }

  private static int compareValues(Object left, Object right) {
    if (left instanceof Boolean value) {
      return Boolean.compare(value, (Boolean) right);
    } else if (left instanceof BigDecimal value) {
      return value.compareTo((BigDecimal) right);
    } else if (left instanceof Double value) {
      return Double.compare(value + 0.0, (Double) right + 0.0);
    } else if (left instanceof Number value) {
      return Long.compare(value.longValue(), ((Number) right).longValue());
    }
    return Arrays.compareUnsigned(bytes(left), bytes(right));
  }

  private static byte[] bytes(Object value) {
    return value instanceof byte[] binary
        ? binary
        : ((String) value).getBytes(StandardCharsets.UTF_8);
  }
}
