package io.millrace.exec.fluent;

import io.millrace.api.BatchWriter;
import io.millrace.api.RowWriter;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.table.Trigger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How a query writes.
 *
 * @param options as given, the checkpoint among them
 */
public record WriteRequest(
    Destination destination,
    Optional<OutputMode> mode,
    Optional<Trigger> trigger,
    Optional<String> queryName,
    Map<String, String> options,
    List<String> partitionedBy) {

  public WriteRequest {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    partitionedBy = List.copyOf(partitionedBy);
  }

  /** Where rows go. */
  public sealed interface Destination {}

  /** A table or sink of the catalog. */
  public record Named(String name) implements Destination {}

  /** A sink without a name, of that connector or format of files. */
  public record Format(String name) implements Destination {}

  /** The program, batch by batch. */
  public record Batches(BatchWriter writer) implements Destination {}

  /** The program, row by row. */
  public record Rows(Supplier<RowWriter> writers) implements Destination {}
}
