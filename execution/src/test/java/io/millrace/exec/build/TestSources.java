package io.millrace.exec.build;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.connector.Attachment;
import io.millrace.api.connector.Chunk;
import io.millrace.api.connector.ChunkReader;
import io.millrace.api.types.Schema;
import io.millrace.plan.catalog.Relation;
import io.millrace.plan.physical.OperatorSpec.SourceSpec;
import io.millrace.sql.statement.Statement.RelationKind;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Sources whose chunks are batches that are there. */
final class TestSources {
  private TestSources() {}

  static SourceSpec source(String id, Schema schema) {
    Relation relation =
        new Relation(
            id,
            RelationKind.SOURCE,
            schema.fields().stream()
                .<Relation.Column>map(
                    field -> new Relation.PhysicalColumn(field, Optional.empty(), Optional.empty()))
                .toList(),
            Optional.empty(),
            List.of(),
            "test",
            List.of(),
            "",
            List.of(),
            true,
            false,
            Optional.empty(),
            new Attachment());
    List<Integer> columns = IntStream.range(0, schema.size()).boxed().toList();
    return new SourceSpec(id, relation, columns, schema);
  }

  /** One chunk of one batch. */
  static List<List<ColumnBatch>> chunks(Schema schema, List<Change> rows) {
    BatchBuilder builder = new BatchBuilder(schema);
    rows.forEach(change -> builder.weightedRow(change.weight(), change.row().toArray()));
    return List.of(List.of(builder.build()));
  }

  /** A reader of chunks, each of some batches. */
  static Reader reader(List<List<ColumnBatch>> chunks) {
    return new Reader(chunks);
  }

  static final class Reader implements ChunkReader {
    private final Iterator<List<ColumnBatch>> chunks;
    private boolean closed;

    Reader(List<List<ColumnBatch>> chunks) {
      this.chunks = new ArrayList<>(chunks).iterator();
    }

    boolean isClosed() {
      return closed;
    }

    @Override
    public Optional<Chunk> next() {
      if (!chunks.hasNext()) {
        return Optional.empty();
      }
      List<ColumnBatch> batches = chunks.next();
      return Optional.of(output -> batches.forEach(output::rows));
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
