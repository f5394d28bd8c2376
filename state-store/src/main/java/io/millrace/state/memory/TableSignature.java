package io.millrace.state.memory;

import com.dynatrace.hash4j.hashing.Hashing;
import io.millrace.api.types.DataType;
import io.millrace.state.KeyLayout;
import io.millrace.state.SortOrder;
import io.millrace.state.StateTables.KeyHorizon;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A number for what the bytes of a table mean: types, words, extensions, horizon. */
final class TableSignature {
  private TableSignature() {}

  /** The signature of a keyed table. */
  static long of(KeyLayout layout, int words, Optional<KeyHorizon> horizon, int extensions) {
    StringBuilder text = columns(layout);
    if (layout.groupColumns() < layout.columns()) {
      text.append("dealt by ").append(layout.groupColumns()).append(", ");
    }
    text.append(words).append(" words, ").append(extensions).append(" extensions");
    horizon.ifPresent(
        h ->
            text.append(", horizon ")
                .append(h.column())
                .append(' ')
                .append(h.unit())
                .append(' ')
                .append(h.offset()));
    return hash(text);
  }

  /**
   * The signature of a table of values by group.
   *
   * @param kind what is put behind the text of a multiset
   */
  static long of(KeyLayout layout, List<SortOrder> orders, String kind) {
    StringBuilder text = columns(layout).append("1 words, 0 extensions").append(kind);
    for (SortOrder order : orders) {
      text.append(order.descending() ? ", descending" : ", ascending");
      text.append(order.nullsFirst() ? " null first" : " null last");
    }
    return hash(text);
  }

  private static StringBuilder columns(KeyLayout layout) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < layout.columns(); i++) {
      DataType type = layout.type(i);
      // lengths and precisions may grow as long as values lie alike
      text.append(type.kind()).append(' ').append(type.layout()).append(' ').append(type.scale());
      text.append(type.nullable() ? " null, " : ", ");
    }
    return text;
  }

  private static long hash(StringBuilder text) {
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    return Hashing.komihash5_0().hashBytesToLong(bytes);
  }
}
