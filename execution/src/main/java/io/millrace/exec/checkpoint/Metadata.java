package io.millrace.exec.checkpoint;

import io.millrace.plan.physical.PlanRules;
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
 * @param rules by which its plan is improved, in this run and in later ones
 */
public record Metadata(
    UUID queryId,
    String queryName,
    Instant created,
    Map<String, String> settings,
    PlanRules rules) {
  public Metadata {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  /** What a query is of that begins now. */
  public Metadata(UUID queryId, String queryName, Instant created, Map<String, String> settings) {
    this(queryId, queryName, created, settings, PlanRules.NEWEST);
  }

  JsonTree toJson() {
    return new JsonTree()
        .put("format", CheckpointDirectory.FORMAT)
        .put("query", queryId.toString())
        .put("name", queryName)
        .put("created", created.toString())
        .putTexts("settings", settings)
        .put("rules", rules.name());
  }

  static Metadata fromJson(JsonTree tree) {
    return new Metadata(
        UUID.fromString(tree.text("query")),
        tree.text("name"),
        Instant.parse(tree.text("created")),
        tree.textFields("settings"),
        // Checkpoints did not say it before there were others.
        tree.optionalText("rules").map(Metadata::rules).orElse(PlanRules.FIRST));
  }

  private static PlanRules rules(String name) {
    return PlanRules.of(name)
        .orElseThrow(() -> new JsonTree.BadJsonException("unknown rules of plans: " + name));
  }
}
