package io.millrace.sql.parse;

import io.millrace.sql.grammar.MillraceSqlParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/**
 * Folds the words of the query in a statement into one QUERY_BODY token.
 *
 * <pre>
 * before  INSERT INTO t SELECT a , b FROM s WHERE a &gt; 1 OUTPUT MODE UPDATE
 * after   INSERT INTO t QUERY_BODY OUTPUT MODE UPDATE
 * </pre>
 *
 * <p>The query ends where, outside parentheses, a clause of ours begins: behind something that can
 * end an expression or a FROM, and with words behind it that no query could have there. So columns
 * and aliases may be called trigger, options, mode, output, emit, format and checkpoint.
 */
final class QueryFolder {
  private static final Set<Integer> QUERY_BEGINNINGS =
      Set.of(
          MillraceSqlParser.SELECT,
          MillraceSqlParser.VALUES,
          MillraceSqlParser.WITH,
          MillraceSqlParser.TABLE);

  /** Reserved words that can end an expression. */
  private static final Set<String> ENDING_WORDS = Set.of("END", "NULL", "TRUE", "FALSE", "ALL");

  private static final Set<Integer> MODES =
      Set.of(
          MillraceSqlParser.APPEND,
          MillraceSqlParser.UPDATE,
          MillraceSqlParser.COMPLETE,
          MillraceSqlParser.CHANGELOG);

  private static final Set<Integer> CLAUSES =
      Set.of(
          MillraceSqlParser.OUTPUT,
          MillraceSqlParser.EMIT,
          MillraceSqlParser.TRIGGER,
          MillraceSqlParser.CHECKPOINT,
          MillraceSqlParser.OPTIONS,
          MillraceSqlParser.ALLOW,
          MillraceSqlParser.ACCEPT,
          MillraceSqlParser.WITH,
          MillraceSqlParser.FORMAT);

  /** Words that are names to us, but go on with a query behind an alias. */
  private static final Set<String> CONTINUING_WORDS =
      Set.of(
          "ASC",
          "DESC",
          "ESCAPE",
          "FOLLOWING",
          "MATCH_RECOGNIZE",
          "MINUS",
          "NULLS",
          "PIVOT",
          "PRECEDING",
          "QUALIFY",
          "ROWS",
          "TABLESAMPLE",
          "UNPIVOT");

  private final List<Token> tokens;

  private QueryFolder(List<Token> tokens) {
    this.tokens = tokens;
  }

  /** The tokens with the query folded, if there is one. */
  static List<Token> fold(List<Token> tokens) {
    QueryFolder folder = new QueryFolder(tokens);
    return folder.queryStart().map(folder::foldFrom).orElse(tokens);
  }

  /** Where the query begins, if there is one. */
  static Optional<Integer> queryStart(List<Token> tokens) {
    return new QueryFolder(tokens).queryStart();
  }

  /** Whether a clause could begin there, if only the right words followed. */
  static boolean mayBeginClause(List<Token> tokens, int start, int at) {
    QueryFolder folder = new QueryFolder(tokens);
    return CLAUSES.contains(tokens.get(at).getType())
        && folder.endsOperand(at - 1)
        && folder.depth(start, at) == 0;
  }

  /** Whether the query that begins there may end with the last token. */
  static boolean mayEnd(List<Token> tokens, int start) {
    QueryFolder folder = new QueryFolder(tokens);
    return folder.endsOperand(tokens.size() - 1) && folder.depth(start, tokens.size()) == 0;
  }

  /** How many parentheses of a range are open at its end. */
  private int depth(int start, int end) {
    int depth = 0;
    for (int i = start; i < end; i++) {
      depth += is(i, MillraceSqlParser.LEFT_PAREN) ? 1 : 0;
      depth -= is(i, MillraceSqlParser.RIGHT_PAREN) ? 1 : 0;
    }
    return depth;
  }

  private List<Token> foldFrom(int start) {
    int end = clausesFrom(start);
    CommonToken body = new CommonToken(tokens.get(start));
    body.setType(MillraceSqlParser.QUERY_BODY);
    body.setStopIndex(tokens.get(end - 1).getStopIndex());
    List<Token> folded = new ArrayList<>(tokens.subList(0, start));
    folded.add(body);
    folded.addAll(tokens.subList(end, tokens.size()));
    return folded;
  }

  private Optional<Integer> queryStart() {
    int at = 0;
    boolean explain = is(at, MillraceSqlParser.EXPLAIN);
    if (explain) {
      at++;
      while (at < tokens.size() && !beginsQuery(at) && !beginsStatement(at)) {
        at++;
      }
    }
    if (beginsQuery(at)) {
      return Optional.of(at);
    }
    if (is(at, MillraceSqlParser.START)
        && is(at + 1, MillraceSqlParser.QUERY)
        && is(at + 3, MillraceSqlParser.AS)) {
      at += 4;
    }
    if (is(at, MillraceSqlParser.INSERT) || is(at, MillraceSqlParser.REPLACE)) {
      return insertedQuery(at);
    }
    return is(at, MillraceSqlParser.CREATE) ? queryBehindAs(at) : Optional.empty();
  }

  private boolean beginsStatement(int at) {
    return is(at, MillraceSqlParser.INSERT)
        || is(at, MillraceSqlParser.CREATE)
        || is(at, MillraceSqlParser.REPLACE)
        || (is(at, MillraceSqlParser.START) && is(at + 1, MillraceSqlParser.QUERY));
  }

  private Optional<Integer> insertedQuery(int insert) {
    int at = insert + 1;
    if (is(at, MillraceSqlParser.OR) && is(at + 1, MillraceSqlParser.REPLACE)) {
      at += 2;
    }
    boolean overwrites = is(at, MillraceSqlParser.OVERWRITE);
    at += overwrites ? 1 : 0;
    if (is(at, MillraceSqlParser.INTO)) {
      at++;
    } else if (!overwrites) {
      return Optional.empty();
    }
    if (is(at, MillraceSqlParser.TABLE)) {
      at++;
    }
    at++;
    while (is(at, MillraceSqlParser.PERIOD)) {
      at += 2;
    }
    if (is(at, MillraceSqlParser.AS)) {
      at += 2;
    }
    if (is(at, MillraceSqlParser.LEFT_PAREN) && !beginsQuery(at)) {
      at = behindParentheses(at);
    }
    if (is(at, MillraceSqlParser.BY) && is(at + 1, MillraceSqlParser.NAME)) {
      at += 2;
    }
    return beginsQuery(at) ? Optional.of(at) : Optional.empty();
  }

  private Optional<Integer> queryBehindAs(int create) {
    int at = create + 1;
    while (at < tokens.size()) {
      if (is(at, MillraceSqlParser.LEFT_PAREN)) {
        at = behindParentheses(at);
      } else if (is(at, MillraceSqlParser.RETURN) && beginsQuery(at + 1)) {
        return Optional.of(at + 1);
      } else if (is(at, MillraceSqlParser.AS)) {
        return beginsQuery(at + 1) ? Optional.of(at + 1) : Optional.empty();
      } else {
        at++;
      }
    }
    return Optional.empty();
  }

  private boolean beginsQuery(int index) {
    // DuckDB's, whose SELECT comes behind or not at all
    if (is(index, MillraceSqlParser.FROM) && (index == 0 || is(index - 1, MillraceSqlParser.AS))) {
      return true;
    }
    int at = index;
    while (is(at, MillraceSqlParser.LEFT_PAREN)) {
      at++;
    }
    return at < tokens.size() && QUERY_BEGINNINGS.contains(tokens.get(at).getType());
  }

  /** Where the clauses behind the query begin; the number of tokens if there are none. */
  private int clausesFrom(int start) {
    int depth = 0;
    for (int at = start; at < tokens.size(); at++) {
      String text = tokens.get(at).getText();
      switch (text) {
        case "(", "[", "{" -> depth++;
        case ")", "]", "}" -> depth--;
        default -> {
          if (depth == 0 && at > start && endsOperand(at - 1) && beginsClause(at)) {
            return at;
          }
        }
      }
    }
    return tokens.size();
  }

  private boolean endsOperand(int at) {
    Token token = tokens.get(at);
    int type = token.getType();
    if (Keywords.isReserved(type)) {
      return ENDING_WORDS.contains(StatementTokens.upper(token.getText()));
    }
    return Keywords.isName(type)
        || type == MillraceSqlParser.STRING_TEXT
        || type == MillraceSqlParser.ESCAPED_TEXT
        || type == MillraceSqlParser.NUMBER_TEXT
        || token.getText().equals(")")
        || token.getText().equals("]");
  }

  private boolean beginsClause(int at) {
    int next = at + 1;
    return switch (tokens.get(at).getType()) {
      case MillraceSqlParser.OUTPUT -> is(next, MillraceSqlParser.MODE) || isMode(next);
      case MillraceSqlParser.EMIT -> isMode(next) || (isWord(next) && endsClause(next + 1));
      case MillraceSqlParser.TRIGGER -> isWord(next) || is(next, MillraceSqlParser.STRING_TEXT);
      case MillraceSqlParser.CHECKPOINT -> is(next, MillraceSqlParser.STRING_TEXT);
      case MillraceSqlParser.OPTIONS -> holdsOptions(next);
      case MillraceSqlParser.ON ->
          is(next, MillraceSqlParser.CONFLICT)
              && (is(next + 1, MillraceSqlParser.LEFT_PAREN) || is(next + 1, MillraceSqlParser.DO));
      case MillraceSqlParser.FROM ->
          is(next, MillraceSqlParser.BATCH) && is(next + 1, MillraceSqlParser.NUMBER_TEXT);
      case MillraceSqlParser.ALLOW ->
          is(next, MillraceSqlParser.SOURCE) && is(next + 1, MillraceSqlParser.CHANGE);
      case MillraceSqlParser.ACCEPT ->
          is(next, MillraceSqlParser.PARTIAL) && is(next + 1, MillraceSqlParser.OUTPUT);
      case MillraceSqlParser.WITH ->
          is(next, MillraceSqlParser.DATA)
              || is(next, MillraceSqlParser.NO) && is(next + 1, MillraceSqlParser.DATA);
      case MillraceSqlParser.FORMAT ->
          is(0, MillraceSqlParser.EXPLAIN)
              && isWord(next)
              && endsClause(next + 1)
              && !is(next, MillraceSqlParser.AS);
      default -> false;
    };
  }

  private boolean isMode(int at) {
    return at < tokens.size() && MODES.contains(tokens.get(at).getType());
  }

  /** Whether a word stands there that does not go on with a query. */
  private boolean isWord(int at) {
    if (at >= tokens.size()) {
      return false;
    }
    Token token = tokens.get(at);
    if (token.getType() == MillraceSqlParser.DEFAULT) {
      return true;
    }
    return token.getType() != MillraceSqlParser.QUOTED_NAME
        && Keywords.isName(token.getType())
        && !CONTINUING_WORDS.contains(StatementTokens.upper(token.getText()));
  }

  private boolean endsClause(int at) {
    return at >= tokens.size() || CLAUSES.contains(tokens.get(at).getType());
  }

  /** Whether a parenthesis with {@code name = value} or {@code name 'value'} or nothing follows. */
  private boolean holdsOptions(int at) {
    if (!is(at, MillraceSqlParser.LEFT_PAREN)) {
      return false;
    }
    if (is(at + 1, MillraceSqlParser.RIGHT_PAREN)) {
      return true;
    }
    int end = behindParentheses(at);
    for (int i = at + 1; i < end; i++) {
      if (is(i, MillraceSqlParser.EQUAL)
          || is(i, MillraceSqlParser.STRING_TEXT)
          || is(i, MillraceSqlParser.NUMBER_TEXT)) {
        return true;
      }
    }
    return false;
  }

  private int behindParentheses(int open) {
    int depth = 0;
    for (int at = open; at < tokens.size(); at++) {
      if (is(at, MillraceSqlParser.LEFT_PAREN)) {
        depth++;
      } else if (is(at, MillraceSqlParser.RIGHT_PAREN)) {
        depth--;
        if (depth == 0) {
          return at + 1;
        }
      }
    }
    return tokens.size();
  }

  private boolean is(int at, int type) {
    return at < tokens.size() && tokens.get(at).getType() == type;
  }
}
