package io.millrace.benchmark.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Millrace;
import io.millrace.api.StatementResult.Finished;
import io.millrace.api.progress.StreamingQueryProgress;
import io.millrace.benchmark.measure.Tally;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountQueryTest {
  @TempDir private Path directory;

  private final CountQuery query = new CountQuery(1_000, 95_000, 10_000, Optional.empty());

  @Test
  void everyKeyIsThereAndEveryBatchIsOfItsSize() throws IOException {
    Path result = directory.resolve("result");
    List<StreamingQueryProgress> batches;
    try (Millrace millrace = Millrace.builder().set("parallelism", "2").open()) {
      query.prepare(millrace, result);
      batches = ((Finished) query.count(millrace)).query().recentProgress();
    }
    assertThat(batches.stream().map(StreamingQueryProgress::numInputRows))
        .hasSize(10)
        .startsWith(10_000L)
        .endsWith(5_000L);
    assertThat(batches.get(9).stateOperators().get(0).numRowsTotal()).isEqualTo(1_000);
    // Nearly every key comes in each batch of ten times as many rows.
    assertThat(Tally.read(result).rows()).isBetween(9_900L, 10_000L);
  }

  @Test
  void readingKeepsNothing() throws IOException {
    Path result = directory.resolve("result");
    try (Millrace millrace = Millrace.open()) {
      query.prepare(millrace, result);
      Finished finished = (Finished) query.read(millrace);
      assertThat(finished.query().recentProgress())
          .allSatisfy(batch -> assertThat(batch.stateOperators()).isEmpty());
    }
    assertThat(Tally.read(result)).isEqualTo(Tally.NOTHING);
  }

  @Test
  void committedBatchesAreReadAsTheyAreWritten() {
    CommittedBatch batch = new CommittedBatch(17, 5_000_000, "{addBatch=4,stateCommit=2}");
    assertThat(CommittedBatch.parse(batch.line())).contains(batch);
    assertThat(CommittedBatch.parse("REFUSED by the engine")).isEmpty();
  }
}
