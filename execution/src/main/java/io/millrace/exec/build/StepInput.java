package io.millrace.exec.build;

import io.millrace.api.connector.ChunkReader;
import java.util.Map;

/**
 * One batch as the trigger loop orders it.
 *
 * @param batchId N
 * @param batchTimeMicros T_N, µs since 1970
 * @param watermark W_N in µs: finalises and evicts. {@link #NO_WATERMARK} for ⊥
 * @param lateWatermark L_N in µs: rejects. {@link #NO_WATERMARK} for ⊥
 * @param endOfInput whether all input is bounded and this is the last batch: everything becomes
 *     final
 * @param readers for each source that has new rows its reader, by id of the SourceSpec
 */
public record StepInput(
    long batchId,
    long batchTimeMicros,
    long watermark,
    long lateWatermark,
    boolean endOfInput,
    Map<String, ChunkReader> readers) {

  /** The watermark ⊥: nothing is late, nothing is final. */
  public static final long NO_WATERMARK = Long.MIN_VALUE;
}
