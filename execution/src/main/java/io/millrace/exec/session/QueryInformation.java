package io.millrace.exec.session;

import io.millrace.api.StatementResult;
import io.millrace.api.progress.EventTimeProgress;
import io.millrace.api.progress.StateOperatorProgress;
import io.millrace.api.progress.StreamingQueryProgress;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.exec.query.QueryTotals;
import io.millrace.exec.query.RunningQuery;
import io.millrace.exec.session.context.FixedRows;
import io.millrace.exec.session.context.QueryEntry;
import io.millrace.exec.session.context.SessionContext;
import io.millrace.plan.explain.LiveNumbers;
import io.millrace.plan.explain.LiveNumbers.OperatorNumbers;
import io.millrace.sql.statement.Statement;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** What SHOW QUERIES and DESCRIBE QUERY tell. */
final class QueryInformation {
  private static final Schema LIST =
      Schema.of(
          new Field("number", DataType.INTEGER),
          new Field("name", DataType.STRING),
          new Field("status", DataType.STRING),
          new Field("mode", DataType.STRING),
          new Field("target", DataType.STRING),
          new Field("doing", DataType.STRING),
          new Field("batches", DataType.BIGINT),
          new Field("rows_in", DataType.BIGINT),
          new Field("rows_out", DataType.BIGINT),
          new Field("in_per_second", DataType.BIGINT),
          new Field("processed_per_second", DataType.BIGINT),
          new Field("read_percent", DataType.INTEGER),
          new Field("batch_ms", DataType.BIGINT),
          new Field("watermark", DataType.TIMESTAMP_LTZ),
          new Field("state_rows", DataType.BIGINT),
          new Field("state_bytes", DataType.BIGINT),
          new Field("late_rows", DataType.BIGINT),
          new Field("lag_ms", DataType.BIGINT));

  private static final Schema STATE =
      Schema.of(
          new Field("operator", DataType.STRING),
          new Field("rows", DataType.BIGINT),
          new Field("updated", DataType.BIGINT),
          new Field("removed", DataType.BIGINT),
          new Field("late", DataType.BIGINT),
          new Field("bytes", DataType.BIGINT),
          new Field("partitions", DataType.INTEGER));

  private QueryInformation() {}

  /** One row for each query, running or ended. */
  static StatementResult list(SessionContext session) {
    FixedRows.Builder rows = new FixedRows.Builder(LIST);
    for (QueryEntry entry : session.queries().list()) {
      RunningQuery query = entry.query();
      QueryTotals totals = query.totals();
      Optional<StreamingQueryProgress> last = query.lastProgress();
      Optional<Instant> watermark =
          last.isPresent()
              ? last.flatMap(StreamingQueryProgress::eventTime)
                  .flatMap(EventTimeProgress::watermark)
              : totals.watermarkTime();
      rows.row(
          session.queries().number(entry),
          query.name(),
          status(query),
          entry.mode().name().toLowerCase(Locale.ROOT),
          entry.target(),
          query.activity(),
          totals.batches(),
          totals.inputRows(),
          totals.outputRows(),
          last.map(p -> Math.round(p.inputRowsPerSecond())),
          last.map(p -> Math.round(p.processedRowsPerSecond())),
          query.extent().map(extent -> (int) (100 * extent.fraction())),
          last.map(StreamingQueryProgress::batchDuration),
          watermark,
          last.map(p -> sum(p, StateOperatorProgress::numRowsTotal)),
          last.map(p -> sum(p, StateOperatorProgress::memoryUsedBytes)),
          totals.lateRows(),
          watermark.map(
              w -> Math.max(0, Duration.between(w, session.clock().instant()).toMillis())));
    }
    return rows.build();
  }

  private static long sum(
      StreamingQueryProgress progress, ToLongFunction<StateOperatorProgress> of) {
    return progress.stateOperators().stream().mapToLong(of).sum();
  }

  private static String status(RunningQuery query) {
    if (query.isActive()) {
      return "running";
    }
    return query.exception().isPresent() ? "failed" : query.wasStopped() ? "stopped" : "finished";
  }

  static StatementResult describe(SessionContext session, Statement.DescribeQuery statement) {
    QueryEntry entry = session.queries().get(statement.name());
    return switch (statement.aspect()) {
      case OVERVIEW -> overview(session, entry);
      case PROGRESS ->
          new StatementResult.Text(
              "progress",
              entry
                  .query()
                  .lastProgress()
                  .map(StreamingQueryProgress::prettyJson)
                  .orElse("no batch has been run yet"));
      case STATE -> state(entry.query());
    };
  }

  private static StatementResult overview(SessionContext session, QueryEntry entry) {
    RunningQuery query = entry.query();
    FixedRows.Builder rows = FixedRows.Builder.ofText("property", "value");
    rows.row("name", query.name())
        .row("id", query.id().toString())
        .row("run id", query.runId().toString())
        .row("status", status(query))
        .row("number", Integer.toString(session.queries().number(entry)))
        .row("doing", query.activity())
        .row("mode", entry.mode().name())
        .row("trigger", entry.trigger().sql())
        .row("reads", String.join(", ", entry.relations()))
        .row("writes", entry.target())
        .row("checkpoint", entry.checkpoint().map(Path::toString))
        .row("totals", query.totals().summary(session.settings().zone()))
        .row("query", entry.request().query().original());
    query.exception().ifPresent(failure -> rows.row("failure", failure.getMessage()));
    return rows.build();
  }

  private static StatementResult state(RunningQuery query) {
    FixedRows.Builder rows = new FixedRows.Builder(STATE);
    query
        .lastProgress()
        .map(StreamingQueryProgress::stateOperators)
        .orElse(List.of())
        .forEach(
            operator ->
                rows.row(
                    operator.operatorName(),
                    operator.numRowsTotal(),
                    operator.numRowsUpdated(),
                    operator.numRowsRemoved(),
                    operator.numRowsDroppedByWatermark(),
                    operator.memoryUsedBytes(),
                    operator.numShufflePartitions()));
    return rows.build();
  }

  /** What a query has measured, for EXPLAIN QUERY. */
  static LiveNumbers live(SessionContext session, RunningQuery query) {
    Optional<StreamingQueryProgress> last = query.lastProgress();
    if (last.isEmpty()) {
      return new LiveNumbers("no batch has been run yet", Map.of(), Map.of());
    }
    StreamingQueryProgress progress = last.get();
    Map<String, OperatorNumbers> operators = new HashMap<>();
    for (StateOperatorProgress operator : progress.stateOperators()) {
      operators.put(
          query.statefulOperators().getOrDefault(operator.operatorName(), ""),
          new OperatorNumbers(
              operator.numRowsTotal(),
              operator.memoryUsedBytes(),
              operator.numRowsUpdated(),
              operator.numRowsRemoved(),
              operator.numRowsDroppedByWatermark()));
    }
    String summary =
        query.totals().summary(session.settings().zone())
            + String.format(
                Locale.ROOT,
                "\nlast batch %d: %,d ms, %,d rows in, %,d rows out",
                progress.batchId(),
                progress.batchDuration(),
                progress.numInputRows(),
                progress.sink().numOutputRows());
    return new LiveNumbers(
        summary,
        Map.of(
            "batchId", progress.batchId(),
            "durationMs", progress.batchDuration(),
            "rowsIn", progress.numInputRows(),
            "rowsOut", progress.sink().numOutputRows()),
        operators);
  }
}
