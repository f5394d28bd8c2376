package io.millrace.api.table;

import io.millrace.api.types.Schema;
import io.millrace.api.types.StructValue;
import java.io.Serializable;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row as Java objects: Boolean, Integer (TINYINT, SMALLINT, INT), Long, BigDecimal, Float (REAL),
 * Double, String, byte[], LocalDate, LocalTime, LocalDateTime (TIMESTAMP), Instant (TIMESTAMP_LTZ),
 * List (ARRAY), Map (MAP), StructValue (ROW); null for NULL. Immutable.
 */
public final class Row implements Serializable {
  private static final long serialVersionUID = 1;

  private final transient Schema schema;
  private final List<@Nullable Object> values;

  Row(Schema schema, List<? extends @Nullable Object> values) {
    this.schema = schema;
    this.values = Collections.unmodifiableList(new ArrayList<>(values));
  }

  /** A row with names for its values. */
  public static Row of(Schema schema, List<? extends @Nullable Object> values) {
    if (schema.size() != values.size()) {
      throw new IllegalArgumentException(values.size() + " values for " + schema);
    }
    return new Row(schema, values);
  }

  /** Its columns; without any for a row of {@link RowFactory}. */
  public Schema schema() {
    return schema == null ? Schema.EMPTY : schema;
  }

  /** The number of values. */
  public int size() {
    return values.size();
  }

  /** The number of values. */
  public int length() {
    return size();
  }

  /** A value; null for NULL. */
  public @Nullable Object get(int index) {
    return values.get(index);
  }

  /** As {@link #get}, as whatever the caller takes it for. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T> @Nullable T getAs(int index) {
    return (T) values.get(index);
  }

  /** As {@link #getAs(int)}, by name in any case. */
  public <T> @Nullable T getAs(String name) {
    return this.<T>getAs(fieldIndex(name));
  }

  /**
   * The place of a value by its name, in any case.
   *
   * @throws IllegalArgumentException if there is none
   */
  public int fieldIndex(String name) {
    return schema()
        .indexOf(name)
        .orElseThrow(() -> new IllegalArgumentException("no column " + name + " in " + schema()));
  }

  /** Whether it is NULL. */
  public boolean isNullAt(int index) {
    return values.get(index) == null;
  }

  /** Whether one of them is NULL. */
  public boolean anyNull() {
    return values.contains(null);
  }

  private Object value(int index) {
    Object value = values.get(index);
    if (value == null) {
      throw new NullPointerException("value " + index + " of the row is NULL");
    }
    return value;
  }

  /** A BOOLEAN. */
  public boolean getBoolean(int index) {
    return (Boolean) value(index);
  }

  /** A TINYINT. */
  public byte getByte(int index) {
    return ((Number) value(index)).byteValue();
  }

  /** A SMALLINT. */
  public short getShort(int index) {
    return ((Number) value(index)).shortValue();
  }

  /** An INT. */
  public int getInt(int index) {
    return (Integer) value(index);
  }

  /** A BIGINT. */
  public long getLong(int index) {
    return (Long) value(index);
  }

  /** A REAL. */
  public float getFloat(int index) {
    return (Float) value(index);
  }

  /** A DOUBLE. */
  public double getDouble(int index) {
    return (Double) value(index);
  }

  /** A text; null for NULL. */
  public @Nullable String getString(int index) {
    return (String) values.get(index);
  }

  /** A DECIMAL; null for NULL. */
  public @Nullable BigDecimal getDecimal(int index) {
    return (BigDecimal) values.get(index);
  }

  /** A DATE; null for NULL. */
  public @Nullable LocalDate getLocalDate(int index) {
    return (LocalDate) values.get(index);
  }

  /** A TIMESTAMP; null for NULL. */
  public @Nullable LocalDateTime getLocalDateTime(int index) {
    return (LocalDateTime) values.get(index);
  }

  /** A TIMESTAMP_LTZ; null for NULL. */
  public @Nullable Instant getInstant(int index) {
    return (Instant) values.get(index);
  }

  /**
   * A TIMESTAMP or TIMESTAMP_LTZ in JDBC's class, which shows the former's digits in the zone of
   * the JVM; null for NULL.
   */
  public @Nullable Timestamp getTimestamp(int index) {
    Object value = values.get(index);
    if (value instanceof LocalDateTime time) {
      return Timestamp.valueOf(time);
    }
    return value == null ? null : Timestamp.from((Instant) value);
  }

  /** A DATE in JDBC's class; null for NULL. */
  public java.sql.@Nullable Date getDate(int index) {
    LocalDate date = getLocalDate(index);
    return date == null ? null : java.sql.Date.valueOf(date);
  }

  /** An ARRAY; null for NULL. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T> @Nullable List<T> getList(int index) {
    return (List<T>) values.get(index);
  }

  /** A MAP; null for NULL. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <K, V> @Nullable Map<K, V> getMap(int index) {
    return (Map<K, V>) values.get(index);
  }

  /** A ROW, as a row; null for NULL. */
  public @Nullable Row getStruct(int index) {
    StructValue struct = (StructValue) values.get(index);
    if (struct == null) {
      return null;
    }
    Schema fields =
        schema().size() == 0 ? Schema.EMPTY : new Schema(schema().type(index).children());
    return new Row(fields, struct.values());
  }

  /** All values. */
  public List<@Nullable Object> values() {
    return values;
  }

  /** The values with that between them. */
  public String mkString(String separator) {
    return String.join(separator, values.stream().map(String::valueOf).toList());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Row row && row.values.equals(values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  /** {@code [a,1]}. */
  @Override
  public String toString() {
    return "[" + mkString(",") + "]";
  }
}
