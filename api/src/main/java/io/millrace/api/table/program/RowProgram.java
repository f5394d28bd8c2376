package io.millrace.api.table.program;

import static java.util.Objects.requireNonNull;

import io.millrace.api.function.FilterFunction;
import io.millrace.api.function.FlatMapFunction;
import io.millrace.api.function.MapFunction;
import io.millrace.api.function.MapPartitionsFunction;
import io.millrace.api.table.Encoder;
import java.util.Optional;

/**
 * A function over the objects of rows, each by itself.
 *
 * @param kind what the function is: decides which interface it implements
 * @param function the program's object
 * @param input how rows become objects
 * @param output how what the function gives becomes rows; empty for {@link Kind#FILTER}
 */
public record RowProgram(
    Kind kind, Object function, Encoder<?> input, Optional<Encoder<?>> output) {

  /** What can be done with objects, each by itself. */
  public enum Kind {
    /** A {@link MapFunction}: another object in its place. */
    MAP("map"),
    /** A {@link FlatMapFunction}: any number of objects in its place. */
    FLAT_MAP("flatMap"),
    /** A {@link FilterFunction}: the row stays as it is, or goes. */
    FILTER("filter"),
    /** A {@link MapPartitionsFunction}: any number of objects for a piece of input. */
    MAP_PARTITIONS("mapPartitions"),
    /** A {@link MapFunction}: the row stays as it is, with what the function gives behind it. */
    KEY("groupByKey");

    private final String method;

    Kind(String method) {
      this.method = method;
    }

    /** The method of {@code Dataset} that it comes from. */
    public String method() {
      return method;
    }
  }

  public RowProgram {
    requireNonNull(kind, "kind is null");
    requireNonNull(function, "function is null");
    requireNonNull(input, "input is null");
    if ((kind == Kind.FILTER) != output.isEmpty()) {
      throw new IllegalArgumentException("a filter, and only a filter, has no output encoder");
    }
  }

  public static <T, U> RowProgram map(
      MapFunction<T, U> function, Encoder<T> input, Encoder<U> output) {
    return new RowProgram(Kind.MAP, function, input, Optional.of(output));
  }

  public static <T, U> RowProgram flatMap(
      FlatMapFunction<T, U> function, Encoder<T> input, Encoder<U> output) {
    return new RowProgram(Kind.FLAT_MAP, function, input, Optional.of(output));
  }

  public static <T> RowProgram filter(FilterFunction<T> function, Encoder<T> input) {
    return new RowProgram(Kind.FILTER, function, input, Optional.empty());
  }

  public static <T, U> RowProgram mapPartitions(
      MapPartitionsFunction<T, U> function, Encoder<T> input, Encoder<U> output) {
    return new RowProgram(Kind.MAP_PARTITIONS, function, input, Optional.of(output));
  }

  /** The step before groups: adds the columns of the key. */
  public static <T, K> RowProgram key(
      MapFunction<T, K> function, Encoder<T> input, Encoder<K> key) {
    return new RowProgram(Kind.KEY, function, input, Optional.of(key));
  }
}
