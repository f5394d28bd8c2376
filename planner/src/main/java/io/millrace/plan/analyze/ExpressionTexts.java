package io.millrace.plan.analyze;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.SourcePosition;
import io.millrace.sql.statement.QueryText;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;

/** Looks at texts that are to become parts of a query. */
public final class ExpressionTexts {
  private ExpressionTexts() {}

  /**
   * Makes sure that the text is one expression.
   *
   * @throws io.millrace.api.error.MillraceException SYNTAX_ERROR, at its place in the text
   */
  public static void check(QueryText text) {
    QueryParser.expression(text);
  }

  /**
   * Makes sure that the text is one call of CAST and nothing more.
   *
   * @throws io.millrace.api.error.MillraceException SYNTAX_ERROR, at its place in the text
   */
  public static void checkCast(QueryText text) {
    SqlNode parsed = QueryParser.expression(text);
    if (parsed.getKind() != SqlKind.CAST) {
      throw error(ErrorCode.SYNTAX_ERROR, "this is more than the name of a type")
          .at(Positions.of(parsed.getParserPosition()))
          .build();
    }
  }

  /**
   * What stands behind SELECT.
   *
   * @param name what the column is called by itself; empty for a star and for what has no name
   * @param star whether it stands for all columns
   */
  public record Item(Optional<String> name, boolean star) {}

  /**
   * Looks at the only thing behind SELECT in a query without FROM.
   *
   * @throws io.millrace.api.error.MillraceException SYNTAX_ERROR, at its place in the text
   */
  public static Item item(QueryText query) {
    SqlNode parsed = QueryParser.query(query);
    if (!(parsed instanceof SqlSelect select)
        || select.getFrom() != null
        || select.getSelectList().size() != 1) {
      SourcePosition whole = query.position();
      throw error(ErrorCode.SYNTAX_ERROR, "this is more than one expression")
          .at(Positions.of(parsed.getParserPosition()).orElse(whole))
          .hint("give a text for each column")
          .build();
    }
    SqlNode item = select.getSelectList().get(0);
    if (item instanceof SqlIdentifier id) {
      return id.isStar() ? new Item(Optional.empty(), true) : named(id);
    }
    return item.getKind() == SqlKind.AS && ((SqlCall) item).operand(1) instanceof SqlIdentifier id
        ? named(id)
        : new Item(Optional.empty(), false);
  }

  private static Item named(SqlIdentifier id) {
    return new Item(Optional.of(WindowWords.show(id.names.get(id.names.size() - 1))), false);
  }
}
