package io.millrace.exec.session;

import io.millrace.api.table.UDFRegistration;
import io.millrace.api.table.UserDefinedFunction;
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
import io.millrace.exec.function.FunctionMaker;
import io.millrace.plan.catalog.UserFunction;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Takes functions of the program's. */
final class SessionFunctions implements UDFRegistration {
  private final Consumer<UserFunction> taker;
  private final Consumer<String> statements;

  /**
   * @param taker puts a function into the catalog
   * @param statements executes a statement
   */
  SessionFunctions(Consumer<UserFunction> taker, Consumer<String> statements) {
    this.taker = taker;
    this.statements = statements;
  }

  private void lambda(
      String name,
      Object function,
      Class<?> above,
      Optional<DataType> type,
      DataType... arguments) {
    taker.accept(FunctionMaker.ofLambda(name, function, above, type, List.of(arguments)));
  }

  @Override
  public <R> void register(String name, UDF0<R> function) {
    lambda(name, function, UDF0.class, Optional.empty());
  }

  @Override
  public <R> void register(
      String name, UDF0<R> function, DataType returnType, DataType... argumentTypes) {
    lambda(name, function, UDF0.class, Optional.of(returnType), argumentTypes);
  }

  @Override
  public <T1, R> void register(String name, UDF1<T1, R> function) {
    lambda(name, function, UDF1.class, Optional.empty());
  }

  @Override
  public <T1, R> void register(
      String name, UDF1<T1, R> function, DataType returnType, DataType... argumentTypes) {
    lambda(name, function, UDF1.class, Optional.of(returnType), argumentTypes);
  }

  @Override
  public <T1, T2, R> void register(String name, UDF2<T1, T2, R> function) {
    lambda(name, function, UDF2.class, Optional.empty());
  }

  @Override
  public <T1, T2, R> void register(
      String name, UDF2<T1, T2, R> function, DataType returnType, DataType... argumentTypes) {
    lambda(name, function, UDF2.class, Optional.of(returnType), argumentTypes);
  }

  @Override
  public <T1, T2, T3, R> void register(String name, UDF3<T1, T2, T3, R> function) {
    lambda(name, function, UDF3.class, Optional.empty());
  }

  @Override
  public <T1, T2, T3, R> void register(
      String name, UDF3<T1, T2, T3, R> function, DataType returnType, DataType... argumentTypes) {
    lambda(name, function, UDF3.class, Optional.of(returnType), argumentTypes);
  }

  @Override
  public <T1, T2, T3, T4, R> void register(String name, UDF4<T1, T2, T3, T4, R> function) {
    lambda(name, function, UDF4.class, Optional.empty());
  }

  @Override
  public <T1, T2, T3, T4, R> void register(
      String name,
      UDF4<T1, T2, T3, T4, R> function,
      DataType returnType,
      DataType... argumentTypes) {
    lambda(name, function, UDF4.class, Optional.of(returnType), argumentTypes);
  }

  @Override
  public <T1, T2, T3, T4, T5, R> void register(String name, UDF5<T1, T2, T3, T4, T5, R> function) {
    lambda(name, function, UDF5.class, Optional.empty());
  }

  @Override
  public <T1, T2, T3, T4, T5, R> void register(
      String name,
      UDF5<T1, T2, T3, T4, T5, R> function,
      DataType returnType,
      DataType... argumentTypes) {
    lambda(name, function, UDF5.class, Optional.of(returnType), argumentTypes);
  }

  @Override
  public <T1, T2, T3, T4, T5, T6, R> void register(
      String name, UDF6<T1, T2, T3, T4, T5, T6, R> function) {
    lambda(name, function, UDF6.class, Optional.empty());
  }

  @Override
  public <T1, T2, T3, T4, T5, T6, R> void register(
      String name,
      UDF6<T1, T2, T3, T4, T5, T6, R> function,
      DataType returnType,
      DataType... argumentTypes) {
    lambda(name, function, UDF6.class, Optional.of(returnType), argumentTypes);
  }

  @Override
  public <T1, T2, T3, T4, T5, T6, T7, R> void register(
      String name, UDF7<T1, T2, T3, T4, T5, T6, T7, R> function) {
    lambda(name, function, UDF7.class, Optional.empty());
  }

  @Override
  public <T1, T2, T3, T4, T5, T6, T7, R> void register(
      String name,
      UDF7<T1, T2, T3, T4, T5, T6, T7, R> function,
      DataType returnType,
      DataType... argumentTypes) {
    lambda(name, function, UDF7.class, Optional.of(returnType), argumentTypes);
  }

  @Override
  public <T1, T2, T3, T4, T5, T6, T7, T8, R> void register(
      String name, UDF8<T1, T2, T3, T4, T5, T6, T7, T8, R> function) {
    lambda(name, function, UDF8.class, Optional.empty());
  }

  @Override
  public <T1, T2, T3, T4, T5, T6, T7, T8, R> void register(
      String name,
      UDF8<T1, T2, T3, T4, T5, T6, T7, T8, R> function,
      DataType returnType,
      DataType... argumentTypes) {
    lambda(name, function, UDF8.class, Optional.of(returnType), argumentTypes);
  }

  @Override
  public <T1, T2, T3, T4, T5, T6, T7, T8, T9, R> void register(
      String name, UDF9<T1, T2, T3, T4, T5, T6, T7, T8, T9, R> function) {
    lambda(name, function, UDF9.class, Optional.empty());
  }

  @Override
  public <T1, T2, T3, T4, T5, T6, T7, T8, T9, R> void register(
      String name,
      UDF9<T1, T2, T3, T4, T5, T6, T7, T8, T9, R> function,
      DataType returnType,
      DataType... argumentTypes) {
    lambda(name, function, UDF9.class, Optional.of(returnType), argumentTypes);
  }

  @Override
  public <T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, R> void register(
      String name, UDF10<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, R> function) {
    lambda(name, function, UDF10.class, Optional.empty());
  }

  @Override
  public <T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, R> void register(
      String name,
      UDF10<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, R> function,
      DataType returnType,
      DataType... argumentTypes) {
    lambda(name, function, UDF10.class, Optional.of(returnType), argumentTypes);
  }

  @Override
  public void register(String name, ScalarFunction function) {
    taker.accept(FunctionMaker.ofObject(name, function));
  }

  @Override
  public void register(String name, AggregateFunction<?, ?> function) {
    taker.accept(FunctionMaker.ofObject(name, function));
  }

  @Override
  public void register(String name, TableFunction<?> function) {
    taker.accept(FunctionMaker.ofObject(name, function));
  }

  @Override
  public void register(String name, UserDefinedFunction function) {
    taker.accept(FunctionMaker.of(name, function));
  }

  @Override
  public void registerJava(String name, String className) {
    statements.accept(create(name) + " AS '" + className.replace("'", "''") + "'");
  }

  @Override
  public void registerJava(String name, String className, DataType returnType) {
    statements.accept(
        create(name)
            + " RETURNS "
            + returnType.sql()
            + " AS '"
            + className.replace("'", "''")
            + "'");
  }

  private static String create(String name) {
    return "CREATE OR REPLACE FUNCTION \"" + name.replace("\"", "\"\"") + "\"";
  }
}
