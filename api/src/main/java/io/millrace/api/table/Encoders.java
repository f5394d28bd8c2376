package io.millrace.api.table;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.encoding.Shape;
import io.millrace.api.encoding.Shapes;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.function.Tuple2;
import io.millrace.api.function.Tuple3;
import io.millrace.api.function.Tuple4;
import io.millrace.api.function.Tuple5;
import io.millrace.api.types.Schema;
import java.io.Serializable;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes {@link Encoder}s. */
public final class Encoders {
  private Encoders() {}

  /** BOOLEAN. */
  public static Encoder<Boolean> BOOLEAN() {
    return scalar(Boolean.class);
  }

  /** TINYINT. */
  public static Encoder<Byte> BYTE() {
    return scalar(Byte.class);
  }

  /** SMALLINT. */
  public static Encoder<Short> SHORT() {
    return scalar(Short.class);
  }

  /** INTEGER. */
  public static Encoder<Integer> INT() {
    return scalar(Integer.class);
  }

  /** BIGINT. */
  public static Encoder<Long> LONG() {
    return scalar(Long.class);
  }

  /** REAL. */
  public static Encoder<Float> FLOAT() {
    return scalar(Float.class);
  }

  /** DOUBLE. */
  public static Encoder<Double> DOUBLE() {
    return scalar(Double.class);
  }

  /** VARCHAR. */
  public static Encoder<String> STRING() {
    return scalar(String.class);
  }

  /** DECIMAL(38, 18). */
  public static Encoder<BigDecimal> DECIMAL() {
    return scalar(BigDecimal.class);
  }

  /** DATE. */
  public static Encoder<Date> DATE() {
    return scalar(Date.class);
  }

  /** DATE. */
  public static Encoder<LocalDate> LOCALDATE() {
    return scalar(LocalDate.class);
  }

  /** TIMESTAMP, without zone. */
  public static Encoder<LocalDateTime> LOCALDATETIME() {
    return scalar(LocalDateTime.class);
  }

  /** TIMESTAMP_LTZ, an instant. */
  public static Encoder<Timestamp> TIMESTAMP() {
    return scalar(Timestamp.class);
  }

  /** TIMESTAMP_LTZ, an instant. */
  public static Encoder<Instant> INSTANT() {
    return scalar(Instant.class);
  }

  /** INTERVAL DAY TO SECOND. */
  public static Encoder<Duration> DURATION() {
    return scalar(Duration.class);
  }

  /** BINARY. */
  public static Encoder<byte[]> BINARY() {
    return scalar(byte[].class);
  }

  private static <T> Encoder<T> scalar(Class<T> type) {
    return new Encoder<>(Shapes.scalar(type));
  }

  /**
   * A class with a constructor without parameters whose properties have getters and setters, or a
   * record. Columns are matched with properties by name, without regard to case.
   *
   * @throws io.millrace.api.error.MillraceException ENCODER_INVALID for any other class, and for
   *     properties that cannot be written
   */
  public static <T> Encoder<T> bean(Class<T> beanClass) {
    return new Encoder<>(Shapes.of(beanClass));
  }

  /** A record class; the same as {@link #bean}. */
  public static <T extends Record> Encoder<T> record(Class<T> recordClass) {
    return new Encoder<>(Shapes.of(recordClass));
  }

  /**
   * Objects in one binary column, written by Java serialization.
   *
   * @throws io.millrace.api.error.MillraceException ENCODER_INVALID if the class is not {@link
   *     Serializable}
   */
  public static <T> Encoder<T> javaSerialization(Class<T> type) {
    if (!type.isInterface() && !Serializable.class.isAssignableFrom(type)) {
      throw error(ErrorCode.ENCODER_INVALID, type.getName(), "it is not java.io.Serializable")
          .build();
    }
    return new Encoder<>(new Shape.Serialized(type));
  }

  /**
   * Refused: Millrace brings no Kryo along.
   *
   * @throws io.millrace.api.error.MillraceException NOT_SUPPORTED, always
   */
  public static <T> Encoder<T> kryo(Class<T> type) {
    throw error(ErrorCode.NOT_SUPPORTED, "Kryo, a library that Millrace does not bring along,")
        .hint("use:   Encoders.javaSerialization(" + type.getSimpleName() + ".class)")
        .build();
  }

  /** Rows of these columns. */
  public static Encoder<Row> row(Schema schema) {
    return new Encoder<>(
        new Shape.Generic(Row.class, Optional.of(schema), Row::of, row -> ((Row) row).values()));
  }

  /** Rows of whatever columns the input has: only to read them. */
  public static Encoder<Row> row() {
    return new Encoder<>(
        new Shape.Generic(Row.class, Optional.empty(), Row::of, row -> ((Row) row).values()));
  }

  /** Two values in the columns {@code _1} and {@code _2}. */
  public static <A, B> Encoder<Tuple2<A, B>> tuple(Encoder<A> first, Encoder<B> second) {
    return tuple(Tuple2.class, first, second);
  }

  /** Three values in the columns {@code _1} to {@code _3}. */
  public static <A, B, C> Encoder<Tuple3<A, B, C>> tuple(
      Encoder<A> first, Encoder<B> second, Encoder<C> third) {
    return tuple(Tuple3.class, first, second, third);
  }

  /** Four values in the columns {@code _1} to {@code _4}. */
  public static <A, B, C, D> Encoder<Tuple4<A, B, C, D>> tuple(
      Encoder<A> first, Encoder<B> second, Encoder<C> third, Encoder<D> fourth) {
    return tuple(Tuple4.class, first, second, third, fourth);
  }

  /** Five values in the columns {@code _1} to {@code _5}. */
  public static <A, B, C, D, E> Encoder<Tuple5<A, B, C, D, E>> tuple(
      Encoder<A> first, Encoder<B> second, Encoder<C> third, Encoder<D> fourth, Encoder<E> fifth) {
    return tuple(Tuple5.class, first, second, third, fourth, fifth);
  }

  private static <T> Encoder<T> tuple(Class<?> type, Encoder<?>... parts) {
    return new Encoder<>(Shapes.tuple(type, Stream.of(parts).map(Encoder::shape).toList()));
  }
}
