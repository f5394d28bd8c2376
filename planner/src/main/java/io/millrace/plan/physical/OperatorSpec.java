package io.millrace.plan.physical;

import io.millrace.api.connector.OutputMode;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.table.program.GroupProgram;
import io.millrace.api.table.program.GroupProgram.Keying;
import io.millrace.api.table.program.RowProgram;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.plan.catalog.Relation;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.TableCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an operator is to do: the immutable description from which {@code exec.build} makes running
 * operators. Every operator takes and gives changes, rows with weights. Partitioning is not part of
 * it: whoever builds the graph decides where rows are exchanged.
 */
public sealed interface OperatorSpec {

  /**
   * Names the operator and its state: kind and a digest of the plan below, stable over restarts.
   */
  String id();

  /** The columns it gives. */
  Schema output();

  /** Where its rows come from. */
  List<OperatorSpec> inputs();

  /**
   * Reads a relation.
   *
   * @param columns positions, among the relation's columns, of the physical columns to read
   * @param output those columns
   */
  record SourceSpec(String id, Relation relation, List<Integer> columns, Schema output)
      implements OperatorSpec {
    public SourceSpec {
      columns = List.copyOf(columns);
    }

    @Override
    public List<OperatorSpec> inputs() {
      return List.of();
    }
  }

  /** Constant rows, given once in the first batch; bounded. */
  record ValuesSpec(String id, List<List<Expression.Literal>> rows, Schema output)
      implements OperatorSpec {
    public ValuesSpec {
      rows = rows.stream().map(List::copyOf).toList();
    }

    @Override
    public List<OperatorSpec> inputs() {
      return List.of();
    }
  }

  /**
   * Filter, then projection; linear.
   *
   * @param condition over the input's columns; rows for which it is not TRUE go
   * @param projections over the input's columns, one a column of the output
   */
  record CalcSpec(
      String id,
      OperatorSpec input,
      Optional<Expression> condition,
      List<Expression> projections,
      Schema output)
      implements OperatorSpec {
    public CalcSpec {
      projections = List.copyOf(projections);
      if (projections.size() != output.size()) {
        throw new IllegalArgumentException(projections.size() + " projections for " + output);
      }
    }

    @Override
    public List<OperatorSpec> inputs() {
      return List.of(input);
    }
  }

  /**
   * Observes a column's newest value and passes rows on as they are.
   *
   * @param node the ordinal of the declaration in the query: m_i
   * @param column the event time, TIMESTAMP or TIMESTAMP_LTZ
   * @param delayMicros how far the watermark stays behind
   */
  record WatermarkSpec(String id, OperatorSpec input, int node, int column, long delayMicros)
      implements OperatorSpec {
    @Override
    public Schema output() {
      return input.output();
    }

    @Override
    public List<OperatorSpec> inputs() {
      return List.of(input);
    }
  }

  /**
   * Reports aggregates of the rows that come in a batch, and passes rows on as they are.
   *
   * @param name in reports
   * @param metrics the aggregates over a SourceSpec that stands for these rows
   * @param columns of the input that it has, in its order
   */
  record ObserveSpec(
      String id, OperatorSpec input, String name, OperatorSpec metrics, List<Integer> columns)
      implements OperatorSpec {
    public ObserveSpec {
      columns = List.copyOf(columns);
    }

    @Override
    public Schema output() {
      return input.output();
    }

    @Override
    public List<OperatorSpec> inputs() {
      return List.of(input);
    }
  }

  /**
   * Gives each row once for every window that holds its time; rows without time, or in no window,
   * go. Linear.
   *
   * @param timeColumn the column of the input that windows are assigned by
   * @param sizeMicros z of the reference
   * @param slideMicros s; equal to the size for tumbling windows
   * @param offsetMicros o
   * @param output the input's columns, then window_start, window_end, window_time, all of the time
   *     column's type
   */
  record WindowSpec(
      String id,
      OperatorSpec input,
      int timeColumn,
      long sizeMicros,
      long slideMicros,
      long offsetMicros,
      Schema output)
      implements OperatorSpec {
    public WindowSpec {
      if (sizeMicros <= 0 || slideMicros <= 0) {
        throw new IllegalArgumentException("window size and slide must be positive");
      }
      if (output.size() != input.output().size() + 3) {
        throw new IllegalArgumentException("a window adds three columns");
      }
    }

    @Override
    public List<OperatorSpec> inputs() {
      return List.of(input);
    }
  }

  /**
   * Gives each row once for every row that a table function makes of it. Linear.
   *
   * @param arguments columns of the input
   * @param outer whether a row of which nothing is made is given once, with NULLs
   * @param position of the call in the script
   * @param output the input's columns, then those of the function
   */
  record LateralSpec(
      String id,
      OperatorSpec input,
      String function,
      TableCode code,
      List<Integer> arguments,
      boolean outer,
      Optional<SourcePosition> position,
      Schema output)
      implements OperatorSpec {
    public LateralSpec {
      arguments = List.copyOf(arguments);
    }

    @Override
    public List<OperatorSpec> inputs() {
      return List.of(input);
    }
  }

  /** All rows of all inputs, which have the same column types. */
  record UnionSpec(String id, List<OperatorSpec> inputs, Schema output) implements OperatorSpec {
    public UnionSpec {
      inputs = List.copyOf(inputs);
    }
  }

  /** When a stateful operator gives its rows. */
  enum Emission {
    /** Every change, batch by batch: old row −1, new row +1. */
    CHANGES,
    /** Of every change the new row alone, as {@link ResultForm#UPSERTS} says. */
    UPSERTS,
    /** Each row once, when its horizon is behind the watermark, or at the end of bounded input. */
    FINAL
  }

  /**
   * The event time behind which a row of the input no longer matters: {@code value of column * unit
   * + offset}. A contribution is late if its horizon is at or before the watermark L of the batch;
   * state is final and goes if it is at or before W.
   *
   * @param column a column of the operator's input (for aggregates and DISTINCT: a key)
   * @param unitMicros how long one of the column's values is: 1 for timestamps, a day for dates
   */
  record Horizon(int column, long unitMicros, long offsetMicros) {
    /** A horizon by a timestamp. */
    public Horizon(int column, long offsetMicros) {
      this(column, 1, offsetMicros);
    }
  }

  /** What a key of an aggregation over windows is. */
  enum KeyPart {
    /** Nothing of the window. */
    VALUE,
    /** window_start */
    START,
    /** window_end */
    END,
    /** window_time */
    TIME
  }

  /**
   * How windows that overlap are put together: rows are counted in slices, which follow one another
   * and divide every window, and results of windows are made of those of their slices.
   *
   * @param sizeMicros z of the reference
   * @param slideMicros s, less than the size
   * @param offsetMicros o
   * @param sliceMicros how long a slice is: divides size and slide
   * @param keys what each key of the aggregation is; the input has the bounds of the row's slice
   *     where the output has those of the window
   */
  record Slicing(
      long sizeMicros, long slideMicros, long offsetMicros, long sliceMicros, List<KeyPart> keys) {
    public Slicing {
      keys = List.copyOf(keys);
      if (sizeMicros % sliceMicros != 0 || slideMicros % sliceMicros != 0) {
        throw new IllegalArgumentException("slices do not divide the windows");
      }
      if (keys.stream().allMatch(part -> part == KeyPart.VALUE)) {
        throw new IllegalArgumentException("no key tells the window");
      }
    }
  }

  /**
   * GROUP BY. Without keys it is one group that always exists.
   *
   * @param keys columns of the input
   * @param calls what is computed for each group
   * @param slicing how windows are put together of slices; empty if every row comes once for each
   *     of its windows
   * @param horizon when a group is final; empty if never. In COMPLETE mode there is none
   * @param insertOnly whether the input never deletes (kind I), so that cheaper state will do
   * @param output the keys, then one column a call
   */
  record AggregateSpec(
      String id,
      OperatorSpec input,
      List<Integer> keys,
      List<AggregateCall> calls,
      Optional<Slicing> slicing,
      Optional<Horizon> horizon,
      boolean insertOnly,
      Emission emission,
      Schema output)
      implements OperatorSpec {
    public AggregateSpec {
      keys = List.copyOf(keys);
      calls = List.copyOf(calls);
      if (keys.size() + calls.size() != output.size()) {
        throw new IllegalArgumentException("keys and calls do not make " + output);
      }
      if (slicing.isPresent() && slicing.get().keys().size() != keys.size()) {
        throw new IllegalArgumentException("a slicing of other keys");
      }
    }

    /** An aggregation that counts every row as it comes. */
    public AggregateSpec(
        String id,
        OperatorSpec input,
        List<Integer> keys,
        List<AggregateCall> calls,
        Optional<Horizon> horizon,
        boolean insertOnly,
        Emission emission,
        Schema output) {
      this(id, input, keys, calls, Optional.empty(), horizon, insertOnly, emission, output);
    }

    @Override
    public List<OperatorSpec> inputs() {
      return List.of(input);
    }
  }

  /**
   * Joins two inputs.
   *
   * @param leftKeys columns of the left input, compared with {@code rightKeys}, of equal types
   * @param nullSafe for each pair of keys, whether NULL equals NULL
   * @param condition what else pairs have to meet, over the columns of both inputs; empty for an
   *     inner join, whose pairs are filtered behind it
   * @param atEnd whether rows without a match are given once, at the end of bounded input
   * @param insertOnly whether rows of the inputs never go
   * @param output the columns of both inputs, or of the left one alone
   */
  record JoinSpec(
      String id,
      OperatorSpec left,
      OperatorSpec right,
      JoinType type,
      List<Integer> leftKeys,
      List<Integer> rightKeys,
      List<Boolean> nullSafe,
      Optional<Expression> condition,
      boolean atEnd,
      boolean insertOnly,
      Schema output)
      implements OperatorSpec {
    public JoinSpec {
      leftKeys = List.copyOf(leftKeys);
      rightKeys = List.copyOf(rightKeys);
      nullSafe = List.copyOf(nullSafe);
      if (leftKeys.size() != rightKeys.size() || leftKeys.size() != nullSafe.size()) {
        throw new IllegalArgumentException("keys that do not pair up");
      }
      if (type == JoinType.INNER && condition.isPresent()) {
        throw new IllegalArgumentException("an inner join is filtered behind it");
      }
    }

    /** The types of the keys. */
    public List<DataType> keyTypes() {
      List<DataType> types = new ArrayList<>();
      for (int i = 0; i < leftKeys.size(); i++) {
        types.add(left.output().type(leftKeys.get(i)).withNullable(nullSafe.get(i)));
      }
      return types;
    }

    /** The columns of both inputs. */
    public Schema pairs() {
      List<Field> fields = new ArrayList<>(left.output().fields());
      fields.addAll(right.output().fields());
      return new Schema(fields);
    }

    @Override
    public List<OperatorSpec> inputs() {
      return List.of(left, right);
    }
  }

  /**
   * INTERSECT or EXCEPT of two inputs.
   *
   * @param atEnd whether rows are given once, at the end of bounded input
   * @param insertOnly whether rows of the inputs never go
   * @param output the columns of either input
   */
  record SetSpec(
      String id,
      OperatorSpec left,
      OperatorSpec right,
      SetOperation operation,
      boolean atEnd,
      boolean insertOnly,
      Schema output)
      implements OperatorSpec {
    @Override
    public List<OperatorSpec> inputs() {
      return List.of(left, right);
    }
  }

  /**
   * Functions over windows: gives each row with what they compute for it in its partition.
   *
   * @param partition columns of the input; none if all rows are in one
   * @param order of the rows of a partition; rows that are equal in it come in the order of their
   *     other columns
   * @param atEnd whether rows are given once, at the end of bounded input
   * @param insertOnly whether rows of the input never go
   * @param output the input's columns, then one column a call
   */
  record OverSpec(
      String id,
      OperatorSpec input,
      List<Integer> partition,
      List<Ordering.SortKey> order,
      List<OverCall> calls,
      boolean atEnd,
      boolean insertOnly,
      Schema output)
      implements OperatorSpec {
    public OverSpec {
      partition = List.copyOf(partition);
      order = List.copyOf(order);
      calls = List.copyOf(calls);
      if (input.output().size() + calls.size() != output.size()) {
        throw new IllegalArgumentException("columns and calls do not make " + output);
      }
    }

    @Override
    public List<OperatorSpec> inputs() {
      return List.of(input);
    }
  }

  /**
   * Each distinct row once. Over insert-only input a row is given at its first occurrence.
   *
   * @param horizon when a row can no longer occur again; empty if never
   */
  record DistinctSpec(String id, OperatorSpec input, Optional<Horizon> horizon, boolean insertOnly)
      implements OperatorSpec {
    @Override
    public Schema output() {
      return input.output();
    }

    @Override
    public List<OperatorSpec> inputs() {
      return List.of(input);
    }
  }

  /**
   * The first row of each key, in order of arrival; insert-only input.
   *
   * @param keys columns of the input
   * @param horizon when a row is late; empty if never
   * @param withinMicros how long behind the horizon of its first row a key is forgotten; empty if
   *     the horizon is the key's own
   */
  record DeduplicateSpec(
      String id,
      OperatorSpec input,
      List<Integer> keys,
      Optional<Horizon> horizon,
      OptionalLong withinMicros)
      implements OperatorSpec {
    public DeduplicateSpec {
      keys = List.copyOf(keys);
      boolean byKey = horizon.isEmpty() || keys.contains(horizon.get().column());
      if (keys.isEmpty() || (withinMicros.isPresent() ? horizon.isEmpty() : !byKey)) {
        throw new IllegalArgumentException("keys " + keys + " with horizon " + horizon);
      }
    }

    @Override
    public Schema output() {
      return input.output();
    }

    @Override
    public List<OperatorSpec> inputs() {
      return List.of(input);
    }
  }

  /**
   * Runs a program's function over the objects of rows; linear.
   *
   * @param read the columns of the input that objects are made of
   */
  record ProgramSpec(
      String id, OperatorSpec input, RowProgram program, List<Integer> read, Schema output)
      implements OperatorSpec {
    public ProgramSpec {
      read = List.copyOf(read);
    }

    @Override
    public List<OperatorSpec> inputs() {
      return List.of(input);
    }
  }

  /**
   * Runs a program's function over the new values of each key and what it remembers of the key.
   *
   * @param read the columns of the input that values are made of
   * @param keys the columns of the key, which are those of its encoder
   * @param hasWatermark whether the function may ask for the watermark
   * @param horizon when a row is late; empty if never. Nothing is evicted by it
   * @param initial what keys remember before their first value
   * @param emission FINAL: one call a key at the end of bounded input
   */
  record GroupStateSpec(
      String id,
      OperatorSpec input,
      GroupProgram program,
      List<Integer> read,
      List<Integer> keys,
      boolean hasWatermark,
      Optional<Horizon> horizon,
      Optional<InitialStates> initial,
      Emission emission,
      Schema output)
      implements OperatorSpec {
    public GroupStateSpec {
      read = List.copyOf(read);
      keys = List.copyOf(keys);
    }

    /**
     * A table of states, which is there in the first batch.
     *
     * @param read the columns that states are made of
     * @param keys the columns of the key
     */
    public record InitialStates(
        OperatorSpec input, Keying<?, ?, ?> keying, List<Integer> read, List<Integer> keys) {
      public InitialStates {
        read = List.copyOf(read);
        keys = List.copyOf(keys);
      }
    }

    /** One whose keys remember nothing. */
    public GroupStateSpec(
        String id,
        OperatorSpec input,
        GroupProgram program,
        List<Integer> read,
        List<Integer> keys,
        boolean hasWatermark,
        Optional<Horizon> horizon,
        Emission emission,
        Schema output) {
      this(
          id,
          input,
          program,
          read,
          keys,
          hasWatermark,
          horizon,
          Optional.empty(),
          emission,
          output);
    }

    /** Whether rows that were given go when their key gives others. */
    public boolean takesRowsBack() {
      return program.outputMode() == OutputMode.UPDATE && emission == Emission.CHANGES;
    }

    @Override
    public List<OperatorSpec> inputs() {
      return initial.isPresent() ? List.of(input, initial.get().input()) : List.of(input);
    }
  }

  /** Rows {@code offset} to {@code offset + count} in the order of arrival; insert-only input. */
  record LimitSpec(String id, OperatorSpec input, long offset, long count) implements OperatorSpec {
    @Override
    public Schema output() {
      return input.output();
    }

    @Override
    public List<OperatorSpec> inputs() {
      return List.of(input);
    }
  }

  /**
   * The first rows of each partition in an order.
   *
   * @param horizon when a partition is final; empty if never
   * @param insertOnly whether the input never deletes, so that rows behind the limit can go
   * @param emission FINAL: given once, when the partition is final or at the end of bounded input
   * @param output the input's columns, then the number if the rule has one
   */
  record TopNSpec(
      String id,
      OperatorSpec input,
      TopN rule,
      Optional<Horizon> horizon,
      boolean insertOnly,
      Emission emission,
      Schema output)
      implements OperatorSpec {
    @Override
    public List<OperatorSpec> inputs() {
      return List.of(input);
    }
  }

  /**
   * Rows to begin with, and what a step makes of them, round by round, until nothing is new.
   *
   * @param name of the query, for messages
   * @param inputs rows to begin with, and what the step reads besides; the former with the round,
   *     0, as one more column
   * @param step operators over {@link LoopInputSpec}s that make of rows of one round those of the
   *     next; gives the output's columns and the round
   * @param distinct whether a row that an earlier round has is not new
   * @param atEnd whether rows are given once, at the end of bounded input
   */
  record RecursionSpec(
      String id,
      String name,
      List<OperatorSpec> inputs,
      OperatorSpec step,
      boolean distinct,
      boolean atEnd,
      RecursionLimits limits,
      Schema output)
      implements OperatorSpec {
    public RecursionSpec {
      inputs = List.copyOf(inputs);
      if (step.output().size() != output.size() + 1) {
        throw new IllegalArgumentException("a step without the round");
      }
    }
  }

  /**
   * What the step of a recursion reads.
   *
   * @param index the input of the recursion; 0 for the rows of the round before
   */
  record LoopInputSpec(String id, int index, Schema output) implements OperatorSpec {
    @Override
    public List<OperatorSpec> inputs() {
      return List.of();
    }
  }

  /** Bounded input, sorted and cut, given at its end. */
  record SortSpec(String id, OperatorSpec input, Ordering ordering) implements OperatorSpec {
    @Override
    public Schema output() {
      return input.output();
    }

    @Override
    public List<OperatorSpec> inputs() {
      return List.of(input);
    }
  }
}
