package io.millrace.sql.parse;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.sql.grammar.MillraceSqlParser;
import io.millrace.sql.grammar.MillraceSqlParser.AssignmentContext;
import io.millrace.sql.grammar.MillraceSqlParser.AssignmentsContext;
import io.millrace.sql.grammar.MillraceSqlParser.DeleteStatementContext;
import io.millrace.sql.grammar.MillraceSqlParser.MergeActionContext;
import io.millrace.sql.grammar.MillraceSqlParser.MergeClauseContext;
import io.millrace.sql.grammar.MillraceSqlParser.MergeStatementContext;
import io.millrace.sql.grammar.MillraceSqlParser.NameContext;
import io.millrace.sql.grammar.MillraceSqlParser.OnConflictContext;
import io.millrace.sql.grammar.MillraceSqlParser.TableNameContext;
import io.millrace.sql.grammar.MillraceSqlParser.UpdateStatementContext;
import io.millrace.sql.grammar.MillraceSqlParser.WhereContext;
import io.millrace.sql.statement.Assignment;
import io.millrace.sql.statement.Identifier;
import io.millrace.sql.statement.MergeClause;
import io.millrace.sql.statement.MergeClause.Match;
import io.millrace.sql.statement.QueryText;
import io.millrace.sql.statement.Statement;
import io.millrace.sql.statement.Target;
import io.millrace.sql.statement.ValueRow;
import io.millrace.sql.statement.Writing.OnConflict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;

/** Reads UPDATE, DELETE, MERGE and ON CONFLICT. */
final class ChangeReader {
  private final StatementTokens tokens;

  ChangeReader(StatementTokens tokens) {
    this.tokens = tokens;
  }

  Statement update(UpdateStatementContext update) {
    return new Statement.Update(
        tokens.statement().position(),
        target(update.tableName(), update.name()),
        assignments(update.assignments()),
        Optional.ofNullable(update.EXPRESSION_BODY()).map(this::text),
        where(update.where()));
  }

  Statement delete(DeleteStatementContext delete) {
    return new Statement.Delete(
        tokens.statement().position(),
        target(delete.tableName(), delete.name()),
        Optional.ofNullable(delete.EXPRESSION_BODY()).map(this::text),
        where(delete.where()));
  }

  Statement merge(MergeStatementContext merge) {
    List<MergeClause> clauses = new ArrayList<>();
    merge.mergeClause().forEach(clause -> clauses.add(clause(clause)));
    return new Statement.Merge(
        tokens.statement().position(),
        target(merge.tableName(), merge.name()),
        text(merge.EXPRESSION_BODY(0)),
        text(merge.EXPRESSION_BODY(1)),
        clauses);
  }

  OnConflict onConflict(OnConflictContext conflict) {
    return new OnConflict(
        tokens.position(conflict),
        conflict.nameList() == null ? List.of() : Names.list(tokens, conflict.nameList()),
        conflict.assignments() == null ? List.of() : assignments(conflict.assignments()),
        where(conflict.where()));
  }

  private Target target(TableNameContext table, NameContext alias) {
    Identifier name = Names.relation(tokens, table);
    NameContext last = table.name(table.name().size() - 1);
    return new Target(name, tokens.identifier(alias == null ? last : alias));
  }

  private Optional<QueryText> where(WhereContext where) {
    return Optional.ofNullable(where).map(w -> text(w.EXPRESSION_BODY()));
  }

  private QueryText text(TerminalNode folded) {
    return new QueryTexts(tokens).of(folded.getSymbol());
  }

  private List<Assignment> assignments(AssignmentsContext list) {
    List<Assignment> assignments = new ArrayList<>();
    for (AssignmentContext assignment : list.assignment()) {
      Token value = assignment.EXPRESSION_BODY().getSymbol();
      if (assignment.nameList() == null) {
        NameContext column = assignment.name(assignment.name().size() - 1);
        assignments.add(
            new Assignment(
                tokens.identifier(column), ValuesReader.cell(tokens, tokens.within(value))));
      } else {
        assignments.addAll(together(Names.list(tokens, assignment.nameList()), value));
      }
    }
    return assignments;
  }

  /** {@code (a, b) = (1, 2)}, with or without ROW. */
  private List<Assignment> together(List<Identifier> columns, Token folded) {
    List<Token> value = tokens.within(folded);
    boolean named = value.get(0).getType() == MillraceSqlParser.ROW;
    Optional<ValueRow> row =
        ValuesReader.row(tokens, named ? value.subList(1, value.size()) : value);
    boolean isQuery = value.size() > 1 && value.get(1).getType() == MillraceSqlParser.SELECT;
    if (row.isEmpty() || isQuery) {
      throw error(ErrorCode.NOT_SUPPORTED, "setting several columns by anything but (a, b, …)")
          .at(tokens.position(folded))
          .hint("set each column by a query of its own:  a = (SELECT …), b = (SELECT …)")
          .hint("or join the rows:  UPDATE t SET a = s.a, b = s.b FROM s WHERE …")
          .build();
    }
    if (row.get().cells().size() != columns.size()) {
      throw error(
              ErrorCode.INSERT_COLUMNS,
              columns.size()
                  + " columns are set, and there are "
                  + row.get().cells().size()
                  + " values")
          .at(row.get().position())
          .build();
    }
    List<Assignment> assignments = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      assignments.add(new Assignment(columns.get(i), row.get().cells().get(i)));
    }
    return assignments;
  }

  private MergeClause clause(MergeClauseContext clause) {
    Match match = Match.MATCHED;
    if (clause.NOT() != null) {
      match = clause.SOURCE() == null ? Match.NOT_MATCHED : Match.NOT_MATCHED_BY_SOURCE;
    } else if (clause.BY() != null) {
      throw error(ErrorCode.SYNTAX_ERROR, "what is matched is matched by both")
          .at(tokens.position(clause.BY().getSymbol()))
          .hint("write WHEN MATCHED, or WHEN NOT MATCHED BY SOURCE")
          .build();
    }
    MergeClause.Action action = action(clause.mergeAction());
    boolean inserts = action instanceof MergeClause.Insert;
    boolean nothing = action instanceof MergeClause.Nothing;
    if (!nothing && inserts != (match == Match.NOT_MATCHED)) {
      throw error(
              ErrorCode.SYNTAX_ERROR,
              inserts
                  ? "INSERT is for rows that are not matched"
                  : "only INSERT is for rows that are not there yet")
          .at(tokens.position(clause.mergeAction()))
          .build();
    }
    return new MergeClause(
        tokens.position(clause),
        match,
        Optional.ofNullable(clause.EXPRESSION_BODY()).map(this::text),
        action);
  }

  private MergeClause.Action action(MergeActionContext action) {
    if (action.DELETE() != null) {
      return new MergeClause.Delete();
    } else if (action.DO() != null) {
      return new MergeClause.Nothing();
    } else if (action.UPDATE() != null) {
      return new MergeClause.Update(
          action.assignments() == null ? List.of() : assignments(action.assignments()));
    }
    List<Identifier> columns =
        action.nameList() == null ? List.of() : Names.list(tokens, action.nameList());
    if (action.STAR() != null) {
      return new MergeClause.Insert(columns, Optional.empty());
    } else if (action.DEFAULT() != null) {
      return new MergeClause.Insert(
          columns, Optional.of(new ValueRow(tokens.position(action), List.of())));
    }
    return new MergeClause.Insert(columns, Optional.of(row(action.EXPRESSION_BODY().getSymbol())));
  }

  private ValueRow row(Token folded) {
    return ValuesReader.row(tokens, tokens.within(folded))
        .orElseThrow(
            () ->
                error(ErrorCode.SYNTAX_ERROR, "expected one row of values in parentheses")
                    .at(tokens.position(folded))
                    .build());
  }
}
