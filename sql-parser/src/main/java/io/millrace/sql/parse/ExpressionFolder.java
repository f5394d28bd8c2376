package io.millrace.sql.parse;

import io.millrace.sql.grammar.MillraceSqlParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/**
 * Folds conditions, values and lists of tables in statements that change rows, and the defaults of
 * columns, into one EXPRESSION_BODY token each.
 *
 * <pre>
 * before  UPDATE t SET a = a + 1 , b = s.b FROM s WHERE t.k = s.k
 * after   UPDATE t SET a = EXPRESSION_BODY , b = EXPRESSION_BODY FROM EXPRESSION_BODY WHERE EXPRESSION_BODY
 * </pre>
 */
final class ExpressionFolder {
  private static final Set<Integer> CHANGING =
      Set.of(
          MillraceSqlParser.UPDATE,
          MillraceSqlParser.DELETE,
          MillraceSqlParser.MERGE,
          MillraceSqlParser.INSERT,
          MillraceSqlParser.REPLACE);

  /** What may stand behind the default of a column. */
  private static final Set<Integer> COLUMN_PARTS =
      Set.of(
          MillraceSqlParser.NOT,
          MillraceSqlParser.NULL,
          MillraceSqlParser.PRIMARY,
          MillraceSqlParser.UNIQUE,
          MillraceSqlParser.CHECK,
          MillraceSqlParser.REFERENCES,
          MillraceSqlParser.CONSTRAINT,
          MillraceSqlParser.METADATA);

  private static final Set<Integer> NOTHING = Set.of();

  /** Words that go on with a query, and have no place in what is folded. */
  private static final Set<String> OF_QUERIES =
      Set.of(
          "EXCEPT",
          "FETCH",
          "GROUP",
          "HAVING",
          "INTERSECT",
          "LIMIT",
          "OFFSET",
          "ORDER",
          "UNION",
          "WINDOW");

  private final List<Token> tokens;
  private final List<Token> folded = new ArrayList<>();
  private int at;

  private ExpressionFolder(List<Token> tokens) {
    this.tokens = tokens;
  }

  /** The tokens, expressions folded if the statement is one that has them. */
  static List<Token> fold(List<Token> tokens) {
    ExpressionFolder folder = new ExpressionFolder(tokens);
    if (tokens.isEmpty()) {
      return tokens;
    }
    int first = tokens.get(0).getType();
    if (CHANGING.contains(first)) {
      folder.change(first);
      return folder.folded;
    } else if (first == MillraceSqlParser.CREATE || first == MillraceSqlParser.ALTER) {
      folder.defaults();
      return folder.folded;
    }
    return tokens;
  }

  private void change(int statementType) {
    boolean merges = statementType == MillraceSqlParser.MERGE;
    while (at < tokens.size()) {
      switch (copy()) {
        case MillraceSqlParser.SET -> assignments();
        case MillraceSqlParser.FROM -> {
          if (statementType == MillraceSqlParser.UPDATE) {
            body(Set.of(MillraceSqlParser.WHERE), false);
          }
        }
        case MillraceSqlParser.USING ->
            body(Set.of(merges ? MillraceSqlParser.ON : MillraceSqlParser.WHERE), false);
        case MillraceSqlParser.WHERE -> body(NOTHING, false);
        case MillraceSqlParser.ON -> {
          if (merges) {
            body(Set.of(MillraceSqlParser.WHEN), false);
          }
        }
        case MillraceSqlParser.AND -> body(Set.of(MillraceSqlParser.THEN), false);
        case MillraceSqlParser.VALUES -> body(Set.of(MillraceSqlParser.WHEN), false);
        default -> {}
      }
    }
  }

  private void assignments() {
    if (is(at, MillraceSqlParser.STAR)) {
      return;
    }
    do {
      while (at < tokens.size() && !is(at, MillraceSqlParser.EQUAL)) {
        copy();
      }
      if (at < tokens.size()) {
        copy();
        body(Set.of(MillraceSqlParser.FROM, MillraceSqlParser.WHERE, MillraceSqlParser.WHEN), true);
      }
    } while (is(at, MillraceSqlParser.COMMA) && copy() == MillraceSqlParser.COMMA);
  }

  /** Defaults between the parentheses of CREATE TABLE, or in ALTER TABLE … ADD COLUMN. */
  private void defaults() {
    boolean inFunction = false;
    for (int i = 1; i < Math.min(tokens.size(), 6); i++) {
      inFunction |= is(i, MillraceSqlParser.FUNCTION);
    }
    while (at < tokens.size()) {
      int type = copy();
      if (type == MillraceSqlParser.DEFAULT && !inFunction) {
        body(COLUMN_PARTS, true);
      }
    }
  }

  private int copy() {
    Token token = tokens.get(at++);
    folded.add(token);
    return token.getType();
  }

  /** Folds up to one of these words, or a comma, outside parentheses and CASE. */
  private void body(Set<Integer> ends, boolean endsAtComma) {
    int start = at;
    int depth = 0;
    int cases = 0;
    for (; at < tokens.size(); at++) {
      Token token = tokens.get(at);
      String word = token.getText();
      if (depth == 0 && cases == 0 && at > start && isEnd(token, ends, endsAtComma)) {
        break;
      }
      if (word.equals("(") || word.equals("[")) {
        depth++;
      } else if (word.equals(")") || word.equals("]")) {
        if (depth == 0) {
          break;
        }
        depth--;
      } else if (token.getType() == MillraceSqlParser.RESERVED_WORD) {
        cases += word.equalsIgnoreCase("CASE") ? 1 : 0;
        cases -= word.equalsIgnoreCase("END") ? 1 : 0;
      }
    }
    if (at > start) {
      CommonToken body = new CommonToken(tokens.get(start));
      body.setType(MillraceSqlParser.EXPRESSION_BODY);
      body.setStopIndex(tokens.get(at - 1).getStopIndex());
      folded.add(body);
    }
  }

  private boolean isEnd(Token token, Set<Integer> ends, boolean endsAtComma) {
    if (token.getType() == MillraceSqlParser.COMMA) {
      return endsAtComma;
    }
    if (token.getType() == MillraceSqlParser.RESERVED_WORD
        && OF_QUERIES.contains(StatementTokens.upper(token.getText()))) {
      return true;
    }
    // IS DISTINCT FROM is no FROM.
    return ends.contains(token.getType())
        && !(token.getType() == MillraceSqlParser.FROM
            && tokens.get(at - 1).getText().equalsIgnoreCase("DISTINCT"));
  }

  private boolean is(int index, int type) {
    return index < tokens.size() && tokens.get(index).getType() == type;
  }
}
