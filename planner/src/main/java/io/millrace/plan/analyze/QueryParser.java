package io.millrace.plan.analyze;

import io.millrace.sql.statement.QueryText;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.parser.babel.SqlBabelParserImpl;

/** Parses queries and expressions with Calcite's Babel grammar, keeping the script's positions. */
final class QueryParser {
  private static final int MAX_IDENTIFIER_LENGTH = 1024;

  private static final SqlParser.Config CONFIG =
      SqlParser.config()
          .withParserFactory(SqlBabelParserImpl.FACTORY)
          .withQuoting(Quoting.DOUBLE_QUOTE)
          .withUnquotedCasing(Casing.UNCHANGED)
          .withQuotedCasing(Casing.UNCHANGED)
          .withCaseSensitive(false)
          .withIdentifierMaxLength(MAX_IDENTIFIER_LENGTH)
          .withConformance(MillraceConformance.INSTANCE);

  private QueryParser() {}

  /** A query: SELECT, VALUES, WITH, TABLE or a set operation. */
  static SqlNode query(QueryText written) {
    LateralViews views = LateralViews.of(written);
    QueryText text = views.text();
    SqlParser parser = parser(text);
    try {
      SqlNode query = parser.parseQuery();
      GroupsFrames.mark(query, text.text());
      return views.placed(query);
    } catch (SqlParseException e) {
      throw SyntaxErrors.translate(e, text, parser.getMetadata()::isReservedWord);
    }
  }

  /** A scalar expression. */
  static SqlNode expression(QueryText text) {
    SqlParser parser = parser(text);
    try {
      SqlNode expression = parser.parseExpression();
      GroupsFrames.mark(expression, text.text());
      return expression;
    } catch (SqlParseException e) {
      throw SyntaxErrors.translate(e, text, parser.getMetadata()::isReservedWord);
    }
  }

  private static SqlParser parser(QueryText text) {
    return SqlParser.create(GroupsFrames.hide(WindowWords.hide(text.text())), CONFIG);
  }
}
