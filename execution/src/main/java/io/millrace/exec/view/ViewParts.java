package io.millrace.exec.view;

import static java.util.Objects.requireNonNull;

import io.millrace.api.connector.Source;
import io.millrace.exec.build.RunningGraph;
import io.millrace.exec.query.Closing;
import java.util.List;

/**
 * What a view over tables is made of, opened and before its first batch.
 *
 * @param graph its operators
 * @param inputs in the order of the graph's sources
 */
public record ViewParts(RunningGraph graph, List<Input> inputs) implements AutoCloseable {

  /** Opens the parts of a view, as often as it has to begin anew. */
  @FunctionalInterface
  public interface Opener {
    ViewParts open();
  }

  /**
   * A table that a view reads.
   *
   * @param sourceId of the graph's source
   * @param changes gives its content, and then its changes with weights
   */
  public record Input(String sourceId, Source changes) {
    public Input {
      requireNonNull(sourceId, "sourceId is null");
      requireNonNull(changes, "changes is null");
    }
  }

  public ViewParts {
    requireNonNull(graph, "graph is null");
    inputs = List.copyOf(inputs);
  }

  @Override
  public void close() {
    Closing closing = new Closing();
    closing.close(graph);
    inputs.forEach(input -> closing.close(input.changes()));
    closing.end();
  }
}
