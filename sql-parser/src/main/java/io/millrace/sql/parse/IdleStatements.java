package io.millrace.sql.parse;

import io.millrace.sql.grammar.MillraceSqlParser;
import io.millrace.sql.statement.Identifier;
import io.millrace.sql.statement.Schemas;
import io.millrace.sql.statement.Statement;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;

/**
 * Statements of other engines that ask for what is there anyway, or for nothing that changes a
 * result: indexes that speed up, statistics, writing out what was written. They are taken without
 * looking at what stands behind their first words. CREATE UNIQUE INDEX is none of them: it
 * constrains rows.
 */
final class IdleStatements {
  /** Statements that are nothing but these words, and perhaps a name. */
  private static final List<String> ALONE =
      List.of("ANALYZE", "VACUUM", "REINDEX", "FLUSH", "CHECKPOINT");

  private IdleStatements() {}

  static Optional<Statement> read(StatementTokens tokens) {
    List<Token> words = tokens.visible();
    if (is(words, 0, "CREATE") && is(words, 1, "INDEX")) {
      return Optional.of(idle(tokens, "CREATE INDEX", table(tokens)));
    }
    if (is(words, 0, "DROP") && is(words, 1, "INDEX")) {
      return Optional.of(idle(tokens, "DROP INDEX", Optional.empty()));
    }
    if (is(words, 0, "COMMENT") && is(words, 1, "ON")) {
      return Optional.of(idle(tokens, "COMMENT", Optional.empty()));
    }
    for (String word : ALONE) {
      boolean alone = words.size() == 1 || (words.size() <= 3 && !word.equals("CHECKPOINT"));
      if (is(words, 0, word) && (alone || is(words, 1, "TABLE"))) {
        return Optional.of(idle(tokens, word, Optional.empty()));
      }
    }
    return Optional.empty();
  }

  private static Statement idle(StatementTokens tokens, String words, Optional<Identifier> table) {
    return new Statement.Idle(tokens.statement().position(), words, table);
  }

  /** What stands behind ON. */
  private static Optional<Identifier> table(StatementTokens tokens) {
    List<Token> words = tokens.visible();
    for (int i = 2; i + 1 < words.size(); i++) {
      if (words.get(i).getType() == MillraceSqlParser.ON) {
        Token name = words.get(i + 1);
        String text = StatementTokens.unquoted(name.getText());
        if (is(words, i + 2, ".") && i + 3 < words.size()) {
          String schema = text;
          name = words.get(i + 3);
          text = StatementTokens.unquoted(name.getText());
          text = Schemas.isDefault(schema) ? text : Schemas.join(schema, text);
        }
        return Optional.of(new Identifier(text, tokens.position(name)));
      }
    }
    return Optional.empty();
  }

  private static boolean is(List<Token> words, int at, String word) {
    return at < words.size() && words.get(at).getText().equalsIgnoreCase(word);
  }
}
