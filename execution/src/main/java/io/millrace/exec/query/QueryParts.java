package io.millrace.exec.query;

import static java.util.Objects.requireNonNull;

import io.millrace.api.error.MillraceException;
import io.millrace.exec.build.RunningGraph;
import io.millrace.exec.changelog.ChangeEncoder;
import io.millrace.exec.checkpoint.QueryCheckpoint;
import io.millrace.exec.watermark.WatermarkTracker;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * What a query is made of, opened and ready to run. Whoever runs it closes it.
 *
 * @param id of the query
 * @param name of the query
 * @param anonymous whether nobody sees it as a query, so that its failures do not name it
 * @param places gives its errors their places in what the user wrote
 * @param explanation its plan
 * @param graph its operators
 * @param sources in the order of the graph's
 * @param sink where its output goes
 * @param sinkShowsSteps whether the sink may show rows of an epoch that is not decided, because it
 *     neither takes it as a whole nor promises to show it once
 * @param encoder makes the sink's changes
 * @param watermarks its watermarks
 * @param bounded whether all input ends: one last batch makes everything final, and until then
 *     nothing is late
 * @param hasConstants whether the plan holds constant rows, so that the first batch is due at once
 * @param noDataBatches whether the watermark's advance alone makes a batch due
 * @param checkpoint what makes it durable, with the tables of all other parts; not recovered yet
 * @param observer of its batches' steps
 */
public record QueryParts(
    UUID id,
    String name,
    boolean anonymous,
    UnaryOperator<MillraceException> places,
    String explanation,
    RunningGraph graph,
    List<OpenSource> sources,
    WatchedSink sink,
    boolean sinkShowsSteps,
    ChangeEncoder encoder,
    WatermarkTracker watermarks,
    boolean bounded,
    boolean hasConstants,
    boolean noDataBatches,
    Optional<QueryCheckpoint> checkpoint,
    ProtocolObserver observer)
    implements AutoCloseable {

  public QueryParts {
    requireNonNull(id, "id is null");
    requireNonNull(name, "name is null");
    requireNonNull(observer, "observer is null");
    sources = List.copyOf(sources);
  }

  /** The same parts, watched by another observer. */
  public QueryParts observed(ProtocolObserver other) {
    return new QueryParts(
        id,
        name,
        anonymous,
        places,
        explanation,
        graph,
        sources,
        sink,
        sinkShowsSteps,
        encoder,
        watermarks,
        bounded,
        hasConstants,
        noDataBatches,
        checkpoint,
        other);
  }

  /**
   * Closes graph, sources, sink and checkpoint; the first failure is thrown when all are closed.
   */
  @Override
  public void close() {
    Closing closing = new Closing();
    closing.close(graph);
    sources.forEach(source -> closing.close(source.source()));
    closing.close(sink);
    checkpoint.ifPresent(closing::close);
    closing.end();
  }
}
