package io.millrace.plan.expression;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate in Java. Arguments and results are objects as {@link JavaValues} makes them, null
 * for NULL. What the user's code throws comes out as it is; one object is used by one thread at a
 * time.
 */
public interface AggregateCode {

  /** Its name and types: equal for code that may take the place of another. */
  String signature();

  /** The form in which accumulators are written: state goes on with the same form only. */
  String stateFormat();

  /** Whether rows do not count where that argument is NULL. */
  boolean skipsNull(int parameter);

  /** Whether {@link Instance#retract} works. */
  boolean canRetract();

  /** Whether {@link Instance#merge} works. */
  boolean canMerge();

  /** What to call, in one worker. */
  Instance newInstance();

  /** The aggregate of one worker. */
  interface Instance {
    Object create() throws Throwable;

    /** Adds a row; gives the accumulator to go on with. */
    Object accumulate(Object accumulator, @Nullable Object[] arguments) throws Throwable;

    /** Takes a row back that was added; gives the accumulator to go on with. */
    Object retract(Object accumulator, @Nullable Object[] arguments) throws Throwable;

    /** Adds what the other knows, which stays as it is; gives the accumulator to go on with. */
    Object merge(Object into, Object other) throws Throwable;

    @Nullable Object result(Object accumulator) throws Throwable;

    void write(Object accumulator, DataOutput output) throws IOException;

    Object read(DataInput input) throws IOException;
  }
}
