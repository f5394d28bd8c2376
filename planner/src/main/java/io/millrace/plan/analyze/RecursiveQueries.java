package io.millrace.plan.analyze;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSetOperator;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/**
 * Brings WITH RECURSIVE into the one form that the validator takes: queries in the order in which
 * they read each other; those that read themselves as {@code first UNION [ALL] again}, where only
 * {@code again} does, each of its branches once, in FROM. What cannot be brought there is refused,
 * by the rules of PostgreSQL.
 */
final class RecursiveQueries extends SqlBasicVisitor<Void> {
  private static final String FORM = "WITH RECURSIVE t AS (SELECT … UNION ALL SELECT … FROM t …)";

  private boolean found;

  private RecursiveQueries() {}

  /** Changes a query as parsed, in place; says whether any part of it reads itself. */
  static boolean prepare(SqlNode query) {
    RecursiveQueries queries = new RecursiveQueries();
    query.accept(queries);
    return queries.found;
  }

  @Override
  @SuppressWarnings("NullAway")
  public Void visit(SqlCall call) {
    if (call instanceof SqlWith with
        && with.withList.stream().anyMatch(item -> ((SqlWithItem) item).recursive.booleanValue())) {
      prepare(with);
    }
    return super.visit(call);
  }

  private void prepare(SqlWith with) {
    List<SqlWithItem> items = new ArrayList<>();
    with.withList.forEach(item -> items.add((SqlWithItem) item));
    with.withList = new SqlNodeList(inOrder(items), with.withList.getParserPosition());
    for (SqlWithItem item : items) {
      boolean recursive = FromNames.in(item.query).has(item.name.getSimple());
      item.recursive = SqlLiteral.createBoolean(recursive, SqlParserPos.ZERO);
      if (recursive) {
        found = true;
        prepare(item);
      }
    }
  }

  /** Queries behind those that they read. */
  private static List<SqlWithItem> inOrder(List<SqlWithItem> items) {
    List<SqlWithItem> waiting = new ArrayList<>(items);
    List<SqlWithItem> ordered = new ArrayList<>();
    while (!waiting.isEmpty()) {
      SqlWithItem next = null;
      for (SqlWithItem item : waiting) {
        if (next == null
            && waiting.stream().noneMatch(other -> other != item && reads(item, other))) {
          next = item;
        }
      }
      if (next == null) {
        throw refuse("queries of WITH RECURSIVE that read each other", waiting.get(0).name)
            .withHint("write them as one query, with a column that tells them apart");
      }
      waiting.remove(next);
      ordered.add(next);
    }
    return ordered;
  }

  private static boolean reads(SqlWithItem item, SqlWithItem other) {
    return FromNames.in(item.query).has(other.name.getSimple());
  }

  private static void prepare(SqlWithItem item) {
    SqlCall union = union(item);
    String name = item.name.getSimple();
    List<SqlNode> first = new ArrayList<>();
    List<SqlNode> again = new ArrayList<>();
    for (SqlNode branch : branches(union)) {
      FromNames names = FromNames.in(branch);
      if (!names.has(name)) {
        first.add(branch);
      } else {
        check(item, names, branch);
        names.rename(name);
        again.add(branch);
      }
    }
    if (first.isEmpty()) {
      throw refuse("a recursive query that has no part to begin with", item.name).withHint(FORM);
    }
    union.setOperand(0, joined(union, first));
    union.setOperand(1, joined(union, again));
  }

  /** The UNION of a recursive query. */
  static SqlCall union(SqlWithItem item) {
    SqlNode query = item.query;
    while (query instanceof SqlWith with) {
      query = with.body;
    }
    if (query.getKind() == SqlKind.ORDER_BY) {
      throw refuse("ORDER BY or LIMIT of a recursive query", query)
          .withHint("sort and cut in the query behind WITH");
    }
    if (query.getKind() != SqlKind.UNION) {
      throw refuse("a recursive query that is no UNION", item.name).withHint(FORM);
    }
    return (SqlCall) query;
  }

  /** The branches of a UNION, also of those of the same kind on its left. */
  private static List<SqlNode> branches(SqlCall union) {
    List<SqlNode> branches = new ArrayList<>();
    SqlNode left = union;
    while (left.getKind() == SqlKind.UNION && isAll((SqlCall) left) == isAll(union)) {
      branches.add(0, ((SqlCall) left).operand(1));
      left = ((SqlCall) left).operand(0);
    }
    branches.add(0, left);
    return branches;
  }

  private static boolean isAll(SqlCall union) {
    return ((SqlSetOperator) union.getOperator()).isAll();
  }

  private static SqlNode joined(SqlCall union, List<SqlNode> branches) {
    SqlNode all = branches.get(0);
    for (SqlNode branch : branches.subList(1, branches.size())) {
      all = union.getOperator().createCall(union.getParserPosition(), all, branch);
    }
    return all;
  }

  private static void check(SqlWithItem item, FromNames names, SqlNode branch) {
    String name = item.name.getSimple();
    List<FromNames.Use> uses = names.uses(name);
    for (FromNames.Use use : uses) {
      switch (use.where()) {
        case PLAIN -> {}
        case EXPRESSION ->
            throw refuse("a recursive query that reads itself inside an expression", use.name())
                .withHint("join it in FROM");
        case OPTIONAL ->
            throw refuse(
                    "a recursive query that reads itself on the optional side of a join",
                    use.name())
                .withHint("begin the join with it:   FROM " + name + " LEFT JOIN …");
      }
    }
    if (uses.size() > 1) {
      throw refuse("a recursive query that reads itself twice", uses.get(1).name())
          .withHint("join it with the table that it begins with instead");
    }
    boolean isPart = branch.getKind() == SqlKind.EXCEPT || branch.getKind() == SqlKind.INTERSECT;
    if (isPart) {
      throw refuse("EXCEPT or INTERSECT in the recursive part of WITH RECURSIVE", branch)
          .withHint("write it with NOT EXISTS or EXISTS");
    }
  }

  private static MillraceException refuse(String what, SqlNode place) {
    return error(ErrorCode.NOT_SUPPORTED, what).at(Positions.of(place.getParserPosition())).build();
  }

  static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Names with one more among them. */
  static Set<String> with(Set<String> names, String name) {
    Set<String> more = new HashSet<>(names);
    more.add(key(name));
    return more;
  }
}
