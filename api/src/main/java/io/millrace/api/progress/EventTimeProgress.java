package io.millrace.api.progress;

import java.time.Instant;
import java.util.Optional;

/**
 * Event time in one batch.
 *
 * @param min oldest event time read; empty without rows
 * @param max newest event time read
 * @param avg mean event time read
 * @param watermark the watermark the batch used to finalise and evict; empty if none
 */
public record EventTimeProgress(
    Optional<Instant> min,
    Optional<Instant> max,
    Optional<Instant> avg,
    Optional<Instant> watermark) {}
