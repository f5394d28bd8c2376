package io.millrace.connector.format.json;

import io.millrace.api.connector.Chunk;
import io.millrace.connector.format.RecordFormat;
import io.millrace.connector.format.RecordPlan;
import io.millrace.connector.format.Records;
import io.millrace.connector.format.RowMemory;
import java.util.ArrayDeque;

/**
 * Decodes the records of a file with one scanner for each thread at work. Scanners are used again,
 * because they learn what records look like. Thread-safe.
 */
final class JsonDecoders implements RecordFormat.Decoders {
  private final RecordPlan plan;
  private final JsonPaths paths;
  private final ArrayDeque<JsonScanner> idle = new ArrayDeque<>();

  JsonDecoders(RecordPlan plan, JsonPaths paths) {
    this.plan = plan;
    this.paths = paths;
  }

  @Override
  public void decode(Records records, RowMemory memory, Chunk.Output output) {
    JsonScanner scanner = take();
    scanner.decode(records, memory, output);
    synchronized (idle) {
      idle.push(scanner);
    }
  }

  private JsonScanner take() {
    synchronized (idle) {
      if (!idle.isEmpty()) {
        return idle.pop();
      }
    }
    return new JsonScanner(plan, paths);
  }
}
