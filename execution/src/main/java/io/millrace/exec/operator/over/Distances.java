package io.millrace.exec.operator.over;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.batch.DoubleColumn;
import io.millrace.api.batch.Int128Column;
import io.millrace.api.batch.IntColumn;
import io.millrace.api.batch.LongColumn;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.api.types.TypeKind;
import io.millrace.plan.physical.Frame.Bound;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** Values a distance away from others; where such a value cannot be, the last that can. */
final class Distances {
  /** There is no distance from NULL. */
  static final long NONE = -1;

  private static final long MICROS = 1_000_000L;
  private static final BigInteger LARGEST = BigInteger.ONE.shiftLeft(127).subtract(BigInteger.ONE);

  private Distances() {}

  /**
   * How many rows of a partition are before values at a distance from others.
   *
   * @param ahead whether those values come before the others in the order
   * @param behind whether rows with such a value count too
   * @return {@link #NONE} for NULL
   */
  static long[] search(
      Partition partition,
      Column values,
      Bound bound,
      boolean ahead,
      boolean descending,
      boolean behind) {
    boolean less = ahead != descending;
    int count = values.rowCount();
    DataType type = values.type().notNull();
    ColumnBuilder builder = new ColumnBuilder(type, count);
    boolean[] beyond = new boolean[count];
    boolean anyBeyond = false;
    for (int i = 0; i < count; i++) {
      if (!values.isNull(i)) {
        beyond[i] = append(values, i, bound, less, builder);
        anyBeyond |= beyond[i];
      }
    }
    int present = builder.rowCount();
    ColumnBatch bounds =
        ColumnBatch.of(new Schema(List.of(new Field("bound", type))), present, builder.build());
    long[] found = partition.search(bounds, present, behind);
    // what cannot be is not equal to the last that can
    long[] outside = anyBeyond ? partition.search(bounds, present, !ahead) : found;
    long[] positions = new long[count];
    int next = 0;
    for (int i = 0; i < count; i++) {
      if (values.isNull(i)) {
        positions[i] = NONE;
      } else {
        positions[i] = beyond[i] ? outside[next] : found[next];
        next++;
      }
    }
    return positions;
  }

  /** Appends a value; whether it should be beyond what can be. */
  private static boolean append(
      Column values, int row, Bound bound, boolean less, ColumnBuilder target) {
    BigDecimal amount = less ? bound.amount().negate() : bound.amount();
    if (values instanceof DoubleColumn doubles) {
      target.appendDouble(doubles.values()[row] + amount.doubleValue());
      return false;
    }
    if (bound.months()) {
      return appendMonths(values, row, amount.longValueExact(), target);
    }
    if (values instanceof Int128Column wide) {
      appendWide(wide.words(), row, amount, target);
      return false;
    }
    boolean ints = values instanceof IntColumn;
    long value = ints ? ((IntColumn) values).values()[row] : ((LongColumn) values).values()[row];
    BigInteger sum = BigInteger.valueOf(value).add(amount.toBigInteger());
    if (ints) {
      boolean fits = sum.bitLength() < Integer.SIZE;
      target.appendInt(fits ? sum.intValue() : less ? Integer.MIN_VALUE : Integer.MAX_VALUE);
      return !fits;
    }
    boolean fits = sum.bitLength() < Long.SIZE;
    target.appendLong(fits ? sum.longValue() : less ? Long.MIN_VALUE : Long.MAX_VALUE);
    return !fits;
  }

  private static void appendWide(long[] words, int row, BigDecimal amount, ColumnBuilder target) {
    BigInteger low = new BigInteger(Long.toUnsignedString(words[2 * row]));
    BigInteger value = BigInteger.valueOf(words[2 * row + 1]).shiftLeft(Long.SIZE).add(low);
    BigInteger sum = value.add(amount.toBigInteger()).min(LARGEST).max(LARGEST.negate());
    target.appendInt128(sum.longValue(), sum.shiftRight(Long.SIZE).longValue());
  }

  private static boolean appendMonths(Column values, int row, long months, ColumnBuilder target) {
    if (values.type().kind() == TypeKind.DATE) {
      LocalDate date = LocalDate.ofEpochDay(((IntColumn) values).values()[row]);
      target.appendInt(Math.toIntExact(date.plusMonths(months).toEpochDay()));
      return false;
    }
    long micros = ((LongColumn) values).values()[row];
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, MICROS),
                (int) Math.floorMod(micros, MICROS) * 1000,
                ZoneOffset.UTC)
            .plusMonths(months);
    target.appendLong(time.toEpochSecond(ZoneOffset.UTC) * MICROS + time.getNano() / 1000);
    return false;
  }
}
