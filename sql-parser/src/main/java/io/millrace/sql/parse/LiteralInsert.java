package io.millrace.sql.parse;

import io.millrace.sql.grammar.MillraceSqlParser;
import io.millrace.sql.statement.Identifier;
import io.millrace.sql.statement.QueryClauses;
import io.millrace.sql.statement.Statement;
import io.millrace.sql.statement.ValueRow;
import io.millrace.sql.statement.ValueRow.Kind;
import io.millrace.sql.statement.Writing;
import io.millrace.sql.statement.Writing.Manner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/**
 * Reads {@code INSERT INTO t [(a, b)] VALUES (1, 'x'), …} without the parser of statements, which
 * takes longer than all the rest. Whatever is not of that form is left to it.
 */
final class LiteralInsert {
  private final StatementTokens statement;
  private final List<Token> tokens;

  private LiteralInsert(StatementTokens statement) {
    this.statement = statement;
    this.tokens = statement.visible();
  }

  static Optional<Statement> read(StatementTokens statement) {
    return new LiteralInsert(statement).read();
  }

  private Optional<Statement> read() {
    if (!is(0, MillraceSqlParser.INSERT) || !is(1, MillraceSqlParser.INTO) || !isName(2)) {
      return Optional.empty();
    }
    int at = 3;
    List<Identifier> columns = new ArrayList<>();
    if (is(at, MillraceSqlParser.LEFT_PAREN)) {
      do {
        at++;
        if (!isName(at)) {
          return Optional.empty();
        }
        columns.add(name(at++));
      } while (is(at, MillraceSqlParser.COMMA));
      if (!is(at, MillraceSqlParser.RIGHT_PAREN) || !areDifferent(columns)) {
        return Optional.empty();
      }
      at++;
    }
    if (!is(at, MillraceSqlParser.VALUES)) {
      return Optional.empty();
    }
    List<Token> values = tokens.subList(at, tokens.size());
    Optional<List<ValueRow>> rows = ValuesReader.values(statement, values);
    if (rows.isEmpty() || !areConstant(rows.get())) {
      return Optional.empty();
    }
    CommonToken query = new CommonToken(tokens.get(at));
    query.setStopIndex(tokens.get(tokens.size() - 1).getStopIndex());
    return Optional.of(
        new Statement.Insert(
            statement.statement().position(),
            Optional.empty(),
            name(2),
            columns,
            false,
            new QueryTexts(statement).of(query),
            QueryClauses.NONE,
            new Writing(Manner.ADD, Optional.empty(), Optional.empty(), rows.get())));
  }

  private static boolean areConstant(List<ValueRow> rows) {
    return rows.stream()
        .allMatch(row -> row.cells().stream().noneMatch(c -> c.kind() == Kind.EXPRESSION));
  }

  private static boolean areDifferent(List<Identifier> names) {
    return names.stream().map(name -> StatementTokens.upper(name.text())).distinct().count()
        == names.size();
  }

  private Identifier name(int at) {
    Token token = tokens.get(at);
    return new Identifier(StatementTokens.unquoted(token.getText()), statement.position(token));
  }

  private boolean isName(int at) {
    return at < tokens.size() && Keywords.isName(tokens.get(at).getType());
  }

  private boolean is(int at, int type) {
    return at < tokens.size() && tokens.get(at).getType() == type;
  }
}
