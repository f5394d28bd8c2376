package io.millrace.plan.analyze;

import io.millrace.plan.catalog.Catalog;
import io.millrace.sql.statement.Schemas;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Tables in schemas, by the names that they have in the catalog: {@code SELECT s.t.a FROM s.t} is
 * {@code SELECT t.a FROM "s.t" AS t}.
 */
final class SchemaNames extends SqlShuttle {
  private final Catalog catalog;

  SchemaNames(Catalog catalog) {
    this.catalog = catalog;
  }

  @Override
  public @Nullable SqlNode visit(SqlIdentifier name) {
    if (name.names.size() < 3 || !isTable(name)) {
      return name;
    }
    List<SqlParserPos> positions = new ArrayList<>();
    for (int i = 1; i < name.names.size(); i++) {
      positions.add(name.getComponentParserPosition(i));
    }
    return new SqlIdentifier(
        name.names.subList(1, name.names.size()),
        name.getCollation(),
        name.getParserPosition(),
        positions);
  }

  @Override
  public @Nullable SqlNode visit(SqlCall call) {
    SqlNode visited = super.visit(call);
    if (visited instanceof SqlSelect select && select.getFrom() != null) {
      select.setFrom(table(select.getFrom()));
    } else if (visited instanceof SqlJoin join) {
      join.setLeft(table(join.getLeft()));
      join.setRight(table(join.getRight()));
    } else if (visited instanceof SqlCall explicit
        && explicit.getKind() == SqlKind.EXPLICIT_TABLE
        && explicit.operand(0) instanceof SqlIdentifier name
        && isInSchema(name)) {
      explicit.setOperand(0, found(name));
    }
    return visited;
  }

  private SqlNode table(SqlNode item) {
    if (item instanceof SqlIdentifier name && isInSchema(name)) {
      SqlParserPos position = name.getParserPosition();
      return SqlStdOperatorTable.AS.createCall(
          position, found(name), new SqlIdentifier(name.names.get(1), position));
    }
    if (item.getKind() == SqlKind.AS
        && ((SqlCall) item).operand(0) instanceof SqlIdentifier name
        && isInSchema(name)) {
      ((SqlCall) item).setOperand(0, found(name));
    }
    return item;
  }

  private boolean isInSchema(SqlIdentifier name) {
    return name.names.size() == 2 && isTable(name);
  }

  private boolean isTable(SqlIdentifier name) {
    return catalog.find(Schemas.join(name.names.get(0), name.names.get(1))).isPresent();
  }

  private static SqlIdentifier found(SqlIdentifier name) {
    return new SqlIdentifier(
        Schemas.join(name.names.get(0), name.names.get(1)), name.getParserPosition());
  }
}
