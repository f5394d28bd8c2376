package io.millrace.plan.analyze;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.plan.expression.UnnestCode.Numbering;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUnnestOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Every spelling of a table function over arrays and maps as one, a lateral call:
 *
 * <pre>
 *   FROM t, UNNEST(t.a) [WITH ORDINALITY] AS u (x)   →  FROM t, LATERAL TABLE($unnest(t.a)) AS u (x)
 *   FROM UNNEST(…) AS x                              →  … AS x (x)
 *   LATERAL VIEW OUTER explode(m) …                  →  LEFT JOIN LATERAL TABLE(explode(m)) …
 *   SELECT b, explode(a) AS x FROM t                 →  SELECT b, $rows.x FROM t
 *                                                       CROSS JOIN LATERAL TABLE(explode(a)) $rows
 *   FROM generate_series(1, 9)                       →  … $generate_series(series(1, 9))
 * </pre>
 */
final class TableFunctions extends SqlShuttle {
  /** What makes a list of the arguments of functions that do not take one. */
  private static final Map<String, SqlFunction> LISTS = lists();

  private static final Map<String, UnnestFunction> BY_NAME = byName();

  private static Map<String, SqlFunction> lists() {
    OwnFunctions own = FunctionRewriter.OWN;
    Map<String, SqlFunction> lists = new HashMap<>();
    lists.put("JSON_TUPLE", JsonTuple.INSTANCE);
    for (String json : List.of("JSON_", "JSONB_")) {
      for (String what : List.of("ELEMENTS", "ELEMENTS_TEXT", "EACH", "EACH_TEXT", "KEYS")) {
        String before =
            what.startsWith("ELEMENTS") ? "ARRAY_" : what.equals("KEYS") ? "OBJECT_" : "";
        lists.put(json + before + what, own.find("$" + json + what).get(0));
      }
    }
    return Map.copyOf(lists);
  }

  private static Map<String, UnnestFunction> byName() {
    Map<String, UnnestFunction> found = new HashMap<>();
    for (boolean outer : new boolean[] {false, true}) {
      String end = outer ? "_OUTER" : "";
      found.put("EXPLODE" + end, of("EXPLODE" + end, false, Numbering.NONE));
      found.put("POSEXPLODE" + end, of("POSEXPLODE" + end, false, Numbering.POSITION));
      found.put("INLINE" + end, of("INLINE" + end, true, Numbering.NONE));
    }
    found.put("UNNEST", named("UNNEST", "unnest", true, Numbering.NONE));
    found.put(
        "UNNEST WITH ORDINALITY",
        named("UNNEST WITH ORDINALITY", "unnest", true, Numbering.ORDINALITY));
    for (String name : List.of("GENERATE_SERIES", "RANGE")) {
      found.put(name, named(name, name.toLowerCase(Locale.ROOT), false, Numbering.NONE));
    }
    for (String name : LISTS.keySet()) {
      boolean spreads = name.contains("_EACH") || name.equals("JSON_TUPLE");
      String column = name.contains("_ELEMENTS") ? "value" : name.toLowerCase(Locale.ROOT);
      found.put(name, named(name, spreads ? "col" : column, spreads, Numbering.NONE));
    }
    return Map.copyOf(found);
  }

  private static UnnestFunction named(
      String name, String column, boolean spreads, Numbering numbering) {
    return new UnnestFunction(name, column, spreads, numbering);
  }

  private static UnnestFunction of(String name, boolean spreads, Numbering numbering) {
    return new UnnestFunction(name, "col", spreads, numbering);
  }

  private static final String ROWS = "$rows";

  /** A function that is another one outside of FROM. */
  private static final String SCALAR_TOO = "JSON_OBJECT_KEYS";

  private int made;

  /** Whether a name, in any case, is that of one of these functions. */
  static boolean isName(String name) {
    return BY_NAME.containsKey(name.toUpperCase(Locale.ROOT));
  }

  /** The function of a name that calls have after this. */
  static Optional<UnnestFunction> find(String name) {
    if (name.equals(SCALAR_TOO)) {
      return Optional.empty();
    }
    int as = name.indexOf(UnnestFunction.AS);
    UnnestFunction plain = BY_NAME.get(as < 0 ? name : name.substring(0, as));
    return Optional.ofNullable(plain)
        .map(
            found ->
                as < 0 ? found : found.withColumn(name.substring(as + UnnestFunction.AS.length())));
  }

  @Override
  public @Nullable SqlNode visit(SqlCall call) {
    if (call instanceof SqlSelect select) {
      return select((SqlSelect) super.visit(selectListed(select)));
    }
    SqlNode visited = super.visit(call);
    return visited instanceof SqlJoin join ? join(join) : visited;
  }

  private SqlNode select(SqlSelect select) {
    SqlNode from = select.getFrom();
    if (from != null) {
      SqlNode rows = item(from, false);
      select.setFrom(isOuter(from) && rows != from ? alone(rows, from.getParserPosition()) : rows);
    }
    return select;
  }

  /** The rows of a function that gives one of NULLs if it has none, beside nothing else. */
  private static SqlNode alone(SqlNode rows, SqlParserPos position) {
    List<SqlNode> alias = ((SqlCall) rows).getOperandList();
    String name = ((SqlIdentifier) alias.get(1)).getSimple();
    SqlNode star = SqlIdentifier.star(List.of(name, ""), position, List.of(position, position));
    SqlNode query =
        Selects.of(position, SqlNodeList.of(star), leftJoin(oneRow(position), rows, position));
    return SqlStdOperatorTable.AS.createCall(position, query, alias.get(1));
  }

  private SqlNode join(SqlJoin join) {
    boolean outer = isOuter(join.getRight());
    SqlNode right = item(join.getRight(), true);
    if (right == join.getRight()) {
      SqlNode left = item(join.getLeft(), false);
      join.setLeft(left);
      return join;
    }
    join.setLeft(item(join.getLeft(), false));
    join.setRight(right);
    boolean inner = join.getJoinType() == JoinType.COMMA || join.getJoinType() == JoinType.CROSS;
    return outer && inner ? leftJoin(join.getLeft(), right, join.getParserPosition()) : join;
  }

  private static SqlJoin leftJoin(SqlNode left, SqlNode right, SqlParserPos position) {
    return new SqlJoin(
        position,
        left,
        SqlLiteral.createBoolean(false, position),
        JoinType.LEFT.symbol(position),
        right,
        JoinConditionType.ON.symbol(position),
        SqlLiteral.createBoolean(true, position));
  }

  static SqlJoin crossJoin(SqlNode left, SqlNode right, SqlParserPos position) {
    return new SqlJoin(
        position,
        left,
        SqlLiteral.createBoolean(false, position),
        JoinType.CROSS.symbol(position),
        right,
        JoinConditionType.NONE.symbol(position),
        null);
  }

  private static boolean isOuter(SqlNode item) {
    return call(stripped(item)).map(TableFunctions::name).orElse("").endsWith("_OUTER");
  }

  /** The function that makes rows of several arrays side by side. */
  static UnnestFunction ofSeveral() {
    return Objects.requireNonNull(BY_NAME.get("UNNEST"));
  }

  /** Without the alias and LATERAL and TABLE around a call. */
  private static SqlNode stripped(SqlNode item) {
    SqlNode node = item;
    while (node.getKind() == SqlKind.AS
        || node.getKind() == SqlKind.LATERAL
        || node.getKind() == SqlKind.COLLECTION_TABLE) {
      node = ((SqlCall) node).operand(0);
    }
    return node;
  }

  static String name(SqlCall call) {
    if (call.getOperator() instanceof SqlUnnestOperator unnest) {
      return unnest.withOrdinality ? "UNNEST WITH ORDINALITY" : "UNNEST";
    }
    return WindowCall.name(call);
  }

  private static Optional<SqlCall> call(SqlNode node) {
    return node instanceof SqlCall call
            && !(call.getOperator() instanceof UnnestFunction)
            && BY_NAME.containsKey(name(call))
        ? Optional.of(call)
        : Optional.empty();
  }

  /** A function that gives rows where a value stands; RANGE is an array there. */
  private static Optional<SqlCall> listed(SqlNode value) {
    // of RANGE and JSON_OBJECT_KEYS there are others, which give a list
    Optional<SqlCall> found =
        call(value).filter(one -> !name(one).equals("RANGE") && !name(one).equals(SCALAR_TOO));
    if (found.isPresent() && name(found.get()).contains("_EACH")) {
      throw error(ErrorCode.NOT_SUPPORTED, name(found.get()) + " outside of FROM")
          .at(Positions.of(value.getParserPosition()))
          .hint("in FROM:   SELECT key, value FROM t, jsonb_each(t.j)")
          .build();
    }
    return found;
  }

  /** An item of FROM; the same if it is no function of ours. */
  private static SqlNode item(SqlNode item, boolean joined) {
    Optional<SqlCall> found = call(stripped(item));
    if (found.isEmpty()) {
      return item;
    }
    SqlCall call = found.get();
    SqlParserPos position = call.getParserPosition();
    SqlNode table = lateral(call);
    if (item.getKind() != SqlKind.AS) {
      String alias = name(call).toLowerCase(Locale.ROOT).replace(" with ordinality", "");
      return SqlStdOperatorTable.AS.createCall(position, table, new SqlIdentifier(alias, position));
    }
    List<SqlNode> operands = new ArrayList<>(((SqlCall) item).getOperandList());
    operands.set(0, table);
    if (operands.size() == 2) {
      operands.set(0, lateral(call, Optional.of(((SqlIdentifier) operands.get(1)).getSimple())));
    }
    return SqlStdOperatorTable.AS.createCall(item.getParserPosition(), operands);
  }

  private static SqlNode lateral(SqlCall call) {
    return lateral(call, Optional.empty());
  }

  /**
   * @param alias of the rows, which is that of the column too if it is the only one and has no name
   */
  private static SqlNode lateral(SqlCall call, Optional<String> alias) {
    SqlParserPos position = call.getParserPosition();
    UnnestFunction function = Objects.requireNonNull(BY_NAME.get(name(call)));
    if (alias.isPresent() && function.takesAlias()) {
      function = function.withColumn(alias.get());
    }
    List<SqlNode> arguments = call.getOperandList();
    SqlFunction list = LISTS.get(name(call));
    if (isSeries(call)) {
      arguments = List.of(series(call));
    } else if (list != null) {
      arguments = List.of(list.createCall(position, arguments));
    } else {
      arguments = arguments.stream().map(TableFunctions::withSeries).toList();
    }
    return SqlStdOperatorTable.LATERAL.createCall(
        position,
        SqlStdOperatorTable.COLLECTION_TABLE.createCall(
            position, function.createCall(position, arguments)));
  }

  /** A series among the arrays whose elements become rows. */
  private static SqlNode withSeries(SqlNode argument) {
    return argument instanceof SqlCall call && isSeries(call) ? series(call) : argument;
  }

  static boolean isSeries(SqlCall call) {
    return name(call).equals("GENERATE_SERIES") || name(call).equals("RANGE");
  }

  static SqlNode series(SqlCall call) {
    return Series.of(call, name(call).equals("RANGE"));
  }

  /** Functions in the list of what is selected move to FROM. */
  private SqlSelect selectListed(SqlSelect select) {
    SqlNodeList list = select.getSelectList();
    SeveralRows.check(select, TableFunctions::listed);
    SeveralRows.zip(select, TableFunctions::listed, ROWS + made);
    for (int i = 0; i < list.size(); i++) {
      SqlNode item = list.get(i);
      SqlNode value = item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
      Optional<SqlCall> found = listed(value);
      if (found.isEmpty() || select.getGroup() != null) {
        continue;
      }
      SqlParserPos position = value.getParserPosition();
      String alias = ROWS + made++;
      SqlNode rows =
          SqlStdOperatorTable.AS.createCall(
              position, lateral(found.get()), new SqlIdentifier(alias, position));
      boolean outer = isOuter(found.get());
      SqlNode from = select.getFrom();
      if (from == null && !outer) {
        select.setFrom(rows);
      } else if (from == null) {
        select.setFrom(leftJoin(oneRow(position), rows, position));
      } else if (outer) {
        select.setFrom(leftJoin(from, rows, position));
      } else {
        select.setFrom(crossJoin(from, rows, position));
      }
      list.set(i, selected(item, value, alias));
    }
    return select;
  }

  /** For a query without FROM, whose row stays where a function has none. */
  private static SqlNode oneRow(SqlParserPos position) {
    SqlNode row =
        SqlStdOperatorTable.ROW.createCall(position, SqlLiteral.createExactNumeric("0", position));
    SqlNode values = SqlStdOperatorTable.VALUES.createCall(position, row);
    return SqlStdOperatorTable.AS.createCall(
        position, values, new SqlIdentifier("$row", position), new SqlIdentifier("$0", position));
  }

  /** All columns of the rows, or the one under the name that it is given. */
  private static SqlNode selected(SqlNode item, SqlNode value, String alias) {
    SqlParserPos position = value.getParserPosition();
    if (item.getKind() != SqlKind.AS) {
      return SqlIdentifier.star(List.of(alias, ""), position, List.of(position, position));
    }
    String name = name((SqlCall) value);
    String column = Objects.requireNonNull(BY_NAME.get(name)).columnName();
    return SqlStdOperatorTable.AS.createCall(
        item.getParserPosition(),
        new SqlIdentifier(List.of(alias, column), position),
        ((SqlCall) item).operand(1));
  }
}
