package io.millrace.plan.analyze;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.types.Field;
import io.millrace.plan.catalog.Catalog;
import io.millrace.plan.catalog.UserFunction;
import io.millrace.plan.catalog.UserFunction.Macro;
import io.millrace.plan.catalog.UserFunction.Parameter;
import io.millrace.plan.catalog.UserFunction.ScalarMacro;
import io.millrace.plan.catalog.UserFunction.TableMacro;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/**
 * Puts the bodies of functions in SQL in the place of their calls.
 *
 * <p>Before: {@code f(a + 1)}, with {@code f(x INT) RETURNS BIGINT RETURN x * x}. After: {@code
 * cast_result(cast_x(a + 1) * cast_x(a + 1))}. Everything stands where the call stood, but for
 * arguments, which stay where they are written. So that an argument is evaluated once in effect,
 * one that is not deterministic may be used once only.
 */
final class MacroExpander extends SqlShuttle {
  private final Catalog catalog;
  private final Deque<String> open = new ArrayDeque<>();

  MacroExpander(Catalog catalog) {
    this.catalog = catalog;
  }

  /** The tree with all calls expanded. */
  SqlNode expand(SqlNode node) {
    return catalog.functions().isEmpty() ? node : Objects.requireNonNull(node.accept(this));
  }

  @Override
  public @Nullable SqlNode visit(SqlCall call) {
    if (call.getKind() == SqlKind.COLLECTION_TABLE && call.operand(0) instanceof SqlCall function) {
      Optional<TableMacro> macro = macro(function, TableMacro.class);
      if (macro.isPresent()) {
        return called(macro.get(), (SqlCall) Objects.requireNonNull(super.visit(function)));
      }
    }
    if (call.getKind() == SqlKind.LATERAL) {
      SqlNode inner = Objects.requireNonNull(call.operand(0).accept(this));
      // the query of a function has no use for what stands before it
      return call.operand(0).getKind() == SqlKind.COLLECTION_TABLE && inner instanceof SqlSelect
          ? inner
          : call.getOperator().createCall(call.getParserPosition(), inner);
    }
    SqlCall visited = (SqlCall) Objects.requireNonNull(super.visit(call));
    return macro(visited, ScalarMacro.class).map(macro -> called(macro, visited)).orElse(visited);
  }

  private <M extends Macro> Optional<M> macro(SqlCall call, Class<M> kind) {
    if (!(call instanceof SqlBasicCall && call.getOperator() instanceof SqlFunction)) {
      return Optional.empty();
    }
    String name = call.getOperator().getName();
    if (open.contains(key(name))) {
      List<String> path = new ArrayList<>(open);
      Collections.reverse(path);
      path.add(key(name));
      throw error(ErrorCode.FUNCTION_RECURSIVE, name, String.join(" → ", path))
          .at(Positions.of(call.getParserPosition()))
          .hint("write it in Java:   CREATE FUNCTION " + name + " AS 'class'")
          .build();
    }
    return catalog.findFunction(name).filter(kind::isInstance).map(kind::cast);
  }

  /** The body of a function with NULLs for its arguments, as a query, where it is written. */
  SqlNode checked(Macro macro) {
    SqlParserPos place = new SqlParserPos(0, 0);
    Map<String, SqlNode> arguments = new HashMap<>();
    SqlNodeList columns = new SqlNodeList(place);
    for (Parameter parameter : macro.parameters()) {
      ArgumentCast cast = cast(macro, parameter);
      arguments.put(key(parameter.name()), cast.createCall(place, SqlLiteral.createNull(place)));
      parameter
          .defaultValue()
          .ifPresent(
              text -> {
                SqlNode value = QueryParser.expression(text);
                columns.add(cast.createCall(value.getParserPosition(), value));
              });
    }
    return inside(
        macro,
        () -> {
          SqlNode body = body(macro);
          SqlNode filled = NodeCopies.inPlace(body, name -> arguments.get(parameter(macro, name)));
          SqlNode whole = whole(macro, filled, body.getParserPosition());
          if (macro instanceof TableMacro && columns.isEmpty()) {
            return whole;
          }
          SqlNode from = macro instanceof TableMacro ? whole : null;
          if (from == null) {
            columns.add(whole);
          }
          return select(columns, from, place);
        });
  }

  private static ArgumentCast cast(Macro macro, Parameter parameter) {
    return new ArgumentCast(
        "parameter \"" + parameter.name() + "\" of " + macro.name(), parameter.type());
  }

  private static SqlNode body(Macro macro) {
    if (macro instanceof ScalarMacro) {
      SqlNode body = QueryParser.expression(macro.body());
      UnsupportedConstructs.check(body);
      return body;
    }
    SqlNode query =
        Objects.requireNonNull(
            QueryParser.query(macro.body()).accept(new PositionRepair(macro.body())));
    UnsupportedConstructs.check(query);
    ColumnNamer.name(query, macro.body());
    return query;
  }

  private SqlNode called(Macro macro, SqlCall call) {
    return inside(
        macro,
        () -> {
          SqlNode body = body(macro);
          if (isQuery(body)) {
            refuseColumns(macro, call);
          }
          return whole(macro, filled(macro, call, body), call.getParserPosition());
        });
  }

  private static boolean isQuery(SqlNode body) {
    boolean[] found = {false};
    body.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlCall inner) {
            found[0] |= inner.isA(SqlKind.QUERY);
            return super.visit(inner);
          }
        });
    return found[0];
  }

  /** Within a query a column would mean one of the query's own. */
  private static void refuseColumns(Macro macro, SqlCall call) {
    for (SqlNode argument : call.getOperandList()) {
      SqlNode value =
          argument.getKind() == SqlKind.ARGUMENT_ASSIGNMENT
              ? ((SqlCall) argument).operand(0)
              : argument;
      value.accept(
          new SqlBasicVisitor<@Nullable Void>() {
            @Override
            public @Nullable Void visit(SqlIdentifier column) {
              throw error(
                      ErrorCode.NOT_SUPPORTED,
                      "a column as argument of " + macro.name() + ", whose body is a query,")
                  .at(Positions.of(column.getParserPosition()))
                  .hint("write the query as a join")
                  .build();
            }
          });
    }
  }

  /** The value or rows of the types that are declared. */
  private SqlNode whole(Macro macro, SqlNode filled, SqlParserPos position) {
    SqlNode expanded = Objects.requireNonNull(filled.accept(this));
    if (macro instanceof ScalarMacro scalar) {
      return new ArgumentCast("the result of " + macro.name(), scalar.result())
          .createCall(position, expanded);
    }
    return table((TableMacro) macro, expanded, position);
  }

  /** {@code SELECT cast(c) AS name, … FROM (body) AS t (c, …)}. */
  private static SqlNode table(TableMacro macro, SqlNode body, SqlParserPos position) {
    SqlNodeList columns = new SqlNodeList(position);
    List<SqlNode> as = new ArrayList<>();
    as.add(body);
    as.add(new SqlIdentifier("$" + macro.name(), position));
    for (Field field : macro.columns().fields()) {
      SqlIdentifier column = new SqlIdentifier("$" + as.size() + field.name(), position);
      as.add(column);
      SqlNode typed =
          new ArgumentCast("column \"" + field.name() + "\" of " + macro.name(), field.type())
              .createCall(position, column);
      columns.add(
          SqlStdOperatorTable.AS.createCall(
              position, typed, new SqlIdentifier(field.name(), position)));
    }
    return select(columns, SqlStdOperatorTable.AS.createCall(position, as), position);
  }

  private static SqlNode select(
      SqlNodeList columns, @Nullable SqlNode from, SqlParserPos position) {
    return Selects.of(position, columns, from);
  }

  private SqlNode inside(Macro macro, Supplier<SqlNode> work) {
    String name = key(macro.name());
    open.push(name);
    try {
      return work.get();
    } finally {
      open.pop();
    }
  }

  /** The body with the arguments, as the types of their parameters, in the place of their names. */
  private SqlNode filled(Macro macro, SqlCall call, SqlNode body) {
    Map<String, SqlNode> arguments = arguments(macro, call);
    Map<String, Integer> uses = new HashMap<>();
    SqlNode filled =
        NodeCopies.at(
            call.getParserPosition(),
            body,
            name -> {
              String key = parameter(macro, name);
              SqlNode argument = arguments.get(key);
              if (argument != null) {
                uses.merge(key, 1, Integer::sum);
              }
              return argument;
            });
    uses.forEach(
        (name, count) -> {
          if (count > 1) {
            checkDeterministic(macro, arguments.get(name));
          }
        });
    return filled;
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** The parameter that a name may mean: {@code x}, or {@code f.x}. */
  private static String parameter(Macro macro, SqlIdentifier name) {
    boolean qualified = name.names.size() == 2 && name.names.get(0).equalsIgnoreCase(macro.name());
    return name.isSimple() || qualified ? key(name.names.get(name.names.size() - 1)) : "";
  }

  private void checkDeterministic(Macro macro, SqlNode argument) {
    argument.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlCall inner) {
            boolean changing =
                catalog
                    .findFunction(inner.getOperator().getName())
                    .filter(function -> !function.deterministic())
                    .isPresent();
            if (changing) {
              throw error(
                      ErrorCode.FUNCTION_NOT_DETERMINISTIC,
                      inner.getOperator().getName(),
                      macro.name() + " uses its argument more than once")
                  .at(Positions.of(inner.getParserPosition()))
                  .hint("compute it in a query in FROM, and pass the column")
                  .build();
            }
            return super.visit(inner);
          }
        });
  }

  /** Arguments in order, by name ({@code x => 1}), and defaults. */
  private Map<String, SqlNode> arguments(Macro macro, SqlCall call) {
    List<Parameter> parameters = macro.parameters();
    Map<String, SqlNode> given = new HashMap<>();
    int ordinal = 0;
    for (SqlNode operand : call.getOperandList()) {
      String name;
      SqlNode value = operand;
      if (operand.getKind() == SqlKind.ARGUMENT_ASSIGNMENT) {
        name = ((SqlIdentifier) ((SqlCall) operand).operand(1)).getSimple();
        value = ((SqlCall) operand).operand(0);
      } else if (ordinal < parameters.size()) {
        name = parameters.get(ordinal++).name();
      } else {
        throw wrongArguments(macro, call);
      }
      if (given.put(key(name), value) != null) {
        throw wrongArguments(macro, call);
      }
    }
    Map<String, SqlNode> typed = new HashMap<>();
    for (Parameter parameter : parameters) {
      String key = key(parameter.name());
      SqlNode value = given.remove(key);
      if (value == null && parameter.defaultValue().isEmpty()) {
        throw wrongArguments(macro, call);
      }
      SqlNode argument =
          value == null
              ? NodeCopies.at(
                  call.getParserPosition(),
                  QueryParser.expression(parameter.defaultValue().get()),
                  name -> null)
              : value;
      typed.put(key, cast(macro, parameter).createCall(argument.getParserPosition(), argument));
    }
    if (!given.isEmpty()) {
      throw wrongArguments(macro, call);
    }
    return typed;
  }

  private static MillraceException wrongArguments(UserFunction macro, SqlCall call) {
    int count = call.operandCount();
    return error(
            ErrorCode.FUNCTION_ARGUMENTS,
            macro.name(),
            "these " + count + " argument" + (count == 1 ? "" : "s"))
        .at(Positions.of(call.getParserPosition()))
        .hint("it is " + macro.signatures().get(0))
        .build();
  }
}
