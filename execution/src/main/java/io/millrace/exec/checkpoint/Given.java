package io.millrace.exec.checkpoint;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/**
 * What a sink has got before a batch: part of the record of that batch.
 *
 * @param writer the identity under which the query writes
 * @param batch the newest batch before it that gave the sink something; −1 if there is none
 */
record Given(UUID writer, long batch) {
  void putInto(JsonTree tree) {
    tree.put("writer", writer.toString()).put("given", batch);
  }

  /** What a record says; empty in those of early versions. */
  static Optional<Given> decode(byte[] header) {
    JsonTree tree = JsonTree.parse(new String(header, StandardCharsets.UTF_8));
    return tree.optionalText("writer")
        .map(writer -> new Given(UUID.fromString(writer), tree.number("given")));
  }
}
