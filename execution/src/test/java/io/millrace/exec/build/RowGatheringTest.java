package io.millrace.exec.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowGatheringTest {
  private static final Schema SCHEMA =
      new Schema(
          List.of(
              new Field("flag", DataType.BOOLEAN),
              new Field("small", DataType.INTEGER),
              new Field("number", DataType.BIGINT.notNull()),
              new Field("ratio", DataType.DOUBLE),
              new Field("wide", DataType.decimal(38, 2)),
              new Field("text", DataType.STRING)));

  private static final Object[] NOTHING = {null, null, 0L, null, null, null};

  @Test
  void rowsOfSeveralBatchesKeepValuesNullsAndOrder() {
    ColumnBatch first = new BatchBuilder(SCHEMA).row(row(1)).row(row(2)).row(NOTHING).build();
    ColumnBatch second = new BatchBuilder(SCHEMA).row(row(4)).row(row(5)).row(row(6)).build();
    ColumnBatch gathered = gather(first, second.select(new int[] {2, 0}, 2));

    assertThat(rows(gathered))
        .containsExactly(
            List.of(row(2)), asList(NOTHING), List.of(row(6)), List.of(row(1)), List.of(row(4)));
    assertThat(gathered.isInsertOnly()).isTrue();
  }

  @Test
  void weightsGoWithTheirRows() {
    ColumnBatch first =
        new BatchBuilder(SCHEMA).row(row(1)).row(row(2)).weightedRow(-1, row(3)).build();
    ColumnBatch second = new BatchBuilder(SCHEMA).row(row(4)).weightedRow(3, row(5)).build();
    ColumnBatch gathered = gather(first, second);

    assertThat(gathered.weights()).startsWith(1, -1, 1, 1, 3);
  }

  @Test
  void insertionsAloneHaveNoWeights() {
    ColumnBatch weighted =
        new BatchBuilder(SCHEMA).row(row(1)).row(row(2)).weightedRow(-1, row(3)).build();
    RowGathering gathering = new RowGathering(SCHEMA);
    gathering.add(gathering.addSource(weighted), 0, 2);

    assertThat(gathering.build().isInsertOnly()).isTrue();
  }

  /** Rows 1 and 2 of the first, 0 of the second, 0 of the first, 1 of the second. */
  private static ColumnBatch gather(ColumnBatch first, ColumnBatch second) {
    RowGathering gathering = new RowGathering(SCHEMA);
    int one = gathering.addSource(first);
    int other = gathering.addSource(second);
    gathering.add(one, 1, 2);
    gathering.add(other, 0, 1);
    gathering.add(one, 0, 1);
    gathering.add(other, 1, 1);
    return gathering.build();
  }

  private static Object[] row(int i) {
    return new Object[] {
      i % 2 == 0, i, (long) -i, i / 4.0, new BigDecimal(i + ".25"), "text number " + i
    };
  }

  private static List<List<Object>> rows(ColumnBatch batch) {
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      Object[] values = new Object[batch.columnCount()];
      for (int column = 0; column < values.length; column++) {
        values[column] = batch.column(column).value(batch.row(i));
      }
      rows.add(asList(values));
    }
    return rows;
  }

  private static List<Object> asList(Object[] values) {
    return Arrays.asList(values);
  }
}
