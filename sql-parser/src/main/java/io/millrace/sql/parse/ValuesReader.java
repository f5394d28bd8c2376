package io.millrace.sql.parse;

import io.millrace.api.error.SourcePosition;
import io.millrace.sql.grammar.MillraceSqlParser;
import io.millrace.sql.statement.ValueRow;
import io.millrace.sql.statement.ValueRow.Cell;
import io.millrace.sql.statement.ValueRow.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;

/** Reads rows that are written out: {@code (1, 'a'), (2, DEFAULT)}. */
final class ValuesReader {
  private final StatementTokens statement;
  private final List<Token> tokens;
  private int at;

  private ValuesReader(StatementTokens statement, List<Token> tokens) {
    this.statement = statement;
    this.tokens = tokens;
  }

  /**
   * The rows of {@code VALUES (…), (…)}.
   *
   * @param tokens from VALUES to the end of the query
   * @return empty if it is anything else, or has something behind its rows
   */
  static Optional<List<ValueRow>> values(StatementTokens statement, List<Token> tokens) {
    if (tokens.isEmpty() || tokens.get(0).getType() != MillraceSqlParser.VALUES) {
      return Optional.empty();
    }
    return new ValuesReader(statement, tokens.subList(1, tokens.size())).rows();
  }

  /** One row in parentheses. */
  static Optional<ValueRow> row(StatementTokens statement, List<Token> tokens) {
    return new ValuesReader(statement, tokens)
        .rows()
        .filter(rows -> rows.size() == 1)
        .map(rows -> rows.get(0));
  }

  /** One value. */
  static Cell cell(StatementTokens statement, List<Token> tokens) {
    return new ValuesReader(statement, tokens).cell(0, tokens.size());
  }

  private Optional<List<ValueRow>> rows() {
    List<ValueRow> rows = new ArrayList<>();
    do {
      Optional<ValueRow> row = row();
      if (row.isEmpty()) {
        return Optional.empty();
      }
      rows.add(row.get());
    } while (skip(MillraceSqlParser.COMMA));
    return at == tokens.size() ? Optional.of(rows) : Optional.empty();
  }

  private boolean skip(int type) {
    boolean there = is(at, type);
    at += there ? 1 : 0;
    return there;
  }

  private boolean is(int index, int type) {
    return index < tokens.size() && tokens.get(index).getType() == type;
  }

  private Optional<ValueRow> row() {
    int start = at;
    if (!skip(MillraceSqlParser.LEFT_PAREN)) {
      return Optional.empty();
    }
    List<Cell> cells = new ArrayList<>();
    do {
      int end = endOfCell();
      if (end == at || end == tokens.size()) {
        return Optional.empty();
      }
      cells.add(cell(at, end));
      at = end;
    } while (skip(MillraceSqlParser.COMMA));
    if (!skip(MillraceSqlParser.RIGHT_PAREN)) {
      return Optional.empty();
    }
    return Optional.of(
        new ValueRow(statement.position(tokens.get(start), tokens.get(at - 1)), cells));
  }

  private int endOfCell() {
    int depth = 0;
    for (int i = at; i < tokens.size(); i++) {
      switch (tokens.get(i).getText()) {
        case "(", "[", "{" -> depth++;
        case ")", "]", "}" -> {
          if (depth == 0) {
            return i;
          }
          depth--;
        }
        case "," -> {
          if (depth == 0) {
            return i;
          }
        }
        default -> {}
      }
    }
    return tokens.size();
  }

  private Cell cell(int from, int to) {
    SourcePosition position = statement.position(tokens.get(from), tokens.get(to - 1));
    Token first = tokens.get(from);
    if (to == from + 1) {
      switch (first.getType()) {
        case MillraceSqlParser.NULL -> {
          return new Cell(position, Kind.NULL, "");
        }
        case MillraceSqlParser.TRUE, MillraceSqlParser.FALSE -> {
          return new Cell(position, Kind.BOOLEAN, first.getText());
        }
        case MillraceSqlParser.DEFAULT -> {
          return new Cell(position, Kind.DEFAULT, "");
        }
        case MillraceSqlParser.STRING_TEXT -> {
          return new Cell(position, Kind.TEXT, StatementTokens.unquoted(first.getText()));
        }
        case MillraceSqlParser.NUMBER_TEXT -> {
          return new Cell(position, kindOf(first.getText()), first.getText());
        }
        default -> {}
      }
    } else if (to == from + 2) {
      Token second = tokens.get(from + 1);
      if (first.getType() == MillraceSqlParser.MINUS
          && second.getType() == MillraceSqlParser.NUMBER_TEXT) {
        return new Cell(position, kindOf(second.getText()), "-" + second.getText());
      }
      if (second.getType() == MillraceSqlParser.STRING_TEXT
          && first.getText().equalsIgnoreCase("DATE")) {
        return new Cell(position, Kind.DATE, StatementTokens.unquoted(second.getText()));
      }
      if (second.getType() == MillraceSqlParser.STRING_TEXT
          && first.getType() == MillraceSqlParser.TIMESTAMP) {
        return new Cell(position, Kind.TIMESTAMP, StatementTokens.unquoted(second.getText()));
      }
    }
    return new Cell(
        position,
        Kind.EXPRESSION,
        new QueryTexts(statement).body(first.getStartIndex(), tokens.get(to - 1).getStopIndex()));
  }

  private static Kind kindOf(String number) {
    if (number.indexOf('e') >= 0 || number.indexOf('E') >= 0) {
      return Kind.DOUBLE;
    }
    return number.indexOf('.') >= 0 ? Kind.DECIMAL : Kind.INTEGER;
  }
}
