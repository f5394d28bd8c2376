package io.millrace.plan.analyze;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The names that a query as parsed reads rows from, but for those that WITH in it gives. */
final class FromNames {
  /** How rows are read. */
  enum Where {
    /** In FROM. */
    PLAIN,
    /** On that side of an outer join whose rows may be missing. */
    OPTIONAL,
    /** By a query inside an expression. */
    EXPRESSION
  }

  /** A place where a name is read. */
  record Use(SqlIdentifier name, Where where) {}

  private final Map<String, List<Use>> uses = new LinkedHashMap<>();

  private FromNames() {}

  static FromNames in(SqlNode query) {
    FromNames names = new FromNames();
    names.query(query, Where.PLAIN, Set.of());
    return names;
  }

  boolean has(String name) {
    return uses.containsKey(RecursiveQueries.key(name));
  }

  List<Use> uses(String name) {
    return uses.getOrDefault(RecursiveQueries.key(name), List.of());
  }

  /** Writes a name everywhere as it is given. */
  void rename(String name) {
    uses(name).forEach(use -> use.name().setNames(List.of(name), null));
  }

  private void query(SqlNode node, Where where, Set<String> hidden) {
    if (node instanceof SqlSelect select) {
      if (select.getFrom() != null) {
        from(select.getFrom(), where, hidden);
      }
      for (SqlNode part : select.getOperandList()) {
        if (part != null && part != select.getFrom()) {
          expression(part, hidden);
        }
      }
    } else if (node instanceof SqlWith with) {
      Set<String> inner = hidden;
      for (SqlNode each : with.withList) {
        SqlWithItem item = (SqlWithItem) each;
        Set<String> more = RecursiveQueries.with(inner, item.name.getSimple());
        query(item.query, where, item.recursive.booleanValue() ? more : inner);
        inner = more;
      }
      query(with.body, where, inner);
    } else {
      parts((SqlCall) node, where, hidden);
    }
  }

  private void parts(SqlCall call, Where where, Set<String> hidden) {
    switch (call.getKind()) {
      case UNION, INTERSECT, EXCEPT ->
          call.getOperandList().forEach(part -> query(part, where, hidden));
      case ORDER_BY -> query(call.operand(0), where, hidden);
      case EXPLICIT_TABLE -> from(call.operand(0), where, hidden);
      default -> call.getOperandList().forEach(part -> expression(part, hidden));
    }
  }

  private void from(SqlNode node, Where where, Set<String> hidden) {
    if (node instanceof SqlIdentifier name) {
      if (name.isSimple() && !hidden.contains(RecursiveQueries.key(name.getSimple()))) {
        uses.computeIfAbsent(RecursiveQueries.key(name.getSimple()), key -> new ArrayList<>())
            .add(new Use(name, where));
      }
    } else if (node instanceof SqlJoin join) {
      from(join.getLeft(), side(join, where, JoinType.RIGHT), hidden);
      from(join.getRight(), side(join, where, JoinType.LEFT), hidden);
      if (join.getCondition() != null) {
        expression(join.getCondition(), hidden);
      }
    } else if (node.isA(SqlKind.QUERY)) {
      query(node, where, hidden);
    } else {
      switch (node.getKind()) {
        case AS, TABLE_REF, LATERAL, TABLESAMPLE, PIVOT, UNPIVOT, SNAPSHOT, EXTEND ->
            from(((SqlCall) node).operand(0), where, hidden);
        default -> expression(node, hidden);
      }
    }
  }

  /** How a side of a join is read whose rows may be missing in joins of a type. */
  private static Where side(SqlJoin join, Where where, JoinType optional) {
    JoinType type = join.getJoinType();
    boolean isSemi = type == JoinType.LEFT_SEMI_JOIN || type == JoinType.LEFT_ANTI_JOIN;
    if (isSemi && optional == JoinType.LEFT) {
      return Where.EXPRESSION;
    }
    boolean may = type == optional || type == JoinType.FULL;
    return may && where == Where.PLAIN ? Where.OPTIONAL : where;
  }

  private void expression(SqlNode node, Set<String> hidden) {
    if (node == null) {
      return;
    }
    node.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlCall call) {
            if (call.isA(SqlKind.QUERY)) {
              query(call, Where.EXPRESSION, hidden);
              return null;
            }
            return super.visit(call);
          }
        });
  }
}
