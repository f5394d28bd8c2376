package io.millrace.benchmark.compare;

import io.millrace.benchmark.command.UsageException;
import java.util.Arrays;
import java.util.List;

/** An engine in one of the ways to run it. */
enum Engine {
  MILLRACE("millrace", "", List.of("checkpoint=false")),
  MILLRACE_DURABLE("millrace-durable", "", List.of("checkpoint=true")),
  /** State in memory, no checkpoints: its best case. */
  FLINK("flink", "flink", List.of("backend=hashmap")),
  /** State in RocksDB, incremental checkpoints. */
  FLINK_ROCKSDB("flink-rocksdb", "flink", List.of("backend=rocksdb")),
  /** State in RocksDB, every batch committed. */
  SPARK("spark", "spark", List.of("store=rocksdb")),
  /** State in memory, every batch committed. */
  SPARK_MEMORY("spark-memory", "spark", List.of("store=memory")),
  /** A batch over all of the files, as a yardstick: it keeps nothing up to date. */
  DUCKDB("duckdb", "duckdb", List.of());

  private final String text;
  private final String peer;
  private final List<String> options;

  Engine(String text, String peer, List<String> options) {
    this.text = text;
    this.peer = peer;
    this.options = options;
  }

  static Engine of(String text) {
    return Arrays.stream(values())
        .filter(engine -> engine.text.equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "there is no engine "
                        + text
                        + "; there are "
                        + String.join(
                            ", ", Arrays.stream(values()).map(engine -> engine.text).toList())));
  }

  boolean isOurs() {
    return peer.isEmpty();
  }

  /** The directory of its runner, and of its queries. */
  String peer() {
    return peer;
  }

  /** What its runner is told beside what all are told. */
  List<String> options() {
    return options;
  }

  @Override
  public String toString() {
    return text;
  }
}
