package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.BytesColumn;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.types.DataType;
import io.millrace.plan.physical.AggregateCall;
import io.millrace.state.GroupRows;
import io.millrace.state.KeyedTable;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** STRING_AGG: the texts of a group one behind the other. */
final class TextsAccumulator extends KeptRowsAccumulator {
  private final byte[] separator;
  private final GroupRows found = new GroupRows();
  private final ByteArrayOutputStream text = new ByteArrayOutputStream();

  TextsAccumulator(KeyedTable groups, int offset, AggregateCall call, KeptRows rows) {
    super(groups, offset, rows);
    this.separator = call.detail().separator().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  void appendResult(long size, ColumnBuilder target) {
    kept.ranges(group, new long[] {0}, new long[] {size}, false, 1, found);
    ColumnBuilder builder = new ColumnBuilder(DataType.STRING, found.size());
    kept.append(valueColumn, found.handles(), 0, found.size(), builder);
    BytesColumn texts = (BytesColumn) builder.build();
    text.reset();
    for (int row = 0; row < found.size(); row++) {
      for (long copy = 0; copy < found.copies()[row]; copy++) {
        if (row > 0 || copy > 0) {
          text.write(separator, 0, separator.length);
        }
        text.write(texts.data(), texts.starts()[row], texts.lengths()[row]);
      }
    }
    byte[] bytes = text.toByteArray();
    target.appendBytes(bytes, 0, bytes.length);
  }
}
