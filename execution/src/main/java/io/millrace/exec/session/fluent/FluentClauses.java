package io.millrace.exec.session.fluent;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.connector.OptionValue;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.table.Trigger;
import io.millrace.exec.fluent.WriteRequest;
import io.millrace.exec.session.context.Definition;
import io.millrace.plan.analyze.Durations;
import io.millrace.sql.statement.QueryClauses;
import io.millrace.sql.statement.QueryClauses.Checkpoint;
import io.millrace.sql.statement.QueryClauses.Restart;
import io.millrace.sql.statement.QueryClauses.TriggerClause;
import io.millrace.sql.statement.QueryClauses.TriggerKind;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What a program says of how a query runs, as the clauses behind a query in SQL. */
final class FluentClauses {
  static final String CHECKPOINT = "checkpointLocation";

  private FluentClauses() {}

  static QueryClauses of(WriteRequest write, List<OptionValue> options) {
    return new QueryClauses(
        write.mode().map(mode -> new QueryClauses.Mode(Definition.NOWHERE, mode)),
        write.trigger().map(FluentClauses::trigger),
        option(write, CHECKPOINT).map(path -> new Checkpoint(Definition.NOWHERE, path)),
        Optional.empty(),
        Restart.AS_IT_WAS,
        options);
  }

  static Optional<String> option(WriteRequest write, String name) {
    return write.options().entrySet().stream()
        .filter(option -> option.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static TriggerClause trigger(Trigger trigger) {
    return new TriggerClause(
        Definition.NOWHERE,
        switch (trigger.kind()) {
          case PROCESSING_TIME -> TriggerKind.PROCESSING_TIME;
          case ONCE -> TriggerKind.ONCE;
          case AVAILABLE_NOW -> TriggerKind.AVAILABLE_NOW;
          case CONTINUOUS -> TriggerKind.CONTINUOUS;
          case REAL_TIME -> TriggerKind.REAL_TIME;
        },
        trigger.interval().map(text -> interval(trigger, text)));
  }

  private static Duration interval(Trigger trigger, String text) {
    OptionalLong micros = text.strip().equals("0") ? OptionalLong.of(0) : Durations.ofText(text);
    if (micros.isEmpty() || micros.getAsLong() < 0) {
      throw error(
              ErrorCode.TRIGGER_INVALID,
              trigger.toString(),
              "\"" + text + "\" is not a length of time")
          .hint("such as:  Trigger.ProcessingTime(\"10 seconds\")")
          .build();
    }
    return Duration.of(micros.getAsLong(), ChronoUnit.MICROS);
  }
}
