package io.millrace.sql.parse;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.sql.grammar.MillraceSqlParser;
import io.millrace.sql.grammar.MillraceSqlParser.ExpressionContext;
import io.millrace.sql.grammar.MillraceSqlParser.WatermarkElementContext;
import io.millrace.sql.statement.Identifier;
import io.millrace.sql.statement.TableElement.Watermark;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;

/** Reads {@code WATERMARK FOR c AS c [- INTERVAL …]}. */
final class WatermarkReader {
  private static final int NANOS_PER_MICRO = 1_000;
  private static final int MICROS_PER_SECOND = 1_000_000;

  private final StatementTokens tokens;

  WatermarkReader(StatementTokens tokens) {
    this.tokens = tokens;
  }

  Watermark read(WatermarkElementContext element) {
    Identifier column = tokens.identifier(element.name());
    ExpressionContext expression = element.expression();
    List<Token> words = new ArrayList<>();
    collect(expression, words);
    return new Watermark(tokens.position(element), column, delay(column, expression, words));
  }

  private long delay(Identifier column, ExpressionContext expression, List<Token> words) {
    Token first = words.get(0);
    if (!Keywords.isName(first.getType())) {
      throw invalid(
          column, "the watermark must be computed from column \"" + column + '"', expression);
    }
    if (!StatementTokens.unquoted(first.getText()).equalsIgnoreCase(column.text())) {
      throw invalid(
          column,
          "the watermark of column \"" + column + "\" cannot be computed from another column",
          expression);
    }
    if (words.size() == 1) {
      return 0;
    }
    String sign = words.get(1).getText();
    if (!sign.equals("-") && !sign.equals("+")) {
      throw invalid(column, "a watermark is its column minus a constant interval", expression);
    }
    Duration subtracted =
        interval(words.subList(2, words.size()))
            .orElseThrow(
                () ->
                    invalid(
                        column,
                        "the delay of a watermark must be a constant interval",
                        expression));
    Duration delay = sign.equals("-") ? subtracted : subtracted.negated();
    if (delay.isNegative()) {
      throw invalid(column, "the delay of a watermark cannot be negative", expression);
    }
    return delay.toSeconds() * MICROS_PER_SECOND + delay.getNano() / NANOS_PER_MICRO;
  }

  /** The words {@code INTERVAL [-] amount [unit [TO unit]]}. */
  private static Optional<Duration> interval(List<Token> words) {
    int at = 0;
    if (type(words, at) != MillraceSqlParser.INTERVAL) {
      return Optional.empty();
    }
    at++;
    boolean negative = type(words, at) == MillraceSqlParser.MINUS;
    if (negative || type(words, at) == MillraceSqlParser.PLUS) {
      at++;
    }
    int amountType = type(words, at);
    if (amountType != MillraceSqlParser.STRING_TEXT
        && amountType != MillraceSqlParser.NUMBER_TEXT) {
      return Optional.empty();
    }
    String amount = StatementTokens.unquoted(words.get(at).getText());
    List<Token> units = words.subList(at + 1, words.size());
    Optional<Duration> duration = Optional.empty();
    if (units.isEmpty()) {
      duration = Durations.parse(amount);
    } else if (units.size() == 1) {
      duration = Durations.parse(amount, units.get(0).getText());
    } else if (units.size() == 3 && type(units, 1) == MillraceSqlParser.TO) {
      duration = Durations.parse(amount, units.get(0).getText(), units.get(2).getText());
    }
    return negative ? duration.map(Duration::negated) : duration;
  }

  private static int type(List<Token> words, int at) {
    return at < words.size() ? words.get(at).getType() : Token.EOF;
  }

  private static void collect(ParseTree tree, List<Token> words) {
    if (tree instanceof TerminalNode terminal) {
      words.add(terminal.getSymbol());
    }
    for (int i = 0; i < tree.getChildCount(); i++) {
      collect(tree.getChild(i), words);
    }
  }

  private MillraceException invalid(
      Identifier column, String problem, ExpressionContext expression) {
    return error(ErrorCode.WATERMARK_INVALID, problem)
        .at(tokens.position(expression))
        .hint("write WATERMARK FOR " + column + " AS " + column + " - INTERVAL '10' SECOND")
        .build();
  }
}
