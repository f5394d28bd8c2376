package io.millrace.sql.parse;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.sql.grammar.MillraceSqlParser;
import io.millrace.sql.statement.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.antlr.v4.runtime.Token;

/** Reads {@code RETURNING list} behind statements that change rows. */
final class ReturningReader {
  private static final Set<Integer> CHANGING =
      Set.of(
          MillraceSqlParser.INSERT,
          MillraceSqlParser.UPDATE,
          MillraceSqlParser.DELETE,
          MillraceSqlParser.MERGE,
          MillraceSqlParser.REPLACE);

  private ReturningReader() {}

  /**
   * The statement, if it has a RETURNING.
   *
   * @param parser reads what stands before it
   */
  static Optional<Statement> read(
      StatementTokens tokens, Function<StatementTokens, Statement> parser) {
    List<Token> words = tokens.visible();
    if (words.isEmpty() || !CHANGING.contains(words.get(0).getType())) {
      return Optional.empty();
    }
    int at = find(words);
    if (at < 0) {
      return Optional.empty();
    }
    if (words.get(0).getType() == MillraceSqlParser.MERGE) {
      throw error(ErrorCode.NOT_SUPPORTED, "RETURNING of MERGE")
          .at(tokens.position(words.get(at)))
          .hint("select the rows in a statement of its own")
          .build();
    }
    if (at + 1 == words.size()) {
      throw error(ErrorCode.SYNTAX_ERROR, "RETURNING has no columns")
          .at(tokens.position(words.get(at)))
          .hint("all columns of the rows:   RETURNING *")
          .build();
    }
    return Optional.of(
        new Statement.Returning(
            tokens.statement().position(),
            parser.apply(tokens.before(at)),
            new QueryTexts(tokens)
                .between(
                    words.get(at + 1).getStartIndex(),
                    words.get(words.size() - 1).getStopIndex())));
  }

  /** Where RETURNING stands, outside of parentheses; -1 if nowhere. */
  private static int find(List<Token> words) {
    int depth = 0;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i).getText();
      depth += word.equals("(") ? 1 : word.equals(")") ? -1 : 0;
      boolean column = i > 0 && words.get(i - 1).getType() == MillraceSqlParser.PERIOD;
      if (depth == 0 && i > 2 && !column && word.equalsIgnoreCase("RETURNING")) {
        return i;
      }
    }
    return -1;
  }
}
