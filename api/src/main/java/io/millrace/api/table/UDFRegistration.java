package io.millrace.api.table;

import io.millrace.api.types.DataType;
import io.millrace.api.udf.AggregateFunction;
import io.millrace.api.udf.ScalarFunction;
import io.millrace.api.udf.TableFunction;
import io.millrace.api.udf.UDF0;
import io.millrace.api.udf.UDF1;
import io.millrace.api.udf.UDF10;
import io.millrace.api.udf.UDF2;
import io.millrace.api.udf.UDF3;
import io.millrace.api.udf.UDF4;
import io.millrace.api.udf.UDF5;
import io.millrace.api.udf.UDF6;
import io.millrace.api.udf.UDF7;
import io.millrace.api.udf.UDF8;
import io.millrace.api.udf.UDF9;

/**
 * Gives a session functions in the program's own code, by the names under which SQL and the API
 * call them. A name may be given again: the new function is taken by queries that start from then
 * on. {@code DROP FUNCTION name} removes it.
 *
 * <p>Lambdas tell their types if they are compiled with them: {@code register("f", (String s) ->
 * s.length())}. Where generics hide them, as in a lambda that is passed through a method of yours,
 * name the result's type and, so that arguments are converted and checked, those of the arguments;
 * without the latter arguments come as they are.
 *
 * <p>All methods throw MillraceException: FUNCTION_INVALID for a function whose types cannot be
 * told or are none of a column, OBJECT_EXISTS for the name of a built-in function.
 */
public interface UDFRegistration {

  /** A scalar function of no arguments that tells its types. */
  <R> void register(String name, UDF0<R> function);

  /** A scalar function of no arguments. */
  <R> void register(String name, UDF0<R> function, DataType returnType, DataType... argumentTypes);

  /** A scalar function of one argument that tells its types. */
  <T1, R> void register(String name, UDF1<T1, R> function);

  /** A scalar function of one argument. */
  <T1, R> void register(
      String name, UDF1<T1, R> function, DataType returnType, DataType... argumentTypes);

  /** A scalar function of two arguments that tells its types. */
  <T1, T2, R> void register(String name, UDF2<T1, T2, R> function);

  /** A scalar function of two arguments. */
  <T1, T2, R> void register(
      String name, UDF2<T1, T2, R> function, DataType returnType, DataType... argumentTypes);

  /** A scalar function of three arguments that tells its types. */
  <T1, T2, T3, R> void register(String name, UDF3<T1, T2, T3, R> function);

  /** A scalar function of three arguments. */
  <T1, T2, T3, R> void register(
      String name, UDF3<T1, T2, T3, R> function, DataType returnType, DataType... argumentTypes);

  /** A scalar function of four arguments that tells its types. */
  <T1, T2, T3, T4, R> void register(String name, UDF4<T1, T2, T3, T4, R> function);

  /** A scalar function of four arguments. */
  <T1, T2, T3, T4, R> void register(
      String name,
      UDF4<T1, T2, T3, T4, R> function,
      DataType returnType,
      DataType... argumentTypes);

  /** A scalar function of five arguments that tells its types. */
  <T1, T2, T3, T4, T5, R> void register(String name, UDF5<T1, T2, T3, T4, T5, R> function);

  /** A scalar function of five arguments. */
  <T1, T2, T3, T4, T5, R> void register(
      String name,
      UDF5<T1, T2, T3, T4, T5, R> function,
      DataType returnType,
      DataType... argumentTypes);

  /** A scalar function of six arguments that tells its types. */
  <T1, T2, T3, T4, T5, T6, R> void register(String name, UDF6<T1, T2, T3, T4, T5, T6, R> function);

  /** A scalar function of six arguments. */
  <T1, T2, T3, T4, T5, T6, R> void register(
      String name,
      UDF6<T1, T2, T3, T4, T5, T6, R> function,
      DataType returnType,
      DataType... argumentTypes);

  /** A scalar function of seven arguments that tells its types. */
  <T1, T2, T3, T4, T5, T6, T7, R> void register(
      String name, UDF7<T1, T2, T3, T4, T5, T6, T7, R> function);

  /** A scalar function of seven arguments. */
  <T1, T2, T3, T4, T5, T6, T7, R> void register(
      String name,
      UDF7<T1, T2, T3, T4, T5, T6, T7, R> function,
      DataType returnType,
      DataType... argumentTypes);

  /** A scalar function of eight arguments that tells its types. */
  <T1, T2, T3, T4, T5, T6, T7, T8, R> void register(
      String name, UDF8<T1, T2, T3, T4, T5, T6, T7, T8, R> function);

  /** A scalar function of eight arguments. */
  <T1, T2, T3, T4, T5, T6, T7, T8, R> void register(
      String name,
      UDF8<T1, T2, T3, T4, T5, T6, T7, T8, R> function,
      DataType returnType,
      DataType... argumentTypes);

  /** A scalar function of nine arguments that tells its types. */
  <T1, T2, T3, T4, T5, T6, T7, T8, T9, R> void register(
      String name, UDF9<T1, T2, T3, T4, T5, T6, T7, T8, T9, R> function);

  /** A scalar function of nine arguments. */
  <T1, T2, T3, T4, T5, T6, T7, T8, T9, R> void register(
      String name,
      UDF9<T1, T2, T3, T4, T5, T6, T7, T8, T9, R> function,
      DataType returnType,
      DataType... argumentTypes);

  /** A scalar function of ten arguments that tells its types. */
  <T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, R> void register(
      String name, UDF10<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, R> function);

  /** A scalar function of ten arguments. */
  <T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, R> void register(
      String name,
      UDF10<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, R> function,
      DataType returnType,
      DataType... argumentTypes);

  /** A scalar function by the methods {@code eval} or {@code call} of its class. */
  void register(String name, ScalarFunction function);

  /** An aggregate. */
  void register(String name, AggregateFunction<?, ?> function);

  /** A table function. */
  void register(String name, TableFunction<?> function);

  /** A function that has no name yet: of {@link functions#udf} or {@link functions#udaf}. */
  void register(String name, UserDefinedFunction function);

  /**
   * A function of any kind by the name of its class, as {@code CREATE OR REPLACE FUNCTION name AS
   * 'className'}.
   */
  void registerJava(String name, String className);

  /** As {@link #registerJava(String, String)}, with the type of the result. */
  void registerJava(String name, String className, DataType returnType);
}
