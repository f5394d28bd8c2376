package io.millrace.connector.memory;

import io.millrace.api.batch.ChangeBatch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Batches that are prepared and not yet published, of all queries that write to a table. */
final class PreparedBatches {
  private final Map<Id, List<ChangeBatch>> batches = new ConcurrentHashMap<>();

  private record Id(UUID query, long batch) {}

  void put(UUID query, long batch, List<ChangeBatch> changes) {
    batches.put(new Id(query, batch), List.copyOf(changes));
  }

  /** Removes and gives the batch, if it is there. */
  Optional<List<ChangeBatch>> take(UUID query, long batch) {
    return Optional.ofNullable(batches.remove(new Id(query, batch)));
  }
}
