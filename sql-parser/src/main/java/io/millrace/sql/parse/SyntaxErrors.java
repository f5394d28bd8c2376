package io.millrace.sql.parse;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Suggestions;
import io.millrace.sql.grammar.MillraceSqlParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/**
 * Says what is wrong with the words of a statement, in words.
 *
 * <p>What would have been right is found by trying: each kind of token is put in the place of the
 * offending one, and it was expected if the parser then gets further. That needs no knowledge of
 * the parser's states, and the time it takes is spent only when there is an error.
 */
final class SyntaxErrors {
  private static final int MOST_EXPECTED = 5;

  /** What messages call the tokens that are no keywords, in the order they are named. */
  private static final List<Map.Entry<Integer, String>> THINGS =
      List.of(
          Map.entry(MillraceSqlParser.QUERY_BODY, "a query"),
          Map.entry(MillraceSqlParser.PLAIN_WORD, "a name"),
          Map.entry(MillraceSqlParser.STRING_TEXT, "a text in single quotes"),
          Map.entry(MillraceSqlParser.NUMBER_TEXT, "a number"),
          Map.entry(MillraceSqlParser.TIME_UNIT, "a unit such as SECOND"),
          Map.entry(MillraceSqlParser.COMMA, "\",\""),
          Map.entry(MillraceSqlParser.RIGHT_PAREN, "\")\""),
          Map.entry(MillraceSqlParser.EQUAL, "\"=\""),
          Map.entry(MillraceSqlParser.LEFT_PAREN, "\"(\""),
          Map.entry(MillraceSqlParser.LESS, "\"<\""),
          Map.entry(Token.EOF, "the end of the statement"));

  /** Keywords that are told with what must follow. */
  private static final Map<String, String> PHRASES =
      Map.of(
          "NOT", "NOT NULL",
          "IF", "IF NOT EXISTS",
          "PARTITIONED", "PARTITIONED BY",
          "OUTPUT", "OUTPUT MODE",
          "PROCESSING", "PROCESSING TIME",
          "AVAILABLE", "AVAILABLE NOW",
          "REAL", "REAL TIME",
          "OR", "OR REPLACE",
          "PRIMARY", "PRIMARY KEY");

  private final StatementTokens tokens;
  private final List<Token> folded;
  private final ToIntFunction<List<Token>> failsAt;

  /**
   * @param failsAt parses tokens; gives the index of the first that does not fit, or -1
   */
  SyntaxErrors(StatementTokens tokens, List<Token> folded, ToIntFunction<List<Token>> failsAt) {
    this.tokens = tokens;
    this.folded = folded;
    this.failsAt = failsAt;
  }

  MillraceException at(int index, Throwable cause) {
    List<Integer> expected = expectedAt(index);
    MillraceException.Builder error;
    boolean helped = false;
    if (index >= folded.size()) {
      Token end = new CommonToken(Token.EOF);
      error =
          error(ErrorCode.SYNTAX_ERROR, "the statement ends too early: " + phrase(index, expected))
              .at(tokens.position(end));
    } else {
      Token offending = folded.get(index);
      error =
          error(
                  ErrorCode.SYNTAX_ERROR,
                  "unexpected " + shown(offending) + ": " + phrase(index, expected))
              .at(tokens.position(offending));
      helped = hint(error, offending, expected);
    }
    if (!helped) {
      error.hint("write for example   " + example());
    }
    return error.cause(cause).build();
  }

  /** A statement that begins as this one does. */
  private String example() {
    String beginning =
        folded.stream()
            .limit(3)
            .map(token -> StatementTokens.upper(token.getText()))
            .filter(word -> !word.equals("OR") && !word.equals("REPLACE"))
            .collect(Collectors.joining(" "));
    boolean query = !folded.isEmpty() && folded.get(0).getType() == MillraceSqlParser.QUERY_BODY;
    return StatementExamples.of(query ? "SELECT" : beginning).orElseGet(StatementExamples::any);
  }

  private String shown(Token token) {
    if (token.getType() == MillraceSqlParser.QUERY_BODY) {
      // A whole query is not worth repeating.
      return "query";
    }
    String text = token.getText();
    return text.startsWith("'") || text.startsWith("\"") || text.startsWith("`")
        ? text
        : '"' + text + '"';
  }

  /** Says what may be meant; gives whether there is something to say. */
  private boolean hint(MillraceException.Builder error, Token offending, List<Integer> expected) {
    String word = offending.getText();
    if (Keywords.isReserved(offending.getType())
        && expected.contains(MillraceSqlParser.PLAIN_WORD)) {
      error.hint(
          StatementTokens.upper(word)
              + " is a reserved word; to use it as a name, write \""
              + word
              + "\" in double quotes");
      return true;
    }
    if (lacksValues(offending)) {
      error.hint("rows to insert stand behind VALUES:   INSERT INTO t VALUES (1, 'a')");
      return true;
    }
    if (folded.indexOf(offending) == 0 && isValue(offending)) {
      error.hint("to compute something, write SELECT before it");
      return true;
    }
    List<String> candidates = new ArrayList<>();
    for (int type : expected) {
      if (type == MillraceSqlParser.QUERY_BODY) {
        candidates.addAll(List.of("SELECT", "VALUES", "WITH"));
      } else if (type == MillraceSqlParser.TIME_UNIT) {
        candidates.addAll(Keywords.timeUnits());
      } else if (type > 0 && Keywords.isKeyword(type)) {
        candidates.add(MillraceSqlParser.VOCABULARY.getSymbolicName(type));
      }
    }
    if (offending.getType() == MillraceSqlParser.PLAIN_WORD
        || Keywords.isNonReserved(offending.getType())) {
      Optional<String> near = Suggestions.nearest(word, candidates);
      near.ifPresent(found -> error.hint("did you mean " + found + "?"));
      return near.isPresent();
    }
    return false;
  }

  /** INSERT INTO t (1, …: the parentheses are taken for those around names of columns. */
  private boolean lacksValues(Token offending) {
    int at = folded.indexOf(offending);
    return folded.get(0).getType() == MillraceSqlParser.INSERT
        && at > 0
        && folded.get(at - 1).getType() == MillraceSqlParser.LEFT_PAREN
        && isValue(offending);
  }

  private static boolean isValue(Token token) {
    return token.getType() == MillraceSqlParser.NUMBER_TEXT
        || token.getType() == MillraceSqlParser.STRING_TEXT
        || token.getType() == MillraceSqlParser.LEFT_PAREN;
  }

  private List<Integer> expectedAt(int index) {
    List<Token> attempt = new ArrayList<>(folded.subList(0, index));
    List<Integer> expected = new ArrayList<>();
    for (Map.Entry<Integer, String> thing : THINGS) {
      if (fits(attempt, index, thing.getKey())) {
        expected.add(thing.getKey());
      }
    }
    boolean anyName = expected.contains(MillraceSqlParser.PLAIN_WORD);
    for (int type = 1; type <= MillraceSqlParser.VOCABULARY.getMaxTokenType(); type++) {
      boolean onlyAsName = anyName && Keywords.isNonReserved(type);
      if (Keywords.isKeyword(type) && !onlyAsName && fits(attempt, index, type)) {
        expected.add(type);
      }
    }
    if (anyName) {
      // Where a name fits, a unit of time is one.
      expected.remove(Integer.valueOf(MillraceSqlParser.TIME_UNIT));
    }
    return expected;
  }

  private boolean fits(List<Token> attempt, int index, int type) {
    List<Token> tried = new ArrayList<>(attempt);
    if (type != Token.EOF) {
      tried.add(new CommonToken(type, ""));
    }
    int failed = failsAt.applyAsInt(tried);
    return failed < 0 || failed > index;
  }

  private String phrase(int index, List<Integer> expected) {
    if (index == 0) {
      return "expected a statement such as SELECT, CREATE, INSERT, SET or SHOW";
    }
    if (expected.contains(MillraceSqlParser.PLAIN_WORD)
        && expected.contains(MillraceSqlParser.INTERVAL)) {
      // The only names that begin like an interval.
      return "expected a type such as INT or STRING";
    }
    List<String> names = new ArrayList<>();
    for (Map.Entry<Integer, String> thing : THINGS) {
      if (expected.contains(thing.getKey())) {
        names.add(thing.getValue());
      }
    }
    // Keywords say more than signs and the end: they come first if not all can be named.
    List<String> keywords = new ArrayList<>();
    int plain = 0;
    for (int type : expected) {
      if (type > 0 && Keywords.isKeyword(type)) {
        boolean modifies = type == MillraceSqlParser.OR || type == MillraceSqlParser.IF;
        keywords.add(modifies ? keywords.size() : plain++, phrase(type));
      }
    }
    int room = Math.max(0, MOST_EXPECTED - Math.min(names.size(), 2));
    List<String> told = new ArrayList<>(keywords.subList(0, Math.min(room, keywords.size())));
    int left = MOST_EXPECTED - told.size();
    told.addAll(0, names.subList(0, Math.min(left, names.size())));
    if (told.isEmpty()) {
      return "nothing fits here";
    }
    return "expected " + joined(told);
  }

  private String phrase(int keyword) {
    String word = MillraceSqlParser.VOCABULARY.getSymbolicName(keyword);
    if (keyword == MillraceSqlParser.IF && folded.get(0).getType() == MillraceSqlParser.DROP) {
      return "IF EXISTS";
    }
    return PHRASES.getOrDefault(word, word);
  }

  private static String joined(List<String> names) {
    if (names.size() == 1) {
      return names.get(0);
    }
    return String.join(", ", names.subList(0, names.size() - 1))
        + " or "
        + names.get(names.size() - 1);
  }
}
