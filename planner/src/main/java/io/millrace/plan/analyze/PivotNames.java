package io.millrace.plan.analyze;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlPivot;
import org.apache.calcite.sql.SqlUnpivot;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/**
 * Names in PIVOT and UNPIVOT as Spark and DuckDB have them: a column of PIVOT is named by its value
 * as text, {@code a} and not {@code 'a'}; what UNPIVOT calls a column may be written as a name.
 */
final class PivotNames extends SqlBasicVisitor<Void> {
  private PivotNames() {}

  /** Names what has no name, in place. */
  static void apply(SqlNode query) {
    query.accept(new PivotNames());
  }

  @Override
  @SuppressWarnings("NullAway")
  public Void visit(SqlCall call) {
    if (call instanceof SqlPivot pivot) {
      name(pivot.inList);
    } else if (call instanceof SqlUnpivot unpivot) {
      unpivot.inList.forEach(PivotNames::spell);
    }
    return super.visit(call);
  }

  private static void name(SqlNodeList values) {
    for (int i = 0; i < values.size(); i++) {
      SqlNode value = values.get(i);
      boolean named = value.getKind() == SqlKind.AS;
      Optional<String> text = text(named ? ((SqlCall) value).operand(0) : value);
      if (!named && text.isPresent()) {
        SqlIdentifier name = new SqlIdentifier(text.get(), value.getParserPosition());
        values.set(i, SqlStdOperatorTable.AS.createCall(value.getParserPosition(), value, name));
      }
    }
  }

  private static Optional<String> text(SqlNode value) {
    if (value instanceof SqlNodeList list) {
      List<String> texts = new ArrayList<>();
      list.forEach(each -> text(each).ifPresent(texts::add));
      return texts.size() == list.size() && !texts.isEmpty()
          ? Optional.of(String.join("_", texts))
          : Optional.empty();
    }
    if (SqlUtil.isNullLiteral(value, true)) {
      // no value is equal to it, but other engines find it
      throw error(ErrorCode.NOT_SUPPORTED, "NULL among the values of PIVOT")
          .at(Positions.of(value.getParserPosition()))
          .hint("pivot COALESCE(column, …) of a query in FROM")
          .build();
    }
    return value instanceof SqlLiteral literal ? Optional.of(literal.toValue()) : Optional.empty();
  }

  /** {@code a AS x} is {@code a AS 'x'}. */
  private static void spell(SqlNode item) {
    if (item.getKind() == SqlKind.AS && ((SqlCall) item).operand(1) instanceof SqlNodeList values) {
      for (int i = 0; i < values.size(); i++) {
        if (values.get(i) instanceof SqlIdentifier name && name.isSimple()) {
          values.set(i, SqlLiteral.createCharString(name.getSimple(), name.getParserPosition()));
        }
      }
    }
  }
}
