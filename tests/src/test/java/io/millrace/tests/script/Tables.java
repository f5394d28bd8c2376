package io.millrace.tests.script;

import io.millrace.api.error.MillraceException;
import io.millrace.api.types.DataType;
import io.millrace.sql.parse.StatementParser;
import io.millrace.sql.statement.Statement;
import io.millrace.sql.statement.TableElement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The columns of the tables that a script has created, so that rows can be written without types.
 */
final class Tables {
  private final Map<String, List<DataType>> types = new HashMap<>();

  /** Takes note of a table that a statement creates. */
  void learn(String sql) {
    if (!sql.stripLeading().regionMatches(true, 0, "CREATE", 0, 6)) {
      return;
    }
    Statement statement;
    try {
      statement = StatementParser.parse(sql);
    } catch (MillraceException wrong) {
      // Whoever runs the statement will say so.
      return;
    }
    if (statement instanceof Statement.CreateRelation create) {
      List<DataType> columns = new ArrayList<>();
      for (TableElement element : create.elements()) {
        if (element instanceof TableElement.PhysicalColumn column) {
          columns.add(column.type());
        }
      }
      types.put(create.name().text().toLowerCase(Locale.ROOT), columns);
    }
  }

  /** The statement that adds rows to a table. */
  String insert(String table, List<String> rows) {
    List<DataType> columns = types.get(table.toLowerCase(Locale.ROOT));
    if (columns == null) {
      throw new AssertionError("the script creates no table " + table);
    }
    List<String> tuples = new ArrayList<>();
    for (String row : rows) {
      List<String> cells = Cells.split(row);
      if (cells.size() != columns.size()) {
        throw new AssertionError(
            table
                + " has "
                + columns.size()
                + " columns, and this row "
                + cells.size()
                + ": "
                + row);
      }
      List<String> literals = new ArrayList<>();
      for (int i = 0; i < cells.size(); i++) {
        literals.add(Cells.literal(cells.get(i), columns.get(i)));
      }
      tuples.add("(" + String.join(", ", literals) + ")");
    }
    return "INSERT INTO " + table + " VALUES " + String.join(", ", tuples);
  }
}
