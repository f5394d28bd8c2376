package io.millrace.sql.parse;

import io.millrace.api.error.SourcePosition;
import io.millrace.sql.grammar.MillraceSqlLexer;
import io.millrace.sql.statement.Identifier;
import io.millrace.sql.text.StatementText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/** The tokens of a statement, and where in the script they stand. */
final class StatementTokens {
  private final StatementText statement;
  private final List<Token> all;
  private final List<Token> visible;
  private final int[] lineStarts;

  private StatementTokens(
      StatementText statement, List<Token> all, List<Token> visible, int[] lineStarts) {
    this.statement = statement;
    this.all = List.copyOf(all);
    this.visible = List.copyOf(visible);
    this.lineStarts = lineStarts;
  }

  static StatementTokens of(StatementText statement) {
    MillraceSqlLexer lexer = new MillraceSqlLexer(new TextStream(statement.text()));
    lexer.removeErrorListeners();
    List<Token> all = new ArrayList<>();
    List<Token> visible = new ArrayList<>();
    for (Token next = lexer.nextToken(); next.getType() != Token.EOF; next = lexer.nextToken()) {
      CommonToken token = (CommonToken) next;
      if (token.getType() == MillraceSqlLexer.PLAIN_WORD) {
        token.setType(Keywords.typeOf(token.getText()));
      }
      all.add(token);
      if (token.getChannel() == Token.DEFAULT_CHANNEL) {
        visible.add(token);
      }
    }
    List<Integer> starts = new ArrayList<>(List.of(0));
    String text = statement.text();
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
      starts.add(end + 1);
    }
    return new StatementTokens(
        statement, all, visible, starts.stream().mapToInt(Integer::intValue).toArray());
  }

  /** The same statement, as if its tokens ended before one of the visible. */
  StatementTokens before(int end) {
    int stop = visible.get(end).getStartIndex();
    return new StatementTokens(
        statement,
        all.stream().filter(token -> token.getStartIndex() < stop).toList(),
        visible.subList(0, end),
        lineStarts);
  }

  StatementText statement() {
    return statement;
  }

  String text() {
    return statement.text();
  }

  /** All tokens but the last, which is the end; comments among them. */
  List<Token> all() {
    return all;
  }

  /** The tokens that are no comments, without the end. */
  List<Token> visible() {
    return visible;
  }

  /** The tokens that were folded into one, without comments. */
  List<Token> within(Token folded) {
    return visible.stream()
        .filter(
            token ->
                token.getStartIndex() >= folded.getStartIndex()
                    && token.getStopIndex() <= folded.getStopIndex())
        .toList();
  }

  /** The place of a range of the statement's characters, both inclusive. */
  SourcePosition position(int first, int last) {
    int line = lineOf(first);
    int endLine = lineOf(last);
    return new SourcePosition(
        scriptLine(line),
        scriptColumn(line, first),
        scriptLine(endLine),
        scriptColumn(endLine, last));
  }

  /** The place of a token; that of the end is the column behind the last character. */
  SourcePosition position(Token token) {
    if (token.getType() == Token.EOF) {
      int line = lineStarts.length - 1;
      return SourcePosition.of(scriptLine(line), scriptColumn(line, text().length()));
    }
    return position(token.getStartIndex(), token.getStopIndex());
  }

  SourcePosition position(Token first, Token last) {
    return position(first.getStartIndex(), last.getStopIndex());
  }

  SourcePosition position(ParserRuleContext rule) {
    return position(rule.getStart(), rule.getStop());
  }

  /** The text of a rule as written, with its blanks and comments. */
  String textOf(ParserRuleContext rule) {
    return text().substring(rule.getStart().getStartIndex(), rule.getStop().getStopIndex() + 1);
  }

  Identifier identifier(ParserRuleContext name) {
    return new Identifier(unquoted(name.getText()), position(name));
  }

  private int lineOf(int index) {
    int found = Arrays.binarySearch(lineStarts, index);
    return found >= 0 ? found : -found - 2;
  }

  private int scriptLine(int line) {
    return statement.position().line() + line;
  }

  private int scriptColumn(int line, int index) {
    int column = index - lineStarts[line] + 1;
    return line == 0 ? statement.position().column() + column - 1 : column;
  }

  /** A name without its quotes, or the text itself if it has none. */
  static String unquoted(String name) {
    char quote = name.charAt(0);
    if (quote != '"' && quote != '`' && quote != '\'') {
      return name;
    }
    String one = String.valueOf(quote);
    return name.substring(1, name.length() - 1).replace(one + one, one);
  }

  static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }
}
