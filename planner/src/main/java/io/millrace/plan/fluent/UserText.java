package io.millrace.plan.fluent;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.error.SourceText;
import io.millrace.plan.analyze.ExpressionTexts;
import io.millrace.sql.parse.StatementParser;
import io.millrace.sql.statement.QueryClauses;
import io.millrace.sql.statement.QueryText;
import io.millrace.sql.statement.Statement;
import java.util.Locale;
import java.util.Optional;

/** Pieces of SQL that the user wrote, looked at before they become part of a larger text. */
final class UserText {
  /** What an expression needs before it to be a query; on a line of its own. */
  private static final String SELECT = "SELECT\n";

  private UserText() {}

  /**
   * A column of a SELECT.
   *
   * @param name empty for a star
   */
  record Item(Sql sql, Optional<String> name) {}

  /**
   * An expression.
   *
   * @throws MillraceException SYNTAX_ERROR, at its place in the text
   */
  static Sql expression(String text) {
    String inner = inner(text);
    try {
      ExpressionTexts.check(new QueryText(inner, inner, SourcePosition.of(1, 1)));
    } catch (MillraceException e) {
      throw e.in(new SourceText("", text));
    }
    return Sql.own(inner).inParentheses();
  }

  /**
   * The name of a type.
   *
   * @throws MillraceException SYNTAX_ERROR, at its place in the text
   */
  static Sql type(String text) {
    String known =
        switch (text.strip().toLowerCase(Locale.ROOT)) {
          case "byte" -> "TINYINT";
          case "short" -> "SMALLINT";
          case "long" -> "BIGINT";
          default -> text;
        };
    String cast = "CAST(NULL AS\n" + known + "\n)";
    try {
      ExpressionTexts.checkCast(new QueryText(cast, cast, SourcePosition.of(1, 1)));
    } catch (MillraceException e) {
      throw inSecondLine(e, text);
    }
    return Sql.own(known);
  }

  /**
   * What may stand behind SELECT: an expression, with or without a name, or a star.
   *
   * @throws MillraceException SYNTAX_ERROR, at its place in the text
   */
  static Item item(String text) {
    QueryText query = body(text);
    ExpressionTexts.Item item;
    try {
      item = ExpressionTexts.item(query);
    } catch (MillraceException e) {
      throw inSecondLine(e, text);
    }
    Sql own = Sql.own(inner(text));
    if (item.star() || item.name().isPresent()) {
      return new Item(own, item.name());
    }
    String name = text.strip().replaceAll("\\s+", " ");
    return new Item(own.then(" AS ").then(Sql.name(name)), Optional.of(name));
  }

  /** The expression with names in double quotes, at its own place. */
  private static String inner(String text) {
    String query = body(text).text();
    return query.substring(query.indexOf('\n') + 1);
  }

  private static QueryText body(String text) {
    try {
      return select(SELECT + text).query();
    } catch (MillraceException e) {
      throw inSecondLine(e, text);
    }
  }

  private static MillraceException inSecondLine(MillraceException e, String text) {
    SourceText source = new SourceText("", text);
    Optional<SourcePosition> at = e.position().filter(place -> place.line() > 1);
    if (at.isEmpty()) {
      return e.movedTo(source, SourcePosition.of(1, 1));
    }
    SourcePosition place = at.get();
    if (place.endLine() - 1 > lines(text)) {
      return e.movedTo(source, SourcePosition.of(place.line() - 1, place.column()));
    }
    return e.movedTo(
        source,
        new SourcePosition(
            place.line() - 1, place.column(), place.endLine() - 1, place.endColumn()));
  }

  private static long lines(String text) {
    return text.chars().filter(c -> c == '\n').count() + 1;
  }

  /**
   * A query.
   *
   * @throws MillraceException SYNTAX_ERROR; NOT_SUPPORTED if it says how it is to run
   */
  static Sql query(String text) {
    try {
      return Sql.own(select(text).query().text().stripTrailing());
    } catch (MillraceException e) {
      throw e.in(new SourceText("", text));
    }
  }

  private static Statement.Select select(String text) {
    Statement statement = StatementParser.parse(text);
    if (!(statement instanceof Statement.Select select)) {
      throw error(ErrorCode.QUERY_INVALID, "a table is made of a query, and this is none")
          .at(statement.position())
          .hint("run it as a statement:  sql(\"…\")")
          .build();
    }
    if (!select.clauses().equals(QueryClauses.NONE)) {
      throw error(ErrorCode.NOT_SUPPORTED, "OUTPUT MODE, TRIGGER or OPTIONS in a table")
          .at(statement.position())
          .hint("say it where the query is started:  writeStream().outputMode(…)")
          .build();
    }
    return select;
  }
}
