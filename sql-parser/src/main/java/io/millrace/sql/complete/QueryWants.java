package io.millrace.sql.complete;

import io.millrace.sql.parse.StatementBeginning;
import io.millrace.sql.parse.Word;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What fits inside a query, by the clause the place is in and the word before it. A model of the
 * clauses, not a grammar: it may offer what the validator then refuses, but seldom leaves out what
 * fits.
 */
final class QueryWants {
  private static final Set<String> CLAUSES =
      Set.of(
          "SELECT",
          "FROM",
          "WHERE",
          "GROUP",
          "HAVING",
          "ORDER",
          "LIMIT",
          "OFFSET",
          "FETCH",
          "ON",
          "JOIN",
          "VALUES",
          "WITH",
          "WINDOW",
          "UNION",
          "EXCEPT",
          "INTERSECT");
  private static final Set<String> SET_OPERATIONS = Set.of("UNION", "EXCEPT", "INTERSECT");

  /** Words and signs behind which an expression begins. */
  private static final Set<String> EXPRESSION_FOLLOWS =
      Set.of(
          "SELECT",
          "DISTINCT",
          "WHERE",
          "AND",
          "OR",
          "NOT",
          "ON",
          "HAVING",
          "BY",
          "CASE",
          "WHEN",
          "THEN",
          "ELSE",
          "BETWEEN",
          "LIKE",
          "VALUES",
          "=",
          "<",
          ">",
          "+",
          "-",
          "*",
          "/",
          "%",
          "|",
          "(",
          ",");

  private static final List<String> EXPRESSION_WORDS =
      List.of("CASE", "CAST", "NOT", "NULL", "TRUE", "FALSE", "EXISTS", "INTERVAL");
  private static final List<String> AFTER_CONDITION =
      List.of("AND", "OR", "IS", "IN", "BETWEEN", "LIKE", "NOT");
  private static final List<String> JOINS =
      List.of("JOIN", "INNER", "LEFT", "RIGHT", "FULL", "CROSS", "ON", "USING");
  private static final List<String> AFTER_WHERE =
      List.of("GROUP", "HAVING", "ORDER", "LIMIT", "UNION", "EXCEPT", "INTERSECT");

  /** What a word is followed by, wherever it stands. */
  private static final Map<String, List<String>> FOLLOWERS =
      Map.ofEntries(
          Map.entry("GROUP", List.of("BY")),
          Map.entry("ORDER", List.of("BY")),
          Map.entry("PARTITION", List.of("BY")),
          Map.entry("IS", List.of("NULL", "NOT", "TRUE", "FALSE", "DISTINCT")),
          Map.entry("UNION", List.of("ALL", "SELECT")),
          Map.entry("EXCEPT", List.of("ALL", "SELECT")),
          Map.entry("INTERSECT", List.of("ALL", "SELECT")),
          Map.entry("ALL", List.of("SELECT")),
          Map.entry("LEFT", List.of("JOIN", "OUTER")),
          Map.entry("RIGHT", List.of("JOIN", "OUTER")),
          Map.entry("FULL", List.of("JOIN", "OUTER")),
          Map.entry("OUTER", List.of("JOIN")),
          Map.entry("INNER", List.of("JOIN")),
          Map.entry("CROSS", List.of("JOIN")),
          Map.entry("NULLS", List.of("FIRST", "LAST")),
          Map.entry("FETCH", List.of("FIRST", "NEXT")),
          Map.entry("LIMIT", List.of()),
          Map.entry("OFFSET", List.of()),
          Map.entry("WITH", List.of()));

  private final List<Word> before;
  private final List<Word> words;

  /** Where the innermost parenthesis around the place opens; -1 if there is none. */
  private int open = -1;

  /** Where the innermost SELECT around the place begins, and the clause the place is in. */
  private int queryStart;

  private String clause = "";

  /** Parentheses around the place that belong to expressions of that SELECT. */
  private int openCalls;

  /**
   * The words of a query before and behind the place; those behind it may go on with what is around
   * the query.
   */
  QueryWants(List<Word> before, List<Word> after) {
    this.before = before;
    this.words = new ArrayList<>(before);
    words.addAll(after);
    findClause();
    closeCalls();
  }

  private void findClause() {
    List<Integer> opens = new ArrayList<>();
    List<String> clauses = new ArrayList<>();
    List<Integer> starts = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      Word word = before.get(i);
      if (word.is("(")) {
        opens.add(i);
        clauses.add(clause);
        starts.add(queryStart);
        if (i + 1 < before.size() && beginsQuery(before.get(i + 1))) {
          queryStart = i + 1;
          clause = "";
        }
      } else if (word.is(")") && !opens.isEmpty()) {
        int last = opens.size() - 1;
        opens.remove(last);
        clause = clauses.remove(last);
        queryStart = starts.remove(last);
      } else if (word.kind() == Word.Kind.RESERVED && CLAUSES.contains(word.upper())) {
        boolean inQuery = opens.isEmpty() || opens.get(opens.size() - 1) < queryStart;
        clause = inQuery ? word.upper() : clause;
      }
    }
    open = opens.isEmpty() ? -1 : opens.get(opens.size() - 1);
    openCalls = (int) opens.stream().filter(at -> at > queryStart).count();
  }

  /** Behind the place, as many parentheses as will be closed there: FROM is in none of them. */
  private void closeCalls() {
    int balance = 0;
    for (Word word : words) {
      balance += word.is("(") ? 1 : 0;
      balance -= word.is(")") ? 1 : 0;
    }
    Word closing = new Word(Word.Kind.SIGN, ")", 0, 0);
    for (int i = 0; i < Math.min(balance, openCalls); i++) {
      words.add(before.size(), closing);
    }
  }

  private static boolean beginsQuery(Word word) {
    return word.is("SELECT") || word.is("WITH") || word.is("VALUES");
  }

  /** Everything that fits. */
  Set<Want> all() {
    Set<Want> wants = new LinkedHashSet<>();
    if (before.isEmpty()) {
      return wants;
    }
    Word last = before.get(before.size() - 1);
    String previous = last.kind() == Word.Kind.TEXT ? "'" : last.upper();
    if (previous.equals(".")) {
      qualified(wants);
    } else if (previous.equals("FROM") && !inCall("EXTRACT", "TRIM", "SUBSTRING")
        || previous.equals("JOIN")
        || (previous.equals(",") && clause.equals("FROM") && open < queryStart)) {
      wants.add(tables());
      keywords(wants, List.of("TABLE", "LATERAL"));
    } else if (previous.equals("TABLE")) {
      wants.add(tables());
    } else if (previous.equals("(")) {
      behindParenthesis(wants);
    } else if (previous.equals("AS")) {
      if (inCall("CAST", "TRY_CAST", "SAFE_CAST")) {
        wants.add(new Want.Type());
      }
    } else if (FOLLOWERS.containsKey(previous) && last.kind() != Word.Kind.QUOTED_NAME) {
      keywords(wants, FOLLOWERS.get(previous));
    } else if (EXPRESSION_FOLLOWS.contains(previous) && !isAllColumns()) {
      expression(wants);
      keywords(wants, previous.equals("SELECT") ? List.of("DISTINCT") : List.of());
    } else if (isInterval()) {
      keywords(wants, StatementBeginning.timeUnits());
    } else {
      behindOperand(wants);
    }
    return wants;
  }

  /** Whether a star is the last word that stands for columns; others multiply. */
  private boolean isAllColumns() {
    int last = before.size() - 1;
    return before.get(last).is("*")
        && last > 0
        && List.of("SELECT", "DISTINCT", ",", ".", "(").contains(before.get(last - 1).upper());
  }

  private boolean isInterval() {
    return before.size() > 1 && before.get(before.size() - 2).is("INTERVAL");
  }

  /** Whether the innermost parenthesis is that of a call of one of these. */
  private boolean inCall(String... functions) {
    return open > 0 && List.of(functions).contains(before.get(open - 1).upper());
  }

  private static void keywords(Set<Want> wants, List<String> words) {
    words.forEach(word -> wants.add(new Want.Keyword(word)));
  }

  private void behindParenthesis(Set<Want> wants) {
    if (inCall("TABLE")) {
      keywords(wants, List.of("TUMBLE", "HOP", "SESSION", "CUMULATE"));
    } else if (inCall("TUMBLE", "HOP", "SESSION", "CUMULATE") && open > 2) {
      keywords(wants, List.of("TABLE"));
    } else if (inCall("DESCRIPTOR", "USING")) {
      wants.add(columns());
    } else if (inCall("EXTRACT")) {
      keywords(wants, StatementBeginning.timeUnits());
    } else if (inCall("OVER")) {
      keywords(wants, List.of("PARTITION", "ORDER"));
    } else if (inCall("FROM", "JOIN", "AS")) {
      keywords(wants, List.of("SELECT", "VALUES", "WITH"));
    } else {
      expression(wants);
      keywords(wants, List.of("SELECT"));
    }
  }

  private void expression(Set<Want> wants) {
    wants.add(columns());
    wants.add(new Want.Function());
    keywords(wants, EXPRESSION_WORDS);
  }

  private void behindOperand(Set<Want> wants) {
    if (open >= queryStart && open >= 0) {
      keywords(wants, List.of("AND", "OR", "IS", "AS", "FROM", "IN", "BETWEEN", "LIKE"));
      inCase(wants);
      return;
    }
    switch (clause) {
      case "SELECT" -> keywords(wants, List.of("FROM", "AS", "AND", "OR", "IS", "OVER"));
      case "FROM", "JOIN" -> {
        keywords(wants, List.of("AS", "WHERE"));
        keywords(wants, JOINS);
        keywords(wants, AFTER_WHERE);
      }
      case "ON" -> {
        keywords(wants, AFTER_CONDITION);
        keywords(wants, List.of("WHERE"));
        keywords(wants, JOINS.subList(0, JOINS.size() - 2));
        keywords(wants, AFTER_WHERE);
      }
      case "WHERE", "HAVING" -> {
        keywords(wants, AFTER_CONDITION);
        keywords(wants, AFTER_WHERE);
      }
      case "GROUP" -> keywords(wants, AFTER_WHERE.subList(1, AFTER_WHERE.size()));
      case "ORDER" -> keywords(wants, List.of("ASC", "DESC", "NULLS", "LIMIT", "OFFSET", "FETCH"));
      case "WITH" -> keywords(wants, List.of("AS", "SELECT"));
      default -> keywords(wants, List.of("UNION", "EXCEPT", "INTERSECT", "ORDER", "LIMIT"));
    }
    inCase(wants);
  }

  private void inCase(Set<Want> wants) {
    int depth = 0;
    for (int i = Math.max(open, queryStart); i < before.size(); i++) {
      depth += before.get(i).is("CASE") ? 1 : 0;
      depth -= before.get(i).is("END") ? 1 : 0;
    }
    if (depth > 0) {
      keywords(wants, List.of("WHEN", "THEN", "ELSE", "END"));
    }
  }

  private Want tables() {
    return new Want.Table(false, List.copyOf(FromTables.named(words).keySet()));
  }

  /** The columns of everything that the innermost query reads. */
  private Want columns() {
    Map<String, FromTables.Item> items = from();
    List<String> tables = new ArrayList<>();
    List<String> others = new ArrayList<>();
    items.forEach(
        (name, item) -> {
          tables.addAll(item.tables());
          others.addAll(item.columns());
          if (items.size() > 1 && !name.startsWith("#")) {
            others.add(name);
          }
        });
    if (clause.equals("ORDER") || clause.equals("GROUP") || clause.equals("HAVING")) {
      // A column that the query itself names.
      FromTables.Item result = FromTables.result(block(), Map.of());
      others.addAll(result.columns());
    }
    return new Want.Column(tables, others.stream().distinct().toList(), items.isEmpty());
  }

  private void qualified(Set<Want> wants) {
    if (before.size() < 2) {
      return;
    }
    String name = before.get(before.size() - 2).unquoted();
    from()
        .forEach(
            (alias, item) -> {
              if (alias.equalsIgnoreCase(name)) {
                wants.add(new Want.Column(item.tables(), item.columns()));
              }
            });
  }

  private Map<String, FromTables.Item> from() {
    return FromTables.of(block(), FromTables.named(words));
  }

  /** The words of the innermost SELECT, without those of others that a UNION ties to it. */
  private List<Word> block() {
    int start = queryStart;
    int end = words.size();
    int depth = 0;
    for (int i = queryStart; i < words.size(); i++) {
      Word word = words.get(i);
      depth += word.is("(") ? 1 : 0;
      depth -= word.is(")") ? 1 : 0;
      boolean ends = depth == 0 && SET_OPERATIONS.contains(word.upper());
      if (depth < 0 || (ends && i >= before.size())) {
        end = i;
        break;
      }
      if (ends) {
        start = i + 1;
      }
    }
    int select = start;
    int inner = 0;
    for (int i = start; i < end; i++) {
      inner += words.get(i).is("(") ? 1 : 0;
      inner -= words.get(i).is(")") ? 1 : 0;
      if (inner == 0 && words.get(i).is("SELECT")) {
        select = i;
        break;
      }
    }
    return words.subList(select, end);
  }
}
