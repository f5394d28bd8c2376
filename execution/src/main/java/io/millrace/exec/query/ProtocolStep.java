package io.millrace.exec.query;

/** The steps by which a batch goes from a choice to rows that others see, in their order. */
public enum ProtocolStep {
  /** What the batch reads, its time and its watermark are fixed, in memory. */
  CHOOSE,
  /** All operators have run; the sink's writer has received everything. */
  EXECUTE,
  /** The sink has made the batch durable, but not visible. */
  PREPARE,
  /** The batch is decided: its record is synced. Without a checkpoint nothing happens here. */
  COMMIT,
  /** The batch is visible. */
  PUBLISH,
  /** Sources know what they need not keep any more. */
  SOURCE_COMMIT
}
