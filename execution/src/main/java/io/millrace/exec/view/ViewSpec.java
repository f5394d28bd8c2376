package io.millrace.exec.view;

import static java.util.Objects.requireNonNull;

import io.millrace.api.connector.VersionedTable;
import io.millrace.api.error.MillraceException;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A view over tables that is to be kept.
 *
 * @param name of the view
 * @param opener opens its parts
 * @param inputs the tables that it reads, the contents of other views among them
 * @param content takes its rows
 * @param places gives its errors their places in what the user wrote
 */
public record ViewSpec(
    String name,
    ViewParts.Opener opener,
    List<VersionedTable> inputs,
    VersionedTable content,
    UnaryOperator<MillraceException> places) {
  public ViewSpec {
    requireNonNull(name, "name is null");
    requireNonNull(opener, "opener is null");
    inputs = List.copyOf(inputs);
    requireNonNull(content, "content is null");
    requireNonNull(places, "places is null");
  }
}
