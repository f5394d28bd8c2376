package io.millrace.sql.parse;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import io.millrace.sql.grammar.MillraceSqlLexer;
import io.millrace.sql.grammar.MillraceSqlParser.SingleStatementContext;
import io.millrace.sql.statement.QueryClauses;
import io.millrace.sql.statement.Statement;
import io.millrace.sql.statement.Statement.Select;
import io.millrace.sql.text.ScriptReader;
import io.millrace.sql.text.StatementText;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;

/**
 * Makes a {@link Statement} of the text of a statement. Has no state and may be used by many
 * threads at once.
 */
public final class StatementParser {
  private StatementParser() {}

  /**
   * Parses a statement of a script.
   *
   * @return the statement, with positions of the script
   * @throws MillraceException SYNTAX_ERROR, STATEMENT_UNSUPPORTED, or what else can be seen to be
   *     wrong without looking at a catalog, with its position in the script
   */
  public static Statement parse(StatementText statement) {
    StatementTokens tokens = StatementTokens.of(statement);
    return ReturningReader.read(tokens, StatementParser::parse).orElseGet(() -> parse(tokens));
  }

  private static Statement parse(StatementTokens tokens) {
    Optional<Statement> idle = IdleStatements.read(tokens);
    if (idle.isPresent()) {
      return idle.get();
    }
    UnsupportedStatements.refuse(tokens);
    UnsupportedStatements.refuseWithBefore(tokens);
    List<Token> folded = QueryFolder.fold(tokens.visible());
    if (folded.size() == 1 && folded.get(0).getType() == MillraceSqlLexer.QUERY_BODY) {
      // The commonest statement of all has nothing left to parse; loading the parser takes longer
      // than parsing.
      return new Select(
          tokens.statement().position(),
          new QueryTexts(tokens).of(folded.get(0)),
          QueryClauses.NONE);
    }
    Optional<Statement> insert = LiteralInsert.read(tokens);
    if (insert.isPresent()) {
      return insert.get();
    }
    SingleStatementContext tree = new Parsing(tokens, ExpressionFolder.fold(folded)).parse();
    return new StatementBuilder(tokens).visit(tree.statement());
  }

  /**
   * Parses a text that holds one statement, with or without a semicolon behind it.
   *
   * @throws MillraceException as {@link #parse(StatementText)}; also if it holds none or several
   */
  public static Statement parse(String statement) {
    ScriptReader reader = new ScriptReader(statement);
    if (!reader.hasNext()) {
      throw error(ErrorCode.SYNTAX_ERROR, "there is no statement")
          .at(SourcePosition.of(1, 1))
          .build();
    }
    StatementText first = reader.next();
    if (reader.hasNext()) {
      throw error(ErrorCode.SYNTAX_ERROR, "there is more than one statement")
          .at(reader.next().position())
          .hint("give one statement at a time, or run the text as a script")
          .build();
    }
    return parse(first);
  }
}
