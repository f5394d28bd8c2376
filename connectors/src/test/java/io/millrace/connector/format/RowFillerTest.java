package io.millrace.connector.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.connector.Chunk;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import io.millrace.connector.Contexts;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Rows and their batches do not depend on how much room was expected to do. */
final class RowFillerTest {
  private static final Schema SCHEMA =
      Contexts.schema(
          "flag", DataType.BOOLEAN,
          "number", DataType.INTEGER,
          "big", DataType.BIGINT,
          "ratio", DataType.DOUBLE,
          "huge", DataType.decimal(30, 0),
          "text", DataType.STRING);

  private static final class Batches implements Chunk.Output {
    private final List<Integer> sizes = new ArrayList<>();
    private final List<List<Object>> rows = new ArrayList<>();

    @Override
    public void rows(ColumnBatch batch) {
      sizes.add(batch.size());
      for (int i = 0; i < batch.size(); i++) {
        rows.add(batch.values(i));
      }
    }

    @Override
    public void malformed(long records) {
      throw new AssertionError(records + " malformed records");
    }
  }

  @Property(tries = 100)
  void batchesDoNotDependOnEarlierRecords(
      @ForAll @IntRange(min = 1, max = 5000) int recordBytesBefore,
      @ForAll @IntRange(min = 1, max = 10_000) int rows,
      @ForAll @IntRange(min = 2, max = 10) int recordBytes,
      @ForAll @IntRange(min = 2, max = 1000) int nullEvery) {
    byte[] data = new byte[Math.max(recordBytesBefore, rows * recordBytes) + Bytes.SLACK];
    RowMemory memory = new RowMemory();
    RowFiller filler = filler();
    fill(filler, memory, data, 1, recordBytesBefore, nullEvery);
    memory.reuse();
    Batches guessed = fill(filler, memory, data, rows, recordBytes, nullEvery);
    Batches fresh = fill(filler(), new RowMemory(), data, rows, recordBytes, nullEvery);
    assertThat(guessed.sizes).isEqualTo(fresh.sizes);
    assertThat(guessed.rows).isEqualTo(fresh.rows);
    assertThat(fresh.rows).hasSize(rows);
  }

  private static RowFiller filler() {
    return new RowFiller(
        new RecordPlan(
            SCHEMA,
            Collections.nCopies(SCHEMA.size(), Optional.empty()),
            SCHEMA,
            OnError.FAIL,
            offset -> "byte " + offset));
  }

  private static Batches fill(
      RowFiller filler, RowMemory memory, byte[] data, int rows, int recordBytes, int nullEvery) {
    Batches batches = new Batches();
    filler.start(new Records(data, 0, rows * recordBytes, 0), memory, batches);
    for (int i = 0; i < rows; i++) {
      int row = filler.row();
      filler.target(0).setBoolean(row, i % 3 == 0);
      filler.target(1).setInt(row, i);
      filler.target(2).setLong(row, -i);
      filler.target(3).setDouble(row, i / 2.0);
      filler.target(4).setInt128(row, BigInteger.valueOf(i).shiftLeft(60));
      filler.target(5).setRange(row, i * recordBytes, 1);
      if (i % nullEvery == 0) {
        filler.target(i % SCHEMA.size()).setNull(row);
      }
      filler.endRight((i + 1) * recordBytes);
    }
    filler.finish();
    return batches;
  }
}
