package io.millrace.exec.operator.topn;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.types.Schema;
import io.millrace.exec.operator.Emission;
import io.millrace.exec.operator.SlotsByHash;
import io.millrace.plan.physical.OperatorSpec.TopNSpec;

/** Gives all that partitions have to give. */
final class WholeWindows {
  private static final ColumnBatch NO_ROWS = ColumnBatch.of(Schema.EMPTY, 0);

  private final TopNRows kept;
  private final Windows windows;
  private final Numbers numbers;
  private final GivenRows given;

  WholeWindows(TopNSpec spec, TopNRows kept, Emission emission) {
    this.kept = kept;
    this.windows = new Windows(spec.rule(), kept.rows());
    this.numbers = new Numbers(spec.rule(), kept.rows(), windows);
    this.given = new GivenRows(kept, spec.output(), spec.rule().numbered(), emission);
  }

  /** Gives the rows of all partitions. */
  void giveAll() {
    give(SlotsByHash.of(kept.partitions()));
  }

  /** Gives the rows of partitions, which are in the order of their hashes. */
  void give(int[] partitions) {
    for (int partition : partitions) {
      numbers.of(partition, windows.end(partition));
      for (int i = 0; i < numbers.size(); i++) {
        given.kept(partition, numbers.handle(i), numbers.copies(i), numbers.number(i));
      }
    }
    given.flush(NO_ROWS);
  }
}
