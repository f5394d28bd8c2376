package io.millrace.api.progress;

/**
 * The sink in one batch.
 *
 * @param description the sink, secrets masked
 * @param numOutputRows rows written; a changelog counts changes; −1 if unknown
 */
public record SinkProgress(String description, long numOutputRows) {}
