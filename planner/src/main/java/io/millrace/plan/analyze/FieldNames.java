package io.millrace.plan.analyze;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLambda;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A field of a row in a column without its table: {@code r.x} becomes {@code r['x']} where no table
 * in FROM has the name {@code r}.
 */
final class FieldNames extends SqlShuttle {
  /** The names of tables in FROM, of the queries around a place. */
  private final Deque<Set<String>> tables = new ArrayDeque<>();

  @Override
  public @Nullable SqlNode visit(SqlIdentifier name) {
    if (tables.isEmpty() || name.names.size() < 2 || name.isStar() || isTable(name)) {
      return name;
    }
    SqlNode value = name.getComponent(0);
    for (int i = 1; i < name.names.size(); i++) {
      SqlParserPos position = name.getParserPosition();
      value =
          SqlStdOperatorTable.ITEM.createCall(
              position, value, SqlLiteral.createCharString(name.names.get(i), position));
    }
    return value;
  }

  private boolean isTable(SqlIdentifier name) {
    String first = name.names.get(0).toLowerCase(Locale.ROOT);
    // The bounds of windows have a rewriter of their own.
    boolean window = first.endsWith("window") || WindowWords.isHidden(name.names.get(0));
    return window || tables.stream().anyMatch(names -> names.contains(first));
  }

  @Override
  public @Nullable SqlNode visit(SqlCall call) {
    if (call instanceof SqlLambda || call.getKind() == SqlKind.DESCRIPTOR) {
      return call;
    }
    if (call instanceof SqlOrderBy order && order.query instanceof SqlSelect select) {
      SqlNode query = visit((SqlCall) select);
      tables.push(names(select.getFrom()));
      SqlNodeList keys = (SqlNodeList) Objects.requireNonNull(order.orderList.accept(this));
      tables.pop();
      return new SqlOrderBy(
          order.getParserPosition(),
          Objects.requireNonNull(query),
          keys,
          order.offset,
          order.fetch);
    }
    if (call instanceof SqlSelect select) {
      return select(select);
    }
    return super.visit(call);
  }

  private SqlNode select(SqlSelect select) {
    tables.push(names(select.getFrom()));
    SqlNodeList list = select.getSelectList();
    for (int i = 0; i < list.size(); i++) {
      SqlNode item = list.get(i);
      SqlNode changed = Objects.requireNonNull(item.accept(this));
      if (changed != item && item instanceof SqlIdentifier name) {
        changed =
            SqlStdOperatorTable.AS.createCall(
                name.getParserPosition(), changed, name.getComponent(name.names.size() - 1));
      }
      list.set(i, changed);
    }
    if (select.getFrom() != null) {
      select.setFrom(from(select.getFrom()));
    }
    if (select.getWhere() != null) {
      select.setWhere(select.getWhere().accept(this));
    }
    if (select.getGroup() != null) {
      select.setGroupBy((SqlNodeList) select.getGroup().accept(this));
    }
    if (select.getHaving() != null) {
      select.setHaving(select.getHaving().accept(this));
    }
    if (select.getQualify() != null) {
      select.setQualify(select.getQualify().accept(this));
    }
    tables.pop();
    return select;
  }

  /** An item of FROM, in which names are those of tables. */
  private SqlNode from(SqlNode item) {
    if (item instanceof SqlIdentifier) {
      return item;
    }
    if (item instanceof SqlJoin join) {
      join.setLeft(from(join.getLeft()));
      join.setRight(from(join.getRight()));
      if (join.getCondition() != null && join.getCondition().getKind() != SqlKind.IDENTIFIER) {
        join.setOperand(5, join.getCondition().accept(this));
      }
      return join;
    }
    if (item.getKind() == SqlKind.AS) {
      ((SqlCall) item).setOperand(0, from(((SqlCall) item).operand(0)));
      return item;
    }
    boolean query = item.isA(SqlKind.QUERY);
    boolean lateral =
        item.getKind() == SqlKind.LATERAL || item.getKind() == SqlKind.COLLECTION_TABLE;
    return query || lateral ? Objects.requireNonNull(item.accept(this)) : item;
  }

  private static Set<String> names(@Nullable SqlNode from) {
    Set<String> names = new HashSet<>();
    if (from != null) {
      collect(from, names);
    }
    return names;
  }

  private static void collect(SqlNode item, Set<String> names) {
    if (item instanceof SqlJoin join) {
      collect(join.getLeft(), names);
      collect(join.getRight(), names);
    } else if (item.getKind() == SqlKind.AS) {
      names.add(((SqlCall) item).operand(1).toString().toLowerCase(Locale.ROOT));
    } else if (item instanceof SqlIdentifier table) {
      table.names.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    } else if (item instanceof SqlCall call) {
      // hints, snapshots and the like around a table
      for (SqlNode operand : call.getOperandList()) {
        if (operand instanceof SqlIdentifier || operand instanceof SqlCall) {
          if (!operand.isA(SqlKind.QUERY)) {
            collect(operand, names);
          }
        }
      }
    }
  }
}
