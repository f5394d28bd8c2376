package io.millrace.sql.parse;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.SourcePosition;
import io.millrace.sql.grammar.MillraceSqlParser.ExplainOptionContext;
import io.millrace.sql.grammar.MillraceSqlParser.ExplainStatementContext;
import io.millrace.sql.grammar.MillraceSqlParser.ExplainWordContext;
import io.millrace.sql.grammar.MillraceSqlParser.ExplainedContext;
import io.millrace.sql.grammar.MillraceSqlParser.ExplainedInsertContext;
import io.millrace.sql.grammar.MillraceSqlParser.ExplainedQueryContext;
import io.millrace.sql.grammar.MillraceSqlParser.ExplainedSelectContext;
import io.millrace.sql.grammar.MillraceSqlParser.ExplainedStartContext;
import io.millrace.sql.grammar.MillraceSqlParser.ExplainedViewContext;
import io.millrace.sql.grammar.MillraceSqlParser.FormatClauseContext;
import io.millrace.sql.grammar.MillraceSqlParser.PlanFormatContext;
import io.millrace.sql.grammar.MillraceSqlParser.PlanStageContext;
import io.millrace.sql.grammar.MillraceSqlParser.QueryClauseContext;
import io.millrace.sql.statement.Statement;
import io.millrace.sql.statement.Statement.Explain;
import io.millrace.sql.statement.Statement.ExplainQuery;
import io.millrace.sql.statement.Statement.ExplainView;
import io.millrace.sql.statement.Statement.PlanFormat;
import io.millrace.sql.statement.Statement.PlanStage;
import java.util.List;
import java.util.Optional;

/** Reads EXPLAIN; the format may stand before the statement or at its end. */
final class ExplainReader {
  private final StatementTokens tokens;
  private final StatementBuilder statements;
  private Optional<PlanStage> stage = Optional.empty();
  private Optional<PlanFormat> format = Optional.empty();

  ExplainReader(StatementTokens tokens, StatementBuilder statements) {
    this.tokens = tokens;
    this.statements = statements;
  }

  Statement read(ExplainStatementContext explain) {
    for (ExplainOptionContext option : explain.explainOption()) {
      for (ExplainWordContext word : option.explainWord()) {
        if (word.planStage() != null) {
          stage(word.planStage());
        } else {
          format(word.planFormat());
        }
      }
    }
    SourcePosition whole = tokens.statement().position();
    ExplainedContext explained = explain.explained();
    if (explained instanceof ExplainedQueryContext query) {
      if (query.planFormat() != null) {
        format(query.planFormat());
      }
      return new ExplainQuery(whole, stage(), format(), statements.name(query.queryName()));
    }
    if (explained instanceof ExplainedViewContext view) {
      if (view.planFormat() != null) {
        format(view.planFormat());
      }
      return new ExplainView(whole, stage(), format(), Names.relation(tokens, view.tableName()));
    }
    Statement statement;
    if (explained instanceof ExplainedSelectContext select) {
      formats(select.queryClause());
      statement =
          statements.select(tokens.position(select), select.QUERY_BODY(), select.queryClause());
    } else if (explained instanceof ExplainedInsertContext insert) {
      formats(insert.insert().queryClause());
      statement = statements.insert(tokens.position(insert), Optional.empty(), insert.insert());
    } else if (explained instanceof ExplainedStartContext start) {
      formats(start.insert().queryClause());
      statement =
          statements.insert(
              tokens.position(start),
              Optional.of(statements.name(start.queryName())),
              start.insert());
    } else {
      throw new IllegalStateException("unknown statement " + explained.getText());
    }
    return new Explain(whole, stage(), format(), statement);
  }

  private void formats(List<? extends QueryClauseContext> clauses) {
    for (QueryClauseContext clause : clauses) {
      if (clause instanceof FormatClauseContext context) {
        format(context.planFormat());
      }
    }
  }

  private void stage(PlanStageContext word) {
    once(stage.isPresent(), "the stage of the plan", tokens.position(word));
    stage = Optional.of(PlanStage.valueOf(StatementTokens.upper(word.getText())));
  }

  private void format(PlanFormatContext word) {
    once(format.isPresent(), "the format", tokens.position(word));
    format = Optional.of(PlanFormat.valueOf(StatementTokens.upper(word.getText())));
  }

  private static void once(boolean again, String what, SourcePosition position) {
    if (again) {
      throw error(ErrorCode.SYNTAX_ERROR, what + " is given twice").at(position).build();
    }
  }

  private PlanStage stage() {
    return stage.orElse(PlanStage.INCREMENTAL);
  }

  private PlanFormat format() {
    return format.orElse(PlanFormat.TEXT);
  }
}
