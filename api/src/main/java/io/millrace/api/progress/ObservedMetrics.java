package io.millrace.api.progress;

import static java.util.Objects.requireNonNull;

import io.millrace.api.types.Schema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code Dataset.observe} has computed of the rows of a batch: a row of named values, read as
 * a {@code Row} is. Immutable.
 */
public final class ObservedMetrics {
  private final Schema schema;
  private final List<@Nullable Object> values;

  /**
   * @param values one for each column; null for NULL
   */
  public ObservedMetrics(Schema schema, List<? extends @Nullable Object> values) {
    this.schema = requireNonNull(schema, "schema is null");
    this.values = Collections.unmodifiableList(new ArrayList<>(values));
    if (schema.size() != values.size()) {
      throw new IllegalArgumentException(values.size() + " values for " + schema);
    }
  }

  /** Names and types of the values. */
  public Schema schema() {
    return schema;
  }

  /** A value; null for NULL. */
  public @Nullable Object get(int index) {
    return values.get(index);
  }

  /**
   * A value by its name, as whatever the caller takes it for; null for NULL.
   *
   * @throws IllegalArgumentException if there is none
   */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T> @Nullable T getAs(String name) {
    int index =
        schema
            .indexOf(name)
            .orElseThrow(() -> new IllegalArgumentException("no metric " + name + " in " + schema));
    return (T) values.get(index);
  }

  /** Whether a value is NULL. */
  public boolean isNullAt(int index) {
    return values.get(index) == null;
  }

  /** A number as a long. */
  public long getLong(int index) {
    return number(index).longValue();
  }

  /** A number as an int. */
  public int getInt(int index) {
    return number(index).intValue();
  }

  /** A number as a double. */
  public double getDouble(int index) {
    return number(index).doubleValue();
  }

  /** A text. */
  public String getString(int index) {
    return (String) requireNonNull(values.get(index), "the metric is NULL");
  }

  private Number number(int index) {
    return (Number) requireNonNull(values.get(index), "the metric is NULL");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ObservedMetrics that
        && that.schema.equals(schema)
        && that.values.equals(values);
  }

  @Override
  public int hashCode() {
    return 31 * schema.hashCode() + values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
