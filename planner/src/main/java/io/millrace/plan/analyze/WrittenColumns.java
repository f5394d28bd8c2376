package io.millrace.plan.analyze;

import io.millrace.api.error.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Where the columns of a query's result are written. */
final class WrittenColumns {
  private WrittenColumns() {}

  /**
   * The places, in the order of the columns; of several rows of VALUES all that they have in it.
   * Empty if the columns are not written one by one, as those of a UNION.
   */
  static List<SourcePosition> of(SqlNode query) {
    List<SqlParserPos> places = places(query);
    List<SourcePosition> positions = new ArrayList<>();
    for (SqlParserPos place : places) {
      Positions.of(place).ifPresent(positions::add);
    }
    return positions.size() == places.size() ? List.copyOf(positions) : List.of();
  }

  private static List<SqlParserPos> places(SqlNode query) {
    if (query instanceof SqlOrderBy ordered) {
      return places(ordered.query);
    } else if (query instanceof SqlWith with) {
      return places(with.body);
    } else if (query instanceof SqlSelect select) {
      return select.getSelectList().stream().map(WrittenColumns::place).toList();
    } else if (query instanceof SqlBasicCall call && call.getKind() == SqlKind.VALUES) {
      return ofRows(call.getOperandList());
    }
    return List.of();
  }

  private static SqlParserPos place(SqlNode column) {
    return column instanceof SqlCall call && call.getKind() == SqlKind.AS
        ? call.operand(0).getParserPosition()
        : column.getParserPosition();
  }

  private static List<SqlParserPos> ofRows(List<SqlNode> rows) {
    List<SqlParserPos> places = new ArrayList<>();
    for (SqlNode row : rows) {
      if (!(row instanceof SqlCall values) || values.getKind() != SqlKind.ROW) {
        return List.of();
      }
      for (int i = 0; i < values.operandCount(); i++) {
        SqlParserPos place = values.operand(i).getParserPosition();
        if (i == places.size()) {
          places.add(place);
        } else {
          places.set(i, places.get(i).plus(place));
        }
      }
    }
    return places;
  }
}
