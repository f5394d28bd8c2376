package io.millrace.sql.parse;

import io.millrace.sql.grammar.MillraceSqlParser;
import io.millrace.sql.grammar.MillraceSqlParser.SingleStatementContext;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;

/** Runs the generated parser over the folded tokens of a statement. */
final class Parsing {
  private final StatementTokens tokens;
  private final List<Token> folded;

  /**
   * A parse that has not begun.
   *
   * @param folded the tokens, the query folded into one
   */
  Parsing(StatementTokens tokens, List<Token> folded) {
    this.tokens = tokens;
    this.folded = folded;
  }

  SingleStatementContext parse() {
    try {
      return run(folded, PredictionMode.SLL);
    } catch (ParseCancellationException shortcutFailed) {
      // The fast prediction may fail where the full one does not; only the latter's word counts.
      try {
        return run(folded, PredictionMode.LL);
      } catch (ParseCancellationException failure) {
        throw new SyntaxErrors(tokens, folded, this::failsAt).at(failedAt(failure), failure);
      }
    }
  }

  /** The index of the first token that does not fit, or -1 if all do. */
  private int failsAt(List<Token> attempt) {
    try {
      run(attempt, PredictionMode.LL);
      return -1;
    } catch (ParseCancellationException failure) {
      return failedAt(failure);
    }
  }

  private static int failedAt(ParseCancellationException failure) {
    return ((RecognitionException) failure.getCause()).getOffendingToken().getTokenIndex();
  }

  private static SingleStatementContext run(List<Token> tokens, PredictionMode mode) {
    List<CommonToken> input = new ArrayList<>(tokens.size() + 1);
    for (Token token : tokens) {
      CommonToken copy = new CommonToken(token);
      copy.setTokenIndex(input.size());
      input.add(copy);
    }
    CommonToken end = new CommonToken(Token.EOF, "");
    end.setTokenIndex(input.size());
    input.add(end);
    MillraceSqlParser parser =
        new MillraceSqlParser(new CommonTokenStream(new ListTokenSource(input)));
    parser.removeErrorListeners();
    parser.setErrorHandler(new BailErrorStrategy());
    parser.getInterpreter().setPredictionMode(mode);
    return parser.singleStatement();
  }
}
