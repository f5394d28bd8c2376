package io.millrace.plan.analyze;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.SqlValidator;

/**
 * The types of the columns of recursive queries. The validator takes those of the first part, but
 * the recursive part may make NULLs or wider values. So the query is validated again with a first
 * part whose columns have, and may be NULL in, the types of both.
 */
final class RecursiveTypes {
  /** How often types may become wider. */
  static final int MOST_TIMES = 5;

  private static final String ROWS = "$first";

  private final Map<String, List<Column>> queries;

  private RecursiveTypes(Map<String, List<Column>> queries) {
    this.queries = queries;
  }

  /** What is known before the first validation. */
  static RecursiveTypes unknown() {
    return new RecursiveTypes(Map.of());
  }

  /** A column, with a type that all its values have. */
  private record Column(String name, RelDataType type) {}

  boolean isSameAs(RecursiveTypes other) {
    return queries.equals(other.queries);
  }

  /** Gives the first parts of a query as parsed the columns as they are known. */
  void apply(SqlNode query) {
    query.accept(
        new Items() {
          @Override
          void item(SqlWithItem item) {
            List<Column> columns = queries.get(key(item));
            if (columns != null) {
              SqlCall union = RecursiveQueries.union(item);
              union.setOperand(0, typed(union.operand(0), columns));
            }
          }
        });
  }

  /** What is known once the query has been validated. */
  RecursiveTypes of(Analyzed analyzed, RelDataTypeFactory factory) {
    Map<String, List<Column>> found = new LinkedHashMap<>();
    analyzed
        .query()
        .accept(
            new Items() {
              @Override
              void item(SqlWithItem item) {
                found.put(key(item), columns(item, analyzed.validator(), factory));
              }
            });
    return new RecursiveTypes(found);
  }

  private List<Column> columns(
      SqlWithItem item, SqlValidator validator, RelDataTypeFactory factory) {
    SqlCall union = RecursiveQueries.union(item);
    List<RelDataTypeField> first = fields(validator, union.operand(0));
    List<RelDataTypeField> again = fields(validator, union.operand(1));
    List<Column> known = queries.get(key(item));
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < first.size(); i++) {
      String name = first.get(i).getName();
      RelDataType both =
          factory.leastRestrictive(List.of(first.get(i).getType(), again.get(i).getType()));
      if (both == null) {
        throw mixed(item, name);
      }
      RelDataType type = factory.createTypeWithNullability(both, true);
      boolean grows = known != null && !known.get(i).type().equals(type);
      columns.add(new Column(name, grows ? unbounded(type, factory) : type));
    }
    return columns;
  }

  /** Texts that become longer with each round have no length. */
  private static RelDataType unbounded(RelDataType type, RelDataTypeFactory factory) {
    return type.getSqlTypeName().getFamily() == SqlTypeFamily.CHARACTER
        ? factory.createTypeWithNullability(factory.createSqlType(SqlTypeName.VARCHAR), true)
        : type;
  }

  private static List<RelDataTypeField> fields(SqlValidator validator, SqlNode query) {
    return validator.getValidatedNodeType(query).getFieldList();
  }

  private static MillraceException mixed(SqlWithItem item, String column) {
    return error(
            ErrorCode.QUERY_INVALID,
            "column "
                + column
                + " of the recursive query "
                + item.name.getSimple()
                + " has values of other types in its recursive part")
        .at(Positions.of(item.name.getParserPosition()))
        .hint("write CAST(… AS type) in the first part, with a type for all of them")
        .build();
  }

  /** Refuses a query whose types become wider with each round. */
  static MillraceException growing() {
    return error(ErrorCode.NOT_SUPPORTED, "a recursive query whose types grow with every round")
        .hint("write CAST(… AS type) in both parts, with a type that is wide enough")
        .build();
  }

  /** {@code SELECT CASE WHEN TRUE THEN CAST(c AS type) END … FROM (first)}. */
  private static SqlNode typed(SqlNode first, List<Column> columns) {
    SqlParserPos at = first.getParserPosition();
    SqlNodeList items = new SqlNodeList(at);
    List<SqlNode> from = new ArrayList<>(List.of(first, new SqlIdentifier(ROWS, at)));
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      String own = "$" + i;
      from.add(new SqlIdentifier(own, at));
      SqlNode value = new SqlIdentifier(List.of(ROWS, own), at);
      SqlNode cast =
          SqlStdOperatorTable.CAST.createCall(
              at, value, SqlTypeUtil.convertTypeToSpec(column.type()));
      SqlNode nullable =
          new SqlCase(
              at,
              null,
              SqlNodeList.of(SqlLiteral.createBoolean(true, at)),
              SqlNodeList.of(cast),
              SqlLiteral.createNull(at));
      items.add(
          SqlStdOperatorTable.AS.createCall(at, nullable, new SqlIdentifier(column.name(), at)));
    }
    return Selects.of(at, items, SqlStdOperatorTable.AS.createCall(at, from));
  }

  private static String key(SqlWithItem item) {
    SqlParserPos at = item.name.getParserPosition();
    return item.name.getSimple() + " " + at.getLineNum() + " " + at.getColumnNum();
  }

  /** Finds recursive queries. */
  private abstract static class Items extends SqlBasicVisitor<Void> {
    abstract void item(SqlWithItem item);

    @Override
    @SuppressWarnings("NullAway")
    public Void visit(SqlCall call) {
      Void result = super.visit(call);
      if (call instanceof SqlWithItem item && item.recursive.booleanValue()) {
        item(item);
      }
      return result;
    }
  }
}
