package io.millrace.exec.fluent;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.StatementResult.Rows;
import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rows of a query come as vectors, a batch at a time, and leave no memory behind. */
@Tag("arrow")
class RowVectorsTest {
  private static final Schema SCHEMA =
      Schema.of(new Field("n", DataType.BIGINT), new Field("word", DataType.STRING));

  /** Batches that are there already. */
  private static final class Given implements Rows {
    private final Queue<ColumnBatch> batches = new ArrayDeque<>();
    private boolean closed;

    @Override
    public Schema schema() {
      return SCHEMA;
    }

    @Override
    public Optional<ColumnBatch> next() {
      return Optional.ofNullable(batches.poll());
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @Test
  void batchesAreReadOneAfterTheOther() throws IOException {
    Given rows = new Given();
    rows.batches.add(new BatchBuilder(SCHEMA).row(1L, "to").row(2L, null).build());
    rows.batches.add(new BatchBuilder(SCHEMA).row(3L, "be").build());
    List<Object> read = new ArrayList<>();

    // Closing an allocator that has lent memory is an error.
    try (ArrowReader reader = RowVectors.open(() -> rows)) {
      assertThat(reader.getVectorSchemaRoot().getSchema().getFields())
          .extracting(org.apache.arrow.vector.types.pojo.Field::getName)
          .containsExactly("n", "word");
      while (reader.loadNextBatch()) {
        var root = reader.getVectorSchemaRoot();
        for (int i = 0; i < root.getRowCount(); i++) {
          read.add(root.getVector("n").getObject(i));
          read.add(String.valueOf(root.getVector("word").getObject(i)));
        }
      }
    }

    assertThat(read).containsExactly(1L, "to", 2L, "null", 3L, "be");
    assertThat(rows.closed).isTrue();
  }

  @Test
  void aReaderMayBeClosedBeforeItsEnd() throws IOException {
    Given rows = new Given();
    rows.batches.add(new BatchBuilder(SCHEMA).row(1L, "to").build());
    rows.batches.add(new BatchBuilder(SCHEMA).row(3L, "be").build());

    try (ArrowReader reader = RowVectors.open(() -> rows)) {
      assertThat(reader.loadNextBatch()).isTrue();
    }
    assertThat(rows.closed).isTrue();
  }
}
