package io.millrace.exec.operator.source;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.plan.expression.Expression.Binary;
import io.millrace.plan.expression.Expression.Literal;
import io.millrace.plan.physical.OperatorSpec.ValuesSpec;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Makes batches of the rows of VALUES. */
public final class ConstantRows {
  private ConstantRows() {}

  public static List<ColumnBatch> batches(ValuesSpec spec) {
    List<ColumnBatch> batches = new ArrayList<>();
    BatchBuilder builder = new BatchBuilder(spec.output());
    for (List<Literal> row : spec.rows()) {
      for (int i = 0; i < row.size(); i++) {
        append(row.get(i), builder.column(i));
      }
      builder.endRow();
      if (builder.size() == ColumnBatch.MAX_ROWS) {
        batches.add(builder.build());
      }
    }
    if (builder.size() > 0) {
      batches.add(builder.build());
    }
    return batches;
  }

  private static void append(Literal literal, ColumnBuilder target) {
    Object value = literal.value();
    if (value == null) {
      target.appendNull();
      return;
    }
    switch (target.type().layout()) {
      case BOOLEAN -> target.appendBoolean((Boolean) value);
      case INT -> target.appendInt(Math.toIntExact(((Number) value).longValue()));
      case LONG -> target.appendLong(unscaled(value, target).longValueExact());
      case DOUBLE -> target.appendDouble(((Number) value).doubleValue());
      case INT128 -> {
        BigInteger unscaled = unscaled(value, target);
        target.appendInt128(unscaled.longValue(), unscaled.shiftRight(Long.SIZE).longValueExact());
      }
      case BYTES -> appendBytes(value, target);
    }
  }

  private static BigInteger unscaled(Object value, ColumnBuilder target) {
    return value instanceof BigDecimal decimal
        ? decimal.setScale(target.type().scale()).unscaledValue()
        : BigInteger.valueOf(((Number) value).longValue());
  }

  private static void appendBytes(Object value, ColumnBuilder target) {
    if (value instanceof Binary binary) {
      byte[] bytes = new byte[binary.bytes().size()];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = binary.bytes().get(i);
      }
      target.appendBytes(bytes, 0, bytes.length);
    } else {
      target.appendText((String) value);
    }
  }
}
