package io.millrace.plan.catalog;

import io.millrace.api.error.SourceText;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import io.millrace.plan.expression.AggregateCode;
import io.millrace.plan.expression.ScalarCode;
import io.millrace.plan.expression.TableCode;
import io.millrace.sql.statement.QueryText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A function of the user's: in SQL, or in Java. */
public sealed interface UserFunction {
  /** As declared. */
  String name();

  /** What people call it: scalar, aggregate or table. */
  String kind();

  /** Each way to call it, with the type of the result: {@code f(integer) → varchar}. */
  List<String> signatures();

  /** Whether equal arguments always give equal results. */
  boolean deterministic();

  /** What COMMENT says; empty without one. */
  String comment();

  /** Where it comes from: its text in SQL, its class, or that a program registered it. */
  String origin();

  /** A function in SQL. */
  sealed interface Macro extends UserFunction {
    List<Parameter> parameters();

    /** An expression or query over the parameters. */
    QueryText body();

    /** The script it was declared in, to show errors in. */
    SourceText script();

    @Override
    default String origin() {
      return body().original();
    }
  }

  /**
   * A parameter of a function in SQL.
   *
   * @param defaultValue for calls that leave it out
   */
  record Parameter(String name, DataType type, Optional<QueryText> defaultValue) {
    private String text() {
      return name
          + " "
          + type.sql()
          + defaultValue.map(value -> " DEFAULT " + value.original()).orElse("");
    }
  }

  /** An expression under a name. */
  record ScalarMacro(
      String name,
      List<Parameter> parameters,
      DataType result,
      QueryText body,
      SourceText script,
      boolean deterministic,
      String comment)
      implements Macro {
    public ScalarMacro {
      parameters = List.copyOf(parameters);
    }

    @Override
    public String kind() {
      return "scalar";
    }

    @Override
    public List<String> signatures() {
      return List.of(name + UserFunction.list(parameters) + " → " + result.sql());
    }
  }

  /** A query under a name. */
  record TableMacro(
      String name,
      List<Parameter> parameters,
      Schema columns,
      QueryText body,
      SourceText script,
      boolean deterministic,
      String comment)
      implements Macro {
    public TableMacro {
      parameters = List.copyOf(parameters);
    }

    @Override
    public String kind() {
      return "table";
    }

    @Override
    public List<String> signatures() {
      return List.of(name + UserFunction.list(parameters) + " → " + UserFunction.table(columns));
    }
  }

  private static String list(List<Parameter> parameters) {
    return parameters.stream().map(Parameter::text).collect(Collectors.joining(", ", "(", ")"));
  }

  private static String table(Schema columns) {
    return columns.fields().stream()
        .map(field -> field.name() + " " + field.type().sql())
        .collect(Collectors.joining(", ", "table(", ")"));
  }

  /** A scalar function in Java. */
  record JavaScalar(
      String name,
      List<Overload<ScalarCode>> overloads,
      boolean deterministic,
      String comment,
      String origin)
      implements UserFunction {
    public JavaScalar {
      overloads = List.copyOf(overloads);
    }

    @Override
    public String kind() {
      return "scalar";
    }

    @Override
    public List<String> signatures() {
      return overloads.stream()
          .map(overload -> name + overload.parameterList() + " → " + overload.result().sql())
          .toList();
    }
  }

  /** An aggregate in Java. */
  record JavaAggregate(
      String name, List<Overload<AggregateCode>> overloads, String comment, String origin)
      implements UserFunction {
    public JavaAggregate {
      overloads = List.copyOf(overloads);
    }

    @Override
    public String kind() {
      return "aggregate";
    }

    @Override
    public boolean deterministic() {
      return true;
    }

    @Override
    public List<String> signatures() {
      return overloads.stream()
          .map(overload -> name + overload.parameterList() + " → " + overload.result().sql())
          .toList();
    }
  }

  /** A table function in Java; all its overloads give the same columns. */
  record JavaTable(
      String name,
      List<Overload<TableCode>> overloads,
      Schema columns,
      String comment,
      String origin)
      implements UserFunction {
    public JavaTable {
      overloads = List.copyOf(overloads);
    }

    @Override
    public String kind() {
      return "table";
    }

    @Override
    public boolean deterministic() {
      return true;
    }

    @Override
    public List<String> signatures() {
      return overloads.stream()
          .map(overload -> name + overload.parameterList() + " → " + UserFunction.table(columns))
          .toList();
    }
  }
}
