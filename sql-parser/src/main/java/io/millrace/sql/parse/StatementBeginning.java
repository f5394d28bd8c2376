package io.millrace.sql.parse;

import io.millrace.api.error.SourcePosition;
import io.millrace.sql.grammar.MillraceSqlParser;
import io.millrace.sql.text.StatementText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/** The beginning of a statement that is being written, and what could come behind it. */
public final class StatementBeginning {
  private final List<Token> tokens;

  private StatementBeginning(List<Token> tokens) {
    this.tokens = tokens;
  }

  /** The tokens of a text, comments left out; a quote that is never closed is a sign. */
  public static List<Word> words(String text) {
    List<Word> words = new ArrayList<>();
    for (Token token : tokens(text)) {
      words.add(
          new Word(
              kind(token.getType()),
              token.getText(),
              token.getStartIndex(),
              token.getStopIndex() + 1));
    }
    return words;
  }

  private static List<Token> tokens(String text) {
    return StatementTokens.of(new StatementText(text, SourcePosition.of(1, 1))).visible();
  }

  /** The beginning that a text is, which holds whole tokens of one statement. */
  public static StatementBeginning of(String text) {
    return new StatementBeginning(tokens(text));
  }

  /** The words of the time units, in the singular. */
  public static List<String> timeUnits() {
    return Keywords.timeUnits();
  }

  /** Whether a name must be quoted because it is a word of the language. */
  public static boolean isReserved(String word) {
    return Keywords.isReserved(Keywords.typeOf(word));
  }

  /** Whether a word means something to the language, be it a name too or not. */
  public static boolean isKeyword(String word) {
    return Keywords.typeOf(word) != MillraceSqlParser.PLAIN_WORD;
  }

  private static Word.Kind kind(int type) {
    if (Keywords.isReserved(type)) {
      return Word.Kind.RESERVED;
    }
    return switch (type) {
      case MillraceSqlParser.QUOTED_NAME -> Word.Kind.QUOTED_NAME;
      case MillraceSqlParser.STRING_TEXT, MillraceSqlParser.ESCAPED_TEXT -> Word.Kind.TEXT;
      case MillraceSqlParser.NUMBER_TEXT -> Word.Kind.NUMBER;
      default -> Keywords.isName(type) ? Word.Kind.NAME : Word.Kind.SIGN;
    };
  }

  /** Where the query in it begins, as the number of its first token; empty if there is none. */
  public Optional<Integer> queryStart() {
    return QueryFolder.queryStart(tokens);
  }

  /**
   * What could come next by the grammar of statements. Behind an unfinished query these are the
   * clauses that may follow one; what goes on with the query is for others to say.
   */
  public List<Expectation> expected() {
    List<Token> folded = QueryFolder.fold(tokens);
    int last = folded.size() - 1;
    if (last < 0 || folded.get(last).getType() != MillraceSqlParser.QUERY_BODY) {
      return GrammarWalk.behind(folded);
    }
    Set<Expectation> expected = new LinkedHashSet<>();
    int start = queryStart().orElseThrow();
    if (QueryFolder.mayEnd(tokens, start)) {
      expected.addAll(GrammarWalk.behind(folded));
    }
    // A clause that has just begun is still taken for a part of the query.
    for (int at = start + 1; at < tokens.size(); at++) {
      if (QueryFolder.mayBeginClause(tokens, start, at)) {
        expected.addAll(GrammarWalk.behind(split(start, at)));
      }
    }
    return List.copyOf(expected);
  }

  private List<Token> split(int start, int at) {
    List<Token> split = new ArrayList<>(tokens.subList(0, start));
    CommonToken body = new CommonToken(tokens.get(start));
    body.setType(MillraceSqlParser.QUERY_BODY);
    split.add(body);
    split.addAll(tokens.subList(at, tokens.size()));
    return split;
  }
}
