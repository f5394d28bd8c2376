package io.millrace.sql.parse;

import io.millrace.sql.grammar.MillraceSqlParser;
import io.millrace.sql.statement.QueryText;
import io.millrace.sql.statement.ValueRow.Cell;
import io.millrace.sql.statement.ValueRow.Kind;
import io.millrace.sql.text.StatementText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.antlr.v4.runtime.Token;

/** Finds what a condition demands of columns: {@code a = 1 AND t.b = 'x' AND …}. */
public final class KeyConditions {
  private final StatementTokens statement;
  private final List<Token> tokens;
  private final String table;
  private final Map<String, Cell> found = new HashMap<>();
  private boolean whole = true;

  /**
   * What a condition demands.
   *
   * @param constants by the name of the column in lower case
   * @param whole whether it demands nothing else
   */
  public record Demands(Map<String, Cell> constants, boolean whole) {}

  private KeyConditions(StatementTokens statement, String table) {
    this.statement = statement;
    this.tokens = statement.visible();
    this.table = table;
  }

  /**
   * The constants that columns must equal for the condition to hold; perhaps not all of them.
   *
   * @param table what the condition calls the table
   */
  public static Demands of(QueryText condition, String table) {
    StatementTokens statement =
        StatementTokens.of(new StatementText(condition.original(), condition.position()));
    KeyConditions conditions = new KeyConditions(statement, table);
    conditions.read();
    return new Demands(Map.copyOf(conditions.found), conditions.whole);
  }

  private void read() {
    List<List<Token>> conjuncts = new ArrayList<>();
    List<Token> conjunct = new ArrayList<>();
    int depth = 0;
    for (Token token : tokens) {
      String word = StatementTokens.upper(token.getText());
      if (token.getType() != MillraceSqlParser.QUOTED_NAME
          && token.getType() != MillraceSqlParser.STRING_TEXT
          && List.of("OR", "BETWEEN", "CASE").contains(word)
          && depth == 0) {
        whole = false;
        return;
      }
      depth += word.equals("(") ? 1 : 0;
      depth -= word.equals(")") ? 1 : 0;
      if (token.getType() == MillraceSqlParser.AND && depth == 0) {
        conjuncts.add(conjunct);
        conjunct = new ArrayList<>();
      } else {
        conjunct.add(token);
      }
    }
    conjuncts.add(conjunct);
    conjuncts.forEach(this::read);
  }

  private void read(List<Token> conjunct) {
    whole &= isDemand(conjunct);
  }

  /** Whether it is {@code column = constant}, of a column that none before it is about. */
  private boolean isDemand(List<Token> conjunct) {
    int equal = -1;
    for (int i = 0; i < conjunct.size() && equal < 0; i++) {
      equal = conjunct.get(i).getType() == MillraceSqlParser.EQUAL ? i : -1;
    }
    if (equal < 1) {
      return false;
    }
    List<Token> left = conjunct.subList(0, equal);
    List<Token> right = conjunct.subList(equal + 1, conjunct.size());
    boolean qualified =
        left.size() == 3
            && left.get(1).getType() == MillraceSqlParser.PERIOD
            && StatementTokens.unquoted(left.get(0).getText()).equalsIgnoreCase(table);
    boolean isColumn =
        (left.size() == 1 || qualified) && Keywords.isName(left.get(left.size() - 1).getType());
    if (!isColumn || right.isEmpty()) {
      return false;
    }
    Cell cell = ValuesReader.cell(statement, right);
    boolean isConstant =
        cell.kind() != Kind.EXPRESSION && cell.kind() != Kind.DEFAULT && cell.kind() != Kind.NULL;
    String column = StatementTokens.unquoted(left.get(left.size() - 1).getText());
    return isConstant && found.put(column.toLowerCase(Locale.ROOT), cell) == null;
  }
}
