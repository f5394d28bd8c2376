package io.millrace.sql.parse;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.connector.OptionValue;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.sql.grammar.MillraceSqlParser.AllowanceClauseContext;
import io.millrace.sql.grammar.MillraceSqlParser.CheckpointClauseContext;
import io.millrace.sql.grammar.MillraceSqlParser.FormatClauseContext;
import io.millrace.sql.grammar.MillraceSqlParser.FromBatchClauseContext;
import io.millrace.sql.grammar.MillraceSqlParser.FromBatchContext;
import io.millrace.sql.grammar.MillraceSqlParser.IntervalContext;
import io.millrace.sql.grammar.MillraceSqlParser.ModeClauseContext;
import io.millrace.sql.grammar.MillraceSqlParser.OptionsClauseContext;
import io.millrace.sql.grammar.MillraceSqlParser.QueryClauseContext;
import io.millrace.sql.grammar.MillraceSqlParser.RestartClauseContext;
import io.millrace.sql.grammar.MillraceSqlParser.TriggerClauseContext;
import io.millrace.sql.grammar.MillraceSqlParser.TriggerContext;
import io.millrace.sql.statement.QueryClauses;
import io.millrace.sql.statement.QueryClauses.Checkpoint;
import io.millrace.sql.statement.QueryClauses.FromBatch;
import io.millrace.sql.statement.QueryClauses.Mode;
import io.millrace.sql.statement.QueryClauses.Restart;
import io.millrace.sql.statement.QueryClauses.TriggerClause;
import io.millrace.sql.statement.QueryClauses.TriggerKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;

/** Reads the clauses behind a query. */
final class ClauseReader {
  private final StatementTokens tokens;
  private final OptionReader options;

  ClauseReader(StatementTokens tokens) {
    this.tokens = tokens;
    this.options = new OptionReader(tokens);
  }

  /** The clauses, each at most once; FORMAT is left to EXPLAIN. */
  QueryClauses read(List<? extends QueryClauseContext> clauses) {
    Optional<Mode> mode = Optional.empty();
    Optional<TriggerClause> trigger = Optional.empty();
    Optional<Checkpoint> checkpoint = Optional.empty();
    Optional<List<OptionValue>> given = Optional.empty();
    Optional<FromBatch> fromBatch = Optional.empty();
    List<RestartClauseContext> allowances = new ArrayList<>();
    for (QueryClauseContext clause : clauses) {
      if (clause instanceof ModeClauseContext context) {
        once(mode.isPresent(), "the output mode", clause);
        String word = StatementTokens.upper(context.outputMode().getText());
        mode = Optional.of(new Mode(tokens.position(clause), OutputMode.valueOf(word)));
      } else if (clause instanceof TriggerClauseContext context) {
        once(trigger.isPresent(), "the trigger", clause);
        trigger = Optional.of(trigger(context));
      } else if (clause instanceof CheckpointClauseContext context) {
        once(checkpoint.isPresent(), "the checkpoint", clause);
        String path = StatementTokens.unquoted(context.STRING_TEXT().getText());
        checkpoint = Optional.of(new Checkpoint(tokens.position(clause), path));
      } else if (clause instanceof OptionsClauseContext context) {
        once(given.isPresent(), "OPTIONS", clause);
        given = Optional.of(options.read(context.optionList()));
      } else if (clause instanceof FromBatchClauseContext context) {
        once(fromBatch.isPresent(), "FROM BATCH", clause);
        fromBatch = Optional.of(fromBatch(context.fromBatch()));
      } else if (clause instanceof AllowanceClauseContext context) {
        allowances.add(context.restartClause());
      } else if (!(clause instanceof FormatClauseContext)) {
        throw new IllegalStateException("unknown clause " + clause.getText());
      }
    }
    return new QueryClauses(
        mode, trigger, checkpoint, fromBatch, restart(allowances), given.orElse(List.of()));
  }

  /** The batch that a query goes back to. */
  FromBatch fromBatch(FromBatchContext clause) {
    String number = clause.NUMBER_TEXT().getText();
    try {
      return new FromBatch(tokens.position(clause), Long.parseLong(number));
    } catch (NumberFormatException notWhole) {
      throw error(ErrorCode.SYNTAX_ERROR, number + " is not the number of a batch")
          .at(tokens.position(clause.NUMBER_TEXT().getSymbol()))
          .cause(notWhole)
          .build();
    }
  }

  /** What a changed query may do. */
  Restart restart(List<RestartClauseContext> allowances) {
    boolean sourceChange = false;
    boolean partialOutput = false;
    for (RestartClauseContext allowance : allowances) {
      boolean ofSources = allowance.ALLOW() != null;
      once(
          ofSources ? sourceChange : partialOutput,
          ofSources ? "ALLOW SOURCE CHANGE" : "ACCEPT PARTIAL OUTPUT",
          allowance);
      sourceChange |= ofSources;
      partialOutput |= !ofSources;
    }
    return new Restart(sourceChange, partialOutput);
  }

  private void once(boolean again, String what, ParserRuleContext clause) {
    if (again) {
      throw error(ErrorCode.SYNTAX_ERROR, what + " is given twice")
          .at(tokens.position(clause))
          .build();
    }
  }

  /** Refuses clauses where a query is only defined, not run. */
  void refuse(List<? extends QueryClauseContext> clauses, String what) {
    if (!clauses.isEmpty()) {
      throw error(ErrorCode.SYNTAX_ERROR, what + " takes no clauses behind its query")
          .at(tokens.position(clauses.get(0)))
          .hint("write them behind the INSERT or SELECT that runs it")
          .build();
    }
  }

  private TriggerClause trigger(TriggerClauseContext clause) {
    TriggerContext trigger = clause.trigger();
    TriggerKind kind;
    if (trigger.DEFAULT() != null) {
      kind = TriggerKind.DEFAULT;
    } else if (trigger.ONCE() != null) {
      kind = TriggerKind.ONCE;
    } else if (trigger.AVAILABLE() != null) {
      kind = TriggerKind.AVAILABLE_NOW;
    } else if (trigger.PROCESSING() != null) {
      kind = TriggerKind.PROCESSING_TIME;
    } else if (trigger.CONTINUOUS() != null) {
      kind = TriggerKind.CONTINUOUS;
    } else {
      kind = TriggerKind.REAL_TIME;
    }
    Optional<Duration> interval = Optional.ofNullable(trigger.interval()).map(this::notNegative);
    return new TriggerClause(tokens.position(clause), kind, interval);
  }

  /** A length of time that is not negative. */
  Duration notNegative(IntervalContext interval) {
    Duration duration = interval(interval).orElseThrow(() -> unreadable(interval));
    if (duration.isNegative()) {
      throw error(ErrorCode.SYNTAX_ERROR, "a length of time cannot be negative here")
          .at(tokens.position(interval))
          .hint("write '10 seconds' or INTERVAL '10' SECOND")
          .build();
    }
    return duration;
  }

  private MillraceException unreadable(IntervalContext interval) {
    return error(ErrorCode.SYNTAX_ERROR, tokens.textOf(interval) + " is not a length of time")
        .at(tokens.position(interval))
        .hint("write '10 seconds' or INTERVAL '10' SECOND")
        .build();
  }

  private Optional<Duration> interval(IntervalContext interval) {
    String amount =
        interval.STRING_TEXT() != null
            ? StatementTokens.unquoted(interval.STRING_TEXT().getText())
            : interval.NUMBER_TEXT().getText();
    Optional<Duration> duration =
        switch (interval.TIME_UNIT().size()) {
          case 0 -> Durations.parse(amount);
          case 1 -> Durations.parse(amount, interval.TIME_UNIT(0).getText());
          default ->
              Durations.parse(
                  amount, interval.TIME_UNIT(0).getText(), interval.TIME_UNIT(1).getText());
        };
    return interval.MINUS() == null ? duration : duration.map(Duration::negated);
  }
}
