package io.millrace.exec.build;

import io.millrace.api.types.DataType;
import io.millrace.api.types.TypeKind;
import io.millrace.plan.physical.AggregateCall;
import io.millrace.plan.physical.AggregateCall.AggregateFunction;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** What an aggregate is, computed slowly from all rows of a group. */
final class AggregateOracle {
  private AggregateOracle() {}

  static Object result(AggregateCall call, Map<List<Object>, Long> rows) {
    List<List<Object>> values = new ArrayList<>();
    rows.forEach(
        (row, weight) -> {
          boolean counts =
              call.filter().isEmpty() || Boolean.TRUE.equals(row.get(call.filter().getAsInt()));
          List<Object> arguments = new ArrayList<>();
          call.arguments().forEach(argument -> arguments.add(normal(row.get(argument))));
          for (int i = 0; counts && !arguments.contains(null) && i < weight; i++) {
            values.add(arguments);
          }
        });
    List<List<Object>> counted =
        call.distinct() ? new ArrayList<>(new LinkedHashSet<>(values)) : values;
    if (call.function() == AggregateFunction.COUNT) {
      return (long) counted.size();
    }
    List<Object> single = counted.stream().map(value -> value.get(0)).toList();
    if (single.isEmpty()) {
      return null;
    }
    return switch (call.function()) {
      default -> throw new IllegalStateException(call.function() + " is tested elsewhere");
      case MIN -> single.stream().min(AggregateOracle::compare).orElseThrow();
      case MAX -> single.stream().max(AggregateOracle::compare).orElseThrow();
      case SUM -> sum(call.type(), single, 1);
      case AVG -> sum(call.type(), single, single.size());
    };
  }

  private static Object normal(Object value) {
    return value instanceof Double number && number == 0 ? Double.valueOf(0.0) : value;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static int compare(Object left, Object right) {
    if (left instanceof String text) {
      return Arrays.compareUnsigned(
          text.getBytes(StandardCharsets.UTF_8), ((String) right).getBytes(StandardCharsets.UTF_8));
    }
    return ((Comparable) left).compareTo(right);
  }

  private static Object sum(DataType type, List<Object> values, int divisor) {
    BigDecimal sum = BigDecimal.ZERO;
    double special = 0;
    boolean isSpecial = false;
    for (Object value : values) {
      if (value instanceof Double number && !Double.isFinite(number)) {
        special += number;
        isSpecial = true;
      } else if (value instanceof Double number) {
        sum = sum.add(new BigDecimal(number));
      } else {
        sum = sum.add(new BigDecimal(value.toString()));
      }
    }
    if (isSpecial) {
      return special;
    }
    BigDecimal count = BigDecimal.valueOf(divisor);
    if (type.kind() == TypeKind.DOUBLE) {
      // 1200 digits are more than any sum of the test has, so this rounds but once
      return sum.divide(count, new MathContext(1200)).doubleValue() + 0.0;
    }
    if (type.kind() == TypeKind.DECIMAL) {
      return sum.divide(count, type.scale(), RoundingMode.HALF_UP);
    }
    long whole = sum.divide(count, 0, RoundingMode.DOWN).longValueExact();
    return type.kind() == TypeKind.INTEGER ? (Object) (int) whole : (Object) whole;
  }
}
