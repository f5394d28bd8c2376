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
    QueryEdits edits = new QueryEdits(written);
    DuckWords.rewrite(edits);
    LateralViews.rewrite(edits);
    ValuesLists.rewrite(edits);
    DialectWords.rewrite(edits);
    RowLimits.rewrite(edits);
    TableWords.rewrite(edits);
    return parsed(edits, SqlParser::parseQuery);
  }

  /** A scalar expression. */
  static SqlNode expression(QueryText written) {
    return parsed(new QueryEdits(written), SqlParser::parseExpression);
  }

  /** An expression of no more than what the parser knows. */
  static SqlNode plainExpression(String text) throws SqlParseException {
    return SqlParser.create(text, CONFIG).parseExpression();
  }

  /** What a parser is asked for. */
  private interface Entry {
    SqlNode parse(SqlParser parser) throws SqlParseException;
  }

  private static SqlNode parsed(QueryEdits edits, Entry entry) {
    EscapedTexts.rewrite(edits);
    WordOperators.rewrite(edits);
    TypedNumbers.rewrite(edits);
    IntervalTexts.rewrite(edits);
    TypedTexts.rewrite(edits);
    PostgresWords.rewrite(edits);
    BitOperators.rewrite(edits);
    TimeTexts.rewrite(edits);
    OrderedArguments.rewrite(edits);
    JsonOperators.rewrite(edits);
    NestedWords.rewrite(edits);
    DialectWords.digits(edits);
    DialectWords.refuse(edits);
    QueryEdits casts = new QueryEdits(edits.text());
    InfixCasts.rewrite(casts);
    QueryText text = casts.text();
    SqlParser parser = SqlParser.create(GroupsFrames.hide(WindowWords.hide(text.text())), CONFIG);
    try {
      SqlNode parsed = EscapedTexts.show(entry.parse(parser), text.text());
      GroupsFrames.mark(parsed, text.text());
      return edits.placed(casts.placed(parsed));
    } catch (SqlParseException e) {
      throw SyntaxErrors.translate(
          e, text, parser.getMetadata()::isReservedWord, found -> edits.place(casts.place(found)));
    }
  }
}
