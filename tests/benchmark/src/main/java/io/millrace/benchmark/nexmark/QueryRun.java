package io.millrace.benchmark.nexmark;

import io.millrace.api.Millrace;
import io.millrace.api.StatementResult;
import io.millrace.api.StatementResult.Finished;
import io.millrace.api.progress.StreamingQueryProgress;
import io.millrace.benchmark.command.ScratchDirectory;
import io.millrace.benchmark.data.Dataset;
import io.millrace.benchmark.data.Table;
import io.millrace.benchmark.measure.Meter;
import io.millrace.benchmark.measure.Tally;
import io.millrace.benchmark.measure.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One run of one query over the files of a dataset.
 *
 * @param query what is run
 * @param dataset what it reads
 * @param how how it is run
 */
public record QueryRun(BenchmarkQuery query, Dataset dataset, How how) {

  /**
   * How queries are run.
   *
   * @param streaming whether the input is a stream that is read as far as it is there ({@code
   *     AVAILABLE NOW}), so that windows stay open which the watermark has not closed; otherwise it
   *     has an end, and what comes out is the result for all of it
   * @param hashed whether rows are hashed, or only counted
   * @param threads partitions of the query
   * @param batches how many batches a stream is cut into
   * @param checkpoint whether each batch is committed to a checkpoint
   */
  public record How(
      boolean streaming, boolean hashed, int threads, int batches, boolean checkpoint) {}

  /** What a run has given and used. */
  public record Outcome(Tally tally, Usage usage) {}

  /** Runs it in a session of its own. */
  public Outcome run() throws IOException {
    Path scratch = Files.createTempDirectory("millrace-bench");
    try (Millrace millrace =
        Millrace.builder().set("parallelism", Integer.toString(how.threads())).open()) {
      for (Table table : query.reads()) {
        millrace.sql(createSource(table));
      }
      Path result = scratch.resolve("result");
      millrace.sql(
          "CREATE SINK measured USING measure OPTIONS (result = '%s', checksum = '%s', columns = '%s')"
              .formatted(result, how.hashed(), query.hashColumns()));
      Meter meter = Meter.start();
      StatementResult ended = millrace.sql(insert(scratch.resolve("checkpoint")));
      Usage usage = meter.stop();
      checkRowsIn((Finished) ended);
      return new Outcome(Tally.read(result), usage);
    } finally {
      ScratchDirectory.delete(scratch);
    }
  }

  private String createSource(Table table) throws IOException {
    int files = dataset.fileCount("json", table);
    int filesOfBatch = Math.max(1, (files + how.batches() - 1) / how.batches());
    String limit = how.streaming() ? ", maxFilesPerTrigger = " + filesOfBatch : "";
    return "CREATE SOURCE %s (%s, WATERMARK FOR \"dateTime\" AS \"dateTime\" - INTERVAL '4' SECOND)"
            .formatted(table.directory(), columns(table))
        + " USING file OPTIONS (path = '%s'%s) FORMAT json"
            .formatted(dataset.files("json", table), limit)
        + (how.streaming() ? "" : " BOUNDED");
  }

  private static String columns(Table table) {
    return switch (table) {
      case PERSON ->
          "id BIGINT, name STRING, \"emailAddress\" STRING, \"creditCard\" STRING, city STRING,"
              + " state STRING, \"dateTime\" TIMESTAMP(3), extra STRING";
      case AUCTION ->
          "id BIGINT, \"itemName\" STRING, description STRING, \"initialBid\" BIGINT,"
              + " reserve BIGINT, \"dateTime\" TIMESTAMP(3), expires TIMESTAMP(3), seller BIGINT,"
              + " category BIGINT, extra STRING";
      case BID ->
          "auction BIGINT, bidder BIGINT, price BIGINT, channel STRING, url STRING,"
              + " \"dateTime\" TIMESTAMP(3), extra STRING";
    };
  }

  private String insert(Path checkpoint) {
    String statement = "INSERT INTO measured " + query.sql();
    if (how.streaming()) {
      statement += " OUTPUT MODE " + (how.hashed() ? query.hashMode() : query.countMode());
      statement += " TRIGGER AVAILABLE NOW";
    } else {
      statement += " OUTPUT MODE APPEND";
    }
    return how.checkpoint() ? statement + " CHECKPOINT '" + checkpoint + "'" : statement;
  }

  /** A run that has not read every row is no measurement. */
  private void checkRowsIn(Finished finished) {
    List<StreamingQueryProgress> batches = finished.query().recentProgress();
    long rows = batches.stream().mapToLong(StreamingQueryProgress::numInputRows).sum();
    long expected = query.rowsIn(dataset.events());
    if (rows != expected) {
      throw new IllegalStateException(
          query.name() + " has read " + rows + " rows, but there are " + expected);
    }
  }
}
