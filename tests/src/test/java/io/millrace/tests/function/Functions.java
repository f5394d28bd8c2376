package io.millrace.tests.function;

import io.millrace.api.udf.AccumulatorCodec;
import io.millrace.api.udf.AggregateFunction;
import io.millrace.api.udf.ScalarFunction;
import io.millrace.api.udf.TableFunction;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Functions that scripts name by their classes. */
public final class Functions {
  private Functions() {}

  /** Overloads: of two texts, of one, of numbers. */
  public static final class Describe implements ScalarFunction {
    public String eval(String text) {
      return text == null ? "no text" : "text " + text;
    }

    public String eval(String first, String second) {
      return first + "+" + second;
    }

    public String eval(long number) {
      return "whole " + number;
    }

    public String eval(double number) {
      return "number " + number;
    }
  }

  /** Primitives: no call for NULL. */
  public static final class Plus {
    public int eval(int left, int right) {
      return Math.addExact(left, right);
    }
  }

  /** Boxes: NULL comes as null. */
  public static final class OrZero {
    public Integer call(Integer value) {
      return value == null ? 0 : value;
    }
  }

  /** Whatever it is given, by its class. */
  public static final class ClassOf {
    public String eval(Object value) {
      return value == null ? "null" : value.getClass().getSimpleName() + " " + shown(value);
    }

    private static String shown(Object value) {
      return value instanceof byte[] bytes ? new BigInteger(1, bytes).toString(16) : value + "";
    }
  }

  /** Each type there and back. */
  public static final class Same {
    public boolean eval(boolean value) {
      return value;
    }

    public byte eval(byte value) {
      return value;
    }

    public short eval(short value) {
      return value;
    }

    public int eval(int value) {
      return value;
    }

    public long eval(long value) {
      return value;
    }

    public float eval(float value) {
      return value;
    }

    public double eval(double value) {
      return value;
    }

    public BigDecimal eval(BigDecimal value) {
      return value;
    }

    public String eval(String value) {
      return value;
    }

    public byte[] eval(byte[] value) {
      return value;
    }

    public LocalDate eval(LocalDate value) {
      return value;
    }

    public LocalTime eval(LocalTime value) {
      return value;
    }

    public LocalDateTime eval(LocalDateTime value) {
      return value;
    }

    public Instant eval(Instant value) {
      return value;
    }

    public Duration eval(Duration value) {
      return value;
    }

    public Period eval(Period value) {
      return value;
    }
  }

  /** A number of its own for each call. */
  public static final class NextNumber implements ScalarFunction {
    private static final AtomicLong NEXT = new AtomicLong();

    public long eval() {
      return NEXT.incrementAndGet();
    }

    @Override
    public boolean isDeterministic() {
      return false;
    }
  }

  /** A sum that can take back and be put together. */
  public static class Total implements AggregateFunction<Total.Sum, Long> {
    /** What is known. */
    public static final class Sum implements Serializable {
      private static final long serialVersionUID = 1;
      private long total;
      private long rows;
    }

    @Override
    public Sum create() {
      return new Sum();
    }

    public void accumulate(Sum sum, long value) {
      sum.total += value;
      sum.rows++;
    }

    public void retract(Sum sum, long value) {
      sum.total -= value;
      sum.rows--;
    }

    public Sum merge(Sum into, Sum other) {
      into.total += other.total;
      into.rows += other.rows;
      return into;
    }

    @Override
    public Long result(Sum sum) {
      return sum.rows == 0 ? null : sum.total;
    }
  }

  /** The same without being able to take back or to be put together; its accumulator is a value. */
  public static final class PlainTotal implements AggregateFunction<Long, Long> {
    @Override
    public Long create() {
      return 0L;
    }

    public Long accumulate(Long sum, long value) {
      return sum + value;
    }

    @Override
    public Long result(Long sum) {
      return sum;
    }
  }

  /** A product, which cannot take back; what it adds up in is no number that SQL knows. */
  public static final class Product implements AggregateFunction<BigInteger, Long> {
    @Override
    public BigInteger create() {
      return BigInteger.ONE;
    }

    public BigInteger accumulate(BigInteger product, long value) {
      return product.multiply(BigInteger.valueOf(value));
    }

    @Override
    public Long result(BigInteger product) {
      return product.longValueExact();
    }
  }

  /** A maximum, which cannot take back. */
  public static final class Largest implements AggregateFunction<Largest.Value, String> {
    /** What is known; not Serializable. */
    public static final class Value {
      private String text = "";
    }

    @Override
    public Value create() {
      return new Value();
    }

    public void accumulate(Value value, String text) {
      if (text != null && text.compareTo(value.text) > 0) {
        value.text = text;
      }
    }

    @Override
    public String result(Value value) {
      return value.text;
    }

    @Override
    public AccumulatorCodec<Value> codec() {
      return new AccumulatorCodec<>() {
        @Override
        public void write(Value value, DataOutput output) throws IOException {
          output.writeUTF(value.text);
        }

        @Override
        public Value read(DataInput input) throws IOException {
          Value value = new Value();
          value.text = input.readUTF();
          return value;
        }

        @Override
        public String format() {
          return "utf";
        }
      };
    }
  }

  /** Values with weights, of two parameters. */
  public static final class WeightedAverage
      implements AggregateFunction<WeightedAverage.Sums, Double> {
    /** What is known. */
    public static final class Sums implements Serializable {
      private static final long serialVersionUID = 1;
      private double total;
      private long weights;
    }

    @Override
    public Sums create() {
      return new Sums();
    }

    public void accumulate(Sums sums, double value, long weight) {
      sums.total += value * weight;
      sums.weights += weight;
    }

    @Override
    public Double result(Sums sums) {
      return sums.weights == 0 ? null : sums.total / sums.weights;
    }
  }

  /** Words of a text, by collecting them. */
  public static final class Words extends TableFunction<Words.Word> {
    /** A word and where it is. */
    public record Word(String word, int place) {}

    public void eval(String text) {
      int place = 0;
      for (String word : text == null ? new String[0] : text.split(" ")) {
        if (!word.isEmpty()) {
          collect(new Word(word, ++place));
        }
      }
    }
  }

  /** Numbers, as a stream. */
  public static final class Numbers {
    public Stream<Integer> eval(int from, int to) {
      return Stream.iterate(from, n -> n <= to, n -> n + 1);
    }
  }

  /** Rows whose columns CREATE FUNCTION names. */
  public static final class Pairs {
    public List<Object[]> eval(String text) {
      return Stream.of(text.split(","))
          .map(part -> new Object[] {part.split("=")[0], Integer.valueOf(part.split("=")[1])})
          .toList();
    }
  }

  /** A function that fails. */
  public static final class Failing {
    public int eval(String text) {
      throw new IllegalStateException("no answer to " + text);
    }
  }

  /** No function at all. */
  public static final class Nothing {
    public int size() {
      return 0;
    }
  }

  /** A function of something that SQL has no type for. */
  public static final class OfThread {
    public int eval(Thread thread) {
      return 0;
    }
  }

  /** An aggregate whose accumulator cannot be written. */
  public static final class Unwritable implements AggregateFunction<Thread, Long> {
    @Override
    public Thread create() {
      return new Thread();
    }

    public void accumulate(Thread thread, long value) {}

    @Override
    public Long result(Thread thread) {
      return 0L;
    }
  }
}
