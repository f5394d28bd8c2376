package io.millrace.plan.analyze;

import io.millrace.api.error.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorNamespace;
import org.jspecify.annotations.Nullable;

/** Which columns a name at some place of a query could have meant. */
final class VisibleColumns {
  private final SqlNode query;
  private final SqlValidator validator;
  private final Analyzer analyzer;

  VisibleColumns(SqlNode query, SqlValidator validator, Analyzer analyzer) {
    this.query = query;
    this.validator = validator;
    this.analyzer = analyzer;
  }

  /**
   * @param from the table in FROM as the user named it; empty if it has no name
   */
  record Columns(String from, List<String> names) {}

  Columns at(Optional<SourcePosition> position) {
    Finder finder = new Finder(position);
    query.accept(finder);
    if (finder.found == null || finder.found.getFrom() == null) {
      return new Columns("", List.of());
    }
    return columns(finder.found.getFrom());
  }

  private Columns columns(SqlNode from) {
    if (from instanceof SqlIdentifier id) {
      String name = id.names.get(id.names.size() - 1);
      return new Columns(name, analyzer.columnsOf(name));
    }
    if (from.getKind() == SqlKind.AS) {
      Columns inner = columns(((SqlCall) from).operand(0));
      String alias = ((SqlCall) from).operand(1).toString();
      List<SqlNode> renamed = ((SqlCall) from).getOperandList();
      if (renamed.size() > 2) {
        // FROM (…) AS t(a, b)
        return new Columns(
            alias, renamed.subList(2, renamed.size()).stream().map(SqlNode::toString).toList());
      }
      return inner.from().isEmpty() ? new Columns(alias, inner.names()) : inner;
    }
    if (from.getKind() == SqlKind.COLLECTION_TABLE
        && ((SqlCall) from).operand(0) instanceof SqlCall function
        && function.operandCount() > 0
        && function.operand(0) instanceof SqlSelect input
        && input.getFrom() != null) {
      Columns inner = columns(input.getFrom());
      List<String> names = new ArrayList<>(inner.names());
      names.addAll(WindowTableFunction.COLUMNS);
      return new Columns(inner.from(), names);
    }
    return new Columns("", known(from));
  }

  /** The columns of a sub-query, as far as validation has come. */
  private List<String> known(SqlNode subQuery) {
    SqlValidatorNamespace namespace = validator.getNamespace(subQuery);
    if (namespace == null) {
      return List.of();
    }
    try {
      RelDataType type = namespace.getRowType();
      return type == null ? List.of() : type.getFieldNames();
    } catch (RuntimeException e) {
      // Not validated yet: there is nothing to suggest, and the error at hand matters more.
      return List.of();
    }
  }

  /** The innermost SELECT around a place. */
  private static final class Finder extends SqlBasicVisitor<Void> {
    private final Optional<SourcePosition> place;
    private @Nullable SqlSelect found;

    Finder(Optional<SourcePosition> place) {
      this.place = place;
    }

    @Override
    @SuppressWarnings("NullAway")
    public Void visit(SqlCall call) {
      if (call instanceof SqlSelect select && (found == null || contains(select))) {
        found = select;
      }
      return super.visit(call);
    }

    private boolean contains(SqlSelect select) {
      if (place.isEmpty()) {
        return false;
      }
      SqlParserPos list = select.getSelectList().getParserPosition();
      SqlParserPos whole = select.getParserPosition();
      return covers(whole) || covers(list);
    }

    private boolean covers(SqlParserPos outer) {
      SourcePosition inner = place.orElseThrow();
      return before(outer.getLineNum(), outer.getColumnNum(), inner.line(), inner.column())
          && before(
              inner.endLine(), inner.endColumn(), outer.getEndLineNum(), outer.getEndColumnNum());
    }

    private static boolean before(int line, int column, int otherLine, int otherColumn) {
      return line < otherLine || (line == otherLine && column <= otherColumn);
    }
  }
}
