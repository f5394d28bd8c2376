package io.millrace.plan.analyze;

import io.millrace.sql.statement.QueryText;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlStarExclude;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Names the columns of a result that have none by what the user wrote: {@code SELECT COUNT(*)}
 * gives a column {@code COUNT(*)}.
 */
final class ColumnNamer {
  private static final int MAX_LENGTH = 40;

  private final QueryText text;

  private ColumnNamer(QueryText text) {
    this.text = text;
  }

  /** Adds the names to the outermost SELECT, in place. */
  static void name(SqlNode query, QueryText text) {
    new ColumnNamer(text).visit(query);
  }

  private void visit(SqlNode node) {
    if (node instanceof SqlOrderBy order) {
      visit(order.query);
    } else if (node instanceof SqlWith with) {
      visit(with.body);
    } else if (node.getKind() == SqlKind.UNION) {
      visit(((SqlCall) node).operand(0));
    } else if (node instanceof SqlSelect select) {
      select(select);
    }
  }

  private void select(SqlSelect select) {
    SqlNodeList list = select.getSelectList();
    Set<String> taken = new HashSet<>();
    for (SqlNode item : list) {
      if (item instanceof SqlIdentifier id && !id.isStar()) {
        taken.add(id.names.get(id.names.size() - 1).toLowerCase(Locale.ROOT));
      } else if (item.getKind() == SqlKind.AS) {
        taken.add(((SqlCall) item).operand(1).toString().toLowerCase(Locale.ROOT));
      }
    }
    for (int i = 0; i < list.size(); i++) {
      SqlNode item = list.get(i);
      if (item instanceof SqlIdentifier
          || item instanceof SqlStarExclude
          || item.getKind() == SqlKind.AS) {
        continue;
      }
      String name = written(item.getParserPosition());
      if (name.isEmpty() || name.length() > MAX_LENGTH) {
        name = "column" + (i + 1);
      }
      if (taken.add(name.toLowerCase(Locale.ROOT))) {
        SqlParserPos position = item.getParserPosition();
        list.set(
            i,
            SqlStdOperatorTable.AS.createCall(position, item, new SqlIdentifier(name, position)));
      }
    }
  }

  /** The text between two positions, blanks made one. */
  private String written(SqlParserPos position) {
    String[] lines = text.text().split("\n", -1);
    StringBuilder result = new StringBuilder();
    for (int line = position.getLineNum(); line <= position.getEndLineNum(); line++) {
      if (line < 1 || line > lines.length) {
        return "";
      }
      String content = lines[line - 1];
      int from = line == position.getLineNum() ? position.getColumnNum() - 1 : 0;
      int to = line == position.getEndLineNum() ? position.getEndColumnNum() : content.length();
      if (from < 0 || from > content.length() || to > content.length() || from > to) {
        return "";
      }
      result.append(content, from, to).append(' ');
    }
    // The place of a :: cast begins behind the column before it.
    return result.toString().replaceAll("\\s+", " ").replaceFirst("^[, ]+", "").trim();
  }
}
