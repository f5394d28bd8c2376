package io.millrace.exec.checkpoint;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * What a checkpoint is of. Written once, when it is made.
 *
 * @param queryId the identity of the query, the same in every run
 * @param queryName the name under which it began, for people
 * @param created when, for people
 * @param settings those that results depend on, as they were when it was made; they win over others
 */
public record Metadata(
    UUID queryId, String queryName, Instant created, Map<String, String> settings) {
  public Metadata {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  JsonTree toJson() {
    return new JsonTree()
        .put("format", CheckpointDirectory.FORMAT)
        .put("query", queryId.toString())
        .put("name", queryName)
        .put("created", created.toString())
        .putTexts("settings", settings);
  }

  static Metadata fromJson(JsonTree tree) {
    return new Metadata(
        UUID.fromString(tree.text("query")),
        tree.text("name"),
        Instant.parse(tree.text("created")),
        tree.textFields("settings"));
  }
}
